//! What is asked for, wholly in the address: an area, kinds, the first and the last month.

use comity_datasets::Month;
use comity_kernel::{Message, Problem};
use comity_ledger::Refusal;
use comity_places::Area;
use comity_shell::{Choice, Field, Filled, Weight, Words, button, error_summary, frame};
use comity_store::Read;
use maud::{Markup, html};

use super::words;
use crate::MOST_MONTHS;
use crate::kinds::kind_name;
use crate::published::{self, Filter};

/// In an address, the kind of incidents of which none is stated.
const NOT_STATED: &str = "not-stated";

/// What can be asked for.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub areas: Vec<Area>,
    /// As the files have them.
    pub kinds: Vec<String>,
    /// The first and the last month of which anything is published.
    pub months: Option<(Month, Month)>,
}

impl Known {
    /// # Errors
    /// What the database says.
    pub fn read(tx: &mut Read<'_>) -> Result<Self, Refusal> {
        let releases = published::releases(tx)?;
        let mut kinds: Vec<String> = releases.iter().flat_map(|release| release.kinds.iter().cloned()).collect();
        kinds.sort();
        kinds.dedup();
        let first = releases.iter().map(|release| release.months.0).min();
        let last = releases.iter().map(|release| release.months.1).max();
        Ok(Self { areas: comity_places::areas(tx)?, kinds, months: first.zip(last) })
    }

    pub fn area(&self, code: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.code == code)
    }

    /// The areas directly below one, or the outermost.
    pub fn below(&self, code: Option<&str>) -> Vec<&Area> {
        self.areas.iter().filter(|area| area.parent.as_deref() == code).collect()
    }

    /// The area, or the one in it that has several parts: where there is only one area, its parts are beside each other.
    pub fn with_parts(&self, mut area: Option<String>) -> Option<String> {
        while let [only] = self.below(area.as_deref()).as_slice() {
            area = Some(only.code.clone());
        }
        area
    }
}

/// Reads the address: the filter, or the form with what is wrong with it.
///
/// # Errors
/// The form as it was typed, with a message at each field that cannot be meant.
pub fn read(filled: Filled, known: &Known) -> Result<(Filled, Filter), Box<Filled>> {
    let mut fields = Vec::new();
    let area = Some(filled.value("area")).filter(|code| !code.is_empty()).map(str::to_owned);
    if area.as_ref().is_some_and(|code| known.area(code).is_none()) {
        fields.push(("area", Message::new("observatory-area-unknown")));
    }
    let asked: Vec<&str> = filled.all("kind").filter(|kind| !kind.is_empty()).collect();
    let kinds: Vec<String> = asked.iter().map(|kind| as_filed(kind).to_owned()).collect();
    if kinds.iter().any(|kind| !known.kinds.contains(kind)) {
        fields.push(("kind", Message::new("observatory-kind-unknown")));
    }
    let months = months(&filled, known, &mut fields);
    if fields.is_empty() {
        return Ok((filled, Filter { area, kinds, months }));
    }
    Err(Box::new(match filled.clone().refuse(Problem::Fields { fields }) {
        Ok(refused) => refused,
        Err(_) => filled,
    }))
}

/// The first and the last month, where one of them is said; the other is as far away as pages show by themselves.
fn months(filled: &Filled, known: &Known, fields: &mut Vec<(&'static str, Message)>) -> Option<(Month, Month)> {
    let mut read = |name: &'static str| {
        let text = filled.value(name);
        let month = Month::parse(text);
        if month.is_none() && !text.is_empty() {
            fields.push((name, Message::new("observatory-month-wrong")));
        }
        month
    };
    let (from, to) = (read("from"), read("to"));
    let (first, last) = known.months?;
    let months = match (from, to) {
        (None, None) => return None,
        (Some(from), None) => (from, last.max(from)),
        (None, Some(to)) => (first.max(Month(to.0 - MOST_MONTHS + 1)).min(to), to),
        (Some(from), Some(to)) => (from, to),
    };
    if months.0 > months.1 {
        fields.push(("to", Message::new("observatory-months-turned")));
    }
    Some(months)
}

/// A kind that stands in an address, as the files have it.
pub fn as_filed(kind: &str) -> &str {
    if kind == NOT_STATED { "" } else { kind }
}

/// A kind as an address has it.
pub fn in_address(kind: &str) -> &str {
    if kind.is_empty() { NOT_STATED } else { kind }
}

