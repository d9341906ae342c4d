//! Least squares with one effect for each unit and one for each time, without a column for every unit.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use crate::Error;

/// A panel's units and times, ready to take both kinds of effects out of any column.
///
/// The unit effects are eliminated row by row and the time effects by one system as large as there are times, so that
/// the cost grows as rows × times, whatever the number of units. The first time is the reference.
pub struct TwoWay<'a> {
    unit: &'a [usize],
    time: &'a [usize],
    weights: &'a [f64],
    /// Σw of each unit.
    sums: Vec<f64>,
    /// The normal matrix of the times but the first, units eliminated.
    times: Cholesky<f64, Dyn>,
}

impl<'a> TwoWay<'a> {
    /// `unit` and `time` are numbers from 0 without gaps; `weights` are above zero.
    ///
    /// Errors: a panel that falls apart, so that the time effects are not known.
    pub fn new(unit: &'a [usize], time: &'a [usize], weights: &'a [f64]) -> Result<Self, Error> {
        let units = unit.iter().max().map_or(0, |most| most + 1);
        let count = time.iter().max().map_or(0, |most| most + 1);
        let mut sums = vec![0.0; units];
        let mut rows: Vec<Vec<usize>> = vec![Vec::new(); units];
        for (row, unit) in unit.iter().enumerate() {
            sums[*unit] += weights[row];
            rows[*unit].push(row);
        }
        let mut normal = DMatrix::<f64>::zeros(count, count);
        for (rows, sum) in rows.iter().zip(&sums) {
            for a in rows {
                normal[(time[*a], time[*a])] += weights[*a];
                let share = weights[*a] / sum;
                // Down one column, so that neighbouring times lie beside each other.
                let mut column = normal.column_mut(time[*a]);
                rows.iter().for_each(|b| column[time[*b]] -= share * weights[*b]);
            }
        }
        let kept = normal.view((1, 1), (count.saturating_sub(1), count.saturating_sub(1))).into_owned();
        let least = kept.diagonal().iter().copied().fold(f64::INFINITY, f64::min);
        let largest = kept.diagonal().max();
        let apart = || Error::none("the panel falls apart: some times share no unit with the others");
        let times = Cholesky::new(kept).filter(|_| least > 1e-12 * largest).ok_or_else(apart)?;
        let pivots = times.l_dirty().diagonal();
        if pivots.iter().any(|pivot| *pivot * *pivot <= 1e-10 * largest) {
            return Err(apart());
        }
        Ok(Self { unit, time, weights, sums, times })
    }

    /// What is left of `column` when both effects are taken out by weighted least squares.
    pub fn residual(&self, column: &[f64]) -> Vec<f64> {
        let mut means = self.unit_means(column);
        let mut right = DVector::<f64>::zeros(self.times.l_dirty().nrows());
        for (row, value) in column.iter().enumerate() {
            if let Some(at) = self.time[row].checked_sub(1) {
                right[at] += self.weights[row] * (value - means[self.unit[row]]);
            }
        }
        let effects = self.times.solve(&right);
        let effect = |row: usize| self.time[row].checked_sub(1).map_or(0.0, |at| effects[at]);
        let mut left: Vec<f64> = column.iter().enumerate().map(|(row, value)| value - effect(row)).collect();
        means = self.unit_means(&left);
        left.iter_mut().zip(self.unit).for_each(|(value, unit)| *value -= means[*unit]);
        left
    }

    fn unit_means(&self, column: &[f64]) -> Vec<f64> {
        let mut means = vec![0.0; self.sums.len()];
        for (row, value) in column.iter().enumerate() {
            means[self.unit[row]] += self.weights[row] * value;
        }
        means.iter_mut().zip(&self.sums).for_each(|(mean, sum)| *mean /= sum);
        means
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::linear::least_squares;
    use crate::numeric::random::Stream;

    /// An unbalanced, weighted panel: the same residuals as with a column for every unit and time.
    #[test]
    fn the_residual_is_that_of_all_columns() {
        let mut stream = Stream::new(5, 0);
        let (mut unit, mut time) = (Vec::new(), Vec::new());
        for (row, at) in (0..7 * 6).map(|row| (row, (row / 6, row % 6))) {
            if row % 5 != 3 {
                unit.push(at.0);
                time.push(at.1);
            }
        }
        let weights: Vec<f64> = unit.iter().map(|_| 0.5 + stream.unit()).collect();
        let column: Vec<f64> = unit.iter().map(|_| stream.normal()).collect();
        let all = DMatrix::from_fn(unit.len(), 12, |row, place| {
            let yes = if place < 7 { unit[row] == place } else { time[row] == place - 6 };
            if yes { 1.0 } else { 0.0 }
        });
        let fit = least_squares(&all, &column, &weights).unwrap();
        let residual = TwoWay::new(&unit, &time, &weights).unwrap().residual(&column);
        for (row, left) in residual.iter().enumerate() {
            assert!((left - (column[row] - fit.fitted[row])).abs() < 1e-12);
        }
    }

    #[test]
    fn a_panel_in_two_pieces_is_refused() {
        let told = TwoWay::new(&[0, 0, 1, 1], &[0, 1, 2, 3], &[1.0; 4]).map(|_| ()).unwrap_err().to_string();
        assert!(told.contains("falls apart"), "{told}");
    }
}
