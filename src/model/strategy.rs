//! How a party concedes and what it accepts.

use crate::model::written::Written;
use crate::model::{Key, PartyCore, Range, Uncertain};

/// A concession rule with an acceptance rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Strategy {
    /// What to ask.
    pub concession: Concession,
    /// What to take.
    pub acceptance: Acceptance,
    /// Share g ≥ 0 of the other side's last concession, in own utility, by which the asked share is lowered.
    pub react: Uncertain,
    /// Which of the deals that meet the target is offered; [`Choose::Nearest`] where nothing is chosen and the choice has an effect.
    pub choose: Option<Choose>,
    /// Whether only acceptable deals are accepted; off only for quantal-response experiments.
    pub floor: bool,
    /// Whether a party below its target criticises packages that take more than their share from it.
    pub fair_share: bool,
}

/// What share of its best margin a party asks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Concession {
    /// `a(t) = start · (1 − τ^exponent)`, τ = min(1, (t+1)/(H+1)) (Faratin, Sierra and Jennings 1998).
    TimeDependent {
        /// Share asked at first, in 0..=1.
        start: Uncertain,
        /// e > 0: above 1 boulware, 1 linear, below 1 conceder.
        exponent: Uncertain,
        /// Rounds H until it has conceded fully, ≥ 1; those of the clock where there is none.
        horizon: Option<Uncertain>,
        /// Margin by which offers and acceptance may fall short of the target, ≥ 0.
        tolerance: f64,
    },
    /// Always asks and takes only its best deal.
    Hardliner,
    /// Concedes one deal of its ranking for each new offer of the others (de Jonge 2022).
    Micro,
    /// Concedes as the others have conceded.
    TitForTat {
        /// How much of what it sees it gives back.
        imitation: Imitation,
        /// Share asked at first, in 0..=1.
        start: Uncertain,
        /// Times as much as seen is conceded, ≥ 0.
        gain: Uncertain,
        /// Offers back over which the others' concessions are averaged, ≥ 1.
        window: u32,
    },
    /// Whoever risks less by a conflict concedes just enough, all knowing all (Zeuthen 1930; Harsanyi 1956).
    Zeuthen,
    /// Offers an acceptable deal at random.
    Random,
    /// Bounded-rational best reply to a belief about the others (Zeng and Sycara 1998; Hindriks and Tykhonov 2008).
    Bayesian {
        /// Prior draws of each other party, ≥ 1.
        draws: u32,
        /// Sharpness of its picture of the others, per unit of utility, > 0.
        likelihood_lambda: f64,
    },
    /// Plays the subgame-perfect equilibrium of complete information (Rubinstein 1982; Ståhl 1972).
    Rational,
}

/// What a party that plays tit for tat imitates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imitation {
    /// The size of a concession, in its own utility.
    Naive,
    /// The share by which a concession shortened what was still withheld from it (Faratin, Sierra and Jennings 1998).
    Relative,
}

/// What a party takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Acceptance {
    /// Yes when the offer is worth at least what it would ask for now.
    NextOffer,
    /// The target carries logistic noise of scale 1/λ.
    Logit {
        /// λ > 0, per unit of utility.
        lambda: Uncertain,
    },
    /// Yes from a fixed share of the best margin on, whatever it offers itself.
    Constant {
        /// The share, in 0..=1.
        share: Uncertain,
    },
    /// Yes from `start · (1 − τ^exponent)` of the best margin on, whatever it offers itself.
    TimeDependent {
        /// Share at first, in 0..=1.
        start: Uncertain,
        /// e > 0, as for concession.
        exponent: Uncertain,
        /// H ≥ 1, likewise.
        horizon: Option<Uncertain>,
    },
}

/// Which of the deals that meet the target is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choose {
    /// The one of least margin to the proposer, as in GENIUS and NegMAS.
    Least,
    /// The one nearest to the standing offer of another: measured along the options, changed where it gains the proposer most. The one of
    /// least margin before there is such an offer.
    Nearest,
}

