//! What a command found out about a scenario: kept in a folder, signed, and printed.

#[cfg(feature = "figures")]
use zopa::report::figure::{CATALOGUE, allowed};
use zopa::results::{Folder, MANIFEST, Provenance, SCENARIO, VERSION};
use zopa::scenario::Loaded;

use crate::cli::arguments::{Print, ScenarioFile};
use crate::cli::call::Call;
use crate::cli::output::{Format, tell};
#[cfg(feature = "figures")]
use crate::cli::plot::{Format as Picture, files};
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
    /// A file written already, as its lines came.
    pub(crate) grown: Option<&'static str>,
    /// How the command ends and how much is done, where it was stopped on the way.
    pub(crate) stopped: Option<(Stop, String)>,
}

impl Findings<'_> {
    /// Writes everything into a folder, the manifest last, and prints it; says where it is or, where the command was stopped,
    /// how much of it there is.
    pub(crate) fn finish(self, folder: Option<&Folder>, print: &Print) -> Result<(), Stop> {
        let mut kept = String::new();
        if let Some(folder) = folder {
            self.keep(folder)?;
            kept = format!(" and kept in `{}`", folder.path().display());
        }
        let printed = print.show(&self.text, &self.files[0].1);
        if let Some((stop, done)) = self.stopped {
            tell(&format!("interrupted: {done} are done{kept}"));
            return Err(stop);
        }
        printed?;
        if let (Some(folder), Format::Text) = (folder, print.format) {
            tell(&format!("results in `{}`", folder.path().display()));
        }
        Ok(())
    }

    fn keep(&self, folder: &Folder) -> Result<(), Stop> {
        let file_name = self.scenario.file.file_name().unwrap_or_default();
        let assignments = self.scenario.changes.assignments.iter();
        let copy = (SCENARIO, self.loaded.text.clone());
        keep(folder, &self.files, self.grown, &[copy], |files| {
            let manifest = Provenance {
                version: VERSION.to_owned(),
                scenario: file_name.to_string_lossy().into_owned(),
                fingerprint: self.loaded.fingerprint.clone(),
                title: self.loaded.scenario.title.clone(),
                seed: self.seed,
                runs: self.runs,
                runs_asked: self.runs_asked,
                interrupted: self.stopped.is_some(),
                assignments: assignments.map(ToString::to_string).collect(),
                command: self.call.text(),
                files,
            };
            manifest.to_json()
        })
    }
}

/// A file by its name, with its text.
pub(crate) type File = (&'static str, String);

/// Writes results into a folder, then copies of what was asked, and at last the manifest that names all files, the one that
/// grew included; draws the figures that these results allow, and names the files of earlier calls that are left beside.
pub(crate) fn keep(
    folder: &Folder,
    files: &[File],
    grown: Option<&'static str>,
    copies: &[File],
    manifest: impl FnOnce(Vec<String>) -> String,
) -> Result<(), Stop> {
    for (name, text) in files.iter().chain(copies) {
        folder.write(name, text)?;
    }
    let names = files.iter().map(|file| file.0).chain(grown);
    let names = names
        .chain(copies.iter().map(|file| file.0))
        .chain([MANIFEST]);
    let files: Vec<String> = names.map(str::to_owned).collect();
    folder.write(MANIFEST, &manifest(files.clone()))?;
    #[cfg(feature = "figures")]
    let files = [files, figures(folder)?].concat();
    for path in folder.left_over(&files) {
        let path = path.display();
        tell(&format!("note: `{path}` is from an earlier run"));
    }
    Ok(())
}

/// Draws each figure on its natural sheet, from the files that were written: what `zopa plot` draws later is the same.
#[cfg(feature = "figures")]
fn figures(folder: &Folder) -> Result<Vec<String>, Stop> {
    let results = zopa::results::Results::open(folder.path())?;
    let content = zopa::report::Content::of(&results)?;
    let drawn = content.iter();
    let drawn = drawn.flat_map(|content| allowed(&CATALOGUE, content));
    let files = drawn.flat_map(|(name, chart)| files(name, &chart.draw(None), &[Picture::Svg]));
    let files: Vec<(String, Vec<u8>)> = files.collect();
    folder.extend(&files)?;
    Ok(files.into_iter().map(|file| file.0).collect())
}
