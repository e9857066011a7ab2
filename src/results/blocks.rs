//! The blocks found in one or more folders: where each lies, read again when it is wanted.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::results::record::{IDENTITY, Reader};
use crate::results::{Identity, ResultsError};

/// Folder of the segments inside a result folder.
pub(super) const BLOCKS: &str = "blocks";

/// How the name of a segment ends.
pub(super) const SEGMENT: &str = "segment";

/// Blocks by number, each of them once; only their places are held in memory.
#[derive(Clone, Debug, Default)]
pub struct Blocks {
    segments: Vec<PathBuf>,
    found: BTreeMap<u64, Place>,
    cuts: Vec<Cut>,
}

/// Bytes at the end of a file that are no whole and sound record, and therefore count as not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The file.
    pub path: PathBuf,
    /// How many bytes.
    pub bytes: u64,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    segment: usize,
    offset: u64,
}

impl fmt::Display for Cut {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, bytes) = (self.path.display(), self.bytes);
        write!(
            to,
            "note: `{path}`: the last {bytes} bytes are not whole, as after a kill, and are left out"
        )
    }
}

impl Blocks {
    /// What the segments of a folder hold.
    ///
    /// # Errors
    /// When two of them disagree, and when the system refuses.
    pub fn of_folder(folder: &Path) -> Result<Self, ResultsError> {
        let mut blocks = Self::default();
        blocks.add_folder(folder)?;
        Ok(blocks)
    }

    /// Whether a block is among them.
    pub fn contains(&self, block: u64) -> bool {
        self.found.contains_key(&block)
    }

    /// The numbers, ascending.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        self.found.keys().copied()
    }

    /// What was left out because it was not whole.
    pub fn cuts(&self) -> &[Cut] {
        &self.cuts
    }

    /// The payload of a block; none when it is not among them.
    ///
    /// # Errors
    /// When it can no longer be read.
    pub fn read(&self, block: u64) -> Result<Option<Vec<u8>>, ResultsError> {
        let place = self.found.get(&block);
        place.map(|&place| self.payload(block, place)).transpose()
    }

    fn payload(&self, block: u64, place: Place) -> Result<Vec<u8>, ResultsError> {
        let path = &self.segments[place.segment];
        match Reader::at(path, place.offset)?.next()? {
            Some(record) if record.block == block => Ok(record.payload),
            _ => Err(ResultsError::Changed(path.clone())),
        }
    }

    /// Adds what the segments of a folder hold and returns what each of them belongs to.
    ///
    /// Equal blocks count once. A segment that was stopped before it said what it belongs to holds nothing.
    pub(super) fn add_folder(&mut self, folder: &Path) -> Result<Vec<Identity>, ResultsError> {
        let mut identities = Vec::new();
        for path in segments(folder)? {
            identities.extend(self.add_segment(&path)?);
        }
        Ok(identities)
    }

    fn add_segment(&mut self, path: &Path) -> Result<Option<Identity>, ResultsError> {
        let Some(mut reader) = Reader::open(path)? else {
            return Ok(None);
        };
        let Some(identity) = identity(&mut reader)? else {
            self.cut(path, reader.rest());
            return Ok(None);
        };
        let segment = self.segments.len();
        self.segments.push(path.to_owned());
        while let Some(record) = reader.next()? {
            let (block, offset) = (record.block, record.offset);
            if block >= identity.blocks || !identity.shard.has(block) {
                return Err(ResultsError::NoSegment(path.to_owned()));
            }
            match self.found.get(&block).copied() {
                None => {
                    self.found.insert(block, Place { segment, offset });
                }
                // A killed worker may have gone on, so that two wrote the same block: they must agree.
                Some(earlier) if self.payload(block, earlier)? == record.payload => {}
                Some(earlier) => {
                    return Err(ResultsError::Unequal {
                        block,
                        one: self.segments[earlier.segment].clone(),
                        other: path.to_owned(),
                    });
                }
            }
        }
        self.cut(path, reader.rest());
        Ok(Some(identity))
    }

    fn cut(&mut self, path: &Path, bytes: u64) {
        if bytes > 0 {
            self.cuts.push(Cut {
                path: path.to_owned(),
                bytes,
            });
        }
    }
}

/// What each segment of a folder belongs to, but for those that were stopped before they said so.
pub(super) fn identities(folder: &Path) -> Result<Vec<Identity>, ResultsError> {
    let mut identities = Vec::new();
    for path in segments(folder)? {
        if let Some(mut reader) = Reader::open(&path)? {
            identities.extend(identity(&mut reader)?);
        }
    }
    Ok(identities)
}

/// What a segment belongs to: its first record.
fn identity(reader: &mut Reader) -> Result<Option<Identity>, ResultsError> {
    let first = reader.next()?.filter(|record| record.block == IDENTITY);
    Ok(first.and_then(|record| Identity::from_json(&record.payload)))
}

/// The segments of a result folder in the order of their names; none where there is no folder.
pub(super) fn segments(folder: &Path) -> Result<Vec<PathBuf>, ResultsError> {
    let place = folder.join(BLOCKS);
    let not_read = |error| ResultsError::not_read(&place, &error);
    let entries = match fs::read_dir(&place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(not_read)?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(not_read)?.path();
        if path.extension().is_some_and(|ending| ending == SEGMENT) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
