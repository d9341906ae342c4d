//! Hadamard matrices: signs whose rows stand upright on each other.

use crate::Error;

/// The largest order that is looked for.
const LARGEST: usize = 4096;

/// A Hadamard matrix of the smallest order above `rows` that Paley's and Sylvester's constructions give, `true` for +1;
/// its first row is all +1.
///
/// Errors: more rows than 4095.
pub fn hadamard(rows: usize) -> Result<Vec<Vec<bool>>, Error> {
    let found = (rows + 1..=LARGEST).find_map(of_order);
    let mut matrix = found.ok_or_else(|| Error::setting("the number of pairs of clusters", rows, "at most 4095"))?;
    // Turn the columns that begin with -1: the first row becomes all +1, the others keep their distance.
    let first = matrix.first().cloned().unwrap_or_default();
    for row in &mut matrix {
        row.iter_mut().zip(&first).for_each(|(sign, first)| *sign = *sign == *first);
    }
    Ok(matrix)
}

fn of_order(order: usize) -> Option<Vec<Vec<bool>>> {
    match order {
        1 => Some(vec![vec![true]]),
        2 => Some(vec![vec![true, true], vec![true, false]]),
        _ if !order.is_multiple_of(4) => None,
        _ if is_prime(order - 1) => Some(paley(order - 1)),
        // Sylvester: [H H; H -H].
        _ => of_order(order / 2).map(|half| {
            let doubled =
                |row: &Vec<bool>, same: bool| row.iter().copied().chain(row.iter().map(|s| *s == same)).collect();
            half.iter().map(|row| doubled(row, true)).chain(half.iter().map(|row| doubled(row, false))).collect()
        }),
    }
}

/// Paley's first construction over a prime of the form 4k + 3: I + S, S skew with ones in its first row and the
/// Legendre symbols of differences within.
fn paley(prime: usize) -> Vec<Vec<bool>> {
    let mut square = vec![false; prime];
    (1..prime).for_each(|number| square[number * number % prime] = true);
    let sign = |row: usize, column: usize| match (row, column) {
        (0, _) => true,
        (_, 0) => false,
        _ if row == column => true,
        _ => square[(column + prime - row) % prime],
    };
    (0..=prime).map(|row| (0..=prime).map(|column| sign(row, column)).collect()).collect()
}

fn is_prime(number: usize) -> bool {
    number > 1 && (2..).take_while(|divisor| divisor * divisor <= number).all(|divisor| !number.is_multiple_of(divisor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_upright_on_each_other() {
        for rows in [1, 2, 3, 5, 7, 8, 11, 15, 20, 27, 33, 51, 100] {
            let matrix = hadamard(rows).unwrap();
            assert!(matrix.len() > rows && matrix[0].iter().all(|sign| *sign));
            for (at, one) in matrix.iter().enumerate() {
                for other in &matrix[..at] {
                    assert_eq!(one.iter().zip(other).filter(|(a, b)| a == b).count() * 2, matrix.len(), "{rows}");
                }
            }
        }
        assert!(hadamard(5000).is_err());
    }
}
