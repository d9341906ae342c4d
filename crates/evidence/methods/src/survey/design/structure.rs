//! The units and strata of each stage, and what each stage adds to a covariance.

use nalgebra::DMatrix;
use rayon::prelude::*;

use super::{CLUSTER, Lonely, POPULATION, STAGES, STRATA, Stage};
use crate::{Error, check};

/// A stratum whose share not drawn is below this is certain.
const CERTAIN: f64 = 1e-7;

/// One stage, its units numbered so that those of one stratum, and strata of one unit above, stand side by side.
#[derive(Clone, Debug)]
pub struct Level {
    /// The unit of each row.
    pub unit: Vec<u32>,
    /// The stratum of each unit.
    pub stratum: Vec<u32>,
    pub strata: Vec<Stratum>,
    /// What errors name where a unit is lonely.
    name: &'static str,
}

/// The units of one stage drawn from one stratum.
#[derive(Clone, Debug)]
pub struct Stratum {
    /// How many were drawn.
    pub drawn: u32,
    /// How many there are; infinite where that is not known.
    pub population: f64,
    /// The unit of the stage above in which it lies.
    above: u32,
    /// The product of the fractions drawn at the stages above.
    share: f64,
    /// A row of it, which errors name.
    row: u32,
}

impl Stratum {
    /// 1 − n/N
    fn left(&self) -> f64 {
        if self.population.is_infinite() { 1.0 } else { (self.population - f64::from(self.drawn)) / self.population }
    }

    /// Whether every unit of it was drawn.
    pub fn certain(&self) -> bool {
        self.left() < CERTAIN
    }
}

