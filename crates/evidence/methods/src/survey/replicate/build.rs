//! Making replicate weights from a design, and reading them from columns.

use super::hadamard::hadamard;
use super::{Centre, Factors, Kind, Replicates};
use crate::numeric::parallel;
use crate::numeric::random::Stream;
use crate::survey::design::{CLUSTER, Design, Lonely, STRATA};
use crate::{Caution, Error, check};

/// A share not drawn below this is none: the stratum was drawn whole.
const CERTAIN: f64 = 1e-7;
/// Factors of units in replicates that are held at most.
const MOST: usize = 1 << 28;

/// Fay's ρ, from 0 (half samples) to below 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fay(pub f64);

/// The first stage of a design, unit by unit.
struct Units {
    stratum: Vec<u32>,
    /// Units in each stratum.
    drawn: Vec<f64>,
    /// 1 − n/N of each stratum.
    left: Vec<f64>,
}

impl Units {
    fn of(design: &Design) -> Self {
        let stratum = design.first_strata().to_vec();
        let population = design.first_population();
        let mut drawn = vec![0.0; population.len()];
        stratum.iter().for_each(|number| drawn[*number as usize] += 1.0);
        let left = drawn.iter().zip(&population).map(|(n, all)| 1.0 - n / all).collect();
        Self { stratum, drawn, left }
    }

    fn within(&self, number: usize) -> Vec<usize> {
        (0..self.stratum.len()).filter(|unit| self.stratum[*unit] as usize == number).collect()
    }
}

/// The jackknife without strata: unit i left out, the others times n/(n−1); scale (1 − n/N)(n−1)/n.
///
/// Errors: strata, one unit, a population that was drawn whole.
pub fn jk1(design: &Design) -> Result<Replicates, Error> {
    let units = Units::of(design);
    if units.drawn.len() > 1 {
        return Err(Error::none("JK1 is for samples without strata: use JKn"));
    }
    check::at_least("clusters for JK1", units.stratum.len(), 2)?;
    let n = units.drawn[0];
    if units.left[0] < CERTAIN {
        return Err(whole());
    }
    let count = units.stratum.len();
    let factors =
        Factors::Jackknife { left_out: (0..count as u32).collect(), stratum: units.stratum, drawn: units.drawn };
    Ok(replicates(design, Kind::Jk1, factors, units.left[0] * (n - 1.0) / n, vec![1.0; count], n - 1.0))
}

/// The jackknife within strata (Jones 1974): each unit left out once, the others of its stratum times n/(n−1); scale 1,
/// rscale (1 − n/N)(n−1)/n of its stratum. Strata drawn whole have no replicates; lonely units as the design says.
///
/// Errors: a lonely unit under [`Lonely::Fail`], no stratum with two units.
pub fn jkn(design: &Design) -> Result<Replicates, Error> {
    let units = Units::of(design);
    let strata = units.drawn.len();
    let (mut left_out, mut rscales, mut freedom, mut lonely) = (Vec::new(), Vec::new(), 0.0, 0_usize);
    for (unit, number) in units.stratum.iter().enumerate() {
        let (n, left) = (units.drawn[*number as usize], units.left[*number as usize]);
        if left < CERTAIN {
            continue;
        }
        if n > 1.0 {
            left_out.push(unit as u32);
            rscales.push(left * (n - 1.0) / n);
            freedom += (n - 1.0) / n;
            continue;
        }
        match design.lonely() {
            Lonely::Fail => return Err(alone(design, unit, "two units in each stratum, or a choice for lonely ones")),
            Lonely::Adjust if strata > 1 => {
                left_out.push(unit as u32);
                rscales.push((strata as f64 - 1.0) / strata as f64);
            }
            Lonely::Average => lonely += 1,
            Lonely::Remove | Lonely::Adjust => {}
        }
    }
    if freedom < 0.5 {
        return Err(if units.left.iter().all(|left| *left < CERTAIN) {
            whole()
        } else {
            Error::none("no stratum has two units: nothing can be left out")
        });
    }
    // The units that were averaged over count as the others do.
    let scale = (left_out.len() + lonely) as f64 / left_out.len() as f64;
    let factors = Factors::Jackknife { left_out, stratum: units.stratum, drawn: units.drawn };
    Ok(replicates(design, Kind::Jkn, factors, scale, rscales, freedom.round()))
}

