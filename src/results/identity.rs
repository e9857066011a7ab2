//! What results belong to: all that must be equal before blocks are put together, and which share of a sweep a folder holds.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What the blocks of a folder belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// All that shapes a result, as names and values in the order in which they are listed: version, fingerprints, seed,
    /// runs, design.
    pub facts: Vec<(String, String)>,
    /// Number of blocks of the whole sweep.
    pub blocks: u64,
    /// The share of this folder.
    pub shard: Shard,
    /// The command that computes all of it, without shard and folder, as a shell reads it. Shown, never compared: the same
    /// file may be named in several ways.
    pub command: String,
}

impl Identity {
    /// In what another identity differs, in words: this one was, the other one is.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let (was, is) = (self.all_facts(), other.all_facts());
        if was == is {
            return Vec::new();
        }
        let value = |facts: &[(String, String)], name: &str| {
            let found = facts.iter().find(|fact| fact.0 == name);
            found.map(|fact| fact.1.clone())
        };
        let new = is.iter().filter(|fact| value(&was, &fact.0).is_none());
        let names = was.iter().chain(new).map(|fact| &fact.0);
        let in_words = |name: &String| match (value(&was, name), value(&is, name)) {
            (was, is) if was == is => None,
            (Some(was), Some(is)) => Some(format!("{name} was `{was}`, is `{is}`")),
            (Some(was), None) => Some(format!("{name} was `{was}`, is not given")),
            (None, is) => Some(format!(
                "{name} was not given, is `{}`",
                is.unwrap_or_default()
            )),
        };
        names.filter_map(in_words).collect()
    }

    /// The same sweep, another share of it.
    #[must_use]
    pub fn with_shard(&self, shard: Shard) -> Self {
        Self {
            shard,
            ..self.clone()
        }
    }

    fn all_facts(&self) -> Vec<(String, String)> {
        let mut facts = self.facts.clone();
        facts.push(("blocks".to_owned(), self.blocks.to_string()));
        facts.push(("shards".to_owned(), self.shard.count().to_string()));
        facts.push(("shard".to_owned(), self.shard.index().to_string()));
        facts
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("its keys are texts")
    }

    /// Reads what [`Identity::to_json`] wrote; none when it is something else.
    pub(super) fn from_json(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

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

    use super::{Identity, Shard};

    fn identity(facts: &[(&str, &str)]) -> Identity {
        let facts = facts
            .iter()
            .map(|fact| (fact.0.to_owned(), fact.1.to_owned()));
        Identity {
            facts: facts.collect(),
            blocks: 7,
            shard: Shard::WHOLE,
            command: "zopa sweep 'my sweep.toml'".to_owned(),
        }
    }

    #[test]
    fn an_identity_reads_back() {
        let one = identity(&[("version", "0.1.0"), ("seed", "1"), ("odd \"name\"", "ü\n")]);
        assert_eq!(Identity::from_json(one.to_json().as_bytes()), Some(one));
        assert_eq!(Identity::from_json(b"{}"), None);
    }

    #[test]
    fn a_difference_says_what_was_and_what_is() {
        let was = identity(&[("version", "0.1.0"), ("seed", "1"), ("runs", "10")]);
        let mut is = identity(&[("version", "0.1.0"), ("seed", "2"), ("design", "sobol")]);
        is.shard = Shard::new(2, 3).expect("it exists");
        is.command = "zopa sweep ./it.toml".to_owned();
        assert_eq!(
            was.differences(&is),
            [
                "seed was `1`, is `2`",
                "runs was `10`, is not given",
                "shards was `1`, is `3`",
                "shard was `1`, is `2`",
                "design was not given, is `sobol`",
            ]
        );
        assert!(was.differences(&was).is_empty());
    }

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
