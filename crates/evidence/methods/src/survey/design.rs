//! How the sample was drawn, and what that does to the uncertainty of an estimate.
//!
//! Every estimate here is, to first order, a sum of one influence a row (Taylor linearisation: Woodruff 1971; Särndal,
//! Swensson and Wretman 1992, ch. 5). Its variance is what the design makes of those influences, stage by stage:
//!
//! V = Σ over strata h of stage 1: (1 − f) n/(n−1) Σ (tᵢ − t̄)² + Σ over drawn units i: f · V(stage 2 within i)
//!
//! where t are the influences summed by unit, n the units drawn in the stratum and f = n/N (Cochran 1977, 11.24). A stage
//! whose N is not known is taken as drawn with replacement: f is 0 and the stages below it are in its own spread already.

use std::sync::Arc;

use nalgebra::DMatrix;

use crate::{Error, check};

mod structure;

use structure::Level;

/// The most stages that a design may have.
pub const STAGES: usize = 5;

/// What errors call the clusters of each stage.
pub const CLUSTER: [&str; STAGES] =
    ["cluster", "cluster of stage 2", "cluster of stage 3", "cluster of stage 4", "cluster of stage 5"];

/// What errors call the strata of each stage.
pub const STRATA: [&str; STAGES] =
    ["strata", "strata of stage 2", "strata of stage 3", "strata of stage 4", "strata of stage 5"];

/// What errors call the population sizes of each stage.
pub const POPULATION: [&str; STAGES] =
    ["population", "population of stage 2", "population of stage 3", "population of stage 4", "population of stage 5"];

/// One stage of the draw; every slice has one value a row.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stage<'a> {
    /// The unit drawn, as a number that stands for its label; `None`: every row is a unit of its own. A number that
    /// occurs in two strata, or in two units of the stage above, stands for two units.
    pub cluster: Option<&'a [u32]>,
    /// The stratum it was drawn from; `None`: one stratum (within each unit of the stage above).
    pub strata: Option<&'a [u32]>,
    /// How many units the stratum holds, or, where no value of any stage is above 1, the fraction that was drawn.
    pub population: Option<&'a [f64]>,
}

/// What to do where a stratum has one unit, whose spread cannot be seen; the names and the sums are those of R's option
/// `survey.lonely.psu`. A stratum that was drawn whole is certain and never lonely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lonely {
    /// It is an error.
    #[default]
    Fail,
    /// It adds nothing: the result may be too sure.
    Remove,
    /// It is held against zero instead of against the mean of its stratum. Zero is the mean of all influences of a mean, a
    /// share or a ratio, not of a total, whose influences are the weighted values: there the unit adds all of itself.
    Adjust,
    /// It adds what the other strata add on average.
    Average,
}

/// What calibration takes out of the influences: the part that the known totals explain.
///
/// Post-stratification, raking and calibration each bring their own. The influences are weighted (with the calibrated
/// weights), one a row of the design, zero outside of a domain.
pub trait Residual: std::fmt::Debug + Send + Sync {
    /// Replaces each influence by what is left of it.
    fn take_out(&self, influence: &mut [f64]);
}

/// How the sample was drawn, with one weight a row.
#[derive(Clone, Debug)]
pub struct Design {
    weights: Vec<f64>,
    levels: Vec<Level>,
    /// The rows, those of one unit side by side at every stage.
    order: Vec<u32>,
    lonely: Lonely,
    residuals: Vec<Arc<dyn Residual>>,
}

/// Some of the design's rows: those of a group, or all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    rows: Vec<u32>,
    /// Whether these are all rows, from the first to the last.
    whole: bool,
}

impl Domain {
    /// The rows, in an order that suits the design: the influences of [`Design::covariance_in`] stand in this order.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }
}

