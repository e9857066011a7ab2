//! Where results go: a folder, and the terminal, without panicking when nobody reads.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use clap::ValueEnum;
use zopa::model::visible;
use zopa::results::{Claim, Folder, Origin, Provenance, ResultsError};

use crate::cli::call::is_same_settings;
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

/// Results that are about to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    /// The command that gives them.
    pub(crate) command: &'a str,
    /// Name of the scenario file, without its folder.
    pub(crate) scenario: &'a str,
    /// Hash of the scenario and the assignments.
    pub(crate) fingerprint: &'a str,
    /// Whether the file was named by its whole path. Results keep only the last part of it, so two files of one name in different
    /// folders would look the same.
    pub(crate) by_whole_path: bool,
    /// Names of their files.
    pub(crate) files: &'a [&'a str],
}

/// A folder for results, which takes the place of earlier ones of the same command alone.
pub(crate) fn folder(path: &Path, wanted: &Wanted<'_>) -> Result<Folder, Stop> {
    let folder = Folder::prepare(
        path,
        &Claim {
            command: wanted.command,
            files: wanted.files,
            figures: FIGURES,
            draws: true,
        },
    )?;
    if let Some(was) = folder.origin() {
        let is_other_file = was.scenario != wanted.scenario;
        let is_other_text = was.fingerprint != wanted.fingerprint;
        if is_other_file
            || !is_same_settings(&was.command, wanted.command)
            || is_other_text && wanted.by_whole_path
        {
            return Err(other(&folder, was).into());
        }
        if is_other_text {
            tell(&format!(
                "note: `{}` has changed since the results in `{}` were made; they are replaced",
                wanted.scenario,
                path.display()
            ));
        }
    }
    Ok(folder)
}

/// A folder to which files are added: figures, reports, job files.
pub(crate) fn folder_beside(path: &Path, command: &str) -> Result<Folder, ResultsError> {
    Folder::prepare(
        path,
        &Claim {
            command,
            files: &[],
            figures: FIGURES,
            draws: false,
        },
    )
}

/// Makes sure that results that were read are still those of a folder, now that nobody else can write there.
pub(crate) fn still_of(
    folder: &Folder,
    (path, provenance): (&Path, &Provenance),
) -> Result<(), ResultsError> {
    let is_theirs = folder.path() == path;
    let is_same = |was: &Origin| was.is_of(provenance);
    if is_theirs && !folder.origin().is_some_and(is_same) {
        return Err(ResultsError::Changed(folder.path().to_owned()));
    }
    Ok(())
}

/// Adds files to a folder and says so; a folder that holds nothing else gets this manifest. Returns their names.
pub(crate) fn add(
    folder: &mut Folder,
    files: &[(String, Vec<u8>)],
    manifest: Provenance,
) -> Result<Vec<String>, ResultsError> {
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    if let Some(was) = folder.origin()
        && !was.is_of(&manifest)
        && was.command != manifest.command
        && !folder.there(&names).is_empty()
    {
        return Err(other(folder, was));
    }
    let is_stale = |was: &Origin| !was.is_of(&manifest) && was.command == manifest.command;
    let is_stale = folder.origin().is_some_and(is_stale);
    let staged = files.iter().map(|(name, bytes)| folder.stage(name, bytes));
    let staged = staged.collect::<Result<_, _>>()?;
    if is_stale {
        folder.place(staged, |ledger| manifest.with(ledger).to_json())?;
    } else {
        folder.add(staged, manifest)?;
    }
    let place = folder.path().display();
    tell(&format!("written into `{place}`: {}", names.join(", ")));
    Ok(names)
}

/// Says that a folder holds the results of something else.
fn other(folder: &Folder, was: &Origin) -> ResultsError {
    ResultsError::Other {
        folder: folder.path().to_owned(),
        command: was.command.clone(),
    }
}

/// Writes results to standard output, where no title can steer a terminal.
pub(crate) fn print(text: &str) -> Result<(), Stop> {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(visible(text).as_bytes())
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

/// Writes a message to standard error, which nobody may be reading and where no name can steer a terminal.
pub(crate) fn tell(words: &str) {
    let mut stderr = io::stderr().lock();
    let _ = writeln!(stderr, "{}", visible(words.trim_end()));
}
