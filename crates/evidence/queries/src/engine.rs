//! Questions, each within its limits.

use std::collections::{BTreeSet, HashMap};
use std::future::Future;
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::TryStreamExt;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::cells::Cells;
use crate::counts::{Tally, Values, rows};
use crate::dataset::Dataset;
use crate::differences::{Difference, differences};
use crate::points::{SHOWN, columns, read, row_filter};
use crate::prune::can_hold;
use crate::store::Store;
use crate::{By, Count, Filter, Incidents, QueryError};

/// What one question may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes for the tables of counts; the pieces of files that are read come to a few MiB for each thread beside them.
    pub memory: u64,
    pub time: Duration,
    /// Threads for all questions of an engine.
    pub threads: NonZero<usize>,
}

impl Default for Limits {
    /// 256 MiB, half a minute, and as many threads as the machine has cores.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        Self { memory: 256 << 20, time: Duration::from_secs(30), threads }
    }
}

/// Rows of one question: the tables count with 32 bits.
const MOST_ROWS: u64 = u32::MAX as u64;

/// Answers questions about the datasets of one store. It has threads of its own: a long question keeps nobody's page
/// waiting. A question that is no longer awaited ends.
#[derive(Debug)]
pub struct Engine {
    shared: Arc<Shared>,
    /// There until the engine goes.
    runtime: Option<Runtime>,
}

#[derive(Debug)]
struct Shared {
    store: Store,
    limits: Limits,
    /// Datasets that were checked, by hash.
    known: Mutex<HashMap<String, Arc<Dataset>>>,
}

impl Engine {
    /// # Errors
    /// When the folder is missing or no thread can be started.
    pub fn open(folder: &Path, limits: Limits) -> Result<Self, QueryError> {
        let shared = Shared { store: Store::open(folder)?, limits, known: Mutex::default() };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(limits.threads.get())
            .thread_name("queries")
            .enable_all()
            .build()
            .map_err(QueryError::Threads)?;
        Ok(Self { shared: Arc::new(shared), runtime: Some(runtime) })
    }

    /// Counts the incidents of some datasets that fit, by area, month, kind and hour of week as far as asked for, sorted
    /// by these in this order. A dataset named twice is counted once; one without hours has incidents of unknown hour.
    ///
    /// # Errors
    /// When a dataset is missing, altered or has other columns, or the question goes beyond the engine's limits.
    pub async fn counts(
        &self,
        datasets: &[impl AsRef<str>],
        filter: &Filter,
        by: &[By],
    ) -> Result<Vec<Count>, QueryError> {
        let (datasets, filter, by) = (names(datasets), Arc::new(filter.clone()), by.to_vec());
        let shared = self.shared.clone();
        self.answer(async move { shared.counts(datasets, filter, &by).await }).await
    }

    /// The cells, counted as [`Engine::counts`] does, in which two datasets differ.
    ///
    /// # Errors
    /// As for [`Engine::counts`].
    pub async fn differences(&self, old: &str, new: &str, by: &[By]) -> Result<Vec<Difference>, QueryError> {
        let everything = Filter::default();
        let old = self.counts(&[old], &everything, by).await?;
        Ok(differences(old, self.counts(&[new], &everything, by).await?))
    }

    /// The first `limit` incidents that fit and have a point, in the order of the datasets' hashes and of their rows.
    ///
    /// # Errors
    /// As for [`Engine::counts`].
    pub async fn points(
        &self,
        datasets: &[impl AsRef<str>],
        filter: &Filter,
        limit: usize,
    ) -> Result<Incidents, QueryError> {
        let (datasets, filter) = (names(datasets), filter.clone());
        let shared = self.shared.clone();
        self.answer(async move { shared.points(datasets, &filter, limit).await }).await
    }

