//! Who must approve at home after signature.

use crate::model::written::{Visit, Written, by_name};
use crate::model::{DriverId, Key, PartyId, Pattern, Uncertain, Utility};

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
    /// Change of its reservation value per unit of a driver; none where parties vote.
    pub loads: Vec<(DriverId, Uncertain)>,
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
        /// Its weights and scores; none: its party's utility, as drawn in the run.
        utility: Option<Utility>,
        /// Its reservation value r, in −10..=10 (a fitted curve may lie off the scale).
        reservation: Uncertain,
        /// λ > 0.
        lambda: Uncertain,
    },
    /// Approves when the share of yes, `s = 1/(1 + exp(−λ(u − r)))`, moved by a swing drawn once a run, reaches a threshold:
    /// `s + swing · z ≥ threshold`, z standard normal.
    Vote {
        /// Its weights and scores; none: its party's utility, as drawn in the run.
        utility: Option<Utility>,
        /// The utility r at which half vote yes, in −10..=10.
        reservation: Uncertain,
        /// λ > 0.
        lambda: Uncertain,
        /// Share of yes that is needed, in 0..=1.
        threshold: Uncertain,
        /// Standard deviation of what moves the share of yes, ≥ 0; 0 for a vote that is known.
        swing: Uncertain,
    },
    /// Approves exactly the deals with `u ≥ r`.
    Threshold {
        /// Its weights and scores; none: its party's utility, as drawn in the run.
        utility: Option<Utility>,
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
        /// Share of yes that a vote needs, in 0..=1.
        threshold,
        /// Standard deviation of what moves the share of yes, ≥ 0.
        swing,
    }
}

impl Stage {
    /// Every uncertain number in the order of its slots, those of one stream after another.
    pub(crate) fn each_number<'a>(&'a mut self, visit: Visit<'_, 'a>) {
        // What a rule does not have takes its slot all the same.
        let mut core = StageCore {
            reservation: Written::none(0.0),
            lambda: Written::none(1.0),
            delay: Written::named("delay", &mut self.delay),
            threshold: Written::none(0.5),
            swing: Written::none(0.0),
        };
        let utility = match &mut self.approval {
            Approval::Logit {
                utility,
                reservation,
                lambda,
            } => {
                core.reservation = Written::named("reservation", reservation);
                core.lambda = Written::named("approval.logit.lambda", lambda);
                utility.as_mut()
            }
            Approval::Vote {
                utility,
                reservation,
                lambda,
                threshold,
                swing,
            } => {
                core.reservation = Written::named("reservation", reservation);
                core.lambda = Written::named("approval.vote.lambda", lambda);
                core.threshold = Written::named("approval.vote.threshold", threshold);
                core.swing = Written::named("approval.vote.swing", swing);
                utility.as_mut()
            }
            Approval::Threshold {
                utility,
                reservation,
            } => {
                core.reservation = Written::named("reservation", reservation);
                utility.as_mut()
            }
            Approval::Quota { .. } => None,
        };
        core.map(&mut *visit);
        if let Some(utility) = utility {
            utility.each_number(&mut *visit);
        }
        for (driver, load) in &mut self.loads {
            visit(Written::listed(Key::Load(*driver), load));
        }
    }
}

impl Approval {
    /// The utility of its own by which a body decides; none where it decides by its party's, or parties vote.
    pub fn utility(&self) -> Option<&Utility> {
        match self {
            Self::Logit { utility, .. }
            | Self::Vote { utility, .. }
            | Self::Threshold { utility, .. } => utility.as_ref(),
            Self::Quota { .. } => None,
        }
    }

    /// The same, to be changed.
    pub(crate) fn utility_mut(&mut self) -> Option<&mut Utility> {
        match self {
            Self::Logit { utility, .. }
            | Self::Vote { utility, .. }
            | Self::Threshold { utility, .. } => utility.as_mut(),
            Self::Quota { .. } => None,
        }
    }

    /// Whether parties vote; all others decide by what a deal is worth to the body.
    pub fn is_of_parties(&self) -> bool {
        matches!(self, Self::Quota { .. })
    }
}

impl Stage {
    /// The party in whose utility the body decides, where it has none of its own.
    pub fn inherits_from(&self) -> Option<PartyId> {
        let own = self.approval.utility().is_some() || self.approval.is_of_parties();
        self.party.filter(|_| !own)
    }
}
