//! Sums and maps over rayon's threads whose result does not depend on how many threads there are.

use rayon::prelude::*;

/// Rows in one piece of work: large enough that handing it out costs nothing, small enough to share the work out.
pub const PIECE: usize = 8192;

/// The sum of `value(row)` over `0..rows`: every piece is summed in order, then the pieces in order, so that the last
/// bit is the same on any number of threads.
pub fn sum(rows: usize, value: impl Fn(usize) -> f64 + Sync) -> f64 {
    let piece = |start: usize| (start..rows.min(start + PIECE)).map(&value).sum::<f64>();
    if rows <= PIECE {
        return piece(0);
    }
    let pieces: Vec<f64> = (0..rows.div_ceil(PIECE)).into_par_iter().map(|number| piece(number * PIECE)).collect();
    pieces.iter().sum()
}

/// `value(index)` for every index, in order.
pub fn map<T: Send>(count: usize, value: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..count).into_par_iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_the_same_on_any_number_of_threads() {
        let value = |row: usize| 1.0 / (1.0 + row as f64);
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| sum(100_000, value))
        };
        let (one, two, seven) = (on(1), on(2), on(7));
        assert_eq!((one.to_bits(), one.to_bits()), (two.to_bits(), seven.to_bits()));
        assert!((one - 12.090_146_129_863_428).abs() < 1e-9);
    }
}