    /// Works on the engine's own threads, until the answer is there, the time is over, or nobody waits any more.
    async fn answer<T: Send + 'static>(
        &self,
        question: impl Future<Output = Result<T, QueryError>> + Send + 'static,
    ) -> Result<T, QueryError> {
        let time = self.shared.limits.time;
        let Some(runtime) = &self.runtime else { return Err(QueryError::TimedOut(time)) };
        let timed = async move { tokio::time::timeout(time, question).await };
        let mut task = JoinSet::new();
        task.spawn_on(timed, runtime.handle());
        match task.join_next().await {
            Some(Ok(Ok(answer))) => answer,
            Some(Ok(Err(_))) | None => Err(QueryError::TimedOut(time)),
            Some(Err(cause)) => Err(QueryError::BrokeOff(cause)),
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // It may be dropped where waiting for threads is not allowed.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn names(datasets: &[impl AsRef<str>]) -> BTreeSet<String> {
    datasets.iter().map(|name| name.as_ref().to_owned()).collect()
}

/// The row groups that are still to be read, taken one by one.
#[derive(Debug)]
struct Work {
    groups: Vec<(Arc<Dataset>, usize)>,
    next: AtomicUsize,
}

impl Work {
    fn next(&self) -> Option<&(Arc<Dataset>, usize)> {
        self.groups.get(self.next.fetch_add(1, Ordering::Relaxed))
    }
}

impl Shared {
    async fn dataset(&self, hash: &str) -> Result<Arc<Dataset>, QueryError> {
        let now = Dataset::look(&self.store, hash).await?;
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(hash).cloned();
        if let Some(known) = known.filter(|known| known.seen == now) {
            return Ok(known);
        }
        let opened = Arc::new(Dataset::open(&self.store, hash, now).await?);
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(hash.to_owned(), opened.clone());
        Ok(opened)
    }

    /// The row groups that can hold what is asked for.
    async fn work(&self, datasets: BTreeSet<String>, filter: &Filter) -> Result<Work, QueryError> {
        let (mut groups, mut rows) = (Vec::new(), 0);
        for hash in datasets {
            let dataset = self.dataset(&hash).await?;
            rows += dataset.rows();
            let all = dataset.footer().row_groups().iter().enumerate();
            groups.extend(all.filter(|(_, group)| can_hold(group, filter)).map(|(at, _)| (dataset.clone(), at)));
        }
        if rows > MOST_ROWS {
            return Err(QueryError::TooManyRows { rows, most: MOST_ROWS });
        }
        Ok(Work { groups, next: AtomicUsize::new(0) })
    }

    async fn counts(
        &self,
        datasets: BTreeSet<String>,
        filter: Arc<Filter>,
        by: &[By],
    ) -> Result<Vec<Count>, QueryError> {
        let work = Arc::new(self.work(datasets, &filter).await?);
        let threads = self.limits.threads.get();
        // While a table grows there are two of it.
        let most = self.limits.memory / size_of::<u32>() as u64 / (threads as u64 + 1);
        let values = Values::new();
        let mut tasks = JoinSet::new();
        for _ in 0..threads.min(work.groups.len()) {
            let tally = Tally::new(values.parts(&filter, by), most);
            tasks.spawn(count(work.clone(), tally, columns(&values.parts(&filter, by))));
        }
        let mut cells = Cells::new(most);
        while let Some(counted) = tasks.join_next().await {
            cells.add(&counted.map_err(QueryError::BrokeOff)??)?;
        }
        Ok(rows(&cells, &values))
    }

    async fn points(&self, datasets: BTreeSet<String>, filter: &Filter, limit: usize) -> Result<Incidents, QueryError> {
        let work = self.work(datasets, filter).await?;
        let parts = Values::new().parts(filter, &[]);
        let mut found = Incidents::default();
        while let Some((dataset, group)) = work.next() {
            let mask = dataset.mask(&columns(&parts));
            let filter = (!parts.is_empty()).then(|| row_filter(mask, parts.clone()));
            let mut stream = dataset.stream(*group, &SHOWN, filter)?;
            while let Some(batch) = stream.try_next().await.map_err(|cause| dataset.unreadable(cause))? {
                found.incidents.extend(read(&batch).take((limit + 1).saturating_sub(found.incidents.len())));
                if found.incidents.len() > limit {
                    found.incidents.truncate(limit);
                    found.more = true;
                    return Ok(found);
                }
                tokio::task::yield_now().await;
            }
        }
        Ok(found)
    }
}

/// Counts row groups until none is left.
async fn count(work: Arc<Work>, mut tally: Tally, columns: Arc<[&'static str]>) -> Result<Cells, QueryError> {
    while let Some((dataset, group)) = work.next() {
        let mut stream = dataset.stream(*group, &columns, None)?;
        while let Some(batch) = stream.try_next().await.map_err(|cause| dataset.unreadable(cause))? {
            tally.add(&batch)?;
            // Here a question ends whose time is over.
            tokio::task::yield_now().await;
        }
    }
    Ok(tally.cells)
}
