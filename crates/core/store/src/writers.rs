//! The threads that write: what they make of failures, and when they answer.
//!
//! An answer is one of three: the change is durable; nothing of it was kept; or, after a COMMIT that nobody answered and
//! with no proof to look for, that it is not known. A change is run again only when it is certain that nothing of it was
//! kept.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crossbeam_channel::Receiver;
use tokio::sync::oneshot;

use crate::engine::{Connection, Isolation, Purpose, Uncommitted};
use crate::{Location, StoreError, Value, Write};

/// Commands that SQLite's writer commits together at most.
const GROUP: usize = 256;
/// How often a transaction on PostgreSQL that collides is run before its caller is told.
const TRIES: u32 = 50;
/// How often it is run again at once; then after pauses that grow to 63 ms.
const AT_ONCE: u32 = 8;
/// How often a transaction is run for a row that is there already: mostly it will stay there.
const TRIES_FOR_A_ROW: u32 = 10;
/// How often it is run again because its connection was lost.
const LOSSES: u32 = 3;

/// A write in the queue: run it, then tell its caller what became of it.
pub(crate) trait WriteJob: Send {
    fn isolation(&self) -> Isolation;
    fn run(&mut self, connection: &mut Connection) -> Ran;
    /// Queries that tell whether it was committed, if nobody knows.
    fn proofs(&self) -> &[(&'static str, Value)];
    /// A refusal of the closure stands, whatever is said here.
    fn settle(self: Box<Self>, committed: Result<(), StoreError>);
}

/// What running a closure came to.
pub(crate) enum Ran {
    /// To be committed.
    Done,
    /// To be undone: the closure said no, or a statement failed for good.
    Refused,
    /// To be undone: another transaction was in the way.
    Collided(StoreError),
    /// The connection is gone, and all of it is undone.
    Lost(StoreError),
}

pub(crate) struct Job<F, T, E> {
    isolation: Isolation,
    write: F,
    outcome: Option<Result<T, E>>,
    proofs: Vec<(&'static str, Value)>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job<F, T, E> {
    pub(crate) fn new(isolation: Isolation, write: F, reply: oneshot::Sender<Result<T, E>>) -> Self {
        Self { isolation, write, outcome: None, proofs: Vec::new(), reply }
    }
}

impl<F, T, E> WriteJob for Job<F, T, E>
where
    F: FnMut(&mut Write<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn isolation(&self) -> Isolation {
        self.isolation
    }

    fn run(&mut self, connection: &mut Connection) -> Ran {
        let mut write = Write::on(connection);
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.write)(&mut write)));
        let failure = write.failure();
        self.proofs = write.proofs;
        let outcome = match (outcome, &failure) {
            (Err(_), _) => Err(StoreError::Statement("the writing closure panicked".to_owned()).into()),
            (Ok(Ok(_)), Some(failure)) => Err(failure.clone().into()),
            (Ok(outcome), _) => outcome,
        };
        let ran = match failure {
            _ if outcome.is_ok() => Ran::Done,
            Some(failure) if failure.is_collision() => Ran::Collided(failure),
            Some(failure) if failure.is_loss() => Ran::Lost(failure),
            _ => Ran::Refused,
        };
        self.outcome = Some(outcome);
        ran
    }

