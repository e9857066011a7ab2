//! A scenario flattened to numbers.

pub mod quantile;
