//! A last look at a result: every number in it is one.

use serde::ser::{self, Serialize};

use crate::Error;

/// `result`, where it holds neither infinities nor what is no number.
///
/// Errors: the name of the first value that is none. Inputs that are each valid can still be so large, or so small, that
/// their products leave the range of numbers.
pub fn sound<T: Serialize>(result: T) -> Result<T, Error> {
    match result.serialize(Walk("result")) {
        Ok(()) => Ok(result),
        Err(Beyond(name)) => Err(Error::none(format!(
            "the numbers are too large or too small to be reckoned with: {name} is beyond the range of numbers"
        ))),
    }
}

/// The name of a value that is no number.
#[derive(Debug)]
struct Beyond(String);

impl std::fmt::Display for Beyond {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&self.0)
    }
}

impl std::error::Error for Beyond {}

impl ser::Error for Beyond {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Walks through a value, knowing the name of the field that it is in.
#[derive(Clone, Copy)]
struct Walk(&'static str);

macro_rules! fine {
    ($($name:ident: $kind:ty),*) => { $(fn $name(self, _: $kind) -> Result<(), Beyond> { Ok(()) })* };
}

impl ser::Serializer for Walk {
    type Ok = ();
    type Error = Beyond;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fine!(serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_char: char,
        serialize_str: &str, serialize_bytes: &[u8], serialize_unit_struct: &'static str);

    fn serialize_f32(self, value: f32) -> Result<(), Beyond> {
        self.serialize_f64(f64::from(value))
    }
    fn serialize_f64(self, value: f64) -> Result<(), Beyond> {
        if value.is_finite() { Ok(()) } else { Err(Beyond(self.0.to_owned())) }
    }
    fn serialize_none(self) -> Result<(), Beyond> {
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Beyond> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Beyond> {
        Ok(())
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Beyond> {
        Ok(())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Beyond> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Beyond> {
        value.serialize(self)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Beyond> {
        Ok(self)
    }
    fn serialize_tuple(self, _: usize) -> Result<Self, Beyond> {
        Ok(self)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Beyond> {
        Ok(self)
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self, Beyond> {
        Ok(self)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self, Beyond> {
        Ok(self)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Beyond> {
        Ok(self)
    }
    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self, Beyond> {
        Ok(self)
    }
}

macro_rules! listed {
    ($($kind:ident $name:ident),*) => { $(impl ser::$kind for Walk {
        type Ok = ();
        type Error = Beyond;
        fn $name<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Beyond> {
            value.serialize(*self)
        }
        fn end(self) -> Result<(), Beyond> {
            Ok(())
        }
    })* };
}
listed!(SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field);

macro_rules! named {
    ($($kind:ident),*) => { $(impl ser::$kind for Walk {
        type Ok = ();
        type Error = Beyond;
        fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Beyond> {
            value.serialize(Walk(name))
        }
        fn end(self) -> Result<(), Beyond> {
            Ok(())
        }
    })* };
}
named!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Walk {
    type Ok = ();
    type Error = Beyond;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), Beyond> {
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Beyond> {
        value.serialize(*self)
    }
    fn end(self) -> Result<(), Beyond> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Interval;

    #[test]
    fn a_number_beyond_is_named_wherever_it_is() {
        assert!(sound(vec![Some(Interval::new(1.0, 2.0, 0.95)), None]).is_ok());
        for beyond in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let told = sound(vec![Some(Interval::new(1.0, beyond, 0.95))]).unwrap_err().to_string();
            assert!(told.contains("upper is beyond"), "{told}");
        }
    }
}
