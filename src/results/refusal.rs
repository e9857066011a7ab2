//! Why folders do not make up one sweep.

use std::fmt;
use std::path::PathBuf;

use crate::results::shard::Shard;

/// Most missing shards that are listed one by one; where more are missing, something else is wrong.
const LISTED_MAX: usize = 20;

/// Why folders do not make up one sweep, all reasons at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// In words, the folders without results of any shard, then those that belong to something else than most.
    pub faults: Vec<String>,
    /// Shards with nothing or not all of their share.
    pub missing: Vec<Missing>,
    /// The command that computes the whole sweep, as a shell reads it.
    pub command: String,
}

/// A shard that is not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which.
    pub shard: Shard,
    /// The folder where it was begun, or where it would be looked for.
    pub folder: PathBuf,
    /// Blocks of its share that are not there.
    pub blocks: u64,
    /// Blocks of its share.
    pub blocks_all: u64,
}

impl Refusal {
    /// The numbers of the missing shards, as in `3,7-9`.
    pub fn missing_in_short(&self) -> String {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for number in self.missing.iter().map(|it| it.shard.index()) {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == number => *last = number,
                _ => ranges.push((number, number)),
            }
        }
        let in_words = |&(first, last): &(u64, u64)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}-{last}")
            }
        };
        let ranges: Vec<String> = ranges.iter().map(in_words).collect();
        ranges.join(",")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.faults.is_empty() && self.missing.is_empty()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.faults.clone();
        for it in self.missing.iter().take(LISTED_MAX) {
            let (shard, folder) = (it.shard, it.folder.display());
            let (blocks, all) = (it.blocks, it.blocks_all);
            lines.push(format!(
                "shard {shard} is not whole: blocks missing in `{folder}`: {blocks} of {all}"
            ));
        }
        if self.missing.len() > LISTED_MAX {
            let more = self.missing.len() - LISTED_MAX;
            lines.push(format!("{more} more shards are not whole"));
        }
        write!(to, "{}", lines.join("\n"))
    }
}
