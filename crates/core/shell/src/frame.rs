//! The frame of every page: head, masthead, navigation, one main heading, footer.
//!
//! The frame is the same for everybody and says at once whose record this is, where one is, how to change the language,
//! and how to leave quickly: people read here about matters that somebody near them should not see. Nothing in it needs
//! a script, and nothing in it asks another site for anything; only the person's own click on "leave" goes outside.

use std::sync::Arc;

use comity_kernel::{Day, Language, Millis};
use jiff::tz::TimeZone;
use maud::{DOCTYPE, Markup, html};

use crate::components::marks;
use crate::texts::{Texts, Words, without_controls};
use crate::{assets, csrf};

/// What all pages of one installation share. Made once at start.
#[derive(Debug)]
pub struct Site {
    pub texts: Texts,
    /// The partnership's name in each language, as on its letters.
    pub names: Vec<(Language, String)>,
    pub navigation: Vec<NavItem>,
    /// Links at the foot: about, privacy, the ledger's key.
    pub footer: Vec<NavItem>,
    /// The partnership's time zone: days begin and end there.
    pub zone: TimeZone,
}

/// One entry of the navigation. `label` is the id of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// What [`PageParts::section`] names to mark it as the present one.
    pub id: &'static str,
    pub href: &'static str,
    pub label: &'static str,
}

/// Who is signed in, as far as the frame shows it.
#[derive(Clone, Debug, Default)]
pub struct Person {
    pub name: String,
    /// In the page's language, such as "Officer, North sector".
    pub role_titles: Vec<String>,
    /// What this person finds in the navigation beyond what everybody does: an inbox, own actions.
    pub navigation: Vec<NavItem>,
}

/// What a request brings along for the page that answers it.
#[derive(Clone, Debug)]
pub struct Visit {
    pub site: Arc<Site>,
    pub language: Language,
    /// Of the page, for the language switch and for coming back after sign-in.
    pub path_and_query: String,
    /// Asking for the address again gives this page again. What answers a form is shown once (a receipt most of all), and
    /// offers no switch of language that would lose it.
    pub revisitable: bool,
    /// The token that every form carries.
    pub csrf: String,
    /// What only the forms of this page carry: by it a form that is sent again is known again.
    pub once: String,
    pub person: Option<Person>,
    pub now: Millis,
}

impl Visit {
    pub fn words(&self) -> Words<'_> {
        self.site.texts.words(self.language)
    }

    /// Today, in the partnership's time zone.
    pub fn today(&self) -> Day {
        self.now.day(&self.site.zone)
    }

    /// A form that changes something: sent by POST, with the token.
    pub fn post_form(&self, action: &str, fields: Markup) -> Markup {
        html! {
            form method="post" action=(action) class="form" {
                (self.csrf_field())
                (fields)
            }
        }
    }

    /// The hidden fields of every form, for one that is written out by hand.
    pub fn csrf_field(&self) -> Markup {
        html! {
            input type="hidden" name=(csrf::FIELD) value=(self.csrf);
            input type="hidden" name=(csrf::ONCE) value=(self.once);
        }
    }

    fn site_name(&self) -> &str {
        let named = self.site.names.iter().find(|(language, _)| *language == self.language);
        named.or(self.site.names.first()).map(|(_, name)| name.as_str()).unwrap_or_default()
    }
}

/// What a slice says about its page. `title` becomes the main heading and the window's title.
#[derive(Clone, Debug)]
pub struct PageParts {
    pub title: String,
    /// The main heading, where it is more than the title's plain text (a person's words in `<bdi>`, a state beside it).
    pub heading: Option<Markup>,
    /// One or two sentences below the heading.
    pub lede: Option<Markup>,
    /// The [`NavItem::id`] this page belongs to.
    pub section: Option<&'static str>,
    /// The way here: label and address, from the outermost. The page itself is not among them.
    pub trail: Vec<(String, String)>,
    /// The form on this page was refused: said first in the window's title, for those who hear it.
    pub refused: bool,
    /// This page shows what somebody said: going back leads to this address instead.
    pub forget: Option<&'static str>,
    pub main: Markup,
}

