//! The only writer of result files, and their only reader.
//!
//! A result folder holds what one call of a command wrote; it is recognised by its manifest. One command at a time owns a
//! folder ([`Folder`]): its files are written beside their names and then put in place together. Nothing is ever deleted but
//! this module's own unfinished files, and nothing is overwritten that an earlier run did not write or somebody has changed.
//!
//! Long work keeps its results block by block in `blocks/` of its folder: a [`Segment`] for each attempt, which says by an
//! [`Identity`] what it belongs to. [`Segment::resume`] goes on with what is there, [`merge()`] joins the shards of a sweep.
//! What is in a block is its writer's business.

mod blocks;
mod codebook;
mod content;
pub mod csv;
mod error;
pub mod estimates;
mod folder;
mod identity;
pub mod json;
mod json_path;
mod manifest;
mod manifest_checks;
mod merge;
mod names;
#[cfg(feature = "parquet")]
mod parquet_table;
mod reader;
mod record;
mod runs;
mod same_ids;
mod segment;
pub mod settings;
mod stamp;

pub use crate::analysis::terms::{ById, DealCount, Terms};
pub use crate::results::csv::{number, number_or_empty};
pub use blocks::{Blocks, Cut};
pub use codebook::Codebook;
pub(crate) use content::run_trace;
pub use content::{
    AcceptanceSet, BodyPosition, DealPoint, DealPoints, EquilibriumOffer, EquilibriumPath,
    FrontierPoints, FrontierSize, ObjectionReason, OneTimeOffer, PartyPosition, PlanObjection,
    PlanPosition, PointTable, RefusalChance, RuleDeal, Solution, Utilities, box_table,
    drawn_header, drawn_rows, index_table, peel_table,
};
pub use error::{Missing, Refusal, ResultsError};
pub use estimates::{Estimate, Estimates};
pub use folder::{Claim, Folder, Growing, Origin, Staged, write_apart};
pub use identity::{Identity, Shard};
pub use json::ResultFile;
pub use manifest::{Provenance, SweepManifest, VERSION, sweep_in};
pub use merge::{Merged, merge};
pub(crate) use names::is_a_result;
pub use names::{
    BOXES, CODEBOOK, COMPARISON, DISCOVERY_JSON, DRAWN, ESTIMATES, FIGURE_ENDINGS, FORMAT,
    FRONTIER, HEADLINE_MARKDOWN, HEADLINE_TEX, MANIFEST, METHODS, PEELING, POINTS, REPORT, REPORTS,
    RUNS, RUNS_PARQUET, SCENARIO, SENSITIVITY, SENSITIVITY_JSON, SETTINGS, SOLUTION, SUMMARY,
    SWEEP, TERMS,
};
#[cfg(feature = "parquet")]
pub use parquet_table::ParquetTable;
pub use reader::{Results, named_in};
pub use runs::{RunTable, drawn_words};
pub use segment::Segment;
pub use stamp::{Ledger, Stamp, Stamps};