/// Balanced repeated replication (McCarthy 1966), with Fay's softening (Judkins 1990): of each pair of units one counts
/// 2 − ρ and the other ρ, balanced over the pairs by a Hadamard matrix; scale 1 / (R (1 − ρ)²).
///
/// Strata of more than two units are split into pairs, in their order in the file. Finite populations are not corrected
/// for, as in R.
///
/// Errors: a stratum with an odd number of units, a ρ that is not in [0, 1), too many pairs.
pub fn brr(design: &Design, fay: Fay) -> Result<Replicates, Error> {
    let rho = fay.0;
    if !(0.0..1.0).contains(&rho) {
        return Err(Error::setting("Fay's rho", rho, "a number from 0 to below 1"));
    }
    let units = Units::of(design);
    let mut pair = vec![(0_usize, false); units.stratum.len()];
    let mut pairs = 0;
    for number in order(&units) {
        let within = units.within(number);
        if within.len() % 2 == 1 {
            return Err(alone(design, within[0], "a stratum of two units, or of an even number, for half samples"));
        }
        for couple in within.chunks_exact(2) {
            pairs += 1;
            couple.iter().zip([false, true]).for_each(|(unit, side)| pair[*unit] = (pairs, side));
        }
    }
    let signs = hadamard(pairs)?;
    room(units.stratum.len(), signs.len())?;
    let factor = |(pair, side): &(usize, bool), replicate: usize| {
        if signs[*pair][replicate] == *side { 2.0 - rho } else { rho }
    };
    let count = signs.len();
    let table = (0..count).map(|replicate| pair.iter().map(|unit| factor(unit, replicate)).collect()).collect();
    let kind = if rho == 0.0 { Kind::Brr } else { Kind::Fay };
    let scale = 1.0 / (count as f64 * (1.0 - rho).powi(2));
    let mut made = replicates(design, kind, Factors::Table(table), scale, vec![1.0; count], pairs as f64);
    if units.left.iter().any(|left| *left < 1.0 - CERTAIN) {
        made.cautions.push(Caution::found(
            "no-finite-population",
            "Half samples know no finite population: the standard errors are those of a sample drawn with replacement.",
        ));
    }
    Ok(made)
}

/// Strata of more than two units first, then pairs, as R numbers them.
fn order(units: &Units) -> Vec<usize> {
    let mut strata: Vec<usize> = (0..units.drawn.len()).collect();
    strata.sort_by_key(|number| units.drawn[*number] <= 2.0);
    strata
}

/// Rao and Wu's rescaled bootstrap (1988): n − 1 units drawn with replacement from the n of each stratum; a unit drawn
/// m times counts 1 − λ + λ m n/(n−1), λ = √(1 − n/N), so that totals have the variance of the design. Scale 1/(R−1).
///
/// Without a finite population these are R's `subbootstrap` weights. `seed` fixes the draw, one stream each replicate.
///
/// Errors: fewer than 2 replicates, a stratum with one unit (unless drawn whole) under [`Lonely::Fail`] (else it stays
/// as it is).
pub fn bootstrap(design: &Design, count: usize, seed: u64) -> Result<Replicates, Error> {
    check::at_least("replicates", count, 2)?;
    let units = Units::of(design);
    room(units.stratum.len(), count)?;
    let mut start = Vec::with_capacity(units.drawn.len());
    let mut before = 0_u32;
    let mut freedom = 0.0;
    for (number, n) in units.drawn.iter().enumerate() {
        start.push(before);
        if *n < 2.0 && units.left[number] >= CERTAIN && design.lonely() == Lonely::Fail {
            return Err(alone(design, before as usize, "two units in each stratum, or a choice for lonely ones"));
        }
        if units.left[number] >= CERTAIN {
            freedom += n - 1.0;
        }
        before += *n as u32;
    }
    let one = |replicate: usize| {
        let mut stream = Stream::new(seed, replicate as u64);
        let mut factors = vec![1.0; units.stratum.len()];
        for ((start, n), left) in start.iter().zip(&units.drawn).zip(&units.left) {
            if *n < 2.0 || *left < CERTAIN {
                continue;
            }
            let (lambda, drawn) = (left.sqrt(), *n as u32);
            let within = &mut factors[*start as usize..(*start + drawn) as usize];
            within.fill(1.0 - lambda);
            for _ in 1..drawn {
                within[stream.below(drawn) as usize] += lambda * n / (n - 1.0);
            }
        }
        factors
    };
    let table = parallel::map(count, one);
    if freedom < 0.5 {
        return Err(whole());
    }
    let freedom = freedom.min(count as f64 - 1.0);
    let scale = 1.0 / (count as f64 - 1.0);
    let mut made = replicates(design, Kind::Bootstrap, Factors::Table(table), scale, vec![1.0; count], freedom);
    made.cautions.push(Caution::standing(
        "random",
        "The bootstrap's standard error depends on the draw: about 1/√(2R) of it, R the number of replicates.",
    ));
    Ok(made)
}

