//! Who neighbours whom, as the command line says it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use comity_methods::Error;
pub use comity_methods::place::weights::Weights;
use comity_methods::place::weights::{self, Decay};
use serde_json::{Map, Value, json};

use super::areas;
use super::choices::{Contiguity, name};
use crate::fault::Fault;
use crate::input::Table;

/// How the rows of the file neighbour each other.
#[derive(Clone, Debug, Args)]
pub struct Neighbours {
    /// A .gal file of neighbours, or a .geojson file of areas: those that touch are neighbours.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["nearest", "within"])]
    pub neighbours: Option<PathBuf>,
    /// The column that names each row's area in --neighbours. [default: rows in the order of its areas]
    #[arg(long, value_name = "COL", requires = "neighbours")]
    pub id: Option<String>,
    /// The property of the .geojson file that holds these names. [default: as --id]
    #[arg(long, value_name = "NAME", requires = "id")]
    pub area_id: Option<String>,
    /// When areas of a .geojson file, or cells, touch.
    #[arg(long, value_enum, default_value_t)]
    pub contiguity: Contiguity,
    /// The column of the eastings, in metres or another unit of length.
    #[arg(long, value_name = "COL")]
    pub x: Option<String>,
    /// The column of the northings.
    #[arg(long, value_name = "COL")]
    pub y: Option<String>,
    /// This many nearest rows by straight line are neighbours.
    #[arg(long, value_name = "K", requires_all = ["x", "y"], conflicts_with = "within")]
    pub nearest: Option<usize>,
    /// All rows within this distance are neighbours.
    #[arg(long, value_name = "DISTANCE", requires_all = ["x", "y"])]
    pub within: Option<f64>,
    /// Weigh the rows --within by their distance to the power of minus this.
    #[arg(long, value_name = "POWER", requires = "within")]
    pub inverse_distance: Option<f64>,
}

/// What a row of weights adds up to.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Style {
    /// Every row to 1: the mean of the neighbours.
    #[default]
    Row,
    /// As they are: the sum of the neighbours.
    Binary,
}

impl Neighbours {
    /// The columns that are needed.
    pub fn columns(&self) -> Vec<&str> {
        [&self.x, &self.y, &self.id].into_iter().flatten().map(String::as_str).collect()
    }

    /// The weights of the rows of `table`, not standardised.
    pub fn weights(&self, table: &Table) -> Result<Weights, Fault> {
        if let Some(path) = &self.neighbours {
            return if areas::is_geojson(path) { self.touching(table, path) } else { self.listed(table, path) };
        }
        let (Some(x), Some(y)) = (&self.x, &self.y) else {
            return Err(Fault::input(
                "who neighbours whom? Give --neighbours FILE, or --x and --y with --nearest or --within",
            ));
        };
        let (across, up) = (table.numbers(x)?, table.numbers(y)?);
        let found = match (self.nearest, self.within, self.inverse_distance) {
            (Some(count), ..) => weights::nearest(&across, &up, count),
            (None, Some(distance), None) => weights::within(&across, &up, distance, Decay::None),
            (None, Some(distance), Some(power)) => weights::within(&across, &up, distance, Decay::Power(power)),
            (None, None, _) => {
                return Err(Fault::input("how near are neighbours? Give --nearest K or --within DISTANCE"));
            }
        };
        found.map_err(|error| table.fault(error, &[("x", x), ("y", y), ("places", x)]))
    }

    /// The settings for the answer's inputs.
    pub fn inputs(&self) -> Map<String, Value> {
        let mut inputs = Map::new();
        let mut tell = |name: &str, value: Value| {
            if !value.is_null() {
                inputs.insert(name.to_owned(), value);
            }
        };
        tell("neighbours", json!(self.neighbours.as_ref().map(|path| path.display().to_string())));
        tell("id", json!(self.id));
        tell("area_id", json!(self.area_id));
        tell("x", json!(self.x));
        tell("y", json!(self.y));
        tell("nearest", json!(self.nearest));
        tell("within", json!(self.within));
        tell("inverse_distance", json!(self.inverse_distance));
        if self.neighbours.as_ref().is_some_and(|path| areas::is_geojson(path)) {
            tell("contiguity", json!(name(self.contiguity)));
        }
        inputs
    }

