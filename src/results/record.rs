//! How blocks lie in a file: a line that names the format, then records that carry their length and a checksum.
//!
//! A record is `length u32 | checksum u32 | block u64 | payload`, numbers little-endian, the checksum a CRC-32 of length,
//! block and payload. Whatever follows the first record that is not whole and sound counts as not written.

use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crc32fast::Hasher;

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
    file: BufReader<File>,
    offset: u64,
    length: u64,
}

/// How a file of records begins.
#[derive(Debug)]
pub(super) enum Opening {
    /// As it should.
    Ours(Reader),
    /// It ends before it has begun: its writer was stopped at once.
    Torn,
    /// With something else.
    Foreign,
}

impl Reader {
    pub(super) fn open(path: &Path) -> io::Result<Opening> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut file = BufReader::new(file);
        let mut magic = Vec::new();
        file.by_ref()
            .take(MAGIC.len() as u64)
            .read_to_end(&mut magic)?;
        if magic == MAGIC {
            let offset = MAGIC.len() as u64;
            return Ok(Opening::Ours(Self {
                file,
                offset,
                length,
            }));
        }
        if MAGIC.starts_with(&magic) {
            return Ok(Opening::Torn);
        }
        Ok(Opening::Foreign)
    }

    /// The next record; none where the file ends or is not sound.
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        let rest = self.rest();
        if rest < HEAD as u64 {
            return Ok(None);
        }
        let offset = self.offset;
        let record = read(&mut self.file, rest)?;
        Ok(record.map(|(block, payload)| {
            self.offset += (HEAD + payload.len()) as u64;
            Record {
                block,
                payload,
                offset,
            }
        }))
    }

    /// Bytes after the last sound record.
    pub(super) fn rest(&self) -> u64 {
        self.length.saturating_sub(self.offset)
    }
}

/// Reads again the record that begins at a place.
pub(super) fn read_at(path: &Path, offset: u64) -> io::Result<Option<(u64, Vec<u8>)>> {
    let mut file = File::open(path)?;
    let rest = file.metadata()?.len().saturating_sub(offset);
    file.seek(SeekFrom::Start(offset))?;
    read(&mut file, rest)
}

/// Reads a record where at most so many bytes are left.
fn read(from: &mut impl io::Read, rest: u64) -> io::Result<Option<(u64, Vec<u8>)>> {
    let mut head = [0; HEAD];
    if !whole(from.read_exact(&mut head))? {
        return Ok(None);
    }
    let [l0, l1, l2, l3, c0, c1, c2, c3, block @ ..] = head;
    let length = u32::from_le_bytes([l0, l1, l2, l3]);
    let block = u64::from_le_bytes(block);
    // A length that is not sound must not claim memory.
    if u64::from(length) > rest.saturating_sub(HEAD as u64) {
        return Ok(None);
    }
    let mut payload = vec![0; length as usize];
    if !whole(from.read_exact(&mut payload))? {
        return Ok(None);
    }
    let sound = checksum(length, block, &payload) == u32::from_le_bytes([c0, c1, c2, c3]);
    Ok(sound.then_some((block, payload)))
}

fn whole(read: io::Result<()>) -> io::Result<bool> {
    match read {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn checksum(length: u32, block: u64, payload: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(&length.to_le_bytes());
    hasher.update(&block.to_le_bytes());
    hasher.update(payload);
    hasher.finalize()
}
