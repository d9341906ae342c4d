//! The whole program, as people and programs use it.
