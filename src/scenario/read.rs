//! Reads a scenario file: the one place here that opens files.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::scenario::fault::Fault;
use crate::scenario::problem::Problem;

/// Greatest size of a scenario in bytes.
const SIZE_MAX: u64 = 4 * 1024 * 1024;

/// The text of a file.
pub(crate) fn read(path: &Path) -> Result<String, Box<Problem>> {
    let name = path.display().to_string();
    let whole = |fault| Box::new(Problem::with_file(&name, fault));
    let metadata = std::fs::metadata(path).map_err(|error| whole(fault_of(&error)))?;
    if metadata.is_dir() {
        return Err(whole(Fault::IsDirectory));
    }
    // Metadata says nothing of pipes, so the bounded read below judges again.
    if metadata.len() > SIZE_MAX {
        return Err(whole(too_long(metadata.len())));
    }
    let file = File::open(path).map_err(|error| whole(fault_of(&error)))?;
    let mut bytes = Vec::new();
    let mut bounded = file.take(SIZE_MAX + 1);
    bounded
        .read_to_end(&mut bytes)
        .map_err(|error| whole(fault_of(&error)))?;
    text(&name, bytes)
}

/// The text of bytes.
pub(crate) fn text(name: &str, bytes: Vec<u8>) -> Result<String, Box<Problem>> {
    if bytes.len() as u64 > SIZE_MAX {
        return Err(Box::new(Problem::with_file(
            name,
            too_long(bytes.len() as u64),
        )));
    }
    if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
        let fault = Fault::Binary { offset };
        return Err(Box::new(Problem::at_byte(name, &bytes, offset, fault)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(offset).copied().unwrap_or(0);
        let fault = Fault::NotUtf8 { offset, byte };
        Box::new(Problem::at_byte(name, error.as_bytes(), offset, fault))
    })
}

/// What is wrong with the size of a text.
pub(crate) fn fault_of_size(text: &str) -> Option<Fault> {
    if text.trim().is_empty() {
        return Some(Fault::Empty);
    }
    let found = text.len() as u64;
    (found > SIZE_MAX).then(|| too_long(found))
}

fn too_long(found: u64) -> Fault {
    Fault::TooLong {
        limit: SIZE_MAX,
        found,
    }
}

fn fault_of(error: &std::io::Error) -> Fault {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Fault::FileMissing,
        ErrorKind::IsADirectory => Fault::IsDirectory,
        kind => Fault::Unreadable(kind.to_string()),
    }
}
