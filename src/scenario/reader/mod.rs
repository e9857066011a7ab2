//! The reader: walks a document by its keys, gives values of the model, and collects every fault with its place.
//!
//! A bad value is reported and replaced by a legal one, so that its absence is not reported as well; what a check finds
//! about the stand-in says nothing and is dropped.

mod choice;
mod guess;
mod lists;
mod lookup;
mod misplaced;
mod names;
mod number;
mod place;
mod range;
mod size;
mod table;
mod value;

pub(crate) use choice::{Choice, Chosen, Variant};
pub(crate) use lookup::not_misspelt;
pub(crate) use misplaced::report_misplaced;
pub(crate) use names::{Names, are_sound};
pub(crate) use number::{CENTRE, RANGE, SHAPES, unknown_key};
pub(crate) use place::{add_doubts, add_findings, add_idle};
pub(crate) use range::RangeRead;
pub(crate) use size::within_limits;
pub(crate) use table::{Entry, Reader, Table};
