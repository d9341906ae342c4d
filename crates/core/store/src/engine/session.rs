//! One session with PostgreSQL, asked from a thread that waits for each answer.
//!
//! The driver is asynchronous; its connection is driven here while an answer is waited for, and at no other time. What is
//! gained over a driver that waits by itself is that the whole of the way to the server has an end: TLS and the greeting
//! as well as the TCP connection.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Error, Row, Socket, Statement};

use crate::StoreError;

/// How long each host may take to let us in, unless the address says `connect_timeout`.
const LET_IN: Duration = Duration::from_secs(10);

pub(super) struct Session {
    client: Client,
    line: Line,
}

/// The connection and what drives it. The connection goes first: it lives on the runtime.
struct Line {
    connection: Option<Open>,
    runtime: Runtime,
}

/// A connection that ends with this.
type Open = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

type Binds<'b> = [&'b (dyn ToSql + Sync)];

impl Session {
    /// Opens a session, within the time that `config` allows for each of its hosts. `failed` says what the driver's
    /// errors mean.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the time is over, and what `failed` makes of anything else.
    pub(super) fn open<T>(
        config: &Config,
        tls: T,
        failed: impl FnOnce(&Error) -> StoreError,
    ) -> Result<Self, StoreError>
    where
        T: MakeTlsConnect<Socket> + Send,
        T::Stream: Send + 'static,
    {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let hosts = config.get_hosts().len().max(config.get_hostaddrs().len()).max(1);
        let each = config.get_connect_timeout().copied().unwrap_or(LET_IN);
        let limit = each.saturating_mul(u32::try_from(hosts).unwrap_or(u32::MAX));
        // Where nothing answers at a host's first address, its second has its turn.
        let config = config.clone().connect_timeout(each / 2).clone();
        let opened = runtime.block_on(async { tokio::time::timeout(limit, config.connect(tls)).await });
        match opened {
            Ok(Ok((client, connection))) => {
                Ok(Self { client, line: Line { connection: Some(Box::pin(connection)), runtime } })
            }
            Ok(Err(error)) => Err(failed(&error)),
            Err(_) => {
                let seconds = limit.as_secs();
                Err(StoreError::Unavailable(format!("the server did not let us in within {seconds} seconds")))
            }
        }
    }

    pub(super) fn batch_execute(&mut self, sql: &str) -> Result<(), Error> {
        self.line.wait(self.client.batch_execute(sql))
    }

    pub(super) fn prepare(&mut self, sql: &str) -> Result<Statement, Error> {
        self.line.wait(self.client.prepare(sql))
    }

    pub(super) fn query(&mut self, statement: &Statement, binds: &Binds<'_>) -> Result<Vec<Row>, Error> {
        self.line.wait(self.client.query(statement, binds))
    }

    /// Hands over row after row as they arrive, as long as `goes_on` says so.
    pub(super) fn each<E: From<Error>>(
        &mut self,
        statement: &Statement,
        binds: &Binds<'_>,
        mut goes_on: impl FnMut(&Row) -> Result<bool, E>,
    ) -> Result<(), E> {
        let mut rows = pin!(self.line.wait(self.client.query_raw(statement, binds.iter().copied()))?);
        while let Some(row) = self.line.wait(rows.try_next())? {
            if !goes_on(&row)? {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn execute(&mut self, statement: &Statement, binds: &Binds<'_>) -> Result<u64, Error> {
        self.line.wait(self.client.execute(statement, binds))
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }
}

impl Line {
    /// Drives the connection until the answer is there. What ends the connection is the answer then.
    fn wait<T>(&mut self, answer: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let (connection, mut answer) = (&mut self.connection, pin!(answer));
        self.runtime.block_on(poll_fn(|context| {
            if let Some(open) = connection
                && let Poll::Ready(ended) = open.as_mut().poll(context)
            {
                *connection = None;
                if let Err(error) = ended {
                    return Poll::Ready(Err(error));
                }
            }
            answer.as_mut().poll(context)
        }))
    }
}
