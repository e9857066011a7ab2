//! Who must approve at home after signature.

use crate::model::written::{Visit, Written, by_name};
use crate::model::{PartyId, Pattern, Uncertain, Utility};

/// One stage of ratification.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Name in files.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// The party whose body this is, which may anticipate it.
    pub party: Option<PartyId>,
    /// How it decides.
    pub approval: Approval,
    /// Rounds it takes, ≥ 0, rounded to whole rounds.
    pub delay: Uncertain,
    /// The stage is held when the deal matches one of these; always when empty.
    pub when: Vec<Pattern>,
    /// Deals that match one of these are refused whatever their utility.
    pub forbid: Vec<Pattern>,
    /// What follows a refusal.
    pub on_failure: OnFailure,
}

/// How a body decides.
#[derive(Clone, Debug, PartialEq)]
pub enum Approval {
    /// Approves with probability `1/(1 + exp(−λ(u − r)))` in its own utility.
    Logit {
        /// Its weights and scores.
        utility: Utility,
        /// Its reservation value r, in −10..=10 (a fitted curve may lie off the scale).
        reservation: Uncertain,
        /// λ > 0.
        lambda: Uncertain,
    },
    /// Approves exactly the deals with `u ≥ r`.
    Threshold {
        /// Its weights and scores.
        utility: Utility,
        /// Its reservation value r, in −10..=10.
        reservation: Uncertain,
    },
    /// Parties vote, each for a deal acceptable to it; approved when votes reach the quota.
    Quota {
        /// Party and votes.
        votes: Vec<(PartyId, f64)>,
        /// Votes needed.
        quota: f64,
    },
}

/// What follows a refusal at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailure {
    /// The talks go on, if rounds are left.
    Back,
    /// The talks end.
    End,
}

by_name! {
    /// The numbers that every stage has one of.
    pub StageCore {
        /// The body's reservation value, in −10..=10; 0 in a vote of parties.
        reservation,
        /// Sharpness λ > 0 of its approval; 1 where it is not drawn by chance.
        lambda,
        /// Rounds it takes, ≥ 0.
        delay,
    }
}

impl Stage {
    /// Every uncertain number in the order of its slots, those of one stream after another.
    pub(crate) fn each_number<'a>(&'a mut self, visit: Visit<'_, 'a>) {
        let (utility, reservation, lambda) = match &mut self.approval {
            Approval::Logit {
                utility,
                reservation,
                lambda,
            } => (Some(utility), Some(reservation), Some(lambda)),
            Approval::Threshold {
                utility,
                reservation,
            } => (Some(utility), Some(reservation), None),
            Approval::Quota { .. } => (None, None, None),
        };
        let core = StageCore {
            reservation: Written::or(0.0, "reservation", reservation),
            lambda: Written::or(1.0, "approval.logit.lambda", lambda),
            delay: Written::named("delay", &mut self.delay),
        };
        core.map(&mut *visit);
        if let Some(utility) = utility {
            utility.each_number(visit);
        }
    }
}

impl Approval {
    /// The utility by which a body decides; none where parties vote.
    pub fn utility(&self) -> Option<&Utility> {
        match self {
            Self::Logit { utility, .. } | Self::Threshold { utility, .. } => Some(utility),
            Self::Quota { .. } => None,
        }
    }
}
