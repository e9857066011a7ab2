//! What can be wrong with result folders, and why they do not make up one sweep.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::results::identity::Shard;

/// A broken condition of a result folder, with the place and what would help.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ResultsError {
    /// Something of that name exists and is no folder.
    #[error("`{0}`: results go into a folder, and this is a file; name another folder")]
    NotAFolder(PathBuf),
    /// The folder does not exist and cannot be made, for this reason.
    #[error("`{0}`: the folder cannot be created: {1}; name one where you may write")]
    NotCreated(PathBuf, io::ErrorKind),
    /// No file can be written in the folder, for this reason.
    #[error("`{0}`: nothing can be written in this folder: {1}; name one where you may write")]
    NotWritable(PathBuf, io::ErrorKind),
    /// Files of these names exist that no earlier run wrote, or that somebody has changed since.
    #[error(
        "`{}`: left alone, because no earlier run wrote it or it has changed since: {}; move away or rename what is yours, or name another folder",
        folder.display(),
        quoted(files)
    )]
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// Their names.
        files: Vec<String>,
    },
    /// Files that people may edit exist and say something else.
    #[error(
        "{}: already there with other contents, so it is left alone; move it away or name another folder",
        quoted(&shown(.0))
    )]
    Edited(Vec<PathBuf>),
    /// Another command writes into the folder.
    #[error(
        "`{}`: another command is writing into this folder{}; wait until it has ended, or name another folder",
        folder.display(),
        behind_colon(holder)
    )]
    Held {
        /// The folder.
        folder: PathBuf,
        /// Who, as far as it is known.
        holder: String,
    },
    /// The folder holds the results of something else.
    #[error(
        "`{}`: this folder holds other results: {command}; name another folder by `--output`, or remove this one",
        folder.display()
    )]
    Other {
        /// The folder.
        folder: PathBuf,
        /// In words, of what.
        command: String,
    },
    /// A file could not be written to its end, for this reason.
    #[error(
        "`{0}`: the file cannot be written: {1}; what was there before is unchanged, make room or name another folder"
    )]
    NotWritten(PathBuf, io::ErrorKind),
    /// New results are ready, but a file could not be given its name, for this reason.
    #[error(
        "`{0}`: the new file cannot be put in the place of the old one: {1}; close what holds it open and give any command of zopa with this folder, which completes the results"
    )]
    HalfPlaced(PathBuf, io::ErrorKind),
    /// A block could not be added to a file of blocks, for this reason.
    #[error(
        "`{0}`: the results cannot be written: {1}; those before are kept, make room and go on with `--resume`"
    )]
    NotAppended(PathBuf, io::ErrorKind),
    /// A file holds something else than was written.
    #[error("`{path}`: {fault}; the file has been changed or cut, make the results again")]
    Garbled {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        fault: String,
    },
    /// A file or folder of results cannot be read, for this reason.
    #[error("`{0}`: this cannot be read: {1}")]
    NotRead(PathBuf, io::ErrorKind),
    /// A file named like a file of blocks is something else, or was written by another version.
    #[error("`{0}`: this is no file of blocks that this version can read; move it away")]
    NoSegment(PathBuf),
    /// Folders do not make up one sweep.
    #[error("{0}")]
    NotMerged(Box<Refusal>),
    /// A file of blocks is no longer what it was a moment ago.
    #[error("`{0}`: this file was changed while it was read; try again when nobody writes it")]
    Changed(PathBuf),
    /// A block does not fit what the folder says of itself.
    #[error(
        "`{0}`: block {1} here does not fit the manifest beside it; remove the folder and compute it again"
    )]
    Misfit(PathBuf, u64),
    /// A folder that should hold a sweep has no manifest of one.
    #[error(
        "`{0}`: there is no manifest of a sweep in this folder; resume the sweep there to write it"
    )]
    NoManifest(PathBuf),
    /// The folder holds blocks, and nobody asked to go on with them.
    #[error(
        "`{0}`: results were begun here before; go on with them by `--resume`, or name another folder"
    )]
    Begun(PathBuf),
    /// The blocks of the folder belong to something else.
    #[error(
        "`{folder}`: the results here belong to something else: {}; name another folder, or put back what changed",
        differences.join("; ")
    )]
    Different {
        /// The folder.
        folder: PathBuf,
        /// All that changed.
        differences: Vec<String>,
    },
    /// There are no results of ours at this place.
    #[error(
        "`{0}`: there are no results of zopa here; name a folder that `zopa run`, `solve`, `sweep`, `merge`, `compare`, `sensitivity` or `discover` wrote"
    )]
    NoResults(PathBuf),
    /// The results are of a format that this version does not read.
    #[error(
        "`{folder}`: these results have the format of another version; make them again with this one: {command}"
    )]
    OtherFormat {
        /// The folder.
        folder: PathBuf,
        /// The command that made them.
        command: String,
    },
    /// A file that the manifest names is gone.
    #[error(
        "`{0}`: the manifest beside it names this file, and it is gone; make the results again"
    )]
    Lacking(PathBuf),
    /// The folder holds a share of a sweep, or one that never came to its tables.
    #[error(
        "`{0}`: this is a part of a sweep without tables; finish it with `--resume`, or put all shares together with `zopa merge`"
    )]
    Unmerged(PathBuf),
    /// Two attempts disagree about a block: they were not the same program on the same input.
    #[error(
        "block {block} is not the same in `{one}` and `{other}`: they come from different programs, or one is damaged; remove the folder you trust less and compute it again"
    )]
    Unequal {
        /// The block.
        block: u64,
        /// One file.
        one: PathBuf,
        /// The other file.
        other: PathBuf,
    },
}

impl ResultsError {
    /// Whether the user can put it right in what was given, rather than something outside having failed.
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Begun(_)
                | Self::Different { .. }
                | Self::Held { .. }
                | Self::Other { .. }
                | Self::Foreign { .. }
                | Self::Edited(_)
                | Self::NotMerged(_)
                | Self::NoManifest(_)
                | Self::NoSegment(_)
                | Self::Misfit(..)
                | Self::Unequal { .. }
                | Self::NoResults(_)
                | Self::OtherFormat { .. }
                | Self::Lacking(_)
                | Self::Unmerged(_)
                | Self::Garbled { .. }
                | Self::NotRead(..)
        )
    }

    pub(super) fn not_appended(path: &Path, error: &io::Error) -> Self {
        Self::NotAppended(path.to_owned(), error.kind())
    }

    pub(super) fn not_read(path: &Path, error: &io::Error) -> Self {
        Self::NotRead(path.to_owned(), error.kind())
    }

    pub(super) fn not_written(path: &Path, error: &io::Error) -> Self {
        Self::NotWritten(path.to_owned(), error.kind())
    }
}

/// Names in quotes, with commas.
fn quoted(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

fn shown(paths: &[PathBuf]) -> Vec<String> {
    let shown = paths.iter().map(|path| path.display().to_string());
    shown.collect()
}

/// Words behind a colon, where there are any.
fn behind_colon(words: &str) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!(" ({words})")
    }
}

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
        for number in self.missing.iter().map(|missing| missing.shard.index()) {
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
        for missing in self.missing.iter().take(LISTED_MAX) {
            let (shard, folder) = (missing.shard, missing.folder.display());
            let (blocks, all) = (missing.blocks, missing.blocks_all);
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
