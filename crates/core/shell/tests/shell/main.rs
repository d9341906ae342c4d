//! What the shell promises beyond its functions: complete texts, legible colours, scripts whose types fit.

mod contrast;
mod scripts;
mod texts;