/// Replicates from columns: `columns[replicate][row]`, each the whole weight of the row in that replicate.
///
/// `rscales`: one for each replicate. `freedom`: `None` takes the rank of the columns less one, as R does.
///
/// Errors: fewer than 2 columns, lengths, weights that are no numbers or below zero, scales that are not above zero.
pub fn from_columns(
    weights: &[f64],
    columns: Vec<Vec<f64>>,
    scale: f64,
    rscales: Vec<f64>,
    freedom: Option<f64>,
) -> Result<Replicates, Error> {
    check::at_least("rows", weights.len(), 1)?;
    check::not_negative("weight", weights)?;
    check::at_least("replicate weights", columns.len(), 2)?;
    check::length("rscales", rscales.len(), columns.len())?;
    check::positive_setting("scale", scale)?;
    check::not_negative("rscale", &rscales)?;
    if rscales.iter().all(|rscale| *rscale == 0.0) {
        return Err(Error::none("every rscale is 0"));
    }
    for column in &columns {
        check::length("replicate weight", column.len(), weights.len())?;
        check::not_negative("replicate weight", column)?;
    }
    let freedom = match freedom {
        Some(freedom) => {
            check::positive_setting("the degrees of freedom", freedom)?;
            freedom
        }
        None => rank(&columns) as f64 - 1.0,
    };
    if freedom < 1.0 {
        return Err(Error::none("the replicate weights do not differ from each other"));
    }
    Ok(Replicates {
        kind: Kind::Columns,
        scale,
        rscales,
        freedom,
        centre: Centre::default(),
        cautions: Vec::new(),
        weights: weights.to_vec(),
        multiplier: vec![1.0; weights.len()],
        unit: (0..weights.len() as u32).collect(),
        factors: Factors::Table(columns),
    })
}

/// The number of columns that the others do not say already.
fn rank(columns: &[Vec<f64>]) -> usize {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for column in columns {
        let size = dot(column, column).sqrt();
        let mut next = column.clone();
        for known in &basis {
            let share = dot(&next, known);
            next.iter_mut().zip(known).for_each(|(value, known)| *value -= share * known);
        }
        let left = dot(&next, &next).sqrt();
        if left > 1e-6 * size {
            next.iter_mut().for_each(|value| *value /= left);
            basis.push(next);
        }
    }
    basis.len()
}

fn replicates(
    design: &Design,
    kind: Kind,
    factors: Factors,
    scale: f64,
    rscales: Vec<f64>,
    freedom: f64,
) -> Replicates {
    let mut cautions = Vec::new();
    if design.is_calibrated() {
        cautions.push(Caution::found(
            "replicates-not-calibrated",
            "The replicates scale the calibrated weights and are not calibrated again: standard errors are too large \
             for what the known totals explain.",
        ));
    }
    Replicates {
        kind,
        scale,
        rscales,
        freedom,
        centre: Centre::default(),
        cautions,
        weights: design.weights().to_vec(),
        multiplier: design.weights().to_vec(),
        unit: design.first_units().to_vec(),
        factors,
    }
}

fn room(units: usize, count: usize) -> Result<(), Error> {
    if units.saturating_mul(count) <= MOST {
        return Ok(());
    }
    let expected = format!("at most {} for {units} clusters", MOST / units.max(1));
    Err(Error::setting("the number of replicates", count, expected))
}

fn whole() -> Error {
    Error::none("every unit of the population is in the sample: there is no sampling error to tell")
}

/// The error at the first row of `unit`.
fn alone(design: &Design, unit: usize, expected: &'static str) -> Error {
    let row = design.first_units().iter().position(|other| *other as usize == unit).unwrap_or(0);
    let stratum = design.first_strata()[unit];
    let there = design.first_strata().iter().filter(|other| **other == stratum).count();
    let found = if there == 1 { "the only unit of its stratum".to_owned() } else { format!("in a stratum of {there}") };
    // Where every row is a unit of its own it is the strata that are at fault.
    let rows = design.first_units().len() == design.first_strata().len();
    Error::value(if rows { STRATA[0] } else { CLUSTER[0] }, row, found, expected)
}
