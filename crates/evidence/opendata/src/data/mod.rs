//! Files of what is published, to take away: counts, areas with their totals, points.
//!
//! A file is written piece by piece while it is sent. What is withheld is said to be (`status`), so that nobody takes it for
//! zero, and the rule that was applied goes along with the numbers.

mod areas;
mod counts;
mod listing;
mod parquet;
mod points;
pub mod rule;
mod stream;

use comity_observatory::Month;
use comity_observatory::published::{self, Release};
use comity_places::Area;
use comity_store::Read;
use comity_web::App;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::asked::{given, month};
use crate::problem::{Answer, OpenDataError};

pub use areas::{feature as area_feature, totals};
pub use counts::{Lines, feature as count_feature, id as count_id};
pub use points::{feature as point_feature, id as point_id};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(listing::show))
        .routes(routes!(counts::csv))
        .routes(routes!(counts::json))
        .routes(routes!(counts::parquet))
        .routes(routes!(counts::rule))
        .routes(routes!(areas::geojson))
        .routes(routes!(points::geojson))
        .routes(routes!(points::csv))
        .routes(routes!(points::rule))
}

/// What part of a file is wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// The code of an area: it and all below it.
    pub area: Option<String>,
    /// A kind as the files of incidents have it; may be given several times. Without it: all.
    #[serde(default)]
    #[param(required = false)]
    pub kind: Vec<String>,
    /// The first month, `YYYY-MM`.
    #[param(pattern = r"^(19|20)\d\d-(0[1-9]|1[0-2])$")]
    pub from: Option<String>,
    /// The last month, `YYYY-MM`.
    #[param(pattern = r"^(19|20)\d\d-(0[1-9]|1[0-2])$")]
    pub to: Option<String>,
}

/// A filter that was read, and the state that the file is of.
#[derive(Clone, Debug)]
pub struct Selection {
    pub releases: Vec<Release>,
    /// Those that are wanted, by path.
    pub areas: Vec<Area>,
    /// Whether an area was named; else the numbers of the whole partnership are wanted too.
    pub of_area: Option<String>,
    pub kinds: Vec<String>,
    /// The first and the last month; in this order.
    pub months: (Month, Month),
    /// The hashes of the files that the outlines come from.
    pub outlines: Vec<String>,
}

impl Selection {
    /// # Errors
    /// What is wrong with the filter, or what the database says.
    pub fn read(tx: &mut Read<'_>, filter: &Filter) -> Answer<Self> {
        let releases = published::releases(tx)?;
        let asked = |name, text: &Option<String>| given(text.as_ref()).map(|text| month(name, text)).transpose();
        let (from, to) = (asked("from", &filter.from)?, asked("to", &filter.to)?);
        let first = releases.iter().map(|release| release.months.0).min().unwrap_or(Month(0));
        let last = releases.iter().map(|release| release.months.1).max().unwrap_or(Month(-1));
        let of_area = given(filter.area.as_ref()).map(str::to_owned);
        let mut areas = comity_places::areas(tx)?;
        if let Some(code) = &of_area {
            let named = areas.iter().find(|area| area.code == *code).cloned();
            let named = named.ok_or_else(|| OpenDataError::NotThere(code.clone()))?;
            areas.retain(|area| named.holds(&area.path));
        }
        let months = (from.unwrap_or(first), to.unwrap_or(last));
        let outlines = comity_places::imported(tx)?;
        Ok(Self { releases, areas, of_area, kinds: filter.kind.clone(), months, outlines })
    }

    /// The hash of all that the file follows from, in quotation marks.
    pub fn tag(&self, file: &str) -> String {
        use sha2::{Digest as _, Sha256};
        let mut hash = Sha256::new();
        let mut add = |text: &str| {
            hash.update(text.len().to_le_bytes());
            hash.update(text.as_bytes());
        };
        add(file);
        self.releases.iter().for_each(|release| add(&release.object));
        self.outlines.iter().for_each(|file| add(file));
        for area in &self.areas {
            [&area.path, &area.names.en, &area.names.ar].into_iter().for_each(|text| add(text));
            add(&format!("{:?}", area.population));
        }
        self.kinds.iter().for_each(|kind| add(kind));
        add(&format!("{:?} {}", self.of_area, self.months.0));
        add(&self.months.1.to_string());
        hash.finalize().iter().take(16).fold("\"".to_owned(), |out, byte| format!("{out}{byte:02x}")) + "\""
    }
}
