//! What a command found out about a scenario: kept in a folder, signed, and printed.

#[cfg(feature = "figures")]
use zopa::report::figure::{CATALOGUE, allowed};
use zopa::results::{Folder, Ledger, Provenance, SCENARIO, Staged, VERSION};
use zopa::scenario::Loaded;

use crate::cli::arguments::{Print, ScenarioFile};
use crate::cli::call::Call;
use crate::cli::output::{Format, tell};
#[cfg(feature = "figures")]
use crate::cli::plot::{Format as Picture, Printer, files};
use crate::cli::stop::Stop;

/// What a command found out.
pub(crate) struct Findings<'a> {
    /// The scenario, as it was given and as it was read.
    pub(crate) scenario: &'a ScenarioFile,
    pub(crate) loaded: &'a Loaded,
    pub(crate) call: Call,
    pub(crate) seed: u64,
    /// Runs counted; 0 where nothing was drawn.
    pub(crate) runs: u64,
    pub(crate) runs_asked: u64,
    /// What a person reads.
    pub(crate) text: String,
    /// Files with their texts; the first is the document that `--format json` prints.
    pub(crate) files: Vec<File>,
    /// A file that is whole already, as its lines came.
    pub(crate) grown: Option<Staged>,
    /// How the command ends and how much is done, where it was stopped on the way.
    pub(crate) stopped: Option<(Stop, String)>,
}

impl Findings<'_> {
    /// Writes everything into a folder, the manifest last, and prints it; says where it is or, where the command was stopped,
    /// how much of it there is.
    pub(crate) fn finish(mut self, folder: Option<Folder>, print: &Print) -> Result<(), Stop> {
        let mut kept = String::new();
        let place = folder.as_ref().map(|folder| folder.path().to_owned());
        if let Some(folder) = folder {
            let shown = folder.path().display();
            if self.stopped.is_some() && self.is_whole_in(&folder) {
                kept = format!("; the whole results in `{shown}` stay as they are");
            } else {
                kept = format!(" and kept in `{shown}`");
                self.keep(folder)?;
            }
        }
        let printed = print.show(&self.text, &self.files[0].1);
        if let Some((stop, done)) = self.stopped {
            tell(&format!("interrupted: {done} are done{kept}"));
            return Err(stop);
        }
        printed?;
        if let (Some(place), Format::Text) = (place, print.format) {
            tell(&format!("results in `{}`", place.display()));
        }
        Ok(())
    }

    /// Whether a folder has all the results of which an interruption leaves a part here.
    fn is_whole_in(&self, folder: &Folder) -> bool {
        folder.origin().is_some_and(|was| {
            !was.interrupted
                && was.fingerprint == self.loaded.fingerprint
                && was.command == self.call.text()
        })
    }

    fn keep(&mut self, folder: Folder) -> Result<(), Stop> {
        let assignments = self.scenario.changes.assignments.iter();
        let manifest = Provenance {
            version: VERSION.to_owned(),
            scenario: self.scenario.name(),
            fingerprint: self.loaded.fingerprint.clone(),
            title: self.loaded.scenario.title.clone(),
            seed: self.seed,
            runs: self.runs,
            runs_asked: self.runs_asked,
            interrupted: self.stopped.is_some(),
            assignments: assignments.map(ToString::to_string).collect(),
            command: self.call.text(),
            ..Provenance::default()
        };
        let copy = (SCENARIO, self.loaded.text.clone());
        keep(folder, &self.files, self.grown.take(), &[copy], |ledger| {
            manifest.clone().with(ledger).to_json()
        })
    }
}

/// A file by its name, with its text.
pub(crate) type File = (&'static str, String);

/// Puts results in place together: their files, the one that grew, copies of what was asked, the figures that they allow, and
/// the manifest that names them all; then names the files of earlier calls that are left beside.
pub(crate) fn keep(
    mut folder: Folder,
    files: &[File],
    grown: Option<Staged>,
    copies: &[File],
    manifest: impl Fn(Ledger) -> String,
) -> Result<(), Stop> {
    let texts: Vec<(&str, &str)> = files
        .iter()
        .chain(copies)
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let mut staged = Vec::new();
    for (name, text) in &texts[..files.len()] {
        staged.push(folder.stage(name, text)?);
    }
    staged.extend(grown);
    for (name, text) in &texts[files.len()..] {
        staged.push(folder.stage(name, text)?);
    }
    #[cfg(feature = "figures")]
    for (name, bytes) in figures(&folder, &manifest(folder.ledger(&staged)), &texts)? {
        staged.push(folder.stage(&name, bytes)?);
    }
    let names = folder.ledger(&staged).files;
    folder.place(staged, manifest)?;
    for path in folder.left_over(&names) {
        let path = path.display();
        tell(&format!("note: `{path}` is from an earlier run"));
    }
    Ok(())
}

/// Draws each figure on its natural sheet, from the files as they will be read: what `zopa plot` draws later is the same.
#[cfg(feature = "figures")]
fn figures(
    folder: &Folder,
    manifest: &str,
    texts: &[(&str, &str)],
) -> Result<Vec<(String, Vec<u8>)>, Stop> {
    let results = zopa::results::Results::beforehand(folder.path(), manifest, texts)?;
    let content = zopa::report::Content::of(&results)?;
    let drawn = content.iter();
    let drawn = drawn.flat_map(|content| allowed(&CATALOGUE, content));
    let mut printer = Printer::default();
    let files = drawn
        .flat_map(|(name, chart)| files(name, &chart.draw(None), &[Picture::Svg], &mut printer));
    Ok(files.collect())
}