impl PageParts {
    pub fn new(title: impl Into<String>, main: Markup) -> Self {
        let title = title.into();
        Self { title, heading: None, lede: None, section: None, trail: Vec::new(), refused: false, forget: None, main }
    }

    pub fn heading(mut self, heading: Markup) -> Self {
        self.heading = Some(heading);
        self
    }

    pub fn lede(mut self, lede: Markup) -> Self {
        self.lede = Some(lede);
        self
    }

    pub fn section(mut self, id: &'static str) -> Self {
        self.section = Some(id);
        self
    }

    /// Adds a step to the way here.
    pub fn under(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.trail.push((label.into(), href.into()));
        self
    }

    /// What the browser keeps of this page must not show what is on it: going back leads to `address`, and the window's
    /// title should tell nothing.
    pub fn forget(mut self, address: &'static str) -> Self {
        self.forget = Some(address);
        self
    }

    pub fn refused(mut self, refused: bool) -> Self {
        self.refused = refused;
        self
    }
}

/// The whole page.
pub fn page(visit: &Visit, parts: &PageParts) -> Markup {
    let words = visit.words();
    html! {
        (DOCTYPE)
        html lang=(visit.language.tag()) dir=(visit.language.direction()) {
            (head(visit, parts))
            body {
                a class="skip" href="#main" { (words.t("shell-skip")) }
                (masthead(visit))
                (navigation(visit, parts.section))
                main id="main" class="main" data-forget=[parts.forget] {
                    header class="title" {
                        (crate::components::trail(words, &parts.trail))
                        h1 { @if let Some(heading) = &parts.heading { (heading) } @else { (parts.title) } }
                        @if let Some(lede) = &parts.lede { div class="lede" { (lede) } }
                    }
                    (parts.main)
                }
                (footer(visit))
            }
        }
    }
}

fn head(visit: &Visit, parts: &PageParts) -> Markup {
    let words = visit.words();
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title {
                @if parts.refused { (words.t("shell-title-refused")) " " }
                (without_controls(&parts.title)) " · " (visit.site_name())
            }
            link rel="icon" href=(assets::path("mark.svg")) type="image/svg+xml";
            link rel="stylesheet" href=(assets::path("comity.css"));
            script type="module" src=(assets::path("comity.js")) {}
        }
    }
}

fn masthead(visit: &Visit) -> Markup {
    let words = visit.words();
    html! {
        header class="masthead" {
            a class="name" href="/" {
                (marks::comity())
                span { (visit.site_name()) }
            }
            ul class="tools" {
                @for other in Language::ALL.into_iter().filter(|other| visit.revisitable && *other != visit.language) {
                    li {
                        a href=(in_language(&visit.path_and_query, other)) hreflang=(other.tag()) lang=(other.tag())
                            dir=(other.direction()) { (other.own_name()) }
                    }
                }
                li { (sign_in(visit)) }
                li class="leave" {
                    a href=(words.t("shell-leave-address")) rel="noreferrer nofollow" data-leave { (words.t("shell-leave")) }
                }
            }
        }
    }
}

fn sign_in(visit: &Visit) -> Markup {
    let words = visit.words();
    html! {
        @if let Some(person) = &visit.person {
            form class="person" method="post" action="/sign-out" {
                (visit.csrf_field())
                span {
                    bdi class="person-name" { (person.name) }
                    @for title in &person.role_titles { " · " bdi { (title) } }
                }
                button class="plain" { (words.t("shell-sign-out")) }
            }
        } @else {
            a href={ "/sign-in?to=" (encoded(local(&visit.path_and_query))) } { (words.t("shell-sign-in")) }
        }
    }
}

