//! PostgreSQL, through its own protocol, with statements prepared once per connection.

use std::collections::HashMap;
use std::time::Duration;

use postgres::error::SqlState;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use crate::{Row, StoreError, Value};

pub(crate) struct Postgres {
    client: Client,
    prepared: HashMap<String, Statement>,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Postgres(…)")
    }
}

impl Postgres {
    pub(crate) fn connect(address: &str) -> Result<Self, StoreError> {
        let mut config: Config = address.parse().map_err(|error| unavailable(&error))?;
        config.application_name("comity").connect_timeout(Duration::from_secs(10));
        let client = config.connect(NoTls).map_err(|error| unavailable(&error))?;
        Ok(Self { client, prepared: HashMap::new() })
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

fn read_row(row: &postgres::Row) -> Result<Row, StoreError> {
    let read = |(position, column): (usize, &postgres::Column)| -> Result<Value, StoreError> {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(position).map(Value::from),
            Type::INT4 => row.try_get::<_, Option<i32>>(position).map(|number| Value::from(number.map(i64::from))),
            Type::FLOAT8 => row.try_get::<_, Option<f64>>(position).map(Value::from),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(position).map(Value::from),
            Type::BOOL => row.try_get::<_, Option<bool>>(position).map(Value::from),
            Type::TEXT | Type::VARCHAR | Type::NAME => row.try_get::<_, Option<String>>(position).map(Value::from),
            ref other => {
                return Err(StoreError::Column { expected: "a type that both databases have", found: other.to_string() });
            }
        };
        value.map_err(|error| failed(&error))
    };
    row.columns().iter().enumerate().map(read).collect::<Result<_, _>>().map(Row)
}

/// The driver's own text says only "db error"; the cause has the sentence.
fn sentence(error: &postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(cause), _) => cause.message().to_owned(),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}

fn unavailable(error: &postgres::Error) -> StoreError {
    StoreError::Unavailable(sentence(error))
}

fn failed(error: &postgres::Error) -> StoreError {
    match error.code() {
        Some(code) if *code == SqlState::UNIQUE_VIOLATION => StoreError::Unique(sentence(error)),
        Some(code) if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED => {
            StoreError::Collision
        }
        Some(code) if *code == SqlState::DISK_FULL || *code == SqlState::IO_ERROR => {
            StoreError::NotWritten(sentence(error))
        }
        Some(_) => StoreError::Statement(sentence(error)),
        None if error.is_closed() => StoreError::Unavailable(sentence(error)),
        None => StoreError::Statement(sentence(error)),
    }
}
