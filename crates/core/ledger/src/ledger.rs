//! The open ledger: commands go in, entries come out, and every answer can be proved later.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use comity_kernel::{Clock, Ids, Millis};
use comity_store::{Objects, Read, Store, StoreError, Write};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::checkpoint::LogKey;
use crate::decision::{Decision, Written};
use crate::event::{Projection, Recorded, Refusal};
use crate::keys::Keys;
use crate::once::{self, Once};
use crate::promise::Promise;
use crate::stored;

/// The account id of a resident who did not sign in.
pub const RESIDENT: &str = "resident";
/// The account id of the program itself and of whoever works at its command line.
pub const OPERATOR: &str = "operator";

/// How the log behaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The log's name: the first line of every checkpoint.
    pub origin: String,
    /// How often a checkpoint is published.
    pub beat: Duration,
    /// The number of leaves published at a beat is a multiple of this, filled up with cover leaves.
    pub cover: u64,
    /// Whether this is demonstration data, whose keys and salts come from a seed.
    pub demonstration: bool,
}

/// What every command of a ledger shares.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) keys: Keys,
    pub(crate) log_key: LogKey,
    pub(crate) projections: Vec<Arc<dyn Projection>>,
    pub(crate) objects: Objects,
    pub(crate) settings: Settings,
    /// The file with the checkpoint that was signed last.
    pub(crate) anchor: Option<PathBuf>,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Parts({:?})", self.settings)
    }
}

impl Parts {
    /// When an entry of this time is promised to be in a published checkpoint: two beats and a minute. It is kept with
    /// the entry, so that another beat later does not change what was promised.
    pub(crate) fn due(&self, time: Millis) -> Millis {
        time.plus(self.settings.beat * 2 + Duration::from_secs(60))
    }

    pub(crate) fn project(&self, tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
        self.projections.iter().try_for_each(|projection| projection.project(tx, entry, &self.objects))
    }

    pub(crate) fn erase(&self, tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
        self.projections.iter().try_for_each(|projection| projection.erase(tx, entry))
    }
}

/// A handle on the ledger; clones share it.
#[derive(Clone, Debug)]
pub struct Ledger {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) parts: Arc<Parts>,
}

/// What a command answered, and what it recorded.
#[derive(Clone, Debug)]
pub struct Decided<T> {
    pub value: T,
    pub written: Vec<Written>,
    /// The form was taken before, and this is what it was answered then.
    pub again: bool,
}

impl Ledger {
    /// Opens the ledger in `store`, whose tables are there, and begins its log if there is none. Waits for the
    /// database, so it must not be called from an asynchronous task.
    ///
    /// # Errors
    /// [`Refusal::Broken`] if the database belongs to another log than these keys and settings.
    pub fn open(
        store: Store,
        objects: Objects,
        keys: Keys,
        projections: Vec<Arc<dyn Projection>>,
        (clock, ids): (Clock, Ids),
        settings: Settings,
    ) -> Result<Self, Refusal> {
        let log_key = LogKey::from_seed(&settings.origin, &keys.log.0).map_err(|e| Refusal::Broken(e.to_string()))?;
        let parts = Arc::new(Parts { keys, log_key, projections, objects, settings, anchor: None });
        let ledger = Self { store, clock, ids, parts };
        ledger.begin_log()?;
        Ok(ledger)
    }

    /// Keeps the checkpoint that was signed last in the file `anchor`, which must lie outside the database, and signs
    /// nothing that does not extend it.
    pub fn anchored(mut self, anchor: PathBuf) -> Self {
        Arc::make_mut(&mut self.parts).anchor = Some(anchor);
        self
    }

    /// Runs a command for `actor`. `decide` reads the state, refuses or records; it may run more than once and must draw
    /// everything from the [`Decision`]. The answer comes after the commit is durable.
    pub async fn decide<T, F>(&self, actor: &str, decide: F) -> Result<Decided<T>, Refusal>
    where
        T: Send + 'static,
        F: FnMut(&mut Decision<'_, '_>) -> Result<T, Refusal> + Send + 'static,
    {
        self.store.write(self.command(actor, decide)).await
    }