    fn listed(&self, table: &Table, path: &Path) -> Result<Weights, Fault> {
        let source = path.display();
        let text =
            std::fs::read_to_string(path).map_err(|error| Fault::input(format!("{source} cannot be read: {error}")))?;
        let gal = weights::gal(&text).map_err(|error| match error {
            Error::Value { row, found, expected, .. } => {
                Fault::input(format!("line {} of {source}: found {found}, expected {expected}", row + 1))
            }
            other => Fault::input(format!("{source}: {other}")),
        })?;
        let row_of = self.rows_of(table, &gal.names, path)?;
        let mut lists = vec![Vec::new(); table.rows()];
        for (area, neighbours) in gal.names.iter().zip(&gal.neighbours) {
            let Some(list) = row_of.get(area.as_str()).and_then(|row| lists.get_mut(*row as usize)) else { continue };
            for other in neighbours {
                let row = row_of.get(other.as_str());
                list.push(*row.ok_or_else(|| {
                    Fault::input(format!("{source}: {other:?}, a neighbour of {area:?}, is none of its areas"))
                })?);
            }
        }
        Weights::binary(&lists).map_err(|error| match error {
            Error::Value { row, expected, .. } => Fault::input(format!(
                "{source}: the neighbours of the area in {}: expected {expected}",
                table.at(row, self.id.as_deref().unwrap_or("(in order)"))
            )),
            other => Fault::input(format!("{source}: {other}")),
        })
    }

    fn touching(&self, table: &Table, path: &Path) -> Result<Weights, Fault> {
        let named = areas::read(path)?;
        let property = self.area_id.as_deref().or(self.id.as_deref());
        let name = |(number, one): (usize, &areas::Named)| match property {
            None => Ok(number.to_string()),
            Some(property) => one.properties.get(property).map(areas::text).ok_or_else(|| {
                Fault::input(format!("feature {number} of {} has no property {property:?}", path.display()))
            }),
        };
        let names = (1..).zip(&named).map(name).collect::<Result<Vec<_>, _>>()?;
        let row_of = self.rows_of(table, &names, path)?;
        let mut ordered = vec![comity_methods::place::grid::Area::default(); table.rows()];
        for (name, one) in names.iter().zip(named) {
            if let Some(place) = row_of.get(name.as_str()).and_then(|row| ordered.get_mut(*row as usize)) {
                *place = one.area;
            }
        }
        weights::areas(&ordered, self.contiguity.into())
            .map_err(|error| Fault::input(format!("{}: {error}", path.display())))
    }

    /// The row of each area's name; every row has an area and every area a row.
    fn rows_of<'a>(&self, table: &Table, names: &'a [String], path: &Path) -> Result<HashMap<&'a str, u32>, Fault> {
        let (source, rows) = (path.display(), table.rows());
        if names.len() != rows {
            return Err(Fault::input(format!("{source} has {} areas, the file has {rows} rows", names.len())));
        }
        let mut known: HashMap<&str, Option<u32>> = HashMap::new();
        for name in names {
            if known.insert(name, None).is_some() {
                return Err(Fault::input(format!("{source} has the area {name:?} twice")));
            }
        }
        match &self.id {
            Some(id) => {
                for (row, name) in table.text(id)?.into_iter().enumerate() {
                    match known.get_mut(name) {
                        Some(place @ None) => *place = Some(row as u32),
                        Some(Some(_)) => return Err(table.wrong(row, id, format!("{name:?} comes a second time"))),
                        None => return Err(table.wrong(row, id, format!("{name:?} is none of the areas of {source}"))),
                    }
                }
            }
            None => {
                // Numbers in order, from 1 or from 0, stand for the rows.
                let start = if known.contains_key("0") { 0 } else { 1 };
                for row in 0..rows {
                    let name = (row + start).to_string();
                    let place = known.get_mut(name.as_str()).ok_or_else(|| {
                        Fault::input(format!("the areas of {source} are not numbered from 1 to {rows}: give --id COL"))
                    })?;
                    *place = Some(row as u32);
                }
            }
        }
        Ok(known.into_iter().filter_map(|(name, row)| Some((name, row?))).collect())
    }
}
