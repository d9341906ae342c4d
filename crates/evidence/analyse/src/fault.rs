//! What is wrong, in one sentence.

/// Why there is no answer: one sentence that names the line and the column.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    message: String,
    status: u8,
}

impl Fault {
    /// The command line or the file is wrong: status 2.
    pub fn input(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 2 }
    }

    /// The answer could not be written: status 1.
    pub fn output(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 1 }
    }

    /// The exit status that goes with it.
    pub fn status(&self) -> u8 {
        self.status
    }
}

/// A method's error about settings alone, with no file behind it.
impl From<comity_methods::Error> for Fault {
    fn from(error: comity_methods::Error) -> Self {
        Self::input(error.to_string())
    }
}
