//! Opening the place where the data is: database, objects, keys, and the ledger over them.

use std::path::PathBuf;
use std::sync::Arc;

use comity_kernel::{Clock, Ids};
use comity_ledger::{Keys, Ledger, Settings};
use comity_store::{Bucket, Location, Objects, Store};
use comity_web::Slice;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::arguments::Where;
use crate::configuration::Configuration;
use crate::{Failure, slices};

/// Where everything lies, before anything of it is opened.
#[derive(Clone, Debug)]
pub struct Place {
    pub location: Location,
    pub keys: PathBuf,
    pub objects: PathBuf,
    pub configuration: Configuration,
}

/// An open place.
pub struct Opened {
    pub ledger: Ledger,
    pub slices: Vec<Arc<dyn Slice>>,
    pub place: Place,
}

impl Place {
    pub fn find(place: &Where) -> Result<Self, Failure> {
        let configuration = Configuration::read(place.config.as_deref(), place.data.as_deref())?;
        let (location, beside) = match (&place.data, &place.database_url) {
            (Some(folder), None) => (Location::Folder(folder.clone()), folder.clone()),
            (beside, Some(url)) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                let own = beside.clone().map_or_else(|| state_folder(url), Ok)?;
                (Location::Postgres(url.clone()), own)
            }
            (_, Some(_)) => return Err(Failure::new("--database-url: expected postgres://user@host/database")),
            (None, None) => {
                return Err(Failure::new("say where the data is: --data DIR or --database-url postgres://…"));
            }
        };
        let keys = configuration.keys.clone().unwrap_or_else(|| beside.join("keys"));
        let objects = configuration.objects.clone().unwrap_or_else(|| beside.join("objects"));
        Ok(Self { location, keys, objects, configuration })
    }

    pub fn store(&self, slices: &[Arc<dyn Slice>]) -> Result<Store, Failure> {
        Ok(Store::open(&self.location, &comity_ledger::migrations(&slices::projections(slices)))?)
    }

    /// Where objects lie: in the folder, and in the bucket if there is one.
    pub fn objects(&self) -> Result<Objects, Failure> {
        let objects = Objects::in_folder(&self.objects)?;
        let configured = &self.configuration.bucket;
        let Some(address) = &configured.address else { return Ok(objects) };
        let missing = |key| Failure::new(format!("the configuration has `bucket.address` and lacks `{key}`"));
        let key = configured.key.as_deref().ok_or_else(|| missing("bucket.key"))?;
        let secret = configured.secret.as_deref().ok_or_else(|| missing("bucket.secret"))?;
        Ok(objects.with_bucket(Bucket::new(address, &configured.region, key, secret)?))
    }

    /// Opens the record, beginning one when there is none, as `comity serve` and the commands beside it do.
    pub fn open(self) -> Result<Opened, Failure> {
        let ids = Ids::system()?;
        self.open_with(Clock::system(), ids, false)
    }

    /// Opens a record that must be there already: a mistyped folder must not be taken for a sound, empty record.
    pub fn open_existing(self) -> Result<Opened, Failure> {
        let missing = || Failure::new(format!("there is no record in {:?}", self.location));
        if let Location::Folder(folder) = &self.location
            && !folder.join("comity.db").exists()
        {
            return Err(missing());
        }
        if comity_ledger::identity(&self.store(&slices::all())?)?.is_none() {
            return Err(missing());
        }
        self.open()
    }

    /// Opens the record with this clock and source of randomness; `demonstration` marks one that is begun here.
    pub fn open_with(self, clock: Clock, ids: Ids, demonstration: bool) -> Result<Opened, Failure> {
        let slices = slices::all();
        let store = self.store(&slices)?;
        let identity = comity_ledger::identity(&store)?;
        let keys = match Keys::load(&self.keys)? {
            Some(keys) => keys,
            None if identity.is_some() => {
                let text = format!("the keys of this record are missing: expected them in {}", self.keys.display());
                return Err(Failure::new(text));
            }
            None => {
                let keys = Keys::draw(&ids);
                keys.save(&self.keys)?;
                keys
            }
        };
        let random = || format!("comity.invalid/{}", ids.reference());
        let (stored, demonstration) = identity.map_or((None, demonstration), |(origin, demo)| (Some(origin), demo));
        let origin = self.configuration.origin.clone().or(stored).unwrap_or_else(random);
        let settings =
            Settings { origin, beat: self.configuration.beat, cover: self.configuration.cover, demonstration };
        let objects = self.objects()?;
        let ledger = Ledger::open(store, objects, keys, slices::projections(&slices), (clock, ids), settings)?
            .anchored(comity_ledger::anchor_file(&self.keys));
        Ok(Opened { ledger, slices, place: self })
    }
}

/// For PostgreSQL without --data: a folder of the user's own, one per database.
fn state_folder(url: &str) -> Result<PathBuf, Failure> {
    let home = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state")));
    let home =
        home.ok_or_else(|| Failure::new("say where the keys are kept: set `keys` and `objects`, or give --data DIR"))?;
    // Without the password, so that a changed one finds the same folder.
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.split_once('@').map_or(rest, |(_, host)| host);
    let name = HEXLOWER.encode(&Sha256::digest(format!("{scheme}://{host}")));
    Ok(home.join("comity").join(name.get(..16).unwrap_or_default()))
}