impl Design {
    /// A design of `stages`, the first one first. No stage at all is a simple random sample without finite population.
    ///
    /// Errors: no rows, more than [`STAGES`] stages, slices of another length than `weights`, a weight that is negative
    /// or not finite, no weight above zero; a population size that is not above zero, differs within its stratum or is
    /// below the number of units drawn; sizes and fractions in one design.
    pub fn new(weights: &[f64], stages: &[Stage<'_>], lonely: Lonely) -> Result<Self, Error> {
        check::at_least("rows", weights.len(), 1)?;
        check::not_negative("weight", weights)?;
        if weights.iter().all(|weight| *weight == 0.0) {
            return Err(Error::none("every weight is zero"));
        }
        let (levels, order) = structure::build(weights.len(), stages)?;
        Ok(Self { weights: weights.to_vec(), levels, order, lonely, residuals: Vec::new() })
    }

    /// The same draw with calibrated `weights`; `residual` says what calibration takes out of the influences. Calibrating
    /// again applies both, the first one first.
    ///
    /// Errors: as many weights as rows are needed, none negative.
    pub fn with_calibration(mut self, weights: Vec<f64>, residual: Arc<dyn Residual>) -> Result<Self, Error> {
        check::length("weight", weights.len(), self.rows())?;
        check::not_negative("weight", &weights)?;
        self.weights = weights;
        self.residuals.push(residual);
        Ok(self)
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.weights.len()
    }

    /// The weight of each row.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// How lonely units are treated.
    pub fn lonely(&self) -> Lonely {
        self.lonely
    }

    /// Whether the weights were calibrated.
    pub fn is_calibrated(&self) -> bool {
        !self.residuals.is_empty()
    }

    /// The first-stage unit of each row, numbered from 0, those of one stratum side by side.
    pub fn first_units(&self) -> &[u32] {
        &self.levels[0].unit
    }

    /// The stratum, numbered from 0, of each first-stage unit.
    pub fn first_strata(&self) -> &[u32] {
        &self.levels[0].stratum
    }

    /// The units that each first-stage stratum holds in the population; infinite where that is not known.
    pub fn first_population(&self) -> Vec<f64> {
        self.levels[0].strata.iter().map(|stratum| stratum.population).collect()
    }

    /// Whether all that `domain` stands for was drawn, at every stage: a census, about which nothing is left unsure.
    pub fn is_census(&self, domain: &Domain) -> bool {
        let whole = |level: &Level, row: &u32| {
            let unit = level.unit[*row as usize] as usize;
            level.strata[level.stratum[unit] as usize].certain()
        };
        self.levels.iter().all(|level| domain.rows.iter().all(|row| whole(level, row)))
    }

    /// Strata of one unit, at any stage, that were not drawn whole.
    pub fn lonely_strata(&self) -> usize {
        self.levels.iter().flat_map(|level| &level.strata).filter(|one| one.drawn == 1 && !one.certain()).count()
    }

    /// All rows.
    pub fn everything(&self) -> Domain {
        Domain { rows: (0..self.rows() as u32).collect(), whole: true }
    }

    /// The rows of each of `count` groups; `group` has one number below `count` for each row, any other leaves it out.
    pub fn domains(&self, group: &[u32], count: usize) -> Result<Vec<Domain>, Error> {
        check::length("group", group.len(), self.rows())?;
        let mut sizes = vec![0_usize; count];
        group.iter().for_each(|number| {
            if let Some(size) = sizes.get_mut(*number as usize) {
                *size += 1;
            }
        });
        let mut domains: Vec<Domain> =
            sizes.into_iter().map(|size| Domain { rows: Vec::with_capacity(size), whole: false }).collect();
        for row in &self.order {
            if let Some(domain) = domains.get_mut(group[*row as usize] as usize) {
                domain.rows.push(*row);
            }
        }
        Ok(domains)
    }

    /// First-stage units less first-stage strata, over all rows with a weight.
    pub fn freedom(&self) -> f64 {
        self.freedom_of(&self.order)
    }

    /// First-stage units less first-stage strata, among the rows of `domain` that have a weight.
    pub fn freedom_in(&self, domain: &Domain) -> f64 {
        self.freedom_of(if domain.whole { &self.order } else { &domain.rows })
    }

    fn freedom_of(&self, rows: &[u32]) -> f64 {
        let level = &self.levels[0];
        let (mut units, mut strata) = (0_u32, 0_u32);
        let (mut last_unit, mut last_stratum) = (u32::MAX, u32::MAX);
        for row in rows.iter().filter(|row| self.weights[**row as usize] != 0.0) {
            let unit = level.unit[*row as usize];
            if unit != last_unit {
                units += 1;
                last_unit = unit;
                let stratum = level.stratum[unit as usize];
                strata += u32::from(stratum != last_stratum);
                last_stratum = stratum;
            }
        }
        f64::from(units - strata)
    }

    /// The covariance of estimates from their influences over all rows: `influences[estimate][row]`, weighted.
    ///
    /// Errors: another number of values than rows; a lonely unit under [`Lonely::Fail`]; under [`Lonely::Average`] where
    /// every stratum has one unit.
    pub fn covariance(&self, influences: &[Vec<f64>]) -> Result<DMatrix<f64>, Error> {
        for influence in influences {
            check::length("influence", influence.len(), self.rows())?;
        }
        if !self.is_calibrated() {
            return self.whole(influences);
        }
        let mut left = influences.to_vec();
        left.iter_mut().for_each(|left| self.residuals.iter().for_each(|residual| residual.take_out(left)));
        self.whole(&left)
    }

    /// The variance of one estimate from its influence over all rows; see [`Design::covariance`].
    pub fn variance(&self, influence: Vec<f64>) -> Result<f64, Error> {
        Ok(self.covariance(&[influence])?[(0, 0)])
    }

    /// The covariance of estimates that rest on the rows of `domain` alone: `influences[estimate][place in
    /// domain.rows()]`. Units of the sample outside of the domain count as drawn, with nothing in them.
    ///
    /// Errors: as [`Design::covariance`]; without calibration only the strata of the domain are asked for loneliness.
    pub fn covariance_in(&self, domain: &Domain, influences: &[Vec<f64>]) -> Result<DMatrix<f64>, Error> {
        for influence in influences {
            check::length("influence", influence.len(), domain.rows.len())?;
        }
        if domain.whole {
            return self.covariance(influences);
        }
        if !self.is_calibrated() {
            let mut sum = DMatrix::zeros(influences.len(), influences.len());
            self.levels.iter().try_for_each(|level| level.add(&domain.rows, influences, self.lonely, &mut sum))?;
            return Ok(sum);
        }
        // What calibration takes out reaches the rows outside of the domain too.
        let spread = |influence: &Vec<f64>| {
            let mut whole = vec![0.0; self.rows()];
            domain.rows.iter().zip(influence).for_each(|(row, value)| whole[*row as usize] = *value);
            whole
        };
        self.covariance(&influences.iter().map(spread).collect::<Vec<_>>())
    }

    fn whole(&self, columns: &[Vec<f64>]) -> Result<DMatrix<f64>, Error> {
        let mut sum = DMatrix::zeros(columns.len(), columns.len());
        self.levels.iter().try_for_each(|level| level.add_whole(columns, self.lonely, &mut sum))?;
        Ok(sum)
    }
}
