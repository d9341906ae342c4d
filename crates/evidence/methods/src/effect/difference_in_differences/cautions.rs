//! The conditions under which a difference in differences misleads.

use super::rows::{Rows, count};
use super::{Counted, Effect, Found};
use crate::{Caution, Interval};

pub fn cautions(
    rows: &Rows,
    counted: &Counted,
    found: &Found,
    drift: Result<Effect, String>,
    ratio_ci: Option<Interval>,
) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "parallel-trends",
        "The answer holds as far as treated and other units would have changed alike without the action, and as far as \
         nothing moved from one to the other.",
    )];
    let Counted { clusters, treated_units, treated_clusters, without } = *counted;
    if clusters < 40 || treated_clusters < 5 {
        let text = format!(
            "{clusters} clusters, {treated_clusters} of them with treated units ({treated_units}): with fewer than about \
             forty clusters, or few treated, clustered errors are too small and the interval too narrow."
        );
        cautions.push(Caution::found("few-clusters", text));
    }
    cautions.extend(no_bound(found, ratio_ci));
    match drift {
        Ok(drift) if drift.p.is_some_and(|p| p < 0.1) => {
            let text = "The treated were already drifting away from the others before the action.";
            cautions.push(Caution::found("trend-before", text));
        }
        Ok(_) => {}
        Err(why) => {
            let text = format!("Whether the treated were already drifting away before the action is not known: {why}.");
            cautions.push(Caution::found("trend-before-unknown", text));
        }
    }
    if staggered(rows) {
        let text = "Units begin at different times: if the effect grows or differs, the one number mixes comparisons with \
                    units already treated and may even have the wrong sign (Goodman-Bacon 2021).";
        cautions.push(Caution::found("staggered-start", text));
    }
    if without > 0 {
        let text =
            format!("{without} rows of units or times without any event were left out; they tell a ratio nothing.");
        cautions.push(Caution::found("rows-without-events", text));
    }
    cautions
}

/// What is to be said of a ratio without a bound.
fn no_bound(found: &Found, ratio_ci: Option<Interval>) -> Option<Caution> {
    let text = match found {
        Found::Effect(_) => return None,
        Found::NoUpper => {
            "Counts of 0 leave the ratio without an upper bound: there is no estimate, error, t or p.".to_owned()
        }
        Found::NoLower => {
            let upper = ratio_ci.and_then(|ci| ci.upper).map_or(String::new(), |upper| {
                format!(
                    " The ratio is at most {upper:.3}, exactly so for Poisson counts; related or more varying counts allow \
                     more."
                )
            });
            format!("Counts of 0 leave the log ratio without a lower bound: there is no error, t or p.{upper}")
        }
    };
    Some(Caution::found("no-bound", text))
}

fn staggered(rows: &Rows) -> bool {
    let mut start = vec![usize::MAX; count(&rows.unit)];
    for row in (0..rows.unit.len()).filter(|row| rows.treatment[*row] != 0.0) {
        start[rows.unit[row]] = start[rows.unit[row]].min(rows.time[row]);
    }
    start.retain(|time| *time != usize::MAX);
    start.iter().any(|time| Some(time) != start.first())
}
