//! A site to test the shell's own pages with.

use std::sync::Arc;

use comity_kernel::{Language, Millis};
use jiff::tz::TimeZone;

use crate::frame::{NavItem, Site, Visit};
use crate::texts::Texts;

pub fn texts() -> Texts {
    Texts::new(&crate::TEXTS).unwrap()
}

pub fn visit(language: Language) -> Visit {
    let site = Site {
        texts: texts(),
        names: vec![(Language::En, "Safer together".into()), (Language::Ar, "معًا من أجل الأمان".into())],
        navigation: vec![NavItem { id: "record", href: "/record", label: "shell-search" }],
        footer: Vec::new(),
        zone: TimeZone::UTC,
    };
    Visit {
        site: Arc::new(site),
        language,
        path_and_query: "/record?page=2".into(),
        revisitable: true,
        csrf: "token".into(),
        once: String::new(),
        person: None,
        now: Millis(1_773_273_600_000),
    }
}
