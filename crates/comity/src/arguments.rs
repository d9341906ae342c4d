//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use comity_observatory::Month;
use comity_observatory::published::Publication;

/// Comity: the shared working record of a community-safety partnership.
#[derive(Debug, Parser)]
#[command(name = "comity", version, about, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the site.
    Serve(Serve),
    /// Make a demonstration partnership: an invented town with two years of incidents and 300 concerns.
    Demo(Demo),
    /// Bring in areas or incidents from files.
    Import(Import),
    /// Publish what has become due of the imported incidents; again, it does nothing.
    Publish(Publish),
    /// List the imported datasets, or count their incidents exactly.
    Dataset(Dataset),
    /// Run a statistical method on a CSV or Parquet file; no data folder and no server are needed.
    Analyse(comity_analyse::Analyse),
    /// Check, rebuild or show the record.
    Ledger(Ledger),
    /// Open an account, or give one a new password.
    Account(Account),
    /// Write a backup of the running system to one file.
    Backup(Backup),
    /// Read a backup into an empty place. Opens a new epoch of the log.
    Restore(Restore),
}

fn month(word: &str) -> Result<Month, String> {
    Month::parse(word).ok_or_else(|| "expected a month as YYYY-MM".to_owned())
}

fn publication(word: &str) -> Result<Publication, String> {
    Publication::parse(word).ok_or_else(|| "expected withheld, counts, points or as-source".to_owned())
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub struct Where {
    /// The folder with the data (embedded SQLite); made when missing.
    #[arg(long, value_name = "DIR", env = "COMITY_DATA")]
    pub data: Option<PathBuf>,
    /// A PostgreSQL database instead: postgres://user:password@host/database.
    #[arg(long, value_name = "URL", env = "COMITY_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The configuration file; by default comity.toml in the data folder, if it is there.
    #[arg(long, value_name = "FILE", env = "COMITY_CONFIG")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub place: Where,
    /// Address and port to listen on [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
}

#[derive(Debug, Args)]
pub struct Demo {
    #[command(flatten)]
    pub place: Where,
    /// The number everything in the town is drawn from.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The demonstration's present day, as YYYY-MM-DD [default: today].
    #[arg(long, value_name = "DAY")]
    pub today: Option<String>,
}

#[derive(Debug, Args)]
pub struct Import {
    #[command(subcommand)]
    pub what: ImportWhat,
}

#[derive(Debug, Subcommand)]
pub enum ImportWhat {
    /// Areas with their boundaries, from GeoJSON.
    Areas(ImportAreas),
    /// Recorded incidents, from a CSV file, plain or gzip: police.uk's, or any other by a mapping of its columns.
    Incidents(ImportIncidents),
    /// Addresses, from which the points are made at which incidents are drawn: CSV with lon, lat, kind, street.
    Addresses(ImportAddresses),
    /// A survey: a CSV file with a row for each person who answered, and a layout that says what its columns are.
    Survey(ImportSurvey),
    /// How many people of each group live in each area: CSV with code, by, group, people.
    Population(ImportPopulation),
}

#[derive(Debug, Args)]
pub struct ImportAreas {
    /// A GeoJSON file of polygons, each with a code and a name.
    pub file: PathBuf,
    /// A CSV file with the population of each area, by its code.
    #[arg(long, value_name = "FILE")]
    pub population: Option<PathBuf>,
    /// Print the summary as JSON.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct ImportIncidents {
    /// A CSV file, plain or gzip.
    pub file: PathBuf,
    /// Print as JSON which column is taken for what; import nothing.
    #[arg(long)]
    pub show_mapping: bool,
    /// Which column is what: a file as --show-mapping prints it [default: as the dataset corrected or the last file with
    /// these columns, or detected]. It says everything that --crs, --time-zone and --kind say.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["crs", "time_zone", "kind"])]
    pub mapping: Option<PathBuf>,
    /// The coordinate reference system of projected coordinates, such as EPSG:26910.
    #[arg(long, value_name = "CODE")]
    pub crs: Option<String>,
    /// The time zone of the times, such as Europe/London [default: as in the mapping used before, else the configured one].
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    /// The kind of all incidents, for a file of a single kind without a column that says so.
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// The dataset that this file is a corrected version of.
    #[arg(long, value_name = "REFERENCE")]
    pub corrects: Option<String>,
    /// Who collects these incidents and publishes them elsewhere, in words: shown with the dataset.
    #[arg(long, value_name = "TEXT")]
    pub source: Option<String>,
    /// Under which terms their source publishes them: shown with the dataset.
    #[arg(long, value_name = "TEXT")]
    pub licence: Option<String>,
    /// Where kinds fall in the international classification of crime: a TOML file [default: the program's own table].
    #[arg(long, value_name = "FILE")]
    pub classification: Option<PathBuf>,
    /// Print the summary as JSON: {read, placed, outside, unplaced, refused}.
    #[arg(long)]
    pub json: bool,
    /// What is public of them: withheld, counts (small ones withheld), points (drawn at points that stand for several
    /// addresses) or as-source (they are public in this form already) [default: counts, or as the dataset corrected].
    #[arg(long, value_name = "HOW", value_parser = publication)]
    pub publication: Option<Publication>,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct ImportAddresses {
    /// A CSV file: lon (or x), lat (or y) in degrees, kind (home, public or other), and perhaps street.
    pub file: PathBuf,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct ImportSurvey {
    /// A CSV file, plain or gzip.
    pub file: PathBuf,
    /// What the columns are: a TOML file; columns that it does not name are not kept.
    #[arg(long, value_name = "FILE", required_unless_present = "show_layout")]
    pub layout: Option<PathBuf>,
    /// Print a draft of the layout of this file; import nothing.
    #[arg(long, conflicts_with = "layout")]
    pub show_layout: bool,
    /// Print the summary as JSON: {survey, respondents, questions}.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct ImportPopulation {
    /// A CSV file: code (of the area), by (such as sex), group, people, and perhaps name and name_ar.
    pub file: PathBuf,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct Publish {
    /// A rule as JSON, in force from now on; by default the one that is in force.
    #[arg(long, value_name = "FILE")]
    pub rule: Option<PathBuf>,
    /// Print the rule in force as JSON, and publish nothing.
    #[arg(long, conflicts_with = "rule")]
    pub show_rule: bool,
    /// Print what came out as JSON.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct Dataset {
    #[command(subcommand)]
    pub what: DatasetWhat,
}

#[derive(Debug, Subcommand)]
pub enum DatasetWhat {
    /// List the datasets in all their versions, the latest first.
    List(DatasetList),
    /// Count incidents exactly, whatever is public of them. Prints CSV; what did not happen is not listed.
    Counts(DatasetCounts),
}

#[derive(Debug, Args)]
pub struct DatasetList {
    /// Print the list as JSON.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct DatasetCounts {
    /// The references of datasets [default: all of incidents, each in its newest version].
    pub datasets: Vec<String>,
    /// By what to count, in this order.
    #[arg(long, value_name = "WHAT", value_delimiter = ',', default_value = "month")]
    pub by: Vec<CountBy>,
    /// Only in this area and all below it; may be given several times.
    #[arg(long, value_name = "CODE")]
    pub area: Vec<String>,
    /// Only of this kind, as the files have it; may be given several times.
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only from this month on, as YYYY-MM.
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub from: Option<Month>,
    /// Only up to this month.
    #[arg(long, value_name = "MONTH", value_parser = month)]
    pub to: Option<Month>,
    /// Print the counts as JSON.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub place: Where,
}

/// By what incidents are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum CountBy {
    Area,
    Month,
    Kind,
    /// The local hour of the week: 0 is Monday from midnight, 167 Sunday from 23 h.
    Hour,
}

#[derive(Debug, Args)]
pub struct Ledger {
    #[command(subcommand)]
    pub what: LedgerWhat,
}

#[derive(Debug, Subcommand)]
pub enum LedgerWhat {
    /// Check a proof file or a promise against a site's public log (--receipt or --promise, --url), or a whole stored
    /// record (--data).
    Verify(Verify),
    /// Rebuild the tables that follow from the entries; with --check only compare them.
    Replay(Replay),
    /// Print the published checkpoint.
    Checkpoint(Where),
    /// Destroy the words, names and contacts of one stream. The entries stay, and that they were erased is recorded.
    Erase(Erase),
    /// Open a new epoch of the log: after a standby was promoted that may lack commits.
    Epoch(Epoch),
}

#[derive(Debug, Args)]
#[group(skip)]
#[command(group = clap::ArgGroup::new("what").args(["receipt", "promise"]))]
pub struct Verify {
    /// A proof file, as downloaded with the receipt's code.
    #[arg(long, value_name = "FILE")]
    pub receipt: Option<PathBuf>,
    /// A promise alone, as it stands on the receipt's page: the file it was copied to, or its text, `{"commitment": …}`.
    #[arg(long, value_name = "FILE|TEXT", conflicts_with = "receipt", requires = "url")]
    pub promise: Option<String>,
    /// The site whose log is to contain it; without it, only the proof file itself is checked.
    #[arg(long, value_name = "SITE", requires = "what")]
    pub url: Option<String>,
    /// The log's public key, from somewhere other than the file or the site.
    #[arg(long, value_name = "VKEY", requires = "what")]
    pub key: Option<String>,
    /// How many of the newest entries of the log are looked through for a promised one, if the site does not tell its place.
    #[arg(long, value_name = "ENTRIES", requires = "url", default_value_t = comity_ledger::remote::SEARCHED)]
    pub search: u64,
    /// Print the findings as JSON.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct Replay {
    /// Rebuild into an empty database and compare, changing nothing.
    #[arg(long)]
    pub check: bool,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct Erase {
    /// The stream, such as concern/<reference>.
    pub stream: String,
    /// Why: own-request, third-party, order or retention.
    #[arg(long)]
    pub reason: String,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct Epoch {
    /// A file with the last checkpoint known of this log, from a witness or an archive.
    #[arg(long, value_name = "FILE")]
    pub known: PathBuf,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct Account {
    #[command(subcommand)]
    pub what: AccountWhat,
}

#[derive(Debug, Subcommand)]
pub enum AccountWhat {
    /// Open an account.
    Create(CreateAccount),
    /// Give an account a new password and end its sessions.
    Reset(ResetAccount),
}

#[derive(Debug, Args)]
pub struct CreateAccount {
    /// The name to sign in with.
    pub name: String,
    /// resident, officer, supervisor, coordinator, chair, secretary, member, partner, analyst, oversight, administrator.
    #[arg(long)]
    pub role: String,
    /// The code of the area in which the role is held; without it, the whole partnership.
    #[arg(long, value_name = "CODE")]
    pub area: Option<String>,
    /// The code of the organisation for which the role is held.
    #[arg(long, value_name = "CODE")]
    pub body: Option<String>,
    /// The name that others see.
    #[arg(long, value_name = "NAME")]
    pub shown: Option<String>,
    /// Read the password from standard input.
    #[arg(long, required = true)]
    pub password_stdin: bool,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct ResetAccount {
    /// The name to sign in with.
    pub name: String,
    /// Read the password from standard input.
    #[arg(long, required = true)]
    pub password_stdin: bool,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write; it must not be there yet.
    pub file: PathBuf,
    /// Leave the keys out: they are kept elsewhere.
    #[arg(long)]
    pub without_keys: bool,
    #[command(flatten)]
    pub place: Where,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The backup.
    pub file: PathBuf,
    /// A file with the last checkpoint known of this log, from a witness or an archive; else the backup's own.
    #[arg(long, value_name = "FILE")]
    pub known: Option<PathBuf>,
    #[command(flatten)]
    pub place: Where,
}
