//! Questions to settle and the ordered ways to settle them.

use crate::model::{ConsentRule, PackageId};

/// A question to settle.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// The package it belongs to.
    pub package: PackageId,
    /// The ways to settle it, in order; at least one, at most 1,024.
    pub options: Vec<IssueOption>,
    /// Whose consent its options need, where they do not say themselves.
    pub consent: Option<ConsentRule>,
}

/// One way to settle an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueOption {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Place on a scale the author chose (soldiers, kilometres, euros); its position from 0 where left out.
    pub value: Option<f64>,
    /// Whose consent this option needs.
    pub consent: Option<ConsentRule>,
}

/// A set of options of one issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionSet {
    /// Bits by position, as many words as the greatest position needs.
    words: Vec<u64>,
}

impl OptionSet {
    /// The set of these positions.
    pub fn of(options: impl IntoIterator<Item = usize>) -> Self {
        let mut words = Vec::new();
        for option in options {
            let word = option / 64;
            words.resize(words.len().max(word + 1), 0);
            words[word] |= 1 << (option % 64);
        }
        Self { words }
    }

    /// Whether the option at this position belongs to the set.
    pub fn contains(&self, option: usize) -> bool {
        let word = self.words.get(option / 64);
        word.is_some_and(|word| word >> (option % 64) & 1 == 1)
    }

    /// The greatest position in the set.
    pub fn last(&self) -> Option<usize> {
        let last = self.words.last()?;
        Some(64 * self.words.len() - 1 - last.leading_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use crate::model::OptionSet;

    #[test]
    fn a_set_holds_what_it_is_made_of() {
        for options in [vec![], vec![0], vec![3, 64, 1_023], vec![63], vec![700, 2]] {
            let set = OptionSet::of(options.iter().copied());
            assert_eq!(set.last(), options.iter().copied().max());
            for option in 0..1_100 {
                assert_eq!(set.contains(option), options.contains(&option), "{option}");
            }
            let turned = options.iter().rev().copied();
            assert_eq!(set, OptionSet::of(turned), "the order does not matter");
        }
    }
}
