//! Threads that own the connections, and the queues through which they are asked.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::sync::oneshot;

use crate::engine::{Connection, Purpose};
use crate::{Location, Read, StoreError, Value, Write};

/// Requests that may wait for a thread before new ones are turned away.
const WAITING: usize = 4096;
/// Commands that SQLite's writer commits together at most.
const GROUP: usize = 256;
/// Connections to PostgreSQL per node. Commits wait for the disk, so there are more of them than cores.
const POSTGRES_CONNECTIONS: usize = 8;
/// How often a transaction that collides is run before its caller is told.
const TRIES: usize = 20;

type ReadJob = Box<dyn FnOnce(Result<&mut Connection, StoreError>) + Send>;

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
                spawn("comity-write", move || sqlite_writer(&location, first, &write_queue))?;
            }
            Location::Postgres(_) => {
                drop(first);
                for _ in 0..cores.max(2) {
                    let (queue, location) = (read_queue.clone(), location.clone());
                    spawn("comity-read", move || reader(&location, &queue))?;
                }
                for _ in 0..POSTGRES_CONNECTIONS {
                    let (queue, location) = (write_queue.clone(), location.clone());
                    spawn("comity-write", move || postgres_writer(&location, &queue))?;
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
            let outcome = connection.map_err(E::from).and_then(|connection| run_read(connection, read));
            // The caller may have gone away.
            let _ = reply.send(outcome);
        });
        self.reads.try_send(job).map_err(|error| turned_away(&error))?;
        Ok(answer)
    }

    pub(crate) fn write<T, E>(
        &self,
        write: impl FnMut(&mut Write<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, E>>, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Job { write, outcome: None, proofs: Vec::new(), reply });
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

fn run_read<T, E: From<StoreError>>(
    connection: &mut Connection,
    read: impl FnOnce(&mut Read<'_>) -> Result<T, E>,
) -> Result<T, E> {
    connection.begin_read()?;
    let outcome = read(&mut Read::on(connection));
    connection.batch("COMMIT")?;
    outcome
}

/// One read after another, on a connection that is opened again when it was lost.
fn reader(location: &Location, queue: &Receiver<ReadJob>) {
    let mut kept: Option<Connection> = None;
    for job in queue {
        let connection = match kept.take().filter(Connection::is_open) {
            Some(connection) => Ok(connection),
            None => Connection::open(location, Purpose::Read),
        };
        match connection {
            // A panic costs the request and the connection it may have left in a transaction, not the thread.
            Ok(mut connection) => {
                if catch_unwind(AssertUnwindSafe(|| job(Ok(&mut connection)))).is_ok() {
                    kept = Some(connection);
                }
            }
            Err(error) => job(Err(error)),
        }
    }
}

/// A write in the queue: run it, then tell its caller what became of it.
trait WriteJob: Send {
    fn run(&mut self, connection: &mut Connection) -> Ran;
    /// Queries that tell whether it was committed, if nobody knows.
    fn proofs(&self) -> &[(&'static str, Value)];
    fn settle(self: Box<Self>, committed: Result<(), StoreError>);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ran {
    /// To be committed.
    Done,
    /// To be undone: the closure said no.
    Refused,
    /// To be undone and run again.
    Collided,
}

struct Job<F, T, E> {
    write: F,
    outcome: Option<Result<T, E>>,
    proofs: Vec<(&'static str, Value)>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> WriteJob for Job<F, T, E>
where
    F: FnMut(&mut Write<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, connection: &mut Connection) -> Ran {
        let mut write = Write::on(connection);
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.write)(&mut write)));
        let collided = write.collided();
        self.proofs = write.proofs;
        let outcome = outcome.unwrap_or_else(|_| Err(StoreError::Statement("the change panicked".to_owned()).into()));
        let ran = match &outcome {
            Ok(_) => Ran::Done,
            Err(_) if collided => Ran::Collided,
            Err(_) => Ran::Refused,
        };
        self.outcome = Some(outcome);
        ran
    }

    fn proofs(&self) -> &[(&'static str, Value)] {
        &self.proofs
    }

    fn settle(self: Box<Self>, committed: Result<(), StoreError>) {
        let outcome = match (committed, self.outcome) {
            // A refusal stands whatever became of the others in its group.
            (_, Some(Err(refusal))) => Err(refusal),
            (Ok(()), Some(Ok(value))) => Ok(value),
            (Err(error), _) => Err(error.into()),
            (Ok(()), None) => Err(StoreError::Stopped.into()),
        };
        let _ = self.reply.send(outcome);
    }
}

/// SQLite's only writer: takes what is waiting, runs each in a savepoint, commits once, answers after the commit.
fn sqlite_writer(location: &Location, first: Connection, queue: &Receiver<Box<dyn WriteJob>>) {
    let mut kept = Some(first);
    while let Ok(job) = queue.recv() {
        let mut group = vec![job];
        group.extend(queue.try_iter().take(GROUP - 1));
        let connection = kept.take().map_or_else(|| Connection::open(location, Purpose::Write), Ok);
        match connection {
            Ok(connection) => kept = commit_group(location, connection, group),
            Err(error) => group.into_iter().for_each(|job| job.settle(Err(error.clone()))),
        }
    }
}

/// Commits a group; returns the connection if it can be used again.
fn commit_group(location: &Location, mut connection: Connection, mut group: Vec<Box<dyn WriteJob>>) -> Option<Connection> {
    let outcome = run_group(&mut connection, &mut group).and_then(|()| connection.batch("COMMIT"));
    let Err(error) = outcome else {
        group.into_iter().for_each(|job| job.settle(Ok(())));
        return Some(connection);
    };
    tracing::error!(%error, commands = group.len(), "a commit failed; the database is opened again");
    drop(connection);
    // The flush may have failed after the pages were in place: only the reopened database knows.
    let mut reopened = Connection::open(location, Purpose::Write);
    for job in group {
        let found = match &mut reopened {
            Ok(connection) => was_committed(connection, job.proofs()),
            Err(error) => Err(error.clone()),
        };
        job.settle(match found {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(StoreError::NotWritten(error.to_string())),
        });
    }
    reopened.ok()
}

fn run_group(connection: &mut Connection, group: &mut [Box<dyn WriteJob>]) -> Result<(), StoreError> {
    connection.begin_write()?;
    for job in group {
        connection.batch("SAVEPOINT command")?;
        if job.run(connection) != Ran::Done && connection.in_transaction() {
            connection.batch("ROLLBACK TO command")?;
        }
        connection.batch("RELEASE command")?;
    }
    Ok(())
}

/// Whether a transaction whose COMMIT gave no answer is in the database, and is so durably.
fn was_committed(connection: &mut Connection, proofs: &[(&'static str, Value)]) -> Result<bool, StoreError> {
    for (query, id) in proofs {
        if connection.query(query, std::slice::from_ref(id))?.is_empty() {
            return Ok(false);
        }
    }
    if proofs.is_empty() {
        return Ok(false);
    }
    connection.settle_on_disk()?;
    Ok(true)
}

/// One of PostgreSQL's writers: each command its own transaction.
fn postgres_writer(location: &Location, queue: &Receiver<Box<dyn WriteJob>>) {
    let mut kept: Option<Connection> = None;
    for job in queue {
        let connection = match kept.take().filter(Connection::is_open) {
            Some(connection) => Ok(connection),
            None => Connection::open(location, Purpose::Write),
        };
        match connection {
            Ok(mut connection) => {
                commit_one(location, &mut connection, job);
                kept = Some(connection);
            }
            Err(error) => job.settle(Err(error)),
        }
    }
}

fn commit_one(location: &Location, connection: &mut Connection, mut job: Box<dyn WriteJob>) {
    for attempt in 1..=TRIES {
        let outcome = run_one(connection, job.as_mut());
        match outcome {
            Ok(Ran::Collided) if attempt < TRIES => {}
            Ok(_) => return job.settle(Ok(())),
            Err(error) if error.is_collision() && attempt < TRIES => {}
            Err(error) => {
                let found = Connection::open(location, Purpose::Write)
                    .and_then(|mut fresh| was_committed(&mut fresh, job.proofs()));
                return job.settle(if let Ok(true) = found {
                    Ok(())
                } else {
                    Err(StoreError::NotWritten(error.to_string()))
                });
            }
        }
    }
}

fn run_one(connection: &mut Connection, job: &mut dyn WriteJob) -> Result<Ran, StoreError> {
    connection.begin_write()?;
    let ran = job.run(connection);
    connection.batch(if ran == Ran::Done { "COMMIT" } else { "ROLLBACK" })?;
    Ok(ran)
}

/// Everything on one connection, for a database in memory.
fn both(mut connection: Connection, reads: &Receiver<ReadJob>, writes: &Receiver<Box<dyn WriteJob>>) {
    loop {
        crossbeam_channel::select! {
            recv(reads) -> job => match job {
                Ok(job) => { let _ = catch_unwind(AssertUnwindSafe(|| job(Ok(&mut connection)))); }
                Err(_) => return,
            },
            recv(writes) -> job => match job {
                Ok(mut job) => {
                    let outcome = run_one(&mut connection, job.as_mut()).map(drop);
                    job.settle(outcome);
                }
                Err(_) => return,
            },
        }
    }
}
