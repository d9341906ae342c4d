//! PostgreSQL, through its own protocol, with statements prepared once per connection.

use std::collections::HashMap;
use std::time::Duration;

use tokio_postgres::Statement;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::session::Session;
use super::tls::Way;
use crate::{Row, StoreError, Value};

pub(crate) struct Postgres {
    client: Session,
    prepared: HashMap<String, Statement>,
    /// Its process on the server, and when that began, in microseconds since 1970.
    session: (i64, i64),
}

const SESSION: &str = "SELECT CAST(pid AS BIGINT), CAST(EXTRACT(EPOCH FROM backend_start) * 1000000 AS BIGINT)
                       FROM pg_stat_activity WHERE pid = pg_backend_pid()";
/// A server that answers before the commit is on its disk is told not to; a stricter setting stays.
const DURABLE: &str =
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";
/// Waits until it has ended; no row if it is gone already.
const END: &str = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                   WHERE CAST(pid AS BIGINT) = $1 AND CAST(EXTRACT(EPOCH FROM backend_start) * 1000000 AS BIGINT) = $2";
/// How long a silent network is waited for.
const SILENCE: Duration = Duration::from_secs(30);

impl std::fmt::Debug for Postgres {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Postgres(…)")
    }
}

impl Postgres {
    pub(crate) fn connect(address: &str) -> Result<Self, StoreError> {
        let mut way = Way::read(address)?;
        way.config.application_name("comity").keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
        let mut client = way.connect()?;
        client.batch_execute(DURABLE).map_err(|error| unavailable(&error))?;
        let session = client.prepare(SESSION).and_then(|session| client.query(&session, &[]));
        let rows = session.map_err(|error| unavailable(&error))?;
        let session = rows.first().and_then(|row| row.try_get(0).ok().zip(row.try_get(1).ok()));
        let Some((process, began)) = session else {
            return Err(StoreError::Unavailable("the server does not say which session this is".to_owned()));
        };
        Ok(Self { client, prepared: HashMap::new(), session: (process, began) })
    }

    /// Ends the session of `lost` and waits until it has ended.
    pub(crate) fn outlive(&mut self, lost: &Self) -> Result<(), StoreError> {
        let rows = self.query(END, &[Value::from(lost.session.0), Value::from(lost.session.1)])?;
        match rows.first().map(|row| row.get::<bool>(0)).transpose()? {
            Some(false) => Err(StoreError::Unavailable("the lost session does not end".to_owned())),
            Some(true) | None => Ok(()),
        }
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(|error| failed(&error))?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn query(&mut self, sql: &str, binds: &[Value]) -> Result<Vec<Row>, StoreError> {
        let statement = self.prepare(sql)?;
        let found = self.client.query(&statement, &references(binds)).map_err(|error| failed(&error))?;
        found.iter().map(read_row).collect()
    }

    /// Rows are read from the connection as they are asked for.
    pub(crate) fn each(
        &mut self,
        sql: &str,
        binds: &[Value],
        goes_on: &mut dyn FnMut(Row) -> bool,
    ) -> Result<(), StoreError> {
        let statement = self.prepare(sql)?;
        self.client.each(&statement, &references(binds), |row| Ok(goes_on(read_row(row)?)))
    }

    pub(crate) fn columns(&mut self, sql: &str) -> Result<Vec<String>, StoreError> {
        Ok(self.prepare(sql)?.columns().iter().map(|column| column.name().to_owned()).collect())
    }

    pub(crate) fn execute(&mut self, sql: &str, binds: &[Value]) -> Result<u64, StoreError> {
        let statement = self.prepare(sql)?;
        self.client.execute(&statement, &references(binds)).map_err(|error| failed(&error))
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).map_err(|error| failed(&error))
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.client.is_closed()
    }
}

fn references(binds: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    binds.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        let expected = match self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Integer(_) => Type::INT8,
            Self::Real(_) => Type::FLOAT8,
            Self::Text(_) => Type::TEXT,
            Self::Bytes(_) => Type::BYTEA,
        };
        // The bits of one kind must never be stored as another.
        if *kind != expected {
            return Err(format!("{} cannot be given where the statement expects {kind}", self.name()).into());
        }
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) => number.to_sql(kind, out),
            Self::Real(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::FLOAT8, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

fn read_row(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let read = |(position, column): (usize, &tokio_postgres::Column)| -> Result<Value, StoreError> {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(position).map(Value::from),
            Type::INT4 => row.try_get::<_, Option<i32>>(position).map(|number| Value::from(number.map(i64::from))),
            Type::FLOAT8 => row.try_get::<_, Option<f64>>(position).map(Value::from),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(position).map(Value::from),
            Type::BOOL => row.try_get::<_, Option<bool>>(position).map(Value::from),
            Type::TEXT | Type::VARCHAR | Type::NAME => row.try_get::<_, Option<String>>(position).map(Value::from),
            ref other => {
                return Err(StoreError::Column {
                    expected: "a type that both databases have",
                    found: other.to_string(),
                });
            }
        };
        value.map_err(|error| failed(&error))
    };
    row.columns().iter().enumerate().map(read).collect::<Result<_, _>>().map(Row)
}

/// The driver's own text says only "db error"; the cause has the sentence.
fn sentence(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(cause), _) => cause.message().to_owned(),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}

pub(super) fn unavailable(error: &tokio_postgres::Error) -> StoreError {
    StoreError::Unavailable(sentence(error))
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        failed(&error)
    }
}

fn failed(error: &tokio_postgres::Error) -> StoreError {
    match error.code() {
        Some(code) if *code == SqlState::UNIQUE_VIOLATION => StoreError::Unique(sentence(error)),
        Some(code) if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED => {
            StoreError::Collision
        }
        Some(code) if *code == SqlState::DISK_FULL || *code == SqlState::IO_ERROR => {
            StoreError::NotWritten(sentence(error))
        }
        Some(code) if ends_session(code) => StoreError::Unavailable(sentence(error)),
        Some(_) => StoreError::Statement(sentence(error)),
        None if error.is_closed() || is_input_output(error) => StoreError::Unavailable(sentence(error)),
        None => StoreError::Statement(sentence(error)),
    }
}

/// What the server says when it hangs up.
fn ends_session(code: &SqlState) -> bool {
    let hangs_up = [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CANNOT_CONNECT_NOW];
    hangs_up.contains(code) || code.code().starts_with("08") || code.code() == "57P05"
}

fn is_input_output(error: &tokio_postgres::Error) -> bool {
    std::error::Error::source(error).is_some_and(|cause| cause.is::<std::io::Error>())
}
