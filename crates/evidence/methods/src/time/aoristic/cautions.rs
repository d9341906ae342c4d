//! The conditions under which aoristic sums mislead.

use super::{Daylight, Settings, Sums};
use crate::{Caution, counted};

impl Sums {
    pub(super) fn cautions(&self, n: usize, settings: &Settings) -> Vec<Caution> {
        let mut cautions = vec![Caution::standing(
            "spread-evenly",
            "Every event is spread evenly over the time in which it may have happened; where people are away at set \
             hours, that is when it more likely happened.",
        )];
        let mut found = |code, count: usize, text: &str| {
            if count > 0 {
                cautions.push(Caution::found(code, text.replace("{}", &counted(count, "event"))));
            }
        };
        found("no-end", self.no_end, "Without an end: {}, counted in the hour of the start.");
        found("end-before-start", self.reversed, "With an end before the start: {}, counted in the hour of the start.");
        found(
            "week-or-longer",
            self.long,
            "Over a week or longer: {}, counted 1/168 in every hour, which says nothing about when.",
        );
        let wide = self.over_a_day + self.long;
        found(
            "wide-spans",
            if 4 * wide > n { wide } else { 0 },
            "Over more than a day: {}, more than a quarter of all, which blurs the hours.",
        );
        let across = match settings.daylight {
            Daylight::Clock => {
                "Over a change of the clocks: {}, measured along the clock's face, so that the hour that was skipped counts, and the hour that came twice counts once."
            }
            Daylight::Elapsed => {
                "Over a change of the clocks: {}, measured by the time that passed, so that the hour that was skipped gets nothing, and the hour that came twice gets twice its share."
            }
        };
        found("clock-change", self.across, across);
        let never = match settings.daylight {
            Daylight::Clock => "At a time that the clock never showed, as it was put forward: {}, taken as written.",
            Daylight::Elapsed => {
                "At a time that the clock never showed, as it was put forward: {}, taken an hour later."
            }
        };
        found("never-shown", self.never, never);
        found(
            "shown-twice",
            self.twice,
            "At a time that the clock showed twice, as it was put back: {}; a start is taken as the first showing, an end as the second.",
        );
        cautions
    }
}