/// The address of `path` with this filter.
pub fn address(path: &str, filter: &Filter) -> String {
    let mut pairs: Vec<(&str, String)> = filter.area.iter().map(|code| ("area", code.clone())).collect();
    pairs.extend(filter.kinds.iter().map(|kind| ("kind", in_address(kind).to_owned())));
    if let Some((from, to)) = filter.months {
        pairs.extend([("from", from.to_string()), ("to", to.to_string())]);
    }
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", frame::encoded(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// The form, with what is wrong with it first.
pub fn form(words: Words<'_>, action: &str, filled: &Filled, known: &Known, shown: Option<(Month, Month)>) -> Markup {
    let areas = areas(words, filled, known);
    let kinds: Vec<Choice<'_>> = kinds(words, known);
    html! {
        (error_summary(words, filled))
        form method="get" action=(action) class="form" {
            (Field::new("area", words.t("observatory-area")).select(&areas, words, filled))
            div class="months-asked" {
                @for (name, label, chosen) in [
                    ("from", "observatory-from", shown.map(|months| months.0)),
                    ("to", "observatory-to", shown.map(|months| months.1)),
                ] {
                    @let filled = chosen_month(filled, name, chosen);
                    (Field::new(name, words.t(label)).select(&month_choices(words, &filled, name, known), words, &filled))
                }
            }
            details open[filled.all("kind").any(|kind| !kind.is_empty())] {
                summary { (words.t("observatory-kinds")) }
                (Field::new("kind", words.t("observatory-kinds-label")).hint(words.t("observatory-kinds-hint")).checkboxes(&kinds, words, filled))
            }
            (button(Weight::Main, words.t("observatory-show")))
        }
    }
}

/// The form for an area alone.
pub fn area_form(words: Words<'_>, action: &str, filled: &Filled, known: &Known) -> Markup {
    html! {
        (error_summary(words, filled))
        form method="get" action=(action) class="form" {
            (Field::new("area", words.t("observatory-area")).select(&areas(words, filled, known), words, filled))
            (button(Weight::Main, words.t("observatory-show")))
        }
    }
}

/// What was typed, or the month that is shown where nothing was.
fn chosen_month(filled: &Filled, name: &str, shown: Option<Month>) -> Filled {
    match shown {
        Some(month) if filled.value(name).is_empty() => {
            let without = filled.fields().filter(|(field, _)| *field != name);
            without.fold(Filled::new(), |all, (name, value)| all.with(name, value)).with(name, month.to_string())
        }
        _ => filled.clone(),
    }
}

fn areas<'a>(words: Words<'_>, filled: &Filled, known: &Known) -> Vec<Choice<'a>> {
    let everywhere = Choice::new("", words.t("observatory-everywhere"));
    let mut choices = vec![everywhere];
    choices.extend(words::by_name(&known.areas, words).into_iter().map(|(area, name)| Choice::new(area.code, name)));
    choices.extend(as_typed(filled, "area", &choices));
    choices
}

fn kinds<'a>(words: Words<'_>, known: &Known) -> Vec<Choice<'a>> {
    let mut choices: Vec<Choice<'_>> =
        known.kinds.iter().map(|kind| Choice::new(in_address(kind), kind_name(words, kind))).collect();
    comity_places::sort_as_dictionaries(&mut choices, |choice| &choice.label, words.language);
    choices
}

/// From the latest.
fn month_choices<'a>(words: Words<'_>, filled: &Filled, name: &str, known: &Known) -> Vec<Choice<'a>> {
    let months = known.months.into_iter().flat_map(|(first, last)| (first.0..=last.0).rev());
    let mut choices: Vec<Choice<'_>> =
        months.map(|month| Choice::new(Month(month).to_string(), words::month(words, Month(month)))).collect();
    choices.extend(as_typed(filled, name, &choices));
    choices
}

/// What was typed and is none of the choices: kept, so that it can be seen.
fn as_typed<'a>(filled: &Filled, name: &str, choices: &[Choice<'_>]) -> Option<Choice<'a>> {
    let typed = filled.value(name);
    (!choices.iter().any(|choice| choice.value == typed)).then(|| Choice::new(typed, typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let month = |text| Month::parse(text).unwrap();
        let area = Area {
            code: "S 1".into(),
            parent: None,
            level: None,
            names: comity_places::Bilingual::new("South", "الجنوب"),
            path: "S 1/".into(),
            population: None,
        };
        let kinds = vec![String::new(), "Drugs & more".into()];
        Known { areas: vec![area], kinds, months: Some((month("2020-01"), month("2025-12"))) }
    }

    fn ask(query: &str) -> Result<(Filled, Filter), Box<Filled>> {
        read(Filled::read(query.as_bytes()).unwrap(), &known())
    }

    #[test]
    fn an_address_says_what_is_asked_and_is_written_back() {
        let query = "area=S%201&kind=not-stated&kind=Drugs%20%26%20more&from=2024-03&to=2024-05";
        let (_, filter) = ask(query).unwrap();
        assert_eq!(filter.kinds, ["", "Drugs & more"]);
        assert_eq!(address("/x", &filter), format!("/x?{query}"));
        assert_eq!(ask("area=&kind=&from=&to=").unwrap().1, Filter::default());
        assert_eq!(address("/x", &Filter::default()), "/x");
    }

    #[test]
    fn one_month_alone_is_completed() {
        let months = |query| ask(query).unwrap().1.months.map(|(from, to)| format!("{from} {to}")).unwrap();
        assert_eq!(months("from=2024-03"), "2024-03 2025-12");
        assert_eq!(months("to=2024-03"), "2022-04 2024-03");
        assert_eq!(months("to=2019-03"), "2019-03 2019-03");
    }

    #[test]
    fn what_cannot_be_meant_is_said_at_its_field_and_kept() {
        for (query, field) in [
            ("area=nowhere", "area"),
            ("kind=Magic", "kind"),
            ("from=2024-13", "from"),
            ("to=last", "to"),
            ("from=2024-05&to=2024-03", "to"),
        ] {
            let refused = ask(query).unwrap_err();
            assert_eq!(refused.errors().iter().map(|(name, _)| *name).collect::<Vec<_>>(), [field], "{query}");
            assert!(!refused.raw(field).is_empty());
        }
    }
}
