//! The key tables: every key of the format with its kind, its default and its meaning, each beside the function that
//! reads it into the model.

mod breach;
mod consent;
mod driver;
mod effect;
mod issue;
mod lever;

mod party;
mod policy;
mod protocol;
mod scenario;
mod stage;
mod strategy;
mod utility;

pub(crate) use scenario::{FORMAT, SCENARIO, WHOLE_FILE, bounds, check_format, is_list, scenario};

#[cfg(test)]
mod tests;
