//! Threads that own the connections, and the queues through which they are asked.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::sync::oneshot;

use crate::engine::{Connection, Isolation, Purpose};
use crate::writers::{self, Job, WriteJob};
use crate::{Location, Read, StoreError, Write};

/// Requests that may wait for a thread before new ones are turned away.
const WAITING: usize = 4096;
/// Connections that write to PostgreSQL, per node. Commits wait for the disk, so there are more of them than cores: where
/// a flush takes 3 ms, twice as many commit nearly twice as much.
const POSTGRES_CONNECTIONS: usize = 16;

/// Takes a connection on which a reading transaction has begun; says whether that ended well.
type ReadJob = Box<dyn FnOnce(Result<&mut Connection, StoreError>) -> bool + Send>;

pub(crate) struct Threads {
    location: Location,
    reads: Sender<ReadJob>,
    writes: Sender<Box<dyn WriteJob>>,
}

impl std::fmt::Debug for Threads {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Store({:?})", self.location)
    }
}

impl Threads {
    pub(crate) fn start(location: Location, first: Connection) -> Result<Self, StoreError> {
        let (reads, read_queue) = bounded::<ReadJob>(WAITING);
        let (writes, write_queue) = bounded::<Box<dyn WriteJob>>(WAITING);
        let cores = thread::available_parallelism().map_or(2, usize::from);
        match &location {
            // A database in memory belongs to its one connection, so one thread does everything.
            Location::Memory => spawn("comity-store", move || both(first, &read_queue, &write_queue))?,
            Location::Folder(_) => {
                for _ in 0..cores.max(2) {
                    let (queue, location) = (read_queue.clone(), location.clone());
                    spawn("comity-read", move || reader(&location, &queue))?;
                }
                let location = location.clone();
                spawn("comity-write", move || writers::sqlite(&location, first, &write_queue))?;
            }
            Location::Postgres(_) => {
                drop(first);
                for _ in 0..cores.max(2) {
                    let (queue, location) = (read_queue.clone(), location.clone());
                    spawn("comity-read", move || reader(&location, &queue))?;
                }
                let line = Arc::new(Mutex::new(()));
                for _ in 0..POSTGRES_CONNECTIONS {
                    let (queue, location, line) = (write_queue.clone(), location.clone(), Arc::clone(&line));
                    spawn("comity-write", move || writers::postgres(&location, &line, &queue))?;
                }
            }
        }
        Ok(Self { location, reads, writes })
    }

    pub(crate) fn location(&self) -> &Location {
        &self.location
    }

    pub(crate) fn read<T, E>(
        &self,
        read: impl FnOnce(&mut Read<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, E>>, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: ReadJob = Box::new(move |connection| {
            let (outcome, ended) = match connection {
                Ok(connection) => run_read(connection, read),
                Err(error) => (Err(error.into()), false),
            };
            // The caller may have gone away.
            let _ = reply.send(outcome);
            ended
        });
        self.reads.try_send(job).map_err(|error| turned_away(&error))?;
        Ok(answer)
    }

    pub(crate) fn write<T, E>(
        &self,
        isolation: Isolation,
        write: impl FnMut(&mut Write<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, E>>, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Job::new(isolation, write, reply));
        self.writes.try_send(job).map_err(|error| turned_away(&error))?;
        Ok(answer)
    }
}

fn turned_away<J>(error: &TrySendError<J>) -> StoreError {
    match error {
        TrySendError::Full(_) => StoreError::Overloaded,
        TrySendError::Disconnected(_) => StoreError::Stopped,
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    let started = thread::Builder::new().name(name.to_owned()).spawn(work);
    started.map(drop).map_err(|error| StoreError::Unavailable(error.to_string()))
}

/// Runs a read to its end; a panic costs the request, not the thread.
fn run_read<T, E: From<StoreError>>(
    connection: &mut Connection,
    read: impl FnOnce(&mut Read<'_>) -> Result<T, E>,
) -> (Result<T, E>, bool) {
    let mut transaction = Read::on(connection);
    let outcome = catch_unwind(AssertUnwindSafe(|| read(&mut transaction)));
    let failure = transaction.failure();
    let outcome = match (outcome, failure) {
        (Err(_), _) => Err(StoreError::Statement("the reading closure panicked".to_owned()).into()),
        (Ok(Ok(_)), Some(failure)) => Err(failure.into()),
        (Ok(outcome), _) => outcome,
    };
    (outcome, connection.step("COMMIT").is_ok())
}

/// One read after another, on a connection that is opened again when it was lost.
fn reader(location: &Location, queue: &Receiver<ReadJob>) {
    let mut kept: Option<Connection> = None;
    for job in queue {
        match begun(location, kept.take()) {
            Ok(mut connection) => kept = job(Ok(&mut connection)).then_some(connection),
            Err(error) => drop(job(Err(error))),
        }
    }
}

/// A connection in a reading transaction: the kept one, unless it was lost while it was idle.
fn begun(location: &Location, kept: Option<Connection>) -> Result<Connection, StoreError> {
    if let Some(mut connection) = kept
        && connection.begin_read().is_ok()
    {
        return Ok(connection);
    }
    let mut connection = Connection::open(location, Purpose::Read)?;
    connection.begin_read()?;
    Ok(connection)
}

/// Everything on one connection, for a database in memory.
fn both(mut connection: Connection, reads: &Receiver<ReadJob>, writes: &Receiver<Box<dyn WriteJob>>) {
    loop {
        crossbeam_channel::select! {
            recv(reads) -> job => match (job, connection.begin_read()) {
                (Ok(job), Ok(())) => drop(job(Ok(&mut connection))),
                (Ok(job), Err(error)) => drop(job(Err(error))),
                (Err(_), _) => return,
            },
            recv(writes) -> job => match job {
                Ok(job) => writers::in_memory(&mut connection, job),
                Err(_) => return,
            },
        }
    }
}
