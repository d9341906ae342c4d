//! The capabilities that make up the program. A new one is one line here.

use std::sync::Arc;

use comity_kernel::{Day, Language};
use comity_ledger::{Projection, Refusal};
use comity_shell::{Texts, texts::TextsError};
use comity_store::Read;
use comity_web::Slice;

/// Every slice of the practice, in the order in which their tables are made and their entries projected.
pub fn all() -> Vec<Arc<dyn Slice>> {
    vec![
        Arc::new(comity_places::Places),
        Arc::new(comity_concerns::Concerns),
        Arc::new(comity_actions::Actions),
        Arc::new(comity_forums::Forums),
        Arc::new(comity_answers::Answers),
        Arc::new(comity_observatory::Observatory),
        Arc::new(comity_neighbourhoods::Neighbourhoods),
        Arc::new(comity_opendata::OpenData { meetings: comity_opendata::Meetings(meetings) }),
        Arc::new(comity_tiles::Tiles),
    ]
}

/// The coming meetings as open data shows them.
fn meetings(tx: &mut Read<'_>, area_path: &str, today: Day) -> Result<Vec<comity_opendata::Meeting>, Refusal> {
    let shown = |meeting: comity_forums::Meeting| comity_opendata::Meeting {
        names: meeting.forum_names,
        day: meeting.day,
        starts: meeting.starts,
        place: meeting.place,
    };
    Ok(comity_forums::upcoming(tx, area_path, today)?.into_iter().map(shown).collect())
}

/// What of the slices follows from entries; accounts first, for everything is done by somebody.
pub fn projections(slices: &[Arc<dyn Slice>]) -> Vec<Arc<dyn Projection>> {
    let accounts: Arc<dyn Projection> = Arc::new(comity_access::Accounts);
    std::iter::once(accounts).chain(slices.iter().map(|slice| Arc::clone(slice) as Arc<dyn Projection>)).collect()
}

/// Every sentence of the program.
pub fn sources(slices: &[Arc<dyn Slice>]) -> Vec<(Language, &'static str)> {
    let core = [
        (Language::En, include_str!("../../../locales/en/web.ftl")),
        (Language::Ar, include_str!("../../../locales/ar/web.ftl")),
        (Language::En, include_str!("../../../locales/en/access.ftl")),
        (Language::Ar, include_str!("../../../locales/ar/access.ftl")),
        (Language::En, include_str!("../../../locales/en/comity.ftl")),
        (Language::Ar, include_str!("../../../locales/ar/comity.ftl")),
    ];
    comity_shell::TEXTS
        .into_iter()
        .chain(core)
        .chain(slices.iter().flat_map(|slice| slice.texts().iter().copied()))
        .collect()
}

pub fn texts(slices: &[Arc<dyn Slice>]) -> Result<Texts, TextsError> {
    Texts::new(&sources(slices))
}
