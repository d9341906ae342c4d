//! What the shell promises beyond its functions: complete texts, legible colours, scripts whose types fit.

#[cfg(test)]
mod contrast;
#[cfg(test)]
mod scripts;
#[cfg(test)]
mod texts;
