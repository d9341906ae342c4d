//! Writes every component in every language into a folder, to be looked at:
//! `cargo run -p comity-shell --example gallery -- FOLDER`, then open `FOLDER/en.html`.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs};

use comity_kernel::{Day, Language, Message, Millis, Problem};
use comity_shell::{
    Choice, Column, Field, Filled, Link, MonthCount, NavItem, PageParts, Person, Site, Standing, State, Step, Table,
    Texts, Tone, Visit, Weight, When, Words, button, chain, chain_summary, definitions, entry, labelled_error_summary,
    left_to_right, link_button, location_button, month_bars, more, named_button, notice, notice_with_heading, page,
    phone, search_box, state_tag, users_text, users_words,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

const EN: &str = include_str!("gallery/en.ftl");
const AR: &str = include_str!("gallery/ar.ftl");

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("name the folder to write to")?);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in comity_shell::assets::all() {
        let file = asset.path.strip_prefix('/').unwrap_or(asset.path);
        fs::write(folder.join(file), asset.bytes())?;
    }
    let sources: Vec<_> = comity_shell::TEXTS.into_iter().chain([(Language::En, EN), (Language::Ar, AR)]).collect();
    let site = Arc::new(site(Texts::new(&sources)?));
    for language in Language::ALL {
        for (name, parts) in [("", everything as fn(&Visit) -> PageParts), ("-chain", one_chain), ("-form", one_form)] {
            let mut visit = visit(&site, language);
            visit.person = (name == "-chain").then(|| officer(visit.words()));
            let text = page(&visit, &parts(&visit)).into_string().replace("\"/assets/", "\"assets/");
            fs::write(folder.join(format!("{}{name}.html", language.tag())), text)?;
        }
    }
    let missing = site.texts.missing();
    if missing > 0 { Err(format!("{missing} texts are missing").into()) } else { Ok(()) }
}

fn site(texts: Texts) -> Site {
    let item = |id, label| NavItem { id, href: "#", label };
    Site {
        texts,
        names: vec![
            (Language::En, "Wadi Nour safety partnership".into()),
            (Language::Ar, "شراكة وادي النور للأمان".into()),
        ],
        navigation: vec![
            item("areas", "gallery-areas"),
            item("concern", "gallery-concern"),
            item("forums", "gallery-forums"),
            item("promises", "gallery-promises"),
            item("record", "gallery-record"),
        ],
        footer: vec![item("privacy", "gallery-privacy"), item("record", "gallery-record")],
        zone: TimeZone::UTC,
    }
}

fn visit(site: &Arc<Site>, language: Language) -> Visit {
    Visit {
        site: site.clone(),
        language,
        path_and_query: "/areas/north".into(),
        revisitable: true,
        csrf: "0123456789".into(),
        once: String::new(),
        person: None,
        now: Millis(1_776_000_000_000),
    }
}

fn officer(words: Words<'_>) -> Person {
    let inbox = NavItem { id: "inbox", href: "#", label: "gallery-inbox" };
    Person {
        name: "Mona Haddad".into(),
        role_titles: vec![words.t("gallery-officer-label").to_owned()],
        navigation: vec![inbox],
    }
}

fn day(text: &str) -> Option<Day> {
    Day::parse(text)
}

fn one_chain(visit: &Visit) -> PageParts {
    let words = visit.words();
    let main = entry(words.t("gallery-followed"), chain(words, &links(words)));
    PageParts::new(words.t("gallery-chain-title"), main)
        .heading(users_words(words.t("gallery-chain-title")))
        .lede(html! { p { (words.t("gallery-chain-lede")) } })
        .section("promises")
        .under(words.t("gallery-areas"), "#")
        .under(words.t("gallery-area"), "#")
}

fn links(words: Words<'_>) -> Vec<Link> {
    let link = |step, standing, date: &str, who: &'static str, text: &'static str| Link {
        step,
        standing,
        when: day(date).map_or(When::NotYet, When::Day),
        who: (!who.is_empty()).then(|| html! { (words.t(who)) }),
        body: html! { @if !text.is_empty() { p { (words.t(text)) } } },
    };
    let mut links = vec![
        link(Step::Said, Standing::Closed, "2026-01-04", "gallery-resident", ""),
        link(Step::Received, Standing::Closed, "2026-01-04", "gallery-record", "gallery-received"),
        link(Step::Answered, Standing::Closed, "2026-01-06", "gallery-officer", "gallery-answer"),
        link(Step::Discussed, Standing::Closed, "2026-01-22", "gallery-forum", "gallery-discussion"),
        link(Step::Decided, Standing::Closed, "2026-01-22", "gallery-forum", "gallery-decision"),
        link(Step::Promised, Standing::Closed, "2026-01-29", "gallery-municipality", "gallery-promise"),
        link(Step::Done, Standing::Late, "2026-03-31", "gallery-municipality", "gallery-work"),
        link(Step::Helped, Standing::Awaited, "", "gallery-resident", "gallery-asked"),
    ];
    if let Some(first) = links.first_mut() {
        first.body = users_text(words.t("gallery-words"));
    }
    links
}

/// A chain whose promise was taken back.
fn broken(words: Words<'_>) -> Vec<Link> {
    let mut links = links(words);
    if let Some(done) = links.iter_mut().find(|link| link.step == Step::Done) {
        done.standing = Standing::Broken;
    }
    links.retain(|link| !matches!(link.step, Step::Discussed | Step::Helped));
    links
}