/// The levels that bear on the variance, and the rows with those of one unit side by side at each of them.
pub fn build(rows: usize, stages: &[Stage<'_>]) -> Result<(Vec<Level>, Vec<u32>), Error> {
    if stages.len() > STAGES {
        return Err(Error::setting("number of stages", stages.len(), format!("at most {STAGES}")));
    }
    if u32::try_from(rows).is_err() {
        return Err(Error::setting("number of rows", rows, "less than 2^32"));
    }
    let fractions = fractions(stages)?;
    let none = [Stage::default()];
    let stages = if stages.is_empty() { &none } else { stages };
    let mut order: Vec<u32> = (0..rows as u32).collect();
    let mut levels: Vec<Level> = Vec::new();
    for (number, stage) in stages.iter().enumerate() {
        lengths(number, stage, rows)?;
        let level = level(number, stage, levels.last(), &mut order, fractions)?;
        let known = level.strata.iter().all(|stratum| stratum.population.is_finite());
        levels.push(level);
        if !known {
            break;
        }
    }
    Ok((levels, order))
}

fn lengths(number: usize, stage: &Stage<'_>, rows: usize) -> Result<(), Error> {
    stage.cluster.map_or(Ok(()), |values| check::length(CLUSTER[number], values.len(), rows))?;
    stage.strata.map_or(Ok(()), |values| check::length(STRATA[number], values.len(), rows))?;
    stage.population.map_or(Ok(()), |values| check::length(POPULATION[number], values.len(), rows))
}

/// Whether the population values of all stages are fractions drawn. Sizes and fractions together are an error.
fn fractions(stages: &[Stage<'_>]) -> Result<bool, Error> {
    let all = || stages.iter().filter_map(|stage| stage.population);
    for (name, values) in POPULATION.iter().zip(stages).filter_map(|(name, stage)| Some((name, stage.population?))) {
        check::positive(name, values)?;
    }
    let sizes = all().flatten().any(|value| *value > 1.0);
    for (name, values) in POPULATION.iter().zip(stages).filter_map(|(name, stage)| Some((name, stage.population?))) {
        if let Some(row) = values.iter().position(|value| sizes && *value < 1.0) {
            return Err(Error::value(name, row, values[row], "a number of units, as in other rows, not a fraction"));
        }
    }
    Ok(!sizes && all().next().is_some())
}

/// Numbers the units and strata of one stage; sorts `order`, which holds the units of the stages above together.
fn level(
    number: usize,
    stage: &Stage<'_>,
    above: Option<&Level>,
    order: &mut [u32],
    fractions: bool,
) -> Result<Level, Error> {
    let rows = order.len();
    // The keys stand beside each other in memory, which sorts far faster than looking each one up.
    let key = |row: &u32| {
        let at = *row as usize;
        let stratum = stage.strata.map_or(0, |codes| codes[at]);
        (above.map_or(0, |level| level.unit[at]), stratum, stage.cluster.map_or(*row, |codes| codes[at]), *row)
    };
    let mut keys: Vec<(u32, u32, u32, u32)> = order.iter().map(key).collect();
    if !keys.is_sorted() {
        keys.par_sort_unstable();
        order.iter_mut().zip(&keys).for_each(|(row, key)| *row = key.3);
    }
    let mut level = Level { unit: vec![0; rows], stratum: Vec::new(), strata: Vec::new(), name: CLUSTER[number] };
    if stage.cluster.is_none() && stage.strata.is_some() {
        level.name = STRATA[number];
    }
    let mut last = None;
    for (unit_above, stratum, cluster, row) in keys {
        if last.is_none_or(|(old_above, old_stratum, _)| (old_above, old_stratum) != (unit_above, stratum)) {
            level.strata.push(Stratum {
                drawn: 0,
                population: stage.population.map_or(f64::INFINITY, |values| values[row as usize]),
                above: unit_above,
                share: above.map_or(1.0, |level| level.share_within(unit_above)),
                row,
            });
            last = None;
        }
        if last != Some((unit_above, stratum, cluster)) {
            level.stratum.push(level.strata.len() as u32 - 1);
            if let Some(stratum) = level.strata.last_mut() {
                stratum.drawn += 1;
            }
            last = Some((unit_above, stratum, cluster));
        }
        level.unit[row as usize] = level.stratum.len() as u32 - 1;
    }
    level.sizes(number, stage, order, fractions)?;
    Ok(level)
}

impl Level {
    /// Checks the population sizes, and turns fractions drawn into sizes.
    fn sizes(&mut self, number: usize, stage: &Stage<'_>, order: &[u32], fractions: bool) -> Result<(), Error> {
        let Some(values) = stage.population else { return Ok(()) };
        for row in order.iter().map(|row| *row as usize) {
            let stratum = &self.strata[self.stratum[self.unit[row] as usize] as usize];
            let value = values[row];
            if value != stratum.population {
                return Err(Error::value(POPULATION[number], row, value, "the same size in every row of a stratum"));
            }
            if !fractions && value < f64::from(stratum.drawn) {
                return Err(Error::value(
                    POPULATION[number],
                    row,
                    format!("{value} where {} units were drawn from the stratum", stratum.drawn),
                    "at least as many units as were drawn",
                ));
            }
        }
        if fractions {
            for stratum in &mut self.strata {
                stratum.population = f64::from(stratum.drawn) / stratum.population;
            }
        }
        Ok(())
    }

    /// The fractions drawn on the way into `unit`, its own stage included.
    fn share_within(&self, unit: u32) -> f64 {
        let stratum = &self.strata[self.stratum[unit as usize] as usize];
        stratum.share * f64::from(stratum.drawn) / stratum.population
    }

    /// Adds what this stage's spread between units adds to the covariance of `columns`, which have a value for each row.
    pub fn add_whole(&self, columns: &[Vec<f64>], lonely: Lonely, sum: &mut DMatrix<f64>) -> Result<(), Error> {
        let count = columns.len();
        let mut totals = vec![0.0; self.stratum.len() * count];
        for (place, column) in columns.iter().enumerate() {
            for (unit, value) in self.unit.iter().zip(column) {
                totals[*unit as usize * count + place] += value;
            }
        }
        let mut within = Within::new(count);
        let mut rest = totals.as_mut_slice();
        for stratum in &self.strata {
            let (own, others) = rest.split_at_mut(stratum.drawn as usize * count);
            within.next(stratum, sum)?;
            within.add(stratum, own, lonely, self.name)?;
            rest = others;
        }
        within.close(sum)
    }

    /// The same over some rows, those of one unit side by side: the values of `columns` stand as `rows` do.
    pub fn add(&self, rows: &[u32], columns: &[Vec<f64>], lonely: Lonely, sum: &mut DMatrix<f64>) -> Result<(), Error> {
        let unit_at = |at: usize| rows.get(at).map(|row| self.unit[*row as usize]);
        let mut totals: Vec<f64> = Vec::new();
        let mut within = Within::new(columns.len());
        let mut at = 0;
        while let Some(first) = unit_at(at) {
            let number = self.stratum[first as usize];
            totals.clear();
            while let Some(unit) = unit_at(at).filter(|unit| self.stratum[*unit as usize] == number) {
                let start = at;
                while unit_at(at) == Some(unit) {
                    at += 1;
                }
                totals.extend(columns.iter().map(|column| column[start..at].iter().sum::<f64>()));
            }
            let stratum = &self.strata[number as usize];
            within.next(stratum, sum)?;
            within.add(stratum, &mut totals, lonely, self.name)?;
        }
        within.close(sum)
    }
}

/// The strata within one unit of the stage above, gathered before lonely ones are averaged over.
struct Within {
    above: u32,
    covariance: DMatrix<f64>,
    strata: u32,
    averaged: u32,
}

impl Within {
    fn new(columns: usize) -> Self {
        Self { above: 0, covariance: DMatrix::zeros(columns, columns), strata: 0, averaged: 0 }
    }

    /// Closes the unit above where `stratum` lies in another one.
    fn next(&mut self, stratum: &Stratum, sum: &mut DMatrix<f64>) -> Result<(), Error> {
        if self.above != stratum.above {
            self.close(sum)?;
            self.above = stratum.above;
        }
        Ok(())
    }

    /// Adds one stratum, whose `totals` are [unit][column]; units that were drawn and are not among them hold nothing.
    fn add(&mut self, stratum: &Stratum, totals: &mut [f64], lonely: Lonely, name: &'static str) -> Result<(), Error> {
        self.strata += 1;
        if stratum.certain() {
            return Ok(());
        }
        let left = stratum.left();
        let drawn = f64::from(stratum.drawn);
        let scale = stratum.share * left;
        match lonely {
            _ if stratum.drawn > 1 => {
                self.spread(totals, drawn, scale * drawn / (drawn - 1.0));
                Ok(())
            }
            Lonely::Remove => Ok(()),
            Lonely::Adjust => {
                self.products(totals, scale);
                Ok(())
            }
            Lonely::Average => {
                self.averaged += 1;
                Ok(())
            }
            Lonely::Fail => Err(Error::value(
                name,
                stratum.row as usize,
                "the only unit of its stratum",
                "at least two, or a choice of how lonely units count",
            )),
        }
    }

    /// scale · Σ (t − t̄)(t − t̄)ᵀ over the `drawn` units, those without a total counting as zero.
    fn spread(&mut self, totals: &mut [f64], drawn: f64, scale: f64) {
        let columns = self.covariance.ncols();
        if columns == 0 {
            return;
        }
        let empty = drawn - (totals.len() / columns) as f64;
        for column in 0..columns {
            let mean = totals.iter().skip(column).step_by(columns).sum::<f64>() / drawn;
            totals.iter_mut().skip(column).step_by(columns).for_each(|total| *total -= mean);
        }
        // What the units without a total add: (0 − t̄)(0 − t̄)ᵀ each; the centred totals sum to minus that many means.
        if empty > 0.0 {
            let lacking: Vec<f64> = (0..columns)
                .map(|column| totals.iter().skip(column).step_by(columns).sum::<f64>() / empty.sqrt())
                .collect();
            self.products(&lacking, scale);
        }
        self.products(totals, scale);
    }

    /// scale · Σ t tᵀ
    fn products(&mut self, totals: &[f64], scale: f64) {
        let columns = self.covariance.ncols();
        for one in 0..columns {
            for other in 0..=one {
                let ones = totals.iter().skip(one).step_by(columns);
                let others = totals.iter().skip(other).step_by(columns);
                let product = scale * ones.zip(others).map(|(a, b)| a * b).sum::<f64>();
                self.covariance[(one, other)] += product;
                if one != other {
                    self.covariance[(other, one)] += product;
                }
            }
        }
    }

    /// Hands the sum over, the lonely strata counted as the others on average.
    fn close(&mut self, sum: &mut DMatrix<f64>) -> Result<(), Error> {
        if self.averaged > 0 && self.averaged == self.strata {
            return Err(Error::none(
                "every stratum has one unit: there is none over which lonely ones could be averaged",
            ));
        }
        if self.strata > 0 {
            *sum += &self.covariance * (f64::from(self.strata) / f64::from(self.strata - self.averaged));
        }
        *self = Self::new(self.covariance.ncols());
        Ok(())
    }
}
