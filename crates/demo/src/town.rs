//! Everything the demonstration consists of, as plain data.

use comity_kernel::Day;

use comity_places::Bilingual;
pub use comity_places::Level;

use crate::geography;
use crate::incidents;
use crate::names::quarters::TOWN;
use crate::people::{Account, Cast, Forum, Organisation, Priority, Team};
use crate::practice::{self, Action, Concern, Decision, Meeting, Moment, Stage, Step};
use crate::publish;

/// A node of the hierarchy.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub code: String,
    /// A short word for sign-in names, as `harbour`.
    pub slug: String,
    pub name: Bilingual,
    pub level: Level,
    pub parent: Option<String>,
    /// Inhabitants; known for sub-sectors only.
    pub population: Option<u32>,
    /// Closed rings in longitude and latitude, the outer one first and counter-clockwise.
    pub boundary: Vec<Vec<[f64; 2]>>,
}

/// A street by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Street {
    pub name: Bilingual,
}

/// The map point of a stretch of street between two crossings.
#[derive(Clone, Debug, PartialEq)]
pub struct StreetPoint {
    /// Longitude and latitude.
    pub at: [f64; 2],
    /// Metres east and north of the town's heart.
    pub metres: (f64, f64),
    /// The two crossings, in longitude and latitude.
    pub ends: [[f64; 2]; 2],
    /// Index into [`crate::Town::streets`].
    pub street: usize,
    /// Index of the sub-sector among the sub-sectors (see [`crate::Town::sub_sectors`]).
    pub quarter: usize,
}

/// The invented town and all that goes on in it. Fields that are indices in the script refer to these lists.
#[derive(Clone, Debug)]
pub struct Town {
    pub seed: u64,
    pub today: Day,
    pub name: Bilingual,
    /// Parents before their children: country, region, the town, sectors, sub-sectors.
    pub areas: Vec<Area>,
    pub streets: Vec<Street>,
    pub points: Vec<StreetPoint>,
    /// The river, from the sea inland, in longitude and latitude.
    pub river: Vec<[f64; 2]>,
    /// The coast from south to north, in longitude and latitude.
    pub coast: Vec<[f64; 2]>,
    pub teams: Vec<Team>,
    pub priorities: Vec<Priority>,
    pub organisations: Vec<Organisation>,
    pub forum: Forum,
    pub accounts: Vec<Account>,
    pub concerns: Vec<Concern>,
    pub meetings: Vec<Meeting>,
    pub decisions: Vec<Decision>,
    pub actions: Vec<Action>,
    /// What happened, in order of time; all before today.
    pub steps: Vec<Step>,
}

impl Town {
    /// The town of a seed, with its history up to the evening before `today`.
    pub fn generate(seed: u64, today: Day) -> Self {
        let ground = geography::survey(seed);
        let cast = Cast::new(seed);
        let stage = Stage { areas: &ground.areas, streets: &ground.streets, points: &ground.points, cast: &cast };
        let practice = practice::enact(seed, today, stage);
        Self {
            seed,
            today,
            name: Bilingual::new(TOWN.1, TOWN.2),
            areas: ground.areas,
            streets: ground.streets,
            points: ground.points,
            river: ground.river,
            coast: ground.coast,
            teams: cast.teams,
            priorities: cast.priorities,
            organisations: cast.organisations,
            forum: cast.forum,
            accounts: cast.accounts,
            concerns: practice.concerns,
            meetings: practice.meetings,
            decisions: practice.decisions,
            actions: practice.actions,
            steps: practice.steps,
        }
    }

    /// The sub-sectors, in the order that [`StreetPoint::quarter`] counts.
    pub fn sub_sectors(&self) -> impl Iterator<Item = &Area> {
        self.areas.iter().filter(|area| area.level == Level::SubSector)
    }

    /// The team of a sub-sector.
    pub fn team_of(&self, area: &str) -> Option<&Team> {
        self.teams.iter().find(|team| team.area == area)
    }

    /// When the partnership was set up, before the first step: for accounts, areas and the forum.
    pub fn founded(&self) -> Moment {
        Moment { day: self.today.plus_days(-560), minute: 8 * 60 }
    }

    /// Two years of incidents up to the last month, to the minute, as CSV.
    pub fn incidents_csv(&self) -> String {
        incidents::csv(self.seed, self.today, &self.points, &self.streets)
    }

    /// Addresses along all streets, as CSV with the columns `lon`, `lat`, `kind` and `street`.
    pub fn addresses_csv(&self) -> String {
        crate::addresses::csv(self.seed, &self.points, &self.streets)
    }

    /// A survey of adults in two rounds.
    pub fn surveys(&self) -> [crate::Round; 2] {
        crate::survey::rounds(self.seed, self.today, &self.areas, &self.points)
    }

    /// Adults by sex and by age in each sub-sector, as `comity import population` reads them.
    pub fn population_groups_csv(&self) -> String {
        crate::survey::population(self.seed, &self.areas)
    }

    /// All areas as GeoJSON (RFC 7946) with the properties `code`, `name`, `name_ar`, `parent`, `level`.
    pub fn areas_geojson(&self) -> String {
        publish::geojson(&self.areas)
    }

    /// `code,name,population` of the sub-sectors, as CSV with a header.
    pub fn population_csv(&self) -> String {
        publish::population(&self.areas)
    }
}
