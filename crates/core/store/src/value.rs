//! The five kinds of value that both databases treat alike, and rows of them.

use crate::StoreError;

/// A value in a column or a bind: 64-bit integers, text, bytes, 64-bit floats, or nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Value {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Integer(_) => "an integer",
            Self::Real(_) => "a real number",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }
}

macro_rules! into_value {
    ($($type:ty => $variant:expr),* $(,)?) => {
        $(impl From<$type> for Value {
            fn from(value: $type) -> Self { $variant(value) }
        })*
    };
}

into_value! {
    i64 => Value::Integer,
    f64 => Value::Real,
    String => Value::Text,
    Vec<u8> => Value::Bytes,
    &str => |text: &str| Value::Text(text.to_owned()),
    &String => |text: &String| Value::Text(text.clone()),
    &[u8] => |bytes: &[u8]| Value::Bytes(bytes.to_vec()),
    [u8; 32] => |bytes: [u8; 32]| Value::Bytes(bytes.to_vec()),
    bool => |flag| Value::Integer(i64::from(flag)),
    comity_kernel::Millis => |time: comity_kernel::Millis| Value::Integer(time.0),
    comity_kernel::Day => |day: comity_kernel::Day| Value::Text(day.to_string()),
    &comity_kernel::Reference => |reference: &comity_kernel::Reference| Value::Text(reference.to_string()),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// What a column can be read as.
pub trait FromValue: Sized {
    /// # Errors
    /// [`StoreError::Column`] when the column holds another kind of value.
    fn from_value(value: &Value) -> Result<Self, StoreError>;
}

fn mismatch<T>(expected: &'static str, value: &Value) -> Result<T, StoreError> {
    Err(StoreError::Column { expected, found: value.name().to_owned() })
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Result<Self, StoreError> {
        if let Value::Integer(number) = value { Ok(*number) } else { mismatch("an integer", value) }
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Result<Self, StoreError> {
        i64::from_value(value).map(|number| number != 0)
    }
}

impl FromValue for f64 {
    fn from_value(value: &Value) -> Result<Self, StoreError> {
        if let Value::Real(number) = value { Ok(*number) } else { mismatch("a real number", value) }
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Result<Self, StoreError> {
        if let Value::Text(text) = value { Ok(text.clone()) } else { mismatch("text", value) }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: &Value) -> Result<Self, StoreError> {
        if let Value::Bytes(bytes) = value { Ok(bytes.clone()) } else { mismatch("bytes", value) }
    }
}

impl FromValue for [u8; 32] {
    fn from_value(value: &Value) -> Result<Self, StoreError> {
        let Value::Bytes(bytes) = value else { return mismatch("32 bytes", value) };
        bytes.as_slice().try_into().or_else(|_| mismatch("32 bytes", value))
    }
}

impl FromValue for comity_kernel::Millis {
    fn from_value(value: &Value) -> Result<Self, StoreError> {
        i64::from_value(value).map(Self)
    }
}

impl FromValue for comity_kernel::Day {
    fn from_value(value: &Value) -> Result<Self, StoreError> {
        Self::parse(&String::from_value(value)?).map_or_else(|| mismatch("a day as YYYY-MM-DD", value), Ok)
    }
}

impl FromValue for comity_kernel::Reference {
    fn from_value(value: &Value) -> Result<Self, StoreError> {
        Self::parse(&String::from_value(value)?).map_or_else(|| mismatch("a reference", value), Ok)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Result<Self, StoreError> {
        if *value == Value::Null { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

/// One row of an answer; columns by their position in the query, from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// # Errors
    /// [`StoreError::Column`] when there is no such column or it holds another kind of value.
    pub fn get<T: FromValue>(&self, column: usize) -> Result<T, StoreError> {
        match self.0.get(column) {
            Some(value) => T::from_value(value),
            None => Err(StoreError::Column { expected: "a column", found: format!("{} columns", self.0.len()) }),
        }
    }
}
