//! Is everyone treated and heard alike?

pub mod disparity;
pub mod funnel;
pub mod hit_rate;
pub mod mantel_haenszel;
pub mod rates;
pub mod representation;
