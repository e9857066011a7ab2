//! Which assumptions decide a result: numbers moved one by one to the ends of their ranges, paired with the runs as written.
//!
//! The band says how far a result moves over all ranges together. Its points also say which numbers do that ([`screen`]); the
//! foremost are then played by themselves at both ends, all else as written, and where something turns on the way to an end, at
//! values in between, so that one can say where it turns ([`crossing`](super::crossing)): its switching value, as cost-benefit analysis calls it.

mod of_comparison;
mod of_runs;
mod one_by_one;
mod screen;
mod terms;

pub(super) use of_comparison::{Contest, contest};