    /// [`Ledger::decide`] for a form: sent again, it is not decided again and gets the first answer, even while nothing
    /// can be written. Without `once` it is not known whether it was sent before.
    pub async fn decide_once<T, F>(&self, actor: &str, once: Option<Once>, decide: F) -> Result<Decided<T>, Refusal>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnMut(&mut Decision<'_, '_>) -> Result<T, Refusal> + Send + 'static,
    {
        let Some(once) = once else { return self.decide(actor, decide).await };
        let (now, parts, mut command) = (self.clock.now(), Arc::clone(&self.parts), self.command(actor, decide));
        let run = move |tx: &mut Write<'_>| {
            if let Some(first) = once::before(tx, &parts.keys, &once)? {
                tx.committed_if(once::FOUND, once.key);
                return Ok(first);
            }
            let decided = command(tx)?;
            once::keep(tx, &once, &decided, now)?;
            Ok::<_, Refusal>(decided)
        };
        match self.store.write(run).await {
            Err(Refusal::Store(
                error @ (StoreError::Overloaded | StoreError::NotWritten(_) | StoreError::Unsure(_)),
            )) => match self.taken(Some(once)).await {
                Ok(Some(first)) => Ok(first),
                Ok(None) | Err(_) => Err(error.into()),
            },
            outcome => outcome,
        }
    }

    /// What this form was answered when it was taken, if it was: for what is asked before it is decided, such as limits.
    pub async fn taken<T>(&self, once: Option<Once>) -> Result<Option<Decided<T>>, Refusal>
    where
        T: DeserializeOwned + Send + 'static,
    {
        let Some(once) = once else { return Ok(None) };
        let parts = Arc::clone(&self.parts);
        self.store.read(move |tx| once::before(tx, &parts.keys, &once)).await
    }

    /// The first entry of `stream`, as it was answered to the command that recorded it; `None` if there is no such stream.
    ///
    /// # Errors
    /// [`Refusal::Broken`] if it was altered.
    pub fn first(&self, tx: &mut Read<'_>, stream: &str) -> Result<Option<Written>, Refusal> {
        let entries = stored::stream(tx, stream)?;
        entries.first().map(|stored| stored.written(&self.parts.keys)).transpose()
    }

    /// [`Ledger::decide`] for the command line: waits for the answer.
    pub fn decide_now<T, F>(&self, actor: &str, decide: F) -> Result<Decided<T>, Refusal>
    where
        T: Send + 'static,
        F: FnMut(&mut Decision<'_, '_>) -> Result<T, Refusal> + Send + 'static,
    {
        self.store.write_now(self.command(actor, decide))
    }

    /// Time and seed are fixed here, before the command waits for its turn, so that running it again does the same.
    fn command<T, F>(
        &self,
        actor: &str,
        mut decide: F,
    ) -> impl FnMut(&mut Write<'_>) -> Result<Decided<T>, Refusal> + Send + 'static
    where
        T: Send + 'static,
        F: FnMut(&mut Decision<'_, '_>) -> Result<T, Refusal> + Send + 'static,
    {
        let (parts, actor) = (Arc::clone(&self.parts), actor.to_owned());
        let (now, seed) = (self.clock.now(), self.ids.bytes::<32>());
        move |tx| {
            let mut decision = Decision::new(tx, Arc::clone(&parts), Ids::seeded(seed), now, actor.clone());
            let value = decide(&mut decision)?;
            Ok(Decided { value, written: decision.into_written(), again: false })
        }
    }

    /// The log's signature that this entry will have its place in a published checkpoint by a stated moment.
    pub fn promise(&self, written: &Written) -> Result<Promise, Refusal> {
        Promise::sign(written.commitment, written.time, written.due, &self.parts.log_key)
            .map_err(|error| Refusal::Broken(error.to_string()))
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn objects(&self) -> &Objects {
        &self.parts.objects
    }

    pub fn keys(&self) -> &Keys {
        &self.parts.keys
    }

    pub fn settings(&self) -> &Settings {
        &self.parts.settings
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    pub fn ids(&self) -> &Ids {
        &self.ids
    }

    /// The log's public key, as verifiers take it.
    pub fn verifier_key(&self) -> String {
        self.parts.log_key.vkey().to_string()
    }
}