/// How a party that does not hear what another reacts to takes it to concede.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Foreseen {
    /// By its own curve, which goes by the clock alone.
    ByItsCurve,
    /// Evenly up to the deadline.
    Evenly,
    /// Not at all.
    Never,
}

impl Strategy {
    /// The exponents of what falls in time: of what is asked, and of what is taken.
    pub(crate) fn exponents_mut(&mut self) -> impl Iterator<Item = &mut Uncertain> {
        let asked = match &mut self.concession {
            Concession::TimeDependent { exponent, .. } => Some(exponent),
            _ => None,
        };
        let taken = match &mut self.acceptance {
            Acceptance::TimeDependent { exponent, .. } => Some(exponent),
            _ => None,
        };
        asked.into_iter().chain(taken)
    }
}

impl Concession {
    /// Its word in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::TimeDependent { .. } => "time-dependent",
            Self::Hardliner => "hardliner",
            Self::Micro => "micro",
            Self::TitForTat { imitation, .. } => match imitation {
                Imitation::Naive => "naive-tit-for-tat",
                Imitation::Relative => "relative-tit-for-tat",
            },
            Self::Zeuthen => "zeuthen",
            Self::Random => "random",
            Self::Bayesian { .. } => "bayesian",
            Self::Rational => "rational",
        }
    }

    /// What a party that plays it uses, for readers.
    pub fn in_words(&self) -> &'static str {
        match self {
            Self::TimeDependent { .. } => "time-dependent concession",
            Self::Hardliner => "no concession",
            Self::Micro => "concession by MiCRO",
            Self::TitForTat { .. } => "tit for tat",
            Self::Zeuthen => "concession by Zeuthen's rule",
            Self::Random => "random acceptable offers",
            Self::Bayesian { .. } => "best replies to a belief about the others",
            Self::Rational => "subgame-perfect play",
        }
    }

    /// Where it comes from, each work by first author and year.
    pub fn literature(&self) -> &'static [&'static str] {
        match self {
            Self::TimeDependent { .. }
            | Self::TitForTat {
                imitation: Imitation::Relative,
                ..
            } => &["Faratin 1998"],
            // Whose risk is smaller concedes: the monotonic concession protocol, of many parties too.
            Self::Zeuthen => &[
                "Zeuthen 1930",
                "Harsanyi 1956",
                "Rosenschein 1994",
                "Endriss 2006",
            ],
            Self::Bayesian { .. } => &["Zeng 1998", "Hindriks 2008"],
            Self::Micro => &["de Jonge 2022"],
            Self::Rational => &["Rubinstein 1982", "Ståhl 1972"],
            Self::Hardliner
            | Self::Random
            | Self::TitForTat {
                imitation: Imitation::Naive,
                ..
            } => &[],
        }
    }

    /// How it is taken to concede by who does not hear what it reacts to.
    pub(crate) fn foreseen(&self) -> Foreseen {
        match self {
            Self::TimeDependent { .. } => Foreseen::ByItsCurve,
            Self::Hardliner => Foreseen::Never,
            Self::Micro
            | Self::TitForTat { .. }
            | Self::Zeuthen
            | Self::Random
            | Self::Bayesian { .. }
            | Self::Rational => Foreseen::Evenly,
        }
    }

    /// Its numbers that are never drawn, each with its key.
    pub(crate) fn plain_numbers(&self) -> Vec<(&'static str, f64)> {
        match *self {
            Self::TimeDependent { tolerance, .. } => vec![("tolerance", tolerance)],
            Self::TitForTat { window, .. } => vec![("window", window.into())],
            Self::Bayesian {
                draws,
                likelihood_lambda,
            } => vec![
                ("belief-draws", draws.into()),
                ("likelihood-lambda", likelihood_lambda),
            ],
            Self::Hardliner | Self::Micro | Self::Zeuthen | Self::Random | Self::Rational => {
                Vec::new()
            }
        }
    }

    /// The draws behind its belief about the others, with their legal range; none where it has none.
    pub(super) fn draws(&mut self) -> Option<(&mut u32, Range)> {
        match self {
            Self::Bayesian { draws, .. } => Some((draws, Range::BAYESIAN_DRAWS)),
            Self::TimeDependent { .. }
            | Self::Hardliner
            | Self::Micro
            | Self::TitForTat { .. }
            | Self::Zeuthen
            | Self::Random
            | Self::Rational => None,
        }
    }

    /// Whether it goes by the offers others make in turn.
    pub(crate) fn needs_turns(&self) -> bool {
        matches!(self, Self::Micro | Self::Zeuthen | Self::Bayesian { .. })
    }

    /// Whether it picks its offers itself, not by a target.
    pub(crate) fn picks_offers(&self) -> bool {
        self.needs_turns() || matches!(self, Self::Random | Self::Rational)
    }

    /// Whether it asks a share that it could lower as a reaction.
    pub(crate) fn asks_shares(&self) -> bool {
        matches!(
            self,
            Self::TimeDependent { .. } | Self::Hardliner | Self::Micro
        )
    }
}

