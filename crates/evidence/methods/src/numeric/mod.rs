//! What several methods share: distributions, least squares, generalised linear models, random numbers, threads.

pub mod autocorrelation;
pub mod beta;
pub mod distribution;
pub mod exact;
pub mod glm;
pub mod linear;
pub mod negative_binomial;
pub mod parallel;
pub mod random;
pub mod strips;
