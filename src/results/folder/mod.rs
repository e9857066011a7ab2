//! A folder for the results of one call: the one owner of every folder that a command writes into.
//!
//! A command holds the lock of its folder from before its work until its files are in place. It writes them under hidden
//! names, `.NAME.part`, and then puts them in place together: first the manifest that names them gets the name
//! `.manifest.json.next`, from which moment on the new results count, then each file gets its name, and at last the
//! manifest. A command that is killed before that moment leaves the results that were there, and its hidden files go with
//! the next command; one that is killed after it is completed by the next command, from the same hidden files.
//!
//! A file is overwritten only where the manifest of the folder names it and it still holds what this program wrote.

mod growing;
mod lock;
mod origin;
mod repair;

pub use growing::{Growing, Staged, write_apart};
pub use origin::Origin;
pub(super) use repair::heal;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::results::folder::growing::PART;
use crate::results::folder::lock::Lock;
use crate::results::folder::repair::{NEXT, complete, stamps};
use crate::results::manifest::{joined, ours};
use crate::results::stamp::{Ledger, Stamp, Stamps};
use crate::results::{FORMAT, MANIFEST, Provenance, ResultsError, is_a_result};

/// What a command is about to do in a folder.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The command, in whose words others are told who holds the folder.
    pub command: &'a str,
    /// Names of the files that it may write.
    pub files: &'a [&'a str],
    /// Names of the figures that results here may have, without the ending.
    pub figures: &'static [&'static str],
    /// Whether it draws them itself.
    pub draws: bool,
}

/// A folder in which one command can write results; nobody else can until it is dropped.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Names of the figures that results here may have, without the ending.
    figures: &'static [&'static str],
    /// Folders that were made for it, the outermost first; they go again when nothing is written.
    made: Vec<PathBuf>,
    /// Whether there was a manifest of ours, and of which results.
    origin: Option<Origin>,
    /// The files here that this program wrote, as it wrote them.
    known: Stamps,
    lock: Option<Lock>,
}

impl Folder {
    /// Takes a folder for a command, and makes it where it is missing.
    ///
    /// Meant to be called before the work begins, so that nobody waits for results that cannot be kept.
    ///
    /// # Errors
    /// When another command holds the folder, when there is a file of that name, when the folder cannot be made or written
    /// in, and when it holds files that would be overwritten though this program did not write them or somebody has changed
    /// them since; all of these are named at once.
    pub fn prepare(path: &Path, claim: &Claim<'_>) -> Result<Self, ResultsError> {
        let mut folder = Self {
            path: path.to_owned(),
            figures: claim.figures,
            made: made(path)?,
            origin: None,
            known: Stamps::new(),
            lock: None,
        };
        folder.lock = Some(Lock::take(path, claim.command)?);
        complete(path)?;
        folder.clear(claim.files);
        let manifest = fs::read_to_string(path.join(MANIFEST)).unwrap_or_default();
        if let Some(manifest) = ours(&manifest) {
            if manifest["format"]
                .as_u64()
                .is_some_and(|format| format != u64::from(FORMAT))
            {
                return Err(ResultsError::OtherFormat {
                    folder: path.to_owned(),
                    command: Origin::of(&manifest).command,
                });
            }
            folder.known = stamps(&manifest);
            folder.origin = Some(Origin::of(&manifest));
        }
        let wanted = folder.results().into_iter().filter(|name| {
            let is_named = claim.files.contains(&name.as_str()) || name == MANIFEST;
            // Without a manifest of ours nothing here is known, so that no file of such a name is left beside results.
            folder.origin.is_none() || is_named || claim.draws && is_drawn(name, claim.figures)
        });
        folder.refuse_foreign(&wanted.collect::<Vec<_>>())?;
        folder.try_writing()?;
        Ok(folder)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Of what the results are that are here already; none where there are none.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// Which of these files are here already.
    pub fn there<'a>(&self, names: impl IntoIterator<Item = &'a String>) -> Vec<String> {
        let names = names.into_iter();
        let there = names.filter(|name| self.path.join(name).exists());
        there.cloned().collect()
    }