impl Acceptance {
    /// Its word in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NextOffer => "next-offer",
            Self::Logit { .. } => "logit",
            Self::Constant { .. } => "constant",
            Self::TimeDependent { .. } => "time-dependent",
        }
    }

    /// What a party that plays it uses, for readers.
    pub fn in_words(&self) -> &'static str {
        match self {
            Self::NextOffer => "acceptance of what is worth the next own offer",
            Self::Constant { .. } => "acceptance from a fixed share of the best margin on",
            Self::TimeDependent { .. } => "acceptance from a falling share of the best margin on",
            Self::Logit { .. } => "logit acceptance",
        }
    }

    /// Where it comes from, each work by first author and year.
    pub fn literature(&self) -> &'static [&'static str] {
        match self {
            Self::Logit { .. } => &["McFadden 1974"],
            Self::Constant { .. } | Self::TimeDependent { .. } => &["Baarslag 2013"],
            Self::NextOffer => &[],
        }
    }
}

impl Strategy {
    /// Puts its uncertain numbers where rules that mean the same by them have theirs.
    pub(crate) fn fill<'a>(&'a mut self, numbers: &mut PartyCore<Written<'a>>) {
        numbers.react = Written::named("strategy.react", &mut self.react);
        let rule = self.concession.name();
        let asked = |key, value| Written::at(Key::Rule("concession", rule, key), value);
        match &mut self.concession {
            Concession::TimeDependent {
                start,
                exponent,
                horizon,
                ..
            } => {
                numbers.start = asked("start", start);
                numbers.exponent = asked("exponent", exponent);
                if let Some(horizon) = horizon {
                    numbers.horizon = asked("horizon", horizon);
                }
            }
            Concession::TitForTat { start, gain, .. } => {
                numbers.start = asked("start", start);
                numbers.gain = asked("gain", gain);
            }
            Concession::Hardliner
            | Concession::Micro
            | Concession::Zeuthen
            | Concession::Random
            | Concession::Bayesian { .. }
            | Concession::Rational => {}
        }
        let rule = self.acceptance.name();
        let taken = |key, value| Written::at(Key::Rule("acceptance", rule, key), value);
        match &mut self.acceptance {
            Acceptance::NextOffer => {}
            Acceptance::Logit { lambda } => numbers.lambda = taken("lambda", lambda),
            Acceptance::Constant { share } => {
                numbers.needed_start = taken("share", share);
            }
            Acceptance::TimeDependent {
                start,
                exponent,
                horizon,
            } => {
                numbers.needed_start = taken("start", start);
                numbers.needed_exponent = taken("exponent", exponent);
                if let Some(horizon) = horizon {
                    numbers.needed_horizon = taken("horizon", horizon);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Concession;

    #[test]
    fn rules_that_wait_for_turns_pick_their_offers() {
        let micro = Concession::Micro;
        let random = Concession::Random;
        let hardliner = Concession::Hardliner;
        assert!(micro.needs_turns() && micro.picks_offers());
        assert!(!random.needs_turns() && random.picks_offers());
        assert!(!hardliner.picks_offers());
    }
}
