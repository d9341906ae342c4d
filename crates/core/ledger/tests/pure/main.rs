//! The log, proofs and their verification, without any storage.

#[cfg(test)]
mod log;
#[cfg(test)]
mod proof;
#[cfg(test)]
mod remote;
#[cfg(test)]
mod tree;
#[cfg(test)]
mod vectors;
