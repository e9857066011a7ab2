//! What can be wrong with a result folder.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// A broken condition of a result folder, with the place and what would help.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Something of that name exists and is no folder.
    #[error("`{0}`: results go into a folder, and this is a file; name another folder")]
    NotAFolder(PathBuf),
    /// The folder does not exist and cannot be made.
    #[error("`{path}`: the folder cannot be created: {cause}; name one where you may write")]
    NotCreated {
        /// The folder.
        path: PathBuf,
        /// Why.
        cause: io::ErrorKind,
    },
    /// No file can be written in the folder.
    #[error(
        "`{path}`: nothing can be written in this folder: {cause}; name one where you may write"
    )]
    NotWritable {
        /// The folder.
        path: PathBuf,
        /// Why.
        cause: io::ErrorKind,
    },
    /// A file of that name exists, and no earlier run wrote it.
    #[error(
        "`{0}`: this file is not a result of an earlier run and is left alone; name another folder or move it away"
    )]
    Foreign(PathBuf),
    /// A file could not be written to its end.
    #[error(
        "`{path}`: the file cannot be written: {cause}; what was there before is unchanged, make room or name another folder"
    )]
    NotWritten {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: io::ErrorKind,
    },
    /// There is no such folder to read from.
    #[error(
        "`{0}`: there is no such folder; name one that `zopa run` or another command has written"
    )]
    NoFolder(PathBuf),
    /// A folder without a manifest.
    #[error(
        "`{0}`: there is no manifest.json, so this is no result; name a folder that `zopa run` or another command has \
         written"
    )]
    NoManifest(PathBuf),
    /// A file that the manifest names is not there.
    #[error(
        "`{path}`: the manifest names this file, and it is missing; make it again with `{command}`"
    )]
    Missing {
        /// The file.
        path: PathBuf,
        /// What makes it.
        command: String,
    },
    /// A file cannot be read.
    #[error("`{path}`: the file cannot be read: {cause}; mend it or make the results again")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: io::ErrorKind,
    },
    /// A file holds something else than was written.
    #[error("`{path}`: {fault}; the file has been changed or cut, make the results again")]
    Garbled {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        fault: String,
    },
}

impl StoreError {
    pub(super) fn not_written(path: &Path, error: &io::Error) -> Self {
        Self::NotWritten {
            path: path.to_owned(),
            cause: error.kind(),
        }
    }
}