    fn proofs(&self) -> &[(&'static str, Value)] {
        &self.proofs
    }

    fn settle(self: Box<Self>, committed: Result<(), StoreError>) {
        let outcome = match (committed, self.outcome) {
            (_, Some(Err(refusal))) => Err(refusal),
            (Ok(()), Some(Ok(value))) => Ok(value),
            (Err(error), _) => Err(error.into()),
            (Ok(()), None) => Err(StoreError::Stopped.into()),
        };
        let _ = self.reply.send(outcome);
    }
}

/// SQLite's only writer: takes what is waiting, runs each in a savepoint, commits once, answers after the commit.
pub(crate) fn sqlite(location: &Location, first: Connection, queue: &Receiver<Box<dyn WriteJob>>) {
    let mut kept = Some(first);
    while let Ok(job) = queue.recv() {
        let mut group = vec![job];
        group.extend(queue.try_iter().take(GROUP - 1));
        let connection = kept.take().map_or_else(|| Connection::open(location, Purpose::Write), Ok);
        match connection {
            Ok(connection) => kept = commit_group(location, connection, group),
            Err(error) => settle_all(group, &error),
        }
    }
}

fn settle_all(group: Vec<Box<dyn WriteJob>>, error: &StoreError) {
    group.into_iter().for_each(|job| job.settle(Err(error.clone())));
}

/// Commits a group; returns the connection if it can be used again.
fn commit_group(
    location: &Location,
    mut connection: Connection,
    mut group: Vec<Box<dyn WriteJob>>,
) -> Option<Connection> {
    if let Err(error) = run_group(&mut connection, &mut group) {
        tracing::error!(%error, commands = group.len(), "a group of changes failed; the database is opened again");
        // Closing undoes the transaction; COMMIT was not reached.
        drop(connection);
        settle_all(group, &StoreError::NotWritten(error.to_string()));
        return None;
    }
    let Err(Uncommitted { error, buried }) = connection.commit() else {
        group.into_iter().for_each(|job| job.settle(Ok(())));
        return Some(connection);
    };
    tracing::error!(%error, commands = group.len(), "a commit failed; the database is opened again");
    // The old connection goes after the new one is there: while the file is open somewhere, the end of the write-ahead
    // log is known, and what stands after it is not taken for committed.
    let reopened = Connection::open(location, Purpose::Write);
    drop(connection);
    let mut reopened = reopened.and_then(|mut open| if buried { Ok(open) } else { open.bury().map(|()| open) });
    for job in group {
        let found = match &mut reopened {
            Ok(connection) => was_committed(connection, job.proofs(), &error),
            Err(_) if buried => Err(StoreError::NotWritten(error.to_string())),
            Err(next) => Err(StoreError::Unsure(format!("{error}; {next}"))),
        };
        job.settle(found);
    }
    reopened.ok()
}

fn run_group(connection: &mut Connection, group: &mut [Box<dyn WriteJob>]) -> Result<(), StoreError> {
    connection.begin_write(Isolation::Serial)?;
    for job in group {
        connection.step("SAVEPOINT command")?;
        let done = matches!(job.run(connection), Ran::Done);
        // Some failures of the disk have ended the whole transaction; then RELEASE fails, and with it the group.
        if !done && connection.in_transaction() {
            connection.step("ROLLBACK TO command")?;
        }
        connection.step("RELEASE command")?;
    }
    Ok(())
}

/// What became of a transaction whose COMMIT gave no answer: `Ok` if it is in the database, and durably so.
fn was_committed(
    connection: &mut Connection,
    proofs: &[(&'static str, Value)],
    error: &StoreError,
) -> Result<(), StoreError> {
    let unsure = |more: &str| StoreError::Unsure(format!("{error}{more}"));
    if proofs.is_empty() {
        return Err(unsure(""));
    }
    for (query, id) in proofs {
        let found = connection.query(query, std::slice::from_ref(id)).map_err(|next| unsure(&format!("; {next}")))?;
        if found.is_empty() {
            return Err(StoreError::NotWritten(error.to_string()));
        }
    }
    connection.settle_on_disk().map_err(|next| unsure(&format!("; {next}")))
}

/// One of PostgreSQL's writers: each command its own transaction.
pub(crate) fn postgres(location: &Location, line: &Mutex<()>, queue: &Receiver<Box<dyn WriteJob>>) {
    let mut kept: Option<Connection> = None;
    for job in queue {
        kept = commit_one(location, line, kept.take(), job);
    }
}

/// What one attempt came to.
enum Ended {
    /// Committed, or undone because the closure said no.
    Settled,
    /// Undone; the same transaction, run again, may well succeed.
    Collided(StoreError),
    /// Undone with its connection.
    Lost(StoreError),
    /// The server refused to commit, and nothing was kept.
    Failed(StoreError),
    /// COMMIT was sent, and no answer came.
    Unclear(StoreError),
}

/// Runs a command until it is settled; returns the connection if it can be used again.
///
/// Commands that have collided twice stand in `line`: one of them at a time runs, so that many changes of one row cannot
/// keep each other from ever finishing.
fn commit_one(
    location: &Location,
    line: &Mutex<()>,
    mut kept: Option<Connection>,
    mut job: Box<dyn WriteJob>,
) -> Option<Connection> {
    let (mut collisions, mut losses) = (0, 0);
    loop {
        let opened =
            kept.take().filter(Connection::is_open).map_or_else(|| Connection::open(location, Purpose::Write), Ok);
        let mut connection = match opened {
            Ok(connection) => connection,
            Err(error) => {
                job.settle(Err(error));
                return None;
            }
        };
        let turn = (collisions > 1).then(|| line.lock().unwrap_or_else(PoisonError::into_inner));
        let ended = run_one(&mut connection, job.as_mut());
        drop(turn);
        let settled = match ended {
            Ended::Collided(error) if collisions < tries(&error) => {
                collisions += 1;
                kept = Some(connection);
                comity_kernel::clock::wait(pause(collisions));
                continue;
            }
            Ended::Lost(_) if losses < LOSSES => {
                losses += 1;
                continue;
            }
            Ended::Settled => Ok(()),
            Ended::Collided(error) | Ended::Lost(error) | Ended::Failed(error) => Err(error),
            Ended::Unclear(error) => look_for(location, &connection, job.proofs(), &error),
        };
        job.settle(settled);
        return Some(connection);
    }
}

/// Where trying at once has not helped, a longer transaction is in the way, and must come to its end first.
fn pause(collisions: u32) -> Duration {
    let exponent = collisions.saturating_sub(AT_ONCE).min(6);
    Duration::from_millis((1 << exponent) - 1)
}

fn tries(error: &StoreError) -> u32 {
    if matches!(error, StoreError::Unique(_)) { TRIES_FOR_A_ROW } else { TRIES }
}

/// Looks on a new connection for what became of the transaction of `lost`, after its session has ended.
fn look_for(
    location: &Location,
    lost: &Connection,
    proofs: &[(&'static str, Value)],
    error: &StoreError,
) -> Result<(), StoreError> {
    tracing::warn!(%error, "the answer to a commit was lost; the database is asked what became of it");
    let unsure = |next: StoreError| StoreError::Unsure(format!("{error}; {next}"));
    let mut fresh = Connection::open(location, Purpose::Write).map_err(unsure)?;
    fresh.outlive(lost).map_err(unsure)?;
    was_committed(&mut fresh, proofs, error)
}

fn run_one(connection: &mut Connection, job: &mut dyn WriteJob) -> Ended {
    if let Err(error) = connection.begin_write(job.isolation()) {
        // Mostly the connection was lost while it was idle.
        return Ended::Lost(error);
    }
    let undone = match job.run(connection) {
        Ran::Done => return commit(connection),
        Ran::Refused => Ended::Settled,
        Ran::Collided(error) => Ended::Collided(error),
        Ran::Lost(error) => return Ended::Lost(error),
    };
    // Where this fails, the connection is found to be lost by whoever uses it next.
    let _ = connection.batch("ROLLBACK");
    undone
}

fn commit(connection: &mut Connection) -> Ended {
    match connection.batch("COMMIT") {
        Ok(()) => Ended::Settled,
        Err(error) if error.is_collision() => Ended::Collided(error),
        Err(error) if error.is_loss() => Ended::Unclear(error),
        Err(error) => Ended::Failed(error),
    }
}

/// Runs a command on a database that belongs to one connection.
pub(crate) fn in_memory(connection: &mut Connection, mut job: Box<dyn WriteJob>) {
    let settled = match run_one(connection, job.as_mut()) {
        Ended::Settled => Ok(()),
        Ended::Collided(error) | Ended::Lost(error) | Ended::Failed(error) | Ended::Unclear(error) => Err(error),
    };
    job.settle(settled);
}
