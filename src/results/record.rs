//! How blocks lie in a file: a line that names the format, then records that carry their length and a checksum.
//!
//! A record is `length u32 | checksum u32 | block u64 | payload`, numbers little-endian, the checksum a CRC-32 of length,
//! block and payload. Whatever follows the first record that is not whole and sound counts as not written.

use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use crc32fast::Hasher;

use crate::results::ResultsError;

/// First bytes of a file of records, with the version of the format.
pub(super) const MAGIC: &[u8; 15] = b"zopa segment 1\n";

/// The number of the record that says what the blocks belong to, always the first one.
pub(super) const IDENTITY: u64 = u64::MAX;

const HEAD: usize = 16;

/// A record as bytes.
pub(super) fn encode(block: u64, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a block stays far below 4 GiB");
    let mut bytes = Vec::with_capacity(HEAD + payload.len());
    bytes.extend(length.to_le_bytes());
    bytes.extend(checksum(length, block, payload).to_le_bytes());
    bytes.extend(block.to_le_bytes());
    bytes.extend(payload);
    bytes
}

/// A record as found in a file.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) block: u64,
    pub(super) payload: Vec<u8>,
    /// Where in the file it begins.
    pub(super) offset: u64,
}

/// Reads the records of a file one after another.
#[derive(Debug)]
pub(super) struct Reader {
    path: PathBuf,
    file: BufReader<File>,
    offset: u64,
    length: u64,
}

impl Reader {
    /// Opens a file of records; none where its writer was stopped before it had begun.
    ///
    /// # Errors
    /// When it is something else, or cannot be read.
    pub(super) fn open(path: &Path) -> Result<Option<Self>, ResultsError> {
        let mut reader = Self::at(path, 0)?;
        let mut magic = Vec::new();
        let mut first = reader.file.by_ref().take(MAGIC.len() as u64);
        let read = first.read_to_end(&mut magic);
        read.map_err(|error| ResultsError::not_read(path, &error))?;
        reader.offset = magic.len() as u64;
        match magic.as_slice() {
            magic if magic == MAGIC => Ok(Some(reader)),
            torn if MAGIC.starts_with(torn) => Ok(None),
            _ => Err(ResultsError::NoSegment(path.to_owned())),
        }
    }

    /// Opens a file at the place where a record begins.
    pub(super) fn at(path: &Path, offset: u64) -> Result<Self, ResultsError> {
        let opened = File::open(path).and_then(|mut file| {
            file.seek(SeekFrom::Start(offset))?;
            let length = file.metadata()?.len();
            Ok((BufReader::new(file), length))
        });
        let (file, length) = opened.map_err(|error| ResultsError::not_read(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            file,
            offset,
            length,
        })
    }

    /// The next record; none where the file ends or is not sound.
    pub(super) fn next(&mut self) -> Result<Option<Record>, ResultsError> {
        match self.read() {
            // Whoever writes may take half a record back while this reads.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            read => read.map_err(|error| ResultsError::not_read(&self.path, &error)),
        }
    }

    /// Bytes after the last sound record.
    pub(super) fn rest(&self) -> u64 {
        self.length.saturating_sub(self.offset)
    }

    fn read(&mut self) -> io::Result<Option<Record>> {
        let Some(rest) = self.rest().checked_sub(HEAD as u64) else {
            return Ok(None);
        };
        let length = u32::from_le_bytes(self.bytes()?);
        let sum = u32::from_le_bytes(self.bytes()?);
        let block = u64::from_le_bytes(self.bytes()?);
        // A length that is not sound must not claim memory.
        if u64::from(length) > rest {
            return Ok(None);
        }
        let mut payload = vec![0; length as usize];
        self.file.read_exact(&mut payload)?;
        if checksum(length, block, &payload) != sum {
            return Ok(None);
        }
        let offset = self.offset;
        self.offset += (HEAD + payload.len()) as u64;
        Ok(Some(Record {
            block,
            payload,
            offset,
        }))
    }

    fn bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

fn checksum(length: u32, block: u64, payload: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(&length.to_le_bytes());
    hasher.update(&block.to_le_bytes());
    hasher.update(payload);
    hasher.finalize()
}
