//! Who writes into a folder: one command at a time, as the kernel knows it, so that no end of a process leaves a folder shut.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use same_file::Handle;

use crate::results::ResultsError;

/// Name of the file that is locked; it is there only while a command writes.
const LOCK: &str = ".zopa.lock";

/// How often a lock is sought that others give up meanwhile.
const ATTEMPTS: usize = 100;

/// A folder that no other command writes into until this is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    // Unlocked when it is closed, after its name is gone.
    _file: File,
}

impl Lock {
    /// Locks a folder for a command, in whose words others are told who holds it.
    ///
    /// # Errors
    /// When another command holds it, and when the system refuses.
    pub(super) fn take(folder: &Path, command: &str) -> Result<Self, ResultsError> {
        let path = folder.join(LOCK);
        let refused = |error: io::Error| ResultsError::NotWritable(folder.to_owned(), error.kind());
        // A link would have the command write whatever the link points at.
        if fs::symlink_metadata(&path).is_ok_and(|there| !there.is_file()) {
            return Err(refused(io::ErrorKind::AlreadyExists.into()));
        }
        for _ in 0..ATTEMPTS {
            let mut options = OpenOptions::new();
            let opened = options.read(true).write(true).create(true).truncate(false);
            let mut file = opened.open(&path).map_err(refused)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(ResultsError::Held {
                        folder: folder.to_owned(),
                        holder: holder(&mut file),
                    });
                }
                // Some network file systems know no locks; there nothing keeps two commands apart.
                Err(TryLockError::Error(error)) if knows_no_locks(&error) => {}
                Err(TryLockError::Error(error)) => return Err(refused(error)),
            }
            // Whoever held it may have removed the name after it was opened here: then this is the lock of nothing.
            if is_still(&file, &path) {
                let words = format!("process {}: {command}", std::process::id());
                let written = file
                    .set_len(0)
                    .and_then(|()| file.write_all(words.as_bytes()));
                written.map_err(refused)?;
                return Ok(Self { path, _file: file });
            }
        }
        Err(ResultsError::Held {
            folder: folder.to_owned(),
            holder: String::new(),
        })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether a file system refuses locks because it has none: `ENOLCK` has no kind of its own.
fn knows_no_locks(error: &io::Error) -> bool {
    let no_locks = if cfg!(target_os = "linux") { 37 } else { 77 };
    error.kind() == io::ErrorKind::Unsupported
        || cfg!(unix) && error.raw_os_error() == Some(no_locks)
}

fn is_still(file: &File, path: &Path) -> bool {
    let opened = file.try_clone().and_then(Handle::from_file);
    let named = Handle::from_path(path);
    matches!((opened, named), (Ok(opened), Ok(named)) if opened == named)
}

/// What the file says of its holder, who may not have come to write it.
fn holder(file: &mut File) -> String {
    let mut words = String::new();
    let _ = file.read_to_string(&mut words);
    words
}

#[cfg(test)]
mod tests {
    use super::Lock;
    use crate::results::ResultsError;

    #[test]
    fn one_holds_it_at_a_time_and_is_named() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let first = Lock::take(place.path(), "zopa run a.toml").expect("nobody holds it");
        let second = Lock::take(place.path(), "zopa run b.toml");
        let Err(ResultsError::Held { holder, .. }) = second else {
            panic!("two hold it: {second:?}");
        };
        assert!(holder.ends_with(": zopa run a.toml"), "{holder}");
        drop(first);
        assert_eq!(
            std::fs::read_dir(place.path())
                .expect("it is there")
                .count(),
            0
        );
        Lock::take(place.path(), "zopa run b.toml").expect("nobody holds it any more");
    }

    #[test]
    fn many_threads_never_hold_it_together() {
        use std::sync::atomic::{AtomicU32, Ordering};
        let place = tempfile::tempdir().expect("a folder for the test");
        let (inside, held) = (AtomicU32::new(0), AtomicU32::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let Ok(lock) = Lock::take(place.path(), "a test") else {
                            continue;
                        };
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        held.fetch_add(1, Ordering::SeqCst);
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
        assert!(held.into_inner() > 0);
    }
}