fn one_form(visit: &Visit) -> PageParts {
    let words = visit.words();
    let filled = Filled::new().with("words", words.t("gallery-words")).with("kind", "light").with("public", "yes");
    let problem = Problem::Fields {
        fields: vec![("place", Message::new("shell-field-empty")), ("seen", Message::new("shell-field-empty"))],
    };
    let filled = filled.refuse(problem).unwrap_or_default();
    let kinds = ["gallery-light", "gallery-noise", "gallery-traffic"];
    let choices: Vec<Choice<'_>> =
        kinds.iter().map(|id| Choice::new(id.trim_start_matches("gallery-"), words.t(id))).collect();
    let form = html! {
        (Field::new("words", words.t("gallery-what")).hint(words.t("gallery-what-hint")).long_text(5, words, &filled))
        (Field::new("kind", words.t("gallery-kind")).radios(&choices, words, &filled))
        (Field::new("place", words.t("gallery-where")).hint(words.t("gallery-where-hint")).text(words, &filled))
        (Field::new("area", words.t("gallery-area-label")).select(&choices, words, &filled))
        (Field::new("seen", words.t("gallery-when")).date(words, &filled))
        (Field::new("code", words.t("gallery-phone")).optional().narrow().text(words, &filled))
        (Field::new("public", words.t("gallery-public")).hint(words.t("gallery-public-hint")).checkbox(words, &filled))
        (button(Weight::Main, words.t("gallery-send")))
        (named_button(Weight::Quiet, words.t("gallery-keep"), "do", "keep"))
    };
    let labels = [("place", words.t("gallery-where")), ("seen", words.t("gallery-when"))];
    let main = html! { (labelled_error_summary(words, &filled, &labels)) (visit.post_form("#", form)) };
    PageParts::new(words.t("gallery-concern"), main).section("concern").refused(true)
}

fn everything(visit: &Visit) -> PageParts {
    let words = visit.words();
    let main = html! {
        (notice_with_heading(Tone::Done, words.t("gallery-sent"), html! { p { (words.t("gallery-received")) } }))
        (entry(words.t("gallery-team"), team(words)))
        (entry(words.t("gallery-incidents"), month_bars(words, "asb", words.t("gallery-bars"), &months())))
        (entry(words.t("gallery-promises"), promises(words)))
        (entry(words.t("gallery-followed"), chain(words, &broken(words))))
        (entry(words.t("gallery-find"), html! {
            (search_box(words, "#", "name", words.t("gallery-find-label"), ""))
            form data-locate { input type="hidden" name="lat"; input type="hidden" name="lon"; (location_button(words)) }
        }))
        (entry(words.t("gallery-notices"), html! {
            (notice(Tone::Note, html! { p { (words.t("gallery-note")) } }))
            (notice(Tone::Warning, html! { p { (words.t("gallery-warning")) } }))
            (link_button(Weight::Main, words.t("gallery-concern"), "#"))
            (link_button(Weight::Grave, words.t("gallery-erase"), "#"))
        }))
    };
    let mut parts = PageParts::new(words.t("gallery-area"), main).section("areas").under(words.t("gallery-areas"), "#");
    parts.lede = Some(html! { p { (words.t("gallery-area-lede")) } });
    parts
}

fn team(words: Words<'_>) -> Markup {
    definitions(&[
        (words.t("gallery-officer-label"), html! { (users_words(words.t("gallery-officer"))) }),
        (words.t("gallery-phone"), phone("+970 2 555 0142")),
        (words.t("gallery-next"), html! { @if let Some(day) = day("2026-04-23") { (words.weekday_and_day(day)) } }),
        (words.t("gallery-hours"), left_to_right("08:00–16:00")),
    ])
}

fn promises(words: Words<'_>) -> Markup {
    let row = |what: &'static str, step, state, label: &'static str, date: &str| {
        vec![
            html! { a href="#" { (words.t(what)) } },
            chain_summary(words, step),
            state_tag(state, words.t(label)),
            html! { @if let Some(day) = day(date) { (words.day_tag(day)) } },
        ]
    };
    let table = Table {
        id: "promises",
        caption: words.t("gallery-promises-caption").to_owned(),
        columns: vec![
            Column::text(words.t("gallery-column-what")),
            Column::text(words.t("gallery-column-step")),
            Column::text(words.t("gallery-column-state")),
            Column::text(words.t("gallery-column-due")),
        ],
        rows: vec![
            row("gallery-chain-title", Step::Promised, State::Late, "chain-late", "2026-03-31"),
            row("gallery-light", Step::Done, State::Done, "chain-done", "2026-02-12"),
            row("gallery-noise", Step::Decided, State::Promised, "chain-promised", "2026-05-30"),
            row("gallery-traffic", Step::Answered, State::Underway, "chain-answered", "2026-04-02"),
            row("gallery-noise", Step::Said, State::Open, "chain-awaited", "2026-04-09"),
            row("gallery-traffic", Step::Decided, State::Ended, "chain-broken", "2026-01-09"),
            row("gallery-light", Step::Received, State::Sealed, "gallery-sealed", "2026-01-09"),
        ],
    };
    html! { (table.show()) (more(words, Some("#"), Some("#"))) }
}

fn months() -> Vec<MonthCount> {
    let counts = [
        812, 740, 905, 1010, 1180, 1322, 1405, 1390, 1120, 980, 860, 790, 770, 731, 880, 934, 1101, 1266, 1340, 1298,
        1040, 905, 812, 640,
    ];
    let month = |(index, count): (usize, &i64)| {
        let index = i16::try_from(index + 3).unwrap_or(0);
        MonthCount {
            year: 2024 + index / 12,
            month: i8::try_from(index % 12 + 1).unwrap_or(1),
            count: *count,
            more: false,
        }
    };
    counts.iter().enumerate().map(month).collect()
}
