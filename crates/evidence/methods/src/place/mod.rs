//! Where is it concentrated?

pub mod concentration;
pub mod false_discovery;
pub mod geary;
pub mod getis_ord;
pub mod grid;
pub mod kernel_density;
pub mod moran;
pub mod nearest_neighbour;
mod null;
mod permutation;
pub mod prediction;
pub mod ripley;
pub mod weights;
pub mod window;
