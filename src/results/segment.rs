//! Results as they come: an append-only file for each attempt at a share.
//!
//! Every attempt writes a file of its own, so that an earlier one that was thought dead and goes on cannot harm it. What it
//! was doing when it ended is cut off when it is read; the blocks before are kept.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::results::blocks::{BLOCKS, SEGMENT, segments};
use crate::results::record::{IDENTITY, MAGIC, encode};
use crate::results::{Blocks, Identity, ResultsError};

/// Blocks after which the disk is asked to keep what it was given; only a machine that goes down loses more than one.
const BLOCKS_PER_SYNC: u32 = 64;

/// A file that takes blocks.
#[derive(Debug)]
pub struct Segment {
    file: File,
    path: PathBuf,
    identity: Identity,
    /// Bytes of whole records.
    length: u64,
    unsafe_blocks: u32,
}

impl Segment {
    /// Begins a share in a folder that holds no blocks yet.
    ///
    /// # Errors
    /// When blocks are there already, and when the system refuses.
    pub fn create(folder: &Path, identity: &Identity) -> Result<Self, ResultsError> {
        if Self::is_begun(folder) {
            return Err(ResultsError::Begun(folder.to_owned()));
        }
        Self::begin(folder, identity)
    }

    /// Goes on with a share: a new file, and the blocks of all attempts before; a fresh start where there is none.
    ///
    /// # Errors
    /// When what is there belongs to something else, when two attempts disagree, and when the system refuses.
    pub fn resume(folder: &Path, identity: &Identity) -> Result<(Self, Blocks), ResultsError> {
        let mut blocks = Blocks::default();
        for was in blocks.add_folder(folder)? {
            let differences = was.differences(identity);
            if !differences.is_empty() {
                return Err(ResultsError::Different {
                    folder: folder.to_owned(),
                    differences,
                });
            }
        }
        Ok((Self::begin(folder, identity)?, blocks))
    }

    /// Whether a folder holds blocks.
    pub fn is_begun(folder: &Path) -> bool {
        segments(folder).is_ok_and(|segments| !segments.is_empty())
    }

    fn begin(folder: &Path, identity: &Identity) -> Result<Self, ResultsError> {
        let place = folder.join(BLOCKS);
        fs::create_dir_all(&place)
            .map_err(|error| ResultsError::NotCreated(place.clone(), error.kind()))?;
        let mut attempt = segments(folder)?.len() + 1;
        loop {
            let path = place.join(format!("{attempt:04}.{SEGMENT}"));
            // Of two that begin at once only one gets the name.
            match OpenOptions::new().append(true).create_new(true).open(&path) {
                Ok(file) => return Self::open(file, path, identity),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => attempt += 1,
                Err(error) => return Err(ResultsError::not_written(&path, &error)),
            }
        }
    }

    fn open(file: File, path: PathBuf, identity: &Identity) -> Result<Self, ResultsError> {
        let mut segment = Self {
            file,
            path,
            identity: identity.clone(),
            length: 0,
            unsafe_blocks: 0,
        };
        let mut bytes = MAGIC.to_vec();
        bytes.extend(encode(IDENTITY, identity.to_json().as_bytes()));
        segment.write(&bytes)?;
        segment.sync()?;
        Ok(segment)
    }

    /// Adds a block; it survives the end of this process from now on.
    ///
    /// # Errors
    /// When the system refuses, as when the disk is full; the blocks before are kept.
    ///
    /// # Panics
    /// When the block is not of this share.
    pub fn append(&mut self, block: u64, payload: &[u8]) -> Result<(), ResultsError> {
        let ours = block < self.identity.blocks && self.identity.shard.has(block);
        assert!(ours, "block {block} belongs to another share");
        self.write(&encode(block, payload))?;
        self.unsafe_blocks += 1;
        if self.unsafe_blocks >= BLOCKS_PER_SYNC {
            self.sync()?;
        }
        Ok(())
    }

