//! Files that are written beside their names: hidden until they are whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::results::ResultsError;
use crate::results::stamp::{Stamp, Stamping};

/// How the hidden name of a file that waits for its own ends.
pub(super) const PART: &str = ".part";

/// A file that is being written beside its name.
#[derive(Debug)]
pub struct Growing {
    writer: BufWriter<File>,
    stamping: Stamping,
    hidden: Hidden,
}

/// A whole file that waits for its name.
#[derive(Debug)]
pub struct Staged {
    /// What it holds.
    pub(super) stamp: Stamp,
    hidden: Hidden,
}

/// A file without its name; it goes where nobody gives it one.
#[derive(Debug)]
struct Hidden {
    part: PathBuf,
    target: PathBuf,
    /// Whether it stays under its hidden name when it is dropped.
    stays: bool,
}

impl Growing {
    /// Begins a file that is to be called `target` in the file `part` beside it.
    pub(crate) fn begin(part: PathBuf, target: PathBuf) -> Result<Self, ResultsError> {
        let file = File::create(&part);
        let file = file.map_err(|error| ResultsError::not_written(&target, &error))?;
        Ok(Self {
            writer: BufWriter::new(file),
            stamping: Stamping::default(),
            hidden: Hidden {
                part,
                target,
                stays: false,
            },
        })
    }

    /// Adds to the end.
    ///
    /// # Errors
    /// When the system refuses, as when the disk is full.
    pub fn append(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), ResultsError> {
        let written = self.write_all(bytes.as_ref());
        written.map_err(|error| ResultsError::not_written(self.target(), &error))
    }

    /// The name it will have.
    pub fn target(&self) -> &Path {
        &self.hidden.target
    }

    /// Ends the file, which still waits for its name.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(mut self) -> Result<Staged, ResultsError> {
        let written = self.writer.flush();
        let safe = written.and_then(|()| self.writer.get_ref().sync_all());
        safe.map_err(|error| ResultsError::not_written(self.target(), &error))?;
        Ok(Staged {
            stamp: self.stamping.stamp(),
            hidden: self.hidden,
        })
    }
}

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.writer.write(bytes)?;
        self.stamping.add(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Staged {
    /// The name it waits for, without its folder.
    pub fn name(&self) -> String {
        let name = self.hidden.target.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Gives it its name.
    pub(super) fn place(&self) -> Result<(), ResultsError> {
        self.place_as(&self.hidden.target)
    }

    /// Leaves it under its hidden name, for the command that completes what this one could not.
    pub(super) fn leave(mut self) {
        self.hidden.stays = true;
    }

    /// Gives it another name.
    pub(crate) fn place_as(&self, path: &Path) -> Result<(), ResultsError> {
        let named = fs::rename(&self.hidden.part, path);
        named.map_err(|error| ResultsError::not_written(path, &error))
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // Once it has its name nothing of this one is left, and that is well.
        if !self.stays {
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// Writes some files wherever the caller names them: all of them, or none where some are there and say something else.
///
/// # Errors
/// When files of these names say something else, all of them named; when a folder is missing, and when the system refuses.
pub fn write_apart(files: &[(PathBuf, Vec<u8>)]) -> Result<(), ResultsError> {
    let mut edited = Vec::new();
    for (path, bytes) in files {
        match fs::read(path) {
            Ok(there) if there != *bytes => edited.push(path.clone()),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(ResultsError::not_read(path, &error));
            }
            _ => {}
        }
    }
    if !edited.is_empty() {
        return Err(ResultsError::Edited(edited));
    }
    let mut staged = Vec::new();
    for (path, bytes) in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Nobody holds the folder, so the number of the process keeps two calls apart.
        let part = path.with_file_name(format!(".{name}.{}{PART}", std::process::id()));
        let mut file = Growing::begin(part, path.clone())?;
        file.append(bytes)?;
        staged.push(file.finish()?);
    }
    staged.iter().try_for_each(Staged::place)
}
