//! A folder for the results of one call.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::results::manifest::{joined, ours};
use crate::results::{MANIFEST, Provenance, ResultsError, is_a_result};

/// A folder in which results can be written.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    /// Names of the figures that results here may have, without the ending.
    figures: &'static [&'static str],
}

impl Folder {
    /// Makes the folder where it is missing and makes sure that it takes results.
    ///
    /// Meant to be called before the work begins, so that nobody waits for results that cannot be kept.
    ///
    /// # Errors
    /// When there is a file of that name, when the folder cannot be made or written in, and when it holds files that an
    /// earlier run did not write under the names of results.
    pub fn prepare(path: &Path, figures: &'static [&'static str]) -> Result<Self, ResultsError> {
        let path = path.to_owned();
        let folder = Self { path, figures };
        folder.refuse_foreign()?;
        folder.make()?;
        Ok(folder)
    }

    /// Makes the folder where it is missing and makes sure that it takes files.
    fn make(&self) -> Result<(), ResultsError> {
        let path = &self.path;
        if path.exists() && !path.is_dir() {
            return Err(ResultsError::NotAFolder(path.clone()));
        }
        fs::create_dir_all(path)
            .map_err(|error| ResultsError::NotCreated(path.clone(), error.kind()))?;
        self.try_writing()
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes one file, whole or not at all.
    ///
    /// # Errors
    /// When the system refuses; the file that was there before is then unchanged.
    pub fn write(&self, name: &str, text: &str) -> Result<(), ResultsError> {
        let mut file = self.begin(name)?;
        file.append(text)?;
        file.finish()
    }

    /// Writes a file that people may have edited: one that says something else is left alone.
    ///
    /// # Errors
    /// When a file of that name says something else, and when the system refuses.
    pub fn write_beside(&self, name: &str, text: &str) -> Result<(), ResultsError> {
        let path = self.path.join(name);
        match fs::read_to_string(&path) {
            Ok(there) if there == text => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.write(name, text),
            _ => Err(ResultsError::Edited(path)),
        }
    }

    /// Writes some files and names them in the manifest: all of them get their names, or none.
    ///
    /// A manifest that is there already speaks for them too from then on; where there is none, `manifest` becomes that of
    /// these files alone.
    ///
    /// # Errors
    /// When the system refuses. Only a disk that fails between two renamings can leave some files new and others old.
    pub fn add(
        &self,
        files: &[(String, Vec<u8>)],
        mut manifest: Provenance,
    ) -> Result<(), ResultsError> {
        let names = files.iter().map(|(name, _)| name.as_str());
        manifest.files = names.chain([MANIFEST]).map(str::to_owned).collect();
        let joined = self.joined(files);
        self.write_all(files, &joined.unwrap_or_else(|| manifest.to_json()))
    }

    /// Writes some files into a folder of results and names them in its manifest: all of them get their names, or none.
    ///
    /// # Errors
    /// When there is no manifest of ours, and as [`Folder::add`].
    pub fn extend(&self, files: &[(String, Vec<u8>)]) -> Result<(), ResultsError> {
        let joined = self.joined(files);
        let joined = joined.ok_or_else(|| ResultsError::NoResults(self.path.clone()))?;
        self.write_all(files, &joined)
    }

    /// The manifest that is there, with these files beside those that it names.
    fn joined(&self, files: &[(String, Vec<u8>)]) -> Option<String> {
        let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
        let there = fs::read_to_string(self.path.join(MANIFEST));
        there.ok().and_then(|text| joined(&text, &names))
    }

    fn write_all(&self, files: &[(String, Vec<u8>)], manifest: &str) -> Result<(), ResultsError> {
        let mut begun = Vec::new();
        for (name, bytes) in files {
            let mut file = self.begin(name)?;
            file.append(bytes)?;
            begun.push(file);
        }
        for file in begun {
            file.finish()?;
        }
        self.write(MANIFEST, manifest)
    }

    /// Begins a file that grows; it gets its name when it is finished.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn begin(&self, name: &str) -> Result<Growing, ResultsError> {
        let target = self.path.join(name);
        // The process id keeps two calls on one folder from writing into each other's files.
        let part = self
            .path
            .join(format!(".{name}.{}.part", std::process::id()));
        let opened = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&part);
        let file = opened.map_err(|error| ResultsError::not_written(&target, &error))?;
        Ok(Growing {
            writer: BufWriter::new(file),
            part,
            target,
        })
    }

    /// Results of earlier runs that are still here beside the files just written.
    pub fn left_over(&self, written: &[String]) -> Vec<PathBuf> {
        let mut left = self.results();
        left.retain(|name| !written.contains(name));
        left.iter().map(|name| self.path.join(name)).collect()
    }

    /// Names of the results in the folder, in order.
    fn results(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.collect();
        names.retain(|name| is_a_result(name, self.figures));
        names.sort();
        names
    }

    fn refuse_foreign(&self) -> Result<(), ResultsError> {
        let manifest = fs::read_to_string(self.path.join(MANIFEST));
        let is_ours = manifest.is_ok_and(|text| ours(&text).is_some());
        // A folder can never be replaced by a file, whoever made it.
        let in_the_way = |path: &PathBuf| path.is_dir() || !is_ours;
        let mut results = self.results().into_iter().map(|name| self.path.join(name));
        let found = results.find(in_the_way);
        found.map_or(Ok(()), |path| Err(ResultsError::Foreign(path)))
    }

    fn try_writing(&self) -> Result<(), ResultsError> {
        let trial = self.path.join(format!(".zopa.{}.part", std::process::id()));
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

/// Writes some files wherever the caller names them: all of them, or none where one is there and says something else.
///
/// # Errors
/// When a file of that name says something else, when its folder is missing, and when the system refuses.
pub fn write_apart(files: &[(PathBuf, Vec<u8>)]) -> Result<(), ResultsError> {
    for (path, bytes) in files {
        match fs::read(path) {
            Ok(there) if there != *bytes => return Err(ResultsError::Edited(path.clone())),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(ResultsError::not_read(path, &error));
            }
            _ => {}
        }
    }
    for (path, bytes) in files {
        let folder = Folder {
            path: path.parent().unwrap_or(Path::new("")).to_owned(),
            figures: &[],
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut file = folder.begin(&name)?;
        file.append(bytes)?;
        file.finish()?;
    }
    Ok(())
}

/// A file that is being written beside its name.
#[derive(Debug)]
pub struct Growing {
    writer: BufWriter<File>,
    part: PathBuf,
    target: PathBuf,
}

impl Growing {
    /// Adds to the end.
    ///
    /// # Errors
    /// When the system refuses, as when the disk is full.
    pub fn append(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), ResultsError> {
        let written = self.writer.write_all(bytes.as_ref());
        written.map_err(|error| ResultsError::not_written(&self.target, &error))
    }

    /// The name it will have.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When the system refuses; the file that was there before is then unchanged.
    pub fn finish(mut self) -> Result<(), ResultsError> {
        let written = self.writer.flush();
        let safe = written.and_then(|()| self.writer.get_ref().sync_all());
        let named = safe.and_then(|()| fs::rename(&self.part, &self.target));
        named.map_err(|error| ResultsError::not_written(&self.target, &error))
    }
}

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        // After `finish` nothing of that name is left, and that is well.
        let _ = fs::remove_file(&self.part);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Folder;
    use crate::results::{MANIFEST, Provenance, RUNS, ResultsError, SUMMARY, VERSION};

    fn manifest() -> String {
        let manifest = Provenance {
            version: VERSION.to_owned(),
            scenario: "wage.toml".to_owned(),
            fingerprint: "0".to_owned(),
            title: "Wage".to_owned(),
            seed: 1,
            runs: 10,
            runs_asked: 10,
            interrupted: false,
            assignments: Vec::new(),
            command: "zopa run wage.toml".to_owned(),
            files: vec![SUMMARY.to_owned()],
        };
        manifest.to_json()
    }

    fn names(path: &std::path::Path) -> Vec<String> {
        let entries = fs::read_dir(path).expect("the folder is there");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("it can be read").file_name().into_string())
            .map(|name| name.expect("names are text"))
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_appear_whole_or_not_at_all() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let folder = Folder::prepare(&place.path().join("a/b"), &[]).expect("it can be made");
        let mut growing = folder.begin(RUNS).expect("it can be written");
        growing.append("half").expect("it can be written");
        drop(growing);
        folder.write(SUMMARY, "{}").expect("it can be written");
        assert_eq!(names(folder.path()), [SUMMARY]);
    }

    #[test]
    fn results_of_an_earlier_run_are_replaced_and_others_left_alone() {
        let place = tempfile::tempdir().expect("a folder for the test");
        fs::write(place.path().join(SUMMARY), "mine").expect("it can be written");
        let refused = Folder::prepare(place.path(), &[]);
        assert!(matches!(refused, Err(ResultsError::Foreign(path)) if path.ends_with(SUMMARY)));
        fs::write(place.path().join(MANIFEST), manifest()).expect("it can be written");
        let folder = Folder::prepare(place.path(), &[]).expect("now it is a result folder");
        assert_eq!(names(place.path()), [MANIFEST, SUMMARY]);
        let left = folder.left_over(&[MANIFEST.to_owned()]);
        assert_eq!(left, [place.path().join(SUMMARY)]);
    }

    #[test]
    fn what_people_may_have_edited_is_left_alone() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let folder = Folder::prepare(place.path(), &[]).expect("it takes results");
        let written = |text| folder.write_beside("job.sh", text);
        written("one").expect("nothing is there");
        written("one").expect("the same is there");
        let refused = written("two").expect_err("something else is there");
        assert!(refused.is_refusal());
        let there = fs::read_to_string(place.path().join("job.sh")).expect("it is there");
        assert_eq!(there, "one");
    }

    #[test]
    fn a_file_is_no_folder() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let file = place.path().join("file");
        fs::write(&file, "mine").expect("it can be written");
        assert!(matches!(
            Folder::prepare(&file, &[]),
            Err(ResultsError::NotAFolder(_))
        ));
        let inside = Folder::prepare(&file.join("inside"), &[]);
        assert!(matches!(inside, Err(ResultsError::NotCreated(..))));
    }
}