fn navigation(visit: &Visit, section: Option<&'static str>) -> Markup {
    let words = visit.words();
    let own = visit.person.iter().flat_map(|person| &person.navigation);
    html! {
        nav class="nav" aria-label=(words.t("shell-navigation")) {
            ul {
                @for item in visit.site.navigation.iter().chain(own) {
                    li {
                        a href=(item.href) aria-current=[(section == Some(item.id)).then_some("page")] { (words.t(item.label)) }
                    }
                }
            }
        }
    }
}

fn footer(visit: &Visit) -> Markup {
    let words = visit.words();
    html! {
        footer class="footer" {
            p { (words.t("shell-footer-promise")) }
            @if !visit.site.footer.is_empty() {
                ul {
                    @for item in &visit.site.footer { li { a href=(item.href) { (words.t(item.label)) } } }
                }
            }
            p class="quiet" { (words.t("shell-footer-private")) }
        }
    }
}

/// A path on this site as it is, and `/` for anything that could lead elsewhere.
pub fn local(path_and_query: &str) -> &str {
    let inside = path_and_query.starts_with('/') && !path_and_query.starts_with("//") && !path_and_query.contains('\\');
    if inside && !path_and_query.chars().any(char::is_control) { path_and_query } else { "/" }
}

/// The same page in another language.
fn in_language(path_and_query: &str, language: Language) -> String {
    let (path, query) = local(path_and_query).split_once('?').unwrap_or((local(path_and_query), ""));
    let kept = query.split('&').filter(|pair| !pair.is_empty() && *pair != "lang" && !pair.starts_with("lang="));
    let language = format!("lang={}", language.tag());
    let query: Vec<&str> = kept.chain([language.as_str()]).collect();
    format!("{path}?{}", query.join("&"))
}

/// Percent-encoded, to stand as a value in a query.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn the_language_switch_keeps_the_page() {
        assert_eq!(in_language("/areas?name=a%26b&lang=en&page=2", Language::Ar), "/areas?name=a%26b&page=2&lang=ar");
        assert_eq!(in_language("/", Language::En), "/?lang=en");
        for elsewhere in ["//evil.example/", "https://evil.example", "/\\evil.example", ""] {
            assert_eq!(in_language(elsewhere, Language::En), "/?lang=en", "{elsewhere}");
        }
        assert_eq!(encoded("/a?b=ش&c"), "/a%3Fb%3D%D8%B4%26c");
    }

    #[test]
    fn what_is_shown_once_offers_no_switch_of_language() {
        let mut visit = testing::visit(Language::En);
        let shown = |visit: &Visit| page(visit, &PageParts::new("Receipt", html! {})).into_string();
        assert!(shown(&visit).contains("hreflang"));
        visit.revisitable = false;
        assert!(!shown(&visit).contains("hreflang"));
    }

    #[test]
    fn a_page_has_one_heading_its_landmarks_and_no_inline_code() {
        for language in Language::ALL {
            let mut visit = testing::visit(language);
            visit.person = Some(Person { name: "<Mona>".into(), ..Person::default() });
            let text = page(&visit, &PageParts::new("A <title>", html! { p { "x" } }).section("record")).into_string();
            assert_eq!(text.matches("<h1>").count(), 1);
            for landmark in ["<header class=\"masthead\"", "<nav ", "<main id=\"main\"", "<footer "] {
                assert_eq!(text.matches(landmark).count(), 1, "{landmark}");
            }
            assert!(text.contains("&lt;Mona&gt;") && text.contains("<h1>A &lt;title&gt;</h1>"));
            assert!(!text.contains("style=") && !text.contains("<style") && !text.contains("onclick"));
            assert_eq!(text.matches("aria-current=\"page\"").count(), 1);
            assert!(text.contains(&format!("dir=\"{}\"", language.direction())));
            assert_eq!(visit.site.texts.missing(), 0);
        }
    }
}
