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

/// Who decides, and how.
#[derive(Clone, Debug, PartialEq)]
pub enum Approval {
    /// A body, by what the deal is worth to it.
    Body(Box<Body>),
    /// Parties vote, each for a deal acceptable to it; approved when votes reach the quota.
    Quota {
        /// Party and votes.
        votes: Vec<(PartyId, f64)>,
        /// Votes needed.
        quota: f64,
    },
}

/// A body that decides by what a deal is worth to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Its weights and scores; none: its party's utility, as drawn in the run.
    pub utility: Option<Utility>,
    /// Its reservation value r, in −10..=10 (a fitted curve may lie off the scale); of a vote the utility at which half vote yes.
    pub reservation: Uncertain,
    /// How it decides.
    pub rule: BodyRule,
}

/// How a body decides on a deal of utility u to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BodyRule {
    /// Approves with probability `1/(1 + exp(−λ(u − r)))`.
    Logit {
        /// λ > 0.
        lambda: Uncertain,
    },
    /// Approves when the share of yes, `s = 1/(1 + exp(−λ(u − r)))`, moved by a swing drawn once a run, reaches a threshold:
    /// `s + swing · z ≥ threshold`, z standard normal.
    Vote {
        /// λ > 0.
        lambda: Uncertain,
        /// Share of yes that is needed, in 0..=1.
        threshold: Uncertain,
        /// Standard deviation of what moves the share of yes, ≥ 0; 0 for a vote that is known.
        swing: Uncertain,
    },
    /// Approves exactly the deals with `u ≥ r`.
    Threshold,
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
        let mut utility = None;
        if let Approval::Body(body) = &mut self.approval {
            core.reservation = Written::named("reservation", &mut body.reservation);
            match &mut body.rule {
                BodyRule::Logit { lambda } => {
                    core.lambda = Written::named("approval.logit.lambda", lambda);
                }
                BodyRule::Vote {
                    lambda,
                    threshold,
                    swing,
                } => {
                    core.lambda = Written::named("approval.vote.lambda", lambda);
                    core.threshold = Written::named("approval.vote.threshold", threshold);
                    core.swing = Written::named("approval.vote.swing", swing);
                }
                BodyRule::Threshold => {}
            }
            utility = body.utility.as_mut();
        }
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
    /// The body that decides; none where parties vote.
    pub fn body(&self) -> Option<&Body> {
        match self {
            Self::Body(body) => Some(body),
            Self::Quota { .. } => None,
        }
    }

    /// The same, to be changed.
    pub(crate) fn body_mut(&mut self) -> Option<&mut Body> {
        match self {
            Self::Body(body) => Some(body),
            Self::Quota { .. } => None,
        }
    }

    /// The utility of its own by which a body decides; none where it decides by its party's, or parties vote.
    pub fn utility(&self) -> Option<&Utility> {
        self.body()?.utility.as_ref()
    }
}

impl Stage {
    /// The party in whose utility the body decides, where it has none of its own.
    pub fn inherits_from(&self) -> Option<PartyId> {
        let heir = self.approval.body()?;
        self.party.filter(|_| heir.utility.is_none())
    }
}

impl BodyRule {
    /// Its word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Logit { .. } => "logit",
            Self::Vote { .. } => "vote",
            Self::Threshold => "threshold",
        }
    }
}
