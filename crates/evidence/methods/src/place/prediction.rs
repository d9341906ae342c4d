//! How good was the map? The hits of the areas that were marked, against their size.
//!
//! PAI: Chainey, S., Tompson, L., & Uhlig, S. (2008), Security Journal 21, 4–28. PEI: Hunt, J. M. (2016), dissertation,
//! Rutgers. RRI: Levine, N. (2008), Security Journal 21, 295–302.

use serde::Serialize;

use crate::numeric::distribution::binomial_cdf;
use crate::numeric::exact::share_interval;
use crate::{Caution, Error, Interval, check, counted, sound};

/// What is known of each cell of the map; all slices of one length.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    /// Whether the cell was marked.
    pub marked: &'a [bool],
    /// The events that followed.
    pub after: &'a [f64],
    /// The events before, for the recapture rate.
    pub before: Option<&'a [f64]>,
    /// The cell's size; every cell alike without it.
    pub size: Option<&'a [f64]>,
}

/// How well the marked cells caught what followed.
#[derive(Clone, Debug, Serialize)]
pub struct Prediction {
    /// The number of cells, and of marked ones.
    pub n: usize,
    pub marked: usize,
    /// The events that followed, and those in marked cells.
    pub events: f64,
    pub hits: f64,
    /// hits / events, with Clopper and Pearson's exact interval.
    pub hit_rate: f64,
    pub hit_rate_interval: Interval,
    /// The share of the size that is marked.
    pub area_share: f64,
    /// Hit rate / area share: 1 is what marking at random brings.
    pub pai: f64,
    pub pai_interval: Interval,
    /// P(as many hits or more | events fall on the area at random), one-sided and exact.
    pub p: f64,
    /// The most hits that marking so much area could have caught, and hits as a share of them.
    pub best_hits: f64,
    pub pei: f64,
    /// (marked events after / before) / (all events after / before); `None` without `before`, or without events in it.
    pub rri: Option<f64>,
    pub rri_interval: Option<Interval>,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Marks the cells with the highest `score` until the next one would exceed `share` of the whole size.
///
/// Cells of equal score are taken in their order, so that the answer is one; at least one cell is marked.
/// Errors: scores that are not numbers, sizes not above zero, a share beyond 0 and 1.
pub fn mark(score: &[f64], size: Option<&[f64]>, share: f64) -> Result<Vec<bool>, Error> {
    check::at_least("cells", score.len(), 1)?;
    check::finite("score", score)?;
    check::level("the share", share)?;
    let size = sizes(size, score.len())?;
    let limit = share * size.iter().sum::<f64>() * (1.0 + 1e-12);
    let mut order: Vec<usize> = (0..score.len()).collect();
    order.sort_by(|a, b| score[*b].total_cmp(&score[*a]));
    let (mut marked, mut sum) = (vec![false; score.len()], 0.0);
    for (place, cell) in order.into_iter().enumerate() {
        sum += size[cell];
        if sum > limit && place > 0 {
            break;
        }
        marked[cell] = true;
    }
    Ok(marked)
}

/// PAI, PEI and RRI of the marked cells, with intervals at `level`.
///
/// Errors: counts that are not whole numbers from zero, sizes not above zero, lengths that differ, no marked cell or
/// none that is not, no events.
pub fn prediction(cells: &Cells<'_>, level: f64) -> Result<Prediction, Error> {
    let n = cells.marked.len();
    check::at_least("cells", n, 2)?;
    check::length("after", cells.after.len(), n)?;
    check::counts("after", cells.after)?;
    check::level("the level", level)?;
    let size = sizes(cells.size, n)?;
    let in_marked = |values: &[f64]| values.iter().zip(cells.marked).filter(|(_, m)| **m).map(|(v, _)| v).sum::<f64>();
    let (events, hits) = (cells.after.iter().sum::<f64>(), in_marked(cells.after));
    let area_share = in_marked(&size) / size.iter().sum::<f64>();
    let marked = cells.marked.iter().filter(|marked| **marked).count();
    if marked == 0 || marked == n {
        return Err(Error::none(format!("{marked} of {n} cells are marked: some must be, and some must not")));
    }
    if events == 0.0 {
        return Err(Error::none("no events followed: there is nothing to catch"));
    }
    let hit_rate = hits / events;
    let interval = share_interval(hits, events, level);
    let best_hits = best(cells.after, &size, in_marked(&size));
    let (rri, rri_interval) = match cells.before {
        None => (None, None),
        Some(before) => {
            check::length("before", before.len(), n)?;
            check::counts("before", before)?;
            recaptured([hits, events, in_marked(before), before.iter().sum()], level)
        }
    };
    sound(Prediction {
        n,
        marked,
        events,
        hits,
        hit_rate,
        area_share,
        pai: hit_rate / area_share,
        pai_interval: interval.times(1.0 / area_share),
        hit_rate_interval: interval,
        // As few misses or fewer: the small tail itself, which one less the other would lose.
        p: binomial_cdf((events - hits) as u64, events as u64, 1.0 - area_share),
        best_hits,
        pei: if best_hits > 0.0 { hits / best_hits } else { 0.0 },
        rri,
        rri_interval,
        cautions: cautions(events, cells.before.is_some(), rri.is_some(), rri_interval.is_some()),
    })
}

fn sizes(size: Option<&[f64]>, n: usize) -> Result<Vec<f64>, Error> {
    let Some(size) = size else { return Ok(vec![1.0; n]) };
    check::length("size", size.len(), n)?;
    check::positive("size", size)?;
    Ok(size.to_vec())
}

/// The events in the densest cells that fit into `room`; of the last one, the part that fits.
fn best(after: &[f64], size: &[f64], room: f64) -> f64 {
    let mut order: Vec<usize> = (0..after.len()).collect();
    order.sort_by(|a, b| (after[*b] / size[*b]).total_cmp(&(after[*a] / size[*a])));
    let (mut left, mut caught) = (room, 0.0);
    for cell in order {
        let part = (left / size[cell]).clamp(0.0, 1.0);
        caught += after[cell] * if part > 1.0 - 1e-9 { 1.0 } else { part };
        left -= size[cell];
        if left <= 1e-9 * room {
            break;
        }
    }
    caught
}

/// The ratio of the marked cells' change to that of all, and its interval on the log scale.
///
/// The marked cells are part of all: ln RRI = ln(h₁/e₁) − ln(h₀/e₀) of two shares, each a binomial's.
fn recaptured([hits, events, hits_before, before]: [f64; 4], level: f64) -> (Option<f64>, Option<Interval>) {
    if hits_before == 0.0 || before == 0.0 {
        return (None, None);
    }
    let ratio = (hits / events) / (hits_before / before);
    let se = (1.0 / hits - 1.0 / events + 1.0 / hits_before - 1.0 / before).max(0.0).sqrt();
    // Without hits there is no error on the log scale, and where all are hits, before and after, none to measure.
    if hits == 0.0 || (hits == events && hits_before == before) {
        return (Some(ratio), None);
    }
    let log = Interval::wald(ratio.ln(), se, level);
    (Some(ratio), Some(Interval { lower: log.lower.exp(), upper: log.upper.map(f64::exp), level }))
}

fn cautions(events: f64, asked: bool, rri: bool, interval: bool) -> Vec<Caution> {
    let mut cautions = vec![
        Caution::standing(
            "same-area",
            "PAI grows as the marked area shrinks: compare only maps that mark the same share of the area.",
        ),
        Caution::standing(
            "events-cluster",
            "The intervals and p take events as independent; series and repeats make them too narrow.",
        ),
        Caution::standing(
            "recorded-not-real",
            "Events are found where people look: a map that steers patrols also steers what is recorded.",
        ),
    ];
    if events < 20.0 {
        let text = format!("Only {} followed: the figures rest on very few.", counted(events, "event"));
        cautions.push(Caution::found("few-events", text));
    }
    if asked && rri && !interval {
        let text = "All events, or none, were in the marked cells: there is nothing to measure the RRI's error by, and it \
                    has no interval.";
        cautions.push(Caution::found("no-rri-interval", text));
    }
    if asked && !rri {
        cautions.push(Caution::found("no-rri", "There were no events in the marked cells before: there is no RRI."));
    }
    cautions
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All events in the marked cells, before and after: the ratio is 1, and nothing tells how sure that is.
    #[test]
    fn a_ratio_without_rest_has_no_interval() {
        let of = |after: &[f64], before: &[f64]| {
            let cells = Cells { marked: &[true, false, false], after, before: Some(before), size: None };
            let found = prediction(&cells, 0.95).unwrap();
            let said = found.cautions.iter().any(|caution| caution.code == "no-rri-interval");
            (found.rri.unwrap(), found.rri_interval.is_some(), said)
        };
        assert_eq!(of(&[30.0, 0.0, 0.0], &[20.0, 0.0, 0.0]), (1.0, false, true));
        assert_eq!(of(&[0.0, 30.0, 0.0], &[20.0, 5.0, 0.0]), (0.0, false, true));
        assert!(of(&[20.0, 10.0, 0.0], &[20.0, 5.0, 0.0]).1);
    }
}
