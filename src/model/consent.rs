//! Who must agree to an option for it to be part of an agreement.

use crate::model::PartyId;

/// Sums of decimal votes such as 0.1 + 0.2 must reach a quota written as 0.3.
const VOTES_SLACK: f64 = 1e-9;

/// Who must agree to an option.
///
/// A deal has consent when the rule of each of its options is met by the parties that accept the deal; each party judges
/// the whole deal.
#[derive(Clone, Debug, PartialEq)]
pub enum ConsentRule {
    /// Every one of these; an empty list needs nobody.
    All(Vec<PartyId>),
    /// At least one of these; the list is not empty.
    Any(Vec<PartyId>),
    /// Parties whose votes add up to the quota. Votes are positive, the quota positive and at most their sum.
    Quota {
        /// Party and votes.
        votes: Vec<(PartyId, f64)>,
        /// Votes needed.
        quota: f64,
    },
}

impl ConsentRule {
    /// Its word in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::All(_) => "all",
            Self::Any(_) => "any",
            Self::Quota { .. } => "quota",
        }
    }

    /// Whether the rule is met when exactly the parties for which `accepts` is true have accepted.
    pub fn is_met(&self, mut accepts: impl FnMut(PartyId) -> bool) -> bool {
        match self {
            Self::All(parties) => parties.iter().all(|&party| accepts(party)),
            Self::Any(parties) => parties.iter().any(|&party| accepts(party)),
            Self::Quota { votes, quota } => {
                let yes: f64 = votes
                    .iter()
                    .filter(|vote| accepts(vote.0))
                    .map(|vote| vote.1)
                    .sum();
                yes >= quota - VOTES_SLACK
            }
        }
    }

    /// Whether the rule names a party without which it can be met: somebody who can be outvoted.
    pub fn can_do_without(&self, party: PartyId) -> bool {
        self.parties().contains(&party) && self.is_met(|other| other != party)
    }

    /// The rule as votes and the sum of them that meets it.
    pub fn ballot(&self) -> (Vec<(PartyId, f64)>, f64) {
        let one_each = |parties: &[PartyId]| parties.iter().map(|&party| (party, 1.0)).collect();
        match self {
            Self::All(parties) => (one_each(parties), parties.len() as f64 - 0.5),
            Self::Any(parties) => (one_each(parties), 0.5),
            Self::Quota { votes, quota } => (votes.clone(), quota - VOTES_SLACK),
        }
    }

    /// The parties the rule names.
    pub fn parties(&self) -> Vec<PartyId> {
        match self {
            Self::All(parties) | Self::Any(parties) => parties.clone(),
            Self::Quota { votes, .. } => votes.iter().map(|vote| vote.0).collect(),
        }
    }
}
