//! The conditions under which aoristic sums mislead.

use super::{Daylight, Settings, Sums};
use crate::Caution;

impl Sums {
    pub(super) fn cautions(&self, n: usize, settings: &Settings) -> Vec<Caution> {
        let mut cautions = vec![Caution::standing(
            "spread-evenly",
            "Every event is spread evenly over the time in which it may have happened; where people are away at set \
             hours, that is when it more likely happened.",
        )];
        let mut found = |code, count: usize, text: &str| {
            if count > 0 {
                cautions.push(Caution::found(code, text.replace("{}", &count.to_string())));
            }
        };
        found("no-end", self.no_end, "{} events have no end: they count in the hour of their start.");
        found(
            "end-before-start",
            self.reversed,
            "{} events end before they start: they count in the hour of their start.",
        );
        found(
            "week-or-longer",
            self.long,
            "{} events span a week or longer: they count 1/168 in every hour and say nothing about when.",
        );
        let wide = self.over_a_day + self.long;
        found(
            "wide-spans",
            if 4 * wide > n { wide } else { 0 },
            "{} events, more than a quarter, span over a day: they blur the hours.",
        );
        let across = match settings.daylight {
            Daylight::Clock => {
                "{} events span a change of the clocks: they are measured along the clock's face, so that the hour that was skipped counts, and the hour that came twice counts once."
            }
            Daylight::Elapsed => {
                "{} events span a change of the clocks: they are measured by the time that passed, so that the hour that was skipped gets nothing, and the hour that came twice gets twice its share."
            }
        };
        found("clock-change", self.across, across);
        let never = match settings.daylight {
            Daylight::Clock => {
                "{} events have a time that the clock never showed, as it was put forward: they are taken as written."
            }
            Daylight::Elapsed => {
                "{} events have a time that the clock never showed, as it was put forward: it is taken an hour later."
            }
        };
        found("never-shown", self.never, never);
        found(
            "shown-twice",
            self.twice,
            "{} events have a time that the clock showed twice, as it was put back: a start is taken as the first showing, an end as the second.",
        );
        cautions
    }
}
