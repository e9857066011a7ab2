//! A deterministic share of a sweep, computed on its own.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// More shards than this only cost folders.
const COUNT_MAX: u64 = 1_000_000;

/// One of equally large shares of a sweep, written `3/16`: the third of sixteen.
///
/// Block b belongs to shard i of n when b mod n = i − 1: each shard meets early and late cells alike, and a share is empty
/// when there are fewer blocks than shards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Shard {
    index: u64,
    count: u64,
}

impl Shard {
    /// All of a sweep in one share.
    pub const WHOLE: Self = Self { index: 1, count: 1 };

    /// Shard `index` of `count`, counted from 1; none when there is no such shard.
    pub fn new(index: u64, count: u64) -> Option<Self> {
        let exists = (1..=count).contains(&index) && count <= COUNT_MAX;
        exists.then_some(Self { index, count })
    }

    /// Which share, counted from 1.
    pub fn index(self) -> u64 {
        self.index
    }

    /// Number of shares.
    pub fn count(self) -> u64 {
        self.count
    }

    /// Whether the sweep is not split.
    pub fn is_whole(self) -> bool {
        self.count == 1
    }

    /// Whether a block belongs to this share.
    pub fn has(self, block: u64) -> bool {
        block % self.count == self.index - 1
    }

    /// Name of the folder for this share's results: `shard-3-of-16`.
    pub fn folder_name(self) -> String {
        format!("shard-{}-of-{}", self.index, self.count)
    }

    /// All shards of a split into so many.
    pub fn all(count: u64) -> impl Iterator<Item = Self> {
        (1..=count).map(move |index| Self { index, count })
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> Self {
        shard.to_string()
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(words: String) -> Result<Self, Self::Error> {
        words.parse()
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}/{}", self.index, self.count)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, Self::Err> {
        let numbers = words.split_once('/').and_then(|(index, count)| {
            let number = |word: &str| word.parse::<u64>().ok();
            Some((number(index)?, number(count)?))
        });
        let (index, count) = numbers
            .ok_or("a shard and their number are needed, as in `3/16`, the third of sixteen")?;
        Self::new(index, count).ok_or_else(|| match count {
            0 => "a sweep has at least 1 shard".to_owned(),
            _ if count > COUNT_MAX => format!("a sweep has at most {COUNT_MAX} shards"),
            _ => format!("shards are counted from 1 to {count}, got {index}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::Shard;

    #[test]
    fn a_shard_is_read_as_it_is_written() {
        let shard: Shard = "3/16".parse().expect("a shard");
        assert_eq!((shard.index(), shard.count()), (3, 16));
        assert_eq!(shard.to_string(), "3/16");
        assert_eq!(shard.folder_name(), "shard-3-of-16");
        for wrong in [
            "",
            "3",
            "3/",
            "/16",
            "0/16",
            "17/16",
            "1/0",
            "-1/2",
            "1/2/3",
            "a/b",
            "1/1000001",
        ] {
            let refused: Result<Shard, String> = wrong.parse();
            assert!(refused.is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_share_may_be_empty() {
        let shard = Shard::new(5, 7).expect("it exists");
        assert!(!(0..3).any(|block| shard.has(block)));
        let blocks = (0..12).filter(|&block| shard.has(block));
        assert_eq!(blocks.collect::<Vec<_>>(), [4, 11]);
    }

    proptest! {
        #[test]
        fn each_block_belongs_to_one_shard(count in 1u64..40, blocks in 0u64..200) {
            for block in 0..blocks {
                prop_assert_eq!(Shard::all(count).filter(|shard| shard.has(block)).count(), 1);
            }
        }
    }
}
