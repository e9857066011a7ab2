//! Where results go: a folder, and the terminal, without panicking when nobody reads.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use clap::ValueEnum;
use zopa::results::{Folder, Provenance, ResultsError};

use crate::cli::stop::Stop;

/// The figures that a result folder may hold.
#[cfg(feature = "figures")]
const FIGURES: &[&str] = &zopa::report::figure::NAMES;
/// The figures that a result folder may hold: this program draws none.
#[cfg(not(feature = "figures"))]
const FIGURES: &[&str] = &[];

/// In which form results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs: one JSON document and nothing else.
    Json,
}

/// A folder of results, ready to be written in.
pub(crate) fn folder(path: &Path) -> Result<Folder, ResultsError> {
    Folder::prepare(path, FIGURES)
}

/// Adds files to a folder and says so; a folder that holds nothing else gets this manifest. Returns their names.
pub(crate) fn add(
    folder: &Folder,
    files: &[(String, Vec<u8>)],
    manifest: Provenance,
) -> Result<Vec<String>, ResultsError> {
    folder.add(files, manifest)?;
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    let place = folder.path().display();
    tell(&format!("written into `{place}`: {}", names.join(", ")));
    Ok(names)
}

/// Writes results to standard output.
pub(crate) fn print(text: &str) -> Result<(), Stop> {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Stop::NobodyReads),
        Err(error) => Err(Stop::Failed(anyhow::anyhow!(
            "standard output cannot be written: {}",
            error.kind()
        ))),
        Ok(()) => Ok(()),
    }
}

/// Writes a message to standard error, which nobody may be reading.
pub(crate) fn tell(words: &str) {
    let mut stderr = io::stderr().lock();
    let _ = writeln!(stderr, "{}", words.trim_end());
}
