//! The text of a file; the one place here that opens files.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::scenario::fault::Fault;
use crate::scenario::near::near;
use crate::scenario::problem::{Problem, Problems};

/// Greatest size of a scenario in bytes.
const SIZE_MAX: u64 = 4 * 1024 * 1024;

/// The text of a file, with the name by which messages call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Name of the file.
    pub name: String,
    /// What it says.
    pub text: String,
}

impl Source {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is missing, cannot be read, is too long or is no text.
    pub fn read(path: &Path) -> Result<Self, Problems> {
        let text = read(path).map_err(|problem| Problems::one(*problem))?;
        Ok(Self {
            name: path.display().to_string(),
            text,
        })
    }

    /// Hash of the text, in hexadecimal.
    pub fn fingerprint(&self) -> String {
        fingerprint::<&str>(&self.text, &[])
    }

    /// Name of the file without its folder.
    pub fn file_name(&self) -> String {
        let name = Path::new(&self.name).file_name();
        name.map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }
}

/// The text of a file.
fn read(path: &Path) -> Result<String, Box<Problem>> {
    let name = path.display().to_string();
    let whole = |fault| Box::new(Problem::with_file(&name, fault));
    let metadata = std::fs::metadata(path).map_err(|error| whole(fault_of(path, &error)))?;
    if metadata.is_dir() {
        return Err(whole(Fault::IsDirectory));
    }
    // Metadata says nothing of pipes, so the bounded read below judges again.
    if metadata.len() > SIZE_MAX {
        return Err(whole(too_long(metadata.len())));
    }
    let file = File::open(path).map_err(|error| whole(fault_of(path, &error)))?;
    let mut bytes = Vec::new();
    let mut bounded = file.take(SIZE_MAX + 1);
    bounded
        .read_to_end(&mut bytes)
        .map_err(|error| whole(fault_of(path, &error)))?;
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
    if let Some(kind) = kind_of_file(&bytes) {
        return Err(Box::new(Problem::with_file(name, Fault::OtherFile(kind))));
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

/// What a file is whose first bytes say that it is no text in UTF-8.
fn kind_of_file(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 9] = [
        (b"\xff\xfe", "text in UTF-16"),
        (b"\xfe\xff", "text in UTF-16"),
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive, as of Word or Excel"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1f\x8b", "a compressed file"),
        (b"\x7fELF", "a program"),
    ];
    let named = KINDS.iter().find(|(begin, _)| bytes.starts_with(begin));
    // Plain letters with a zero byte behind or before each of them.
    let head = bytes.get(..64.min(bytes.len())).unwrap_or_default();
    let zeros = |first: usize| head.iter().skip(first).step_by(2).all(|byte| *byte == 0);
    let is_wide = head.len() > 3 && (zeros(0) != zeros(1));
    named
        .map(|(_, kind)| *kind)
        .or(is_wide.then_some("text in UTF-16"))
}

/// What is wrong with the size of a text.
pub(crate) fn fault_of_size(text: &str) -> Option<Fault> {
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
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

fn fault_of(path: &Path, error: &std::io::Error) -> Fault {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Fault::FileMissing {
            near: near_path(path),
        },
        ErrorKind::IsADirectory => Fault::IsDirectory,
        kind => Fault::Unreadable(kind.to_string()),
    }
}

/// The path of a file or folder there is that is spelt nearly as this one, which is none.
pub fn near_path(path: &Path) -> Option<String> {
    let written = path.to_str()?;
    let with_slashes = written.replace('\\', "/");
    let found = [
        with_slashes.clone(),
        format!("{written}.toml"),
        format!("{with_slashes}.toml"),
    ];
    let is_there = |other: &&String| **other != written && Path::new(other).exists();
    if let Some(found) = found.iter().find(is_there) {
        return Some(found.clone());
    }
    // The first part that is not there is the one that is misspelt.
    let parts: Vec<&Path> = path
        .ancestors()
        .filter(|part| !part.as_os_str().is_empty())
        .collect();
    let missing = parts.iter().rev().find(|part| !part.exists())?;
    let folder = missing
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let listed = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let name = missing.file_name()?.to_str()?;
    let mut names: Vec<String> = listed
        .take(10_000)
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|other| !other.starts_with('.'))
        .collect();
    // A folder is listed in no order of its own.
    names.sort();
    let meant = near(name, &names)?;
    let rest = path.strip_prefix(missing).ok()?;
    let found = folder.map_or_else(|| Path::new(meant).to_owned(), |folder| folder.join(meant));
    let found = if rest.as_os_str().is_empty() {
        found
    } else {
        found.join(rest)
    };
    found.exists().then(|| found.display().to_string())
}

/// 64-bit FNV-1a of a text and what belongs to it, in hexadecimal.
pub(crate) fn fingerprint<S: AsRef<str>>(text: &str, more: &[S]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in std::iter::once(text).chain(more.iter().map(AsRef::as_ref)) {
        // A zero byte, which no text holds, keeps the parts apart.
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}
