//! Weighted least squares.

use nalgebra::{DMatrix, DVector};

use crate::Error;

/// A least-squares fit.
#[derive(Clone, Debug)]
pub struct LeastSquares {
    /// One for each column.
    pub coefficients: DVector<f64>,
    /// (XᵀWX)⁻¹, the covariance but for its scale.
    pub inverse: DMatrix<f64>,
    /// What the fit says for each row.
    pub fitted: DVector<f64>,
}

/// Minimises Σ wᵢ (yᵢ − xᵢβ)² by QR of √W·X, which keeps the digits that the normal equations lose.
///
/// `columns` has one row for each value of `response`; `weights` are not below zero.
/// Errors: lengths that differ, and columns that depend on each other.
pub fn least_squares(columns: &DMatrix<f64>, response: &[f64], weights: &[f64]) -> Result<LeastSquares, Error> {
    crate::check::length("response", response.len(), columns.nrows())?;
    crate::check::length("weights", weights.len(), columns.nrows())?;
    crate::check::at_least("rows", columns.nrows(), columns.ncols())?;
    let mut scaled = columns.clone();
    for (mut row, weight) in scaled.row_iter_mut().zip(weights) {
        row *= weight.sqrt();
    }
    let target = DVector::from_iterator(response.len(), response.iter().zip(weights).map(|(y, w)| y * w.sqrt()));
    // The scale of each column is taken out before its independence is judged.
    let scale: Vec<f64> = scaled.column_iter().map(|column| column.norm()).collect();
    let decomposed = scaled.qr();
    let upper = decomposed.r();
    let dependent = (0..upper.ncols()).any(|at| upper[(at, at)].abs() <= 1e-10 * scale[at] || scale[at] == 0.0);
    let solved = decomposed.q().transpose() * target;
    let solution = upper.solve_upper_triangular(&solved).filter(|_| !dependent);
    let root = upper.solve_upper_triangular(&DMatrix::identity(upper.ncols(), upper.ncols()));
    let (Some(coefficients), Some(root)) = (solution, root) else {
        return Err(Error::none("the columns depend on each other: one of them says what the others say already"));
    };
    let fitted = columns * &coefficients;
    Ok(LeastSquares { coefficients, inverse: &root * root.transpose(), fitted })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: lm(dist ~ speed, cars[1:6, ], weights = 1:6)
    #[test]
    fn a_line_as_r_draws_it() {
        let columns = DMatrix::from_row_slice(6, 2, &[1., 4., 1., 4., 1., 7., 1., 7., 1., 8., 1., 9.]);
        let fit = least_squares(&columns, &[2., 10., 4., 22., 16., 10.], &[1., 2., 3., 4., 5., 6.]).unwrap();
        let residual: f64 = (columns.transpose()
            * DVector::from_iterator(
                6,
                [2., 10., 4., 22., 16., 10.]
                    .iter()
                    .zip(fit.fitted.iter())
                    .zip(1..)
                    .map(|((y, f), w)| (y - f) * f64::from(w)),
            ))
        .norm();
        assert!(residual < 1e-10, "the weighted residuals stand upright on the columns: {residual}");
    }

    #[test]
    fn columns_that_depend_on_each_other_are_refused() {
        let columns = DMatrix::from_row_slice(3, 2, &[1., 2., 2., 4., 3., 6.]);
        assert!(matches!(least_squares(&columns, &[1., 2., 3.], &[1.; 3]), Err(Error::NoAnswer { .. })));
    }
}
