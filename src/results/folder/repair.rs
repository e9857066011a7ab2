//! What becomes of a folder whose command was killed while it put files in place.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::results::folder::growing::PART;
use crate::results::folder::lock::Lock;
use crate::results::manifest::ours;
use crate::results::stamp::{Stamp, Stamps};
use crate::results::{MANIFEST, ResultsError};

/// The manifest of files that are being put in place.
pub(super) const NEXT: &str = ".manifest.json.next";

/// Completes what an earlier command was killed at while it put files in place.
///
/// # Errors
/// When another command is at it, and when the system refuses.
pub(crate) fn heal(path: &Path) -> Result<(), ResultsError> {
    if path.join(NEXT).exists() {
        let _lock = Lock::take(path, "the repair of results whose command was killed")?;
        complete(path)?;
    }
    Ok(())
}

/// Gives the files their names that a command had ready when it was killed, and at last the manifest.
pub(super) fn complete(path: &Path) -> Result<(), ResultsError> {
    let next = path.join(NEXT);
    let Some(manifest) = fs::read_to_string(&next).ok().and_then(|text| ours(&text)) else {
        return Ok(());
    };
    let half_placed = |target: &Path, error: &io::Error| {
        ResultsError::HalfPlaced(target.to_owned(), error.kind())
    };
    let holds = |file: &Path, stamp: &Stamp| {
        Stamp::of_file(file).is_ok_and(|now| now.as_ref() == Some(stamp))
    };
    let files: Vec<_> = stamps(&manifest)
        .into_iter()
        .map(|(name, stamp)| (path.join(format!(".{name}{PART}")), path.join(name), stamp))
        .collect();
    let is_there = |(part, target, stamp): &(PathBuf, PathBuf, Stamp)| {
        holds(part, stamp) || holds(target, stamp)
    };
    if !files.iter().all(is_there) {
        // What it names is gone: the manifest that is there still speaks for what is left.
        return fs::remove_file(&next).map_err(|error| half_placed(&next, &error));
    }
    for (part, target, stamp) in &files {
        if holds(part, stamp) {
            fs::rename(part, target).map_err(|error| half_placed(target, &error))?;
        }
    }
    let target = path.join(MANIFEST);
    fs::rename(&next, &target).map_err(|error| half_placed(&target, &error))
}

/// The stamps in a manifest, of names that are no paths.
pub(super) fn stamps(manifest: &Value) -> Stamps {
    let stamps: Stamps = serde_json::from_value(manifest["checksums"].clone()).unwrap_or_default();
    let is_a_name = |name: &str| {
        let mut parts = Path::new(name).components();
        matches!(
            (parts.next(), parts.next()),
            (Some(Component::Normal(_)), None)
        )
    };
    let named = stamps.into_iter().filter(|(name, _)| is_a_name(name));
    named.collect()
}
