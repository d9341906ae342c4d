//! Days, months and moments as people write them: "12 March 2026", "12 آذار (مارس) 2026".
//!
//! Day, month and year stand in the same order in every language of ours, and in Latin digits; only the names differ
//! and stand in `shell.ftl`. A language that orders them otherwise would bring its own pattern here. Arabic months carry
//! both names in use: those of the Levant and, in brackets, those taken over from the Latin calendar.

use comity_kernel::{Day, Millis};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};

use crate::texts::Words;

impl<'a> Words<'a> {
    /// "12 March 2026"
    pub fn day(self, day: Day) -> String {
        format!("{} {} {}", day.of_month(), self.month_name(day.month()), day.year())
    }

    /// "Thursday 12 March 2026"
    pub fn weekday_and_day(self, day: Day) -> String {
        format!("{} {}", self.t(named(WEEKDAYS, day.0.weekday().to_monday_one_offset())), self.day(day))
    }

    /// "12 March 2026, 18:05", in the time of `zone`.
    pub fn moment(self, moment: Millis, zone: &TimeZone) -> String {
        format!("{}{} {}", self.day(moment.day(zone)), self.t("date-comma"), clock_time(moment, zone))
    }

    /// "March 2026"
    pub fn month(self, year: i16, month: i8) -> String {
        format!("{} {year}", self.month_name(month))
    }

    /// The month's name; `month` is 1 to 12.
    pub fn month_name(self, month: i8) -> &'a str {
        self.t(named(MONTHS, month))
    }

    /// The month's name as short as a chart needs it.
    pub fn short_month(self, month: i8) -> &'a str {
        self.t(named(SHORT_MONTHS, month))
    }

    /// `<time>` with the day as people write it.
    pub fn day_tag(self, day: Day) -> Markup {
        html! { time datetime=(day) { (self.day(day)) } }
    }

    /// `<time>` with day and time in `zone`.
    pub fn moment_tag(self, moment: Millis, zone: &TimeZone) -> Markup {
        html! { time datetime=(moment.rfc3339()) { (self.moment(moment, zone)) } }
    }
}

/// "18:05" in the time of `zone`.
pub fn clock_time(moment: Millis, zone: &TimeZone) -> String {
    let stamp = Timestamp::from_millisecond(moment.0).unwrap_or(Timestamp::UNIX_EPOCH);
    let local = stamp.to_zoned(zone.clone());
    format!("{:02}:{:02}", local.hour(), local.minute())
}

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10",
    "month-11", "month-12",
];

const SHORT_MONTHS: [&str; 12] = [
    "month-short-1",
    "month-short-2",
    "month-short-3",
    "month-short-4",
    "month-short-5",
    "month-short-6",
    "month-short-7",
    "month-short-8",
    "month-short-9",
    "month-short-10",
    "month-short-11",
    "month-short-12",
];

/// From Monday.
const WEEKDAYS: [&str; 7] = ["weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6", "weekday-7"];

/// The id of the `number`th of `ids`, counted from one.
fn named<const N: usize>(ids: [&'static str; N], number: i8) -> &'static str {
    usize::try_from(number).ok().and_then(|number| ids.get(number.checked_sub(1)?).copied()).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use comity_kernel::Language;

    use super::*;
    use crate::testing;

    #[test]
    fn days_and_months_are_written_in_both_languages() {
        let (texts, day) = (testing::texts(), Day::parse("2026-03-12").unwrap());
        let (en, ar) = (texts.words(Language::En), texts.words(Language::Ar));
        assert_eq!([en.day(day), ar.day(day)], ["12 March 2026", "12 آذار (مارس) 2026"]);
        assert_eq!(en.weekday_and_day(day), "Thursday 12 March 2026");
        assert_eq!(ar.weekday_and_day(day), "الخميس 12 آذار (مارس) 2026");
        assert_eq!(en.month(2026, 12), "December 2026");
        assert_eq!(en.day_tag(day).into_string(), r#"<time datetime="2026-03-12">12 March 2026</time>"#);
    }

    #[test]
    fn a_moment_is_written_in_the_time_of_its_zone() {
        let (texts, zone) = (testing::texts(), TimeZone::get("Asia/Hebron").unwrap());
        let summer = Millis(1_782_835_500_000); // 2026-06-30T16:05Z
        assert_eq!(texts.words(Language::En).moment(summer, &zone), "30 June 2026, 19:05");
        assert_eq!(texts.words(Language::Ar).moment(summer, &zone), "30 حزيران (يونيو) 2026، 19:05");
        assert_eq!(texts.missing(), 0);
    }
}