    /// Makes sure that all blocks survive a machine that goes down.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn finish(mut self) -> Result<(), ResultsError> {
        self.sync()
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), ResultsError> {
        match self.file.write_all(bytes) {
            Ok(()) => {
                self.length += bytes.len() as u64;
                Ok(())
            }
            Err(error) => {
                // Half a record would be cut off by the next reader too; taking it back keeps the file tidy.
                let _ = self.file.set_len(self.length);
                Err(ResultsError::not_appended(&self.path, &error))
            }
        }
    }

    fn sync(&mut self) -> Result<(), ResultsError> {
        self.unsafe_blocks = 0;
        let kept = self.file.sync_data();
        kept.map_err(|error| ResultsError::not_appended(&self.path, &error))
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};
    use std::path::Path;

    use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};

    use super::Segment;
    use crate::results::{Blocks, Identity, ResultsError, Shard};

    fn identity(seed: u64) -> Identity {
        Identity {
            facts: vec![("seed".to_owned(), seed.to_string())],
            blocks: 100,
            shard: Shard::WHOLE,
            command: "zopa sweep a.toml".to_owned(),
        }
    }

    fn all(blocks: &Blocks) -> Vec<(u64, Vec<u8>)> {
        let read = |number| blocks.read(number).expect("the blocks can be read");
        let numbers = blocks.numbers();
        let found = numbers.filter_map(|number| Some((number, read(number)?)));
        found.collect()
    }

    fn resumed(folder: &Path) -> Vec<(u64, Vec<u8>)> {
        let (_, blocks) = Segment::resume(folder, &identity(1)).expect("it can go on");
        all(&blocks)
    }

    /// Writes blocks into a fresh folder and returns the file.
    fn written(folder: &Path, payloads: &[Vec<u8>]) -> std::path::PathBuf {
        let mut segment = Segment::create(folder, &identity(1)).expect("it can begin");
        for (block, payload) in (0..).zip(payloads) {
            segment.append(block, payload).expect("there is room");
        }
        let path = segment.path.clone();
        segment.finish().expect("it can be kept");
        path
    }

    #[test]
    fn what_is_appended_is_found_again_without_an_end() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let mut segment = Segment::create(place.path(), &identity(1)).expect("it can begin");
        segment.append(7, b"seven").expect("there is room");
        segment.append(3, b"").expect("there is room");
        // As after `kill -9`: nothing is finished.
        std::mem::forget(segment);
        assert_eq!(
            resumed(place.path()),
            [(3, Vec::new()), (7, b"seven".to_vec())]
        );
    }

    #[test]
    fn a_file_cut_anywhere_gives_whole_blocks_from_the_start() {
        let payloads = [b"first".to_vec(), Vec::new(), vec![0; 40], b"last".to_vec()];
        let place = tempfile::tempdir().expect("a folder for the test");
        let bytes = fs::read(written(place.path(), &payloads)).expect("it can be read");
        let mut counts = Vec::new();
        for length in 0..=bytes.len() {
            let place = tempfile::tempdir().expect("a folder for the test");
            let path = written(place.path(), &[]);
            fs::write(&path, &bytes[..length]).expect("it can be written");
            let found = resumed(place.path());
            let wanted: Vec<_> = (0..)
                .zip(payloads.iter().cloned())
                .take(found.len())
                .collect();
            assert_eq!(found, wanted, "cut at {length}");
            counts.push(found.len());
        }
        assert!(
            counts.is_sorted() && counts.ends_with(&[3, 4]),
            "{counts:?}"
        );
    }

    #[test]
    fn a_flipped_bit_never_gives_a_wrong_block() {
        let payloads = [b"first".to_vec(), b"second".to_vec()];
        let place = tempfile::tempdir().expect("a folder for the test");
        let path = written(place.path(), &payloads);
        let bytes = fs::read(&path).expect("it can be read");
        for bit in 0..8 * bytes.len() {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, &flipped).expect("it can be written");
            let mut blocks = Blocks::default();
            match blocks.add_folder(place.path()) {
                Ok(identities) => {
                    assert!(
                        identities.iter().all(|found| *found == identity(1)),
                        "bit {bit}"
                    );
                    let found = all(&blocks);
                    assert!(found.len() < payloads.len(), "bit {bit} goes unseen");
                    for (block, payload) in found {
                        assert!(payload == payloads[usize::from(block != 0)], "bit {bit}");
                    }
                    assert_eq!(blocks.cuts().len(), 1);
                }
                Err(error) => assert!(matches!(error, ResultsError::NoSegment(_)), "{error}"),
            }
        }
    }

    #[test]
    fn attempts_of_one_share_add_up_and_must_agree() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let mut one = Segment::create(place.path(), &identity(1)).expect("it can begin");
        one.append(0, b"a").expect("there is room");
        let (mut two, blocks) = Segment::resume(place.path(), &identity(1)).expect("it goes on");
        assert_eq!(all(&blocks), [(0, b"a".to_vec())]);
        // The first one was thought dead and goes on.
        one.append(1, b"b").expect("there is room");
        two.append(1, b"b").expect("there is room");
        two.append(2, b"c").expect("there is room");
        assert_eq!(resumed(place.path()).len(), 3);
        one.append(2, b"other").expect("there is room");
        let refused = Segment::resume(place.path(), &identity(1));
        assert!(matches!(
            refused,
            Err(ResultsError::Unequal { block: 2, .. })
        ));
    }

    #[test]
    fn blocks_of_something_else_are_refused_with_what_changed() {
        let place = tempfile::tempdir().expect("a folder for the test");
        written(place.path(), &[b"a".to_vec()]);
        let begun = Segment::create(place.path(), &identity(1));
        assert!(matches!(begun, Err(ResultsError::Begun(_))));
        let other = Segment::resume(place.path(), &identity(2)).expect_err("another seed");
        assert!(other.is_refusal());
        let words = other.to_string();
        assert!(words.contains("seed was `1`, is `2`"), "{words}");
    }

    #[test]
    fn a_foreign_file_is_named_and_left_alone() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let path = written(place.path(), &[]);
        fs::write(&path, "a letter to a friend").expect("it can be written");
        let refused = Segment::resume(place.path(), &identity(1));
        assert!(matches!(refused, Err(ResultsError::NoSegment(named)) if named == path));
        let text = fs::read_to_string(&path).expect("it is still there");
        assert_eq!(text, "a letter to a friend");
    }

    #[test]
    #[should_panic(expected = "belongs to another share")]
    fn a_block_of_another_share_is_not_taken() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let mut identity = identity(1);
        identity.shard = Shard::new(2, 3).expect("it exists");
        let mut segment = Segment::create(place.path(), &identity).expect("it can begin");
        let _ = segment.append(0, b"a");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_keeps_the_blocks_before() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let mut segment = Segment::create(place.path(), &identity(1)).expect("it can begin");
        segment.append(0, b"a").expect("there is room");
        // The device that is always full.
        let full = OpenOptions::new().append(true).open("/dev/full");
        segment.file = full.expect("Linux has one");
        let refused = segment.append(1, b"b").expect_err("there is no room");
        assert!(!refused.is_refusal());
        let words = refused.to_string();
        assert!(
            words.contains("no storage space") && words.contains("--resume"),
            "{words}"
        );
        assert_eq!(resumed(place.path()), [(0, b"a".to_vec())]);
    }

    proptest! {
        // Each case waits for the disk several times.
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_share_killed_again_and_again_ends_up_whole(
            kills in prop::collection::vec((1usize..5, any::<u16>()), 0..6)
        ) {
            let place = tempfile::tempdir().expect("a folder for the test");
            let payload = |block: u64| vec![u8::try_from(block).unwrap(); 20 + usize::try_from(block).unwrap()];
            let attempt = |limit: usize, cut: Option<u16>| {
                let (mut segment, done) = Segment::resume(place.path(), &identity(1)).unwrap();
                let left = (0..20).filter(|&block| !done.contains(block)).take(limit);
                let start = fs::metadata(&segment.path).unwrap().len();
                left.for_each(|block| segment.append(block, &payload(block)).unwrap());
                if let Some(cut) = cut {
                    // What a kill in the middle of writing leaves.
                    let file = OpenOptions::new().write(true).open(&segment.path).unwrap();
                    let written = file.metadata().unwrap().len() - start;
                    file.set_len(start + u64::from(cut) % (written + 1)).unwrap();
                }
            };
            for (limit, cut) in kills {
                attempt(limit, Some(cut));
            }
            attempt(usize::MAX, None);
            let found = resumed(place.path());
            prop_assert_eq!(found.len(), 20);
            prop_assert!(found.iter().all(|(block, found)| *found == payload(*block)));
        }
    }
}
