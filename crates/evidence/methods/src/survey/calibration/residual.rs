//! What is left of values after their regression on the calibration variables.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::margin::Margin;

/// The weighted regression on the calibration variables, prepared once for any number of values.
#[derive(Clone, Debug)]
pub(super) enum Projection {
    /// On the categories of margins: the code of each row within each margin, counted on through the margins, and the
    /// generalised inverse of the table of weights.
    Margins { weights: Vec<f64>, codes: Vec<Vec<u32>>, inverse: DMatrix<f64> },
    /// On any columns: an orthonormal basis of √d·X, and √d.
    Columns { roots: Vec<f64>, basis: Vec<Vec<f64>> },
}

impl Projection {
    pub fn on_margins(weights: &[f64], margins: &[&Margin]) -> Self {
        let mut codes = Vec::with_capacity(margins.len());
        let mut before = 0_u32;
        for margin in margins {
            codes.push(margin.codes().iter().map(|code| code + before).collect::<Vec<u32>>());
            before += margin.categories() as u32;
        }
        let size = before as usize;
        let mut table = DMatrix::zeros(size, size);
        for one in &codes {
            for other in &codes {
                for ((a, b), weight) in one.iter().zip(other).zip(weights) {
                    table[(*a as usize, *b as usize)] += weight;
                }
            }
        }
        Self::Margins { weights: weights.to_vec(), codes, inverse: inverse(table, margins.len() == 1) }
    }

    /// `columns` hold one value for each row. A column that says nothing new is left out.
    pub fn on_columns(weights: &[f64], columns: &[Vec<f64>]) -> Self {
        let roots: Vec<f64> = weights.iter().map(|weight| weight.sqrt()).collect();
        let mut basis: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
        for column in columns {
            let mut next: Vec<f64> = column.iter().zip(&roots).map(|(x, root)| x * root).collect();
            let size = dot(&next, &next).sqrt();
            // Twice is enough: the second pass takes out what rounding left of the first.
            for _ in 0..2 {
                basis.iter().for_each(|known| take_out(&mut next, known));
            }
            let left = dot(&next, &next).sqrt();
            if left > 1e-10 * size {
                next.iter_mut().for_each(|value| *value /= left);
                basis.push(next);
            }
        }
        Self::Columns { roots, basis }
    }

    pub fn residuals(&self, values: &[f64]) -> Vec<f64> {
        match self {
            Self::Margins { weights, codes, inverse } => {
                let mut sums = DVector::zeros(inverse.nrows());
                for code in codes {
                    for ((code, weight), value) in code.iter().zip(weights).zip(values) {
                        sums[*code as usize] += weight * value;
                    }
                }
                let effects = inverse * sums;
                let predicted = |row: usize| codes.iter().map(|code| effects[code[row] as usize]).sum::<f64>();
                values.iter().enumerate().map(|(row, value)| value - predicted(row)).collect()
            }
            Self::Columns { roots, basis } => {
                let scaled: Vec<f64> = values.iter().zip(roots).map(|(value, root)| value * root).collect();
                let mut left = scaled;
                basis.iter().for_each(|known| take_out(&mut left, known));
                let back = |((left, root), value): ((&f64, &f64), &f64)| if *root > 0.0 { left / root } else { *value };
                left.iter().zip(roots).zip(values).map(back).collect()
            }
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn take_out(values: &mut [f64], known: &[f64]) {
    let share = dot(values, known);
    values.iter_mut().zip(known).for_each(|(value, known)| *value -= share * known);
}

/// The generalised inverse of a symmetric matrix: several margins sum to the same, so that an inverse proper has none.
fn inverse(table: DMatrix<f64>, diagonal: bool) -> DMatrix<f64> {
    let turn = |value: f64, least: f64| if value > least { 1.0 / value } else { 0.0 };
    if diagonal {
        let values = table.diagonal().map(|value| turn(value, 0.0));
        return DMatrix::from_diagonal(&values);
    }
    // Scaled to a diagonal of one, so that small categories are not taken for none.
    let scale = table.diagonal().map(|value| turn(value.sqrt(), 0.0));
    let scaled = DMatrix::from_fn(table.nrows(), table.ncols(), |a, b| table[(a, b)] * scale[a] * scale[b]);
    let parts = SymmetricEigen::new(scaled);
    let values = parts.eigenvalues.map(|value| turn(value, 1e-10));
    let whole = &parts.eigenvectors * DMatrix::from_diagonal(&values) * parts.eigenvectors.transpose();
    DMatrix::from_fn(table.nrows(), table.ncols(), |a, b| whole[(a, b)] * scale[a] * scale[b])
}
