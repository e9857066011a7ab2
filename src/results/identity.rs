//! What results belong to: all that must be equal before blocks are put together.

use std::fmt;

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
    /// The command that computes all of it, without shard and folder, as a shell reads it. Told, never compared: the same
    /// file may be named in several ways.
    pub command: String,
}

/// A fact that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which fact.
    pub name: String,
    /// What it was; none when it was not among the facts.
    pub was: Option<String>,
    /// What it is now; none when it is no longer among the facts.
    pub is: Option<String>,
}

impl Identity {
    /// In what another identity differs: this one was, the other one is.
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
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
        let both = names.map(|name| Difference {
            name: name.clone(),
            was: value(&was, name),
            is: value(&is, name),
        });
        both.filter(|fact| fact.was != fact.is).collect()
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

/// All differences in one line.
pub(super) fn in_one_line(differences: &[Difference]) -> String {
    let each: Vec<String> = differences.iter().map(ToString::to_string).collect();
    each.join("; ")
}

impl fmt::Display for Difference {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.name)?;
        match (&self.was, &self.is) {
            (Some(was), Some(is)) => write!(to, " was `{was}`, is `{is}`"),
            (Some(was), None) => write!(to, " was `{was}`, is not given"),
            (None, Some(is)) => write!(to, " was not given, is `{is}`"),
            (None, None) => Ok(()),
        }
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
        let told: Vec<String> = was
            .differences(&is)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            told,
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