    /// Begins a file that grows; it gets its name when it is put in place.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn begin(&self, name: &str) -> Result<Growing, ResultsError> {
        let part = self.path.join(format!(".{name}{PART}"));
        Growing::begin(part, self.path.join(name))
    }

    /// Writes a file that waits to be put in place.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn stage(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<Staged, ResultsError> {
        let mut file = self.begin(name)?;
        file.append(bytes)?;
        file.finish()
    }

    /// What a manifest of these files and of those that are here already has to name.
    pub fn ledger(&self, files: &[Staged]) -> Ledger {
        let names = files.iter().map(Staged::name);
        let is_same = |(name, stamp): &(&String, &Stamp)| {
            let now = Stamp::of_file(&self.path.join(name));
            now.is_ok_and(|now| now.as_ref() == Some(*stamp))
        };
        let kept = self.known.iter().filter(is_same);
        let kept = kept.map(|(name, stamp)| (name.clone(), stamp.clone()));
        let new = files.iter().map(|file| (file.name(), file.stamp.clone()));
        Ledger {
            files: names.chain([MANIFEST.to_owned()]).collect(),
            checksums: kept.chain(new).collect(),
        }
    }

    /// Puts files in place together, and with them the manifest that is made of their ledger.
    ///
    /// # Errors
    /// When one of them would overwrite what this program did not write, and when the system refuses; what was there before
    /// is then unchanged. Where the system refuses between two names the next command completes the work.
    pub fn place(
        &mut self,
        files: Vec<Staged>,
        manifest: impl FnOnce(Ledger) -> String,
    ) -> Result<(), ResultsError> {
        let ledger = self.ledger(&files);
        let (known, names) = (ledger.checksums.clone(), ledger.files.clone());
        self.place_with(files, &names, &manifest(ledger))?;
        self.known = known;
        Ok(())
    }

    /// Adds files to the results that are here and names them in their manifest; where there is none, `manifest` becomes
    /// that of these files alone. All of them get their names, or none.
    ///
    /// # Errors
    /// As [`Folder::place`].
    pub fn add(&mut self, files: Vec<Staged>, manifest: Provenance) -> Result<(), ResultsError> {
        let ledger = self.ledger(&files);
        let there = fs::read_to_string(self.path.join(MANIFEST)).unwrap_or_default();
        let Some(text) = joined(&there, &ledger) else {
            return self.place(files, |ledger| manifest.with(ledger).to_json());
        };
        self.place_with(files, &ledger.files, &text)?;
        self.known = ledger.checksums;
        Ok(())
    }

    fn place_with(
        &mut self,
        files: Vec<Staged>,
        names: &[String],
        manifest: &str,
    ) -> Result<(), ResultsError> {
        self.refuse_foreign(names)?;
        let origin = ours(manifest).map(|manifest| Origin::of(&manifest));
        let staged = self.stage(MANIFEST, manifest)?;
        let next = self.path.join(NEXT);
        staged.place_as(&next)?;
        self.sync();
        if let Err(ResultsError::NotWritten(path, kind)) = files.iter().try_for_each(Staged::place)
        {
            // From here on the new results count, so that what is ready is kept for whoever completes them.
            files.into_iter().for_each(Staged::leave);
            return Err(ResultsError::HalfPlaced(path, kind));
        }
        let target = self.path.join(MANIFEST);
        let done = fs::rename(&next, &target);
        done.map_err(|error| ResultsError::not_written(&target, &error))?;
        self.sync();
        self.origin = origin;
        Ok(())
    }

    /// Asks the disk to keep the names; where folders cannot be asked, nothing is lost but certainty.
    fn sync(&self) {
        let _ = File::open(&self.path).and_then(|folder| folder.sync_all());
    }

    /// Results of earlier runs that are still here beside the files just written.
    pub fn left_over(&self, written: &[String]) -> Vec<PathBuf> {
        let mut left = self.results();
        left.retain(|name| self.known.contains_key(name) && !written.contains(name));
        left.iter().map(|name| self.path.join(name)).collect()
    }

    /// Names of the results in the folder, in order.
    fn results(&self) -> Vec<String> {
        let mut names = entries(&self.path);
        names.retain(|name| is_a_result(name, self.figures));
        names.sort();
        names
    }

    /// Refuses to overwrite, of these files, those that this program did not write or somebody has changed.
    fn refuse_foreign(&self, names: &[String]) -> Result<(), ResultsError> {
        let is_foreign = |name: &&String| {
            let path = self.path.join(name);
            // A folder can never be replaced by a file, whoever made it.
            if path.is_dir() {
                return true;
            }
            if *name == MANIFEST && self.origin.is_some() {
                return false;
            }
            match Stamp::of_file(&path) {
                Ok(None) => false,
                Ok(Some(now)) => self.known.get(*name) != Some(&now),
                Err(_) => true,
            }
        };
        let foreign: Vec<String> = names.iter().filter(is_foreign).cloned().collect();
        if foreign.is_empty() {
            return Ok(());
        }
        Err(ResultsError::Foreign {
            folder: self.path.clone(),
            files: foreign,
        })
    }

    /// Clears what an earlier command had begun when it was killed.
    fn clear(&self, more: &[&str]) {
        for entry in entries(&self.path) {
            let Some(hidden) = entry
                .strip_prefix('.')
                .and_then(|name| name.strip_suffix(PART))
            else {
                continue;
            };
            let name = match hidden.rsplit_once('.') {
                // Earlier versions had the number of the process in it.
                Some((name, process)) if process.parse::<u32>().is_ok() => name,
                _ => hidden,
            };
            if name == "zopa" || more.contains(&name) || is_a_result(name, self.figures) {
                let _ = fs::remove_file(self.path.join(entry));
            }
        }
    }

    fn try_writing(&self) -> Result<(), ResultsError> {
        let trial = self.path.join(format!(".zopa{PART}"));
        let written = File::create(&trial).and_then(|mut file| {
            // An empty file can be made even where the disk is full.
            file.write_all(&[b' '; 4096])?;
            file.sync_all()
        });
        let removed = fs::remove_file(&trial);
        let tried = written.and(removed);
        tried.map_err(|error| ResultsError::NotWritable(self.path.clone(), error.kind()))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.lock = None;
        // Only an empty folder can be removed, so that nothing is lost.
        for path in self.made.iter().rev() {
            let _ = fs::remove_dir(path);
        }
    }
}

/// Makes a folder and those around it where they are missing; those that were made, the outermost first.
fn made(path: &Path) -> Result<Vec<PathBuf>, ResultsError> {
    if path.exists() && !path.is_dir() {
        return Err(ResultsError::NotAFolder(path.to_owned()));
    }
    let around = path
        .ancestors()
        .filter(|folder| !folder.as_os_str().is_empty());
    let missing = around.take_while(|folder| !folder.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    let created = fs::create_dir_all(path);
    created.map_err(|error| ResultsError::NotCreated(path.to_owned(), error.kind()))?;
    Ok(missing)
}

fn entries(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.collect()
}

/// Whether a file is one that commands draw along with their results.
fn is_drawn(name: &str, figures: &[&str]) -> bool {
    let ending = name.split_once('.').map(|parts| parts.1);
    matches!(ending, Some("svg" | "data.csv")) && is_a_result(name, figures)
}

#[cfg(test)]
mod tests;
