//! Many negotiations: streams of chance, estimates, summaries.

mod estimate;
mod summary;

pub use estimate::{Mean, Rate};
pub use summary::{
    IssueSummary, LeverSummary, OptionSummary, PackageSummary, PartySummary, Summary, TypeSummary,
};
