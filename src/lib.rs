//! zopa: how often do talks reach agreement, on what terms, and why do they fail?
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod analysis;
pub mod bargaining;
pub mod game;
pub mod model;
pub mod report;
pub mod scenario;
pub mod simulation;
pub mod store;
