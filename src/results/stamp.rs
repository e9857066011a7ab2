//! What a file held when it was written, by which any later change is noticed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use crc32fast::Hasher;
use serde::{Deserialize, Serialize};

/// Length and checksum of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Length in bytes.
    pub bytes: u64,
    /// CRC-32 (ISO 3309) in hexadecimal, eight digits.
    pub crc32: String,
}

/// The stamps of some files, by their names.
pub type Stamps = BTreeMap<String, Stamp>;

/// The files that a manifest names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Those that belong to its results, itself included.
    pub files: Vec<String>,
    /// What each file held that this program wrote into the folder, those of earlier calls included that are still here.
    pub checksums: Stamps,
}

/// Bytes read at a time.
const CHUNK: usize = 1 << 16;

impl Stamp {
    /// The stamp of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut stamping = Stamping::default();
        stamping.add(bytes);
        stamping.stamp()
    }

    /// The stamp of a file as it is now; none where there is no file of that name.
    pub(super) fn of_file(path: &Path) -> io::Result<Option<Self>> {
        let mut file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        let mut stamping = Stamping::default();
        let mut chunk = vec![0; CHUNK];
        loop {
            match file.read(&mut chunk)? {
                0 => return Ok(Some(stamping.stamp())),
                count => stamping.add(&chunk[..count]),
            }
        }
    }
}

/// A stamp in the making, while a file grows.
#[derive(Clone, Debug, Default)]
pub(super) struct Stamping {
    bytes: u64,
    hasher: Hasher,
}

impl Stamping {
    /// Takes note of what is added to the end.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hasher.update(bytes);
    }

    pub(super) fn stamp(&self) -> Stamp {
        let crc32 = self.hasher.clone().finalize();
        Stamp {
            bytes: self.bytes,
            crc32: format!("{crc32:08x}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Stamp, Stamping};

    #[test]
    fn a_file_that_grew_has_the_stamp_of_its_bytes() {
        let mut stamping = Stamping::default();
        stamping.add(b"1234");
        stamping.add(b"56789");
        // The check value of CRC-32 (ISO 3309).
        let wanted = Stamp {
            bytes: 9,
            crc32: "cbf43926".to_owned(),
        };
        assert_eq!(stamping.stamp(), wanted);
        assert_eq!(Stamp::of(b"123456789"), wanted);
    }
}
