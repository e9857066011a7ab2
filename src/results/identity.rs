//! What results belong to: all that must be equal before blocks are put together.

use serde::{Deserialize, Serialize};

use crate::results::Shard;

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

#[cfg(test)]
mod tests {
    use super::Identity;
    use crate::results::Shard;

    fn identity(facts: &[(&str, &str)]) -> Identity {
        let facts = facts.iter().map(|it| (it.0.to_owned(), it.1.to_owned()));
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
}
