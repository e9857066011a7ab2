//! The legal range of each kind of number, with the noun by which messages call it.

use crate::model::words::Shown;

/// Legal values of a number, with a noun for messages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The number with its article: "a utility".
    pub what: &'static str,
    /// Least legal value.
    pub low: f64,
    /// Greatest legal value.
    pub high: f64,
}

/// How many of something a list holds at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is counted, in the plural.
    pub what: &'static str,
    /// Greatest legal number.
    pub most: usize,
}

/// No quantity of a negotiation is larger; beyond it sums and products could overflow.
pub const NUMBER_MAX: f64 = 1e15;
/// The least shape of a beta distribution. Below it nearly all draws are an end of the range to the last digit.
pub const SHAPE_MIN: f64 = 1e-3;
/// The greatest shape of a beta distribution. Above it all draws are its mean to three digits.
pub const SHAPE_MAX: f64 = 1e6;
/// The greatest number of rounds.
pub const ROUNDS_MAX: u32 = 10_000;

impl Range {
    /// Utilities of whole deals and reservation values.
    pub const UTILITY: Self = Self::new("a utility", 0.0, 1.0);
    /// Scores of options.
    pub const SCORE: Self = Self::new("a score", 0.0, 1.0);
    /// Probabilities.
    pub const PROBABILITY: Self = Self::new("a probability", 0.0, 1.0);
    /// Shares of something.
    pub const SHARE: Self = Self::new("a share", 0.0, 1.0);
    /// Discount factors per round.
    pub const FACTOR: Self = Self::new("a discount factor", 0.0, 1.0);
    /// Differences of utility.
    pub const CHANGE: Self = Self::new("a change of utility", -1.0, 1.0);
    /// Differences between shares of a body.
    pub const SUPPORT: Self = Self::new("a change of support", -1.0, 1.0);
    /// Costs, in utility.
    pub const COST: Self = Self::new("a cost", 0.0, f64::INFINITY);
    /// Losses, in utility.
    pub const LOSS: Self = Self::new("a loss", 0.0, f64::INFINITY);
    /// Weights of issues before they are normalised.
    pub const WEIGHT: Self = Self::new("a weight", 0.0, f64::INFINITY);
    /// Standard deviations.
    pub const SPREAD: Self = Self::new("a standard deviation", 0.0, f64::INFINITY);
    /// Durations, in rounds.
    pub const TIME: Self = Self::new("a number of rounds", 0.0, f64::INFINITY);
    /// Rounds that a body at home takes; each of them is lived through.
    pub const WAITING: Self = Self::new("a number of rounds at home", 0.0, ROUNDS_MAX as f64);
    /// Rounds until somebody has conceded fully.
    pub const HORIZON: Self = Self::new("a horizon", 1.0, 1e9);
    /// Rounds after which somebody walks out.
    pub const DEADLINE: Self = Self::new("a deadline", 1.0, 1e9);
    /// Half-lives, in rounds.
    pub const HALF_LIFE: Self = Self::new("a half-life", f64::MIN_POSITIVE, f64::INFINITY);
    /// Votes.
    pub const VOTES: Self = Self::new("a number of votes", f64::MIN_POSITIVE, f64::INFINITY);
    /// Sharpness of a logistic curve, per unit of utility.
    pub const LAMBDA: Self = Self::new("a lambda", 1e-6, 1e9);
    /// Exponents of concession with time.
    pub const EXPONENT: Self = Self::new("an exponent", 1e-3, 1e3);
    /// Any finite number.
    pub const ANY: Self = Self::new("a number", f64::NEG_INFINITY, f64::INFINITY);
    /// Numbers above 0.
    pub const POSITIVE: Self = Self::new("this number", f64::MIN_POSITIVE, f64::INFINITY);
    /// Numbers from 0 on.
    pub const NON_NEGATIVE: Self = Self::new("this number", 0.0, f64::INFINITY);
    /// Rounds by their number, from 0.
    pub const ROUND: Self = Self::new("a round", 0.0, ROUNDS_MAX as f64);
    /// Counts of rounds or offers.
    pub const COUNT: Self = Self::new("a count", 1.0, ROUNDS_MAX as f64);
    /// Rounds of the clock.
    pub const ROUNDS: Self = Self::new("the number of rounds", 1.0, ROUNDS_MAX as f64);
    /// Reservation values of bodies that ratify; a fitted curve may lie off the scale.
    pub const BODY_RESERVATION: Self = Self::new("a body's reservation value", -10.0, 10.0);
    /// Single-issue changes of a redraft.
    pub const EDITS: Self = Self::new("the number of edits", 0.0, 64.0);
    /// Draws of a mediator's belief.
    pub const MEDIATOR_DRAWS: Self = Self::new("the number of draws", 0.0, 4096.0);
    /// Draws of a Bayesian party's belief.
    pub const BAYESIAN_DRAWS: Self = Self::new("the number of draws", 1.0, 4096.0);
    /// Draws of a proposer's belief.
    pub const PROPOSER_DRAWS: Self = Self::new("the number of draws", 1.0, 1_000_000.0);

    /// A range of its own.
    pub const fn new(what: &'static str, low: f64, high: f64) -> Self {
        Self { what, low, high }
    }

    /// Whether a finite value lies inside.
    pub fn contains(self, value: f64) -> bool {
        value.is_finite() && self.low <= value && value <= self.high
    }

    /// The legal value nearest to this one.
    #[inline]
    pub fn nearest(self, value: f64) -> f64 {
        value.clamp(self.low, self.high)
    }

    /// Whether 0 is just excluded.
    pub fn is_positive(self) -> bool {
        self.low > 0.0 && self.low <= f64::MIN_POSITIVE
    }

    /// The range in words: "from 0 to 1", "not negative".
    pub fn in_words(self) -> String {
        match (self.low, self.high) {
            _ if self.is_positive() && self.high.is_infinite() => "greater than 0".to_owned(),
            (0.0, f64::INFINITY) => "not negative".to_owned(),
            (low, high) => format!("from {} to {}", Shown(low), Shown(high)),
        }
    }
}

impl Limit {
    /// Packages of a scenario.
    pub const PACKAGES: Self = Self::new("packages", 32);
    /// Issues of a scenario.
    pub const ISSUES: Self = Self::new("issues", 64);
    /// Options of an issue.
    pub const OPTIONS: Self = Self::new("options", 1024);
    /// Parties of a scenario.
    pub const PARTIES: Self = Self::new("parties", 64);
    /// Types of a party.
    pub const TYPES: Self = Self::new("types", 16);
    /// Rows of types drawn together.
    pub const JOINT_TYPES: Self = Self::new("rows of joint types", 256);
    /// Plans of a scenario.
    pub const PLANS: Self = Self::new("plans", 256);
    /// Drivers of a scenario.
    pub const DRIVERS: Self = Self::new("drivers", 64);
    /// Levers of a scenario.
    pub const LEVERS: Self = Self::new("levers", 64);
    /// Policies that a scenario names.
    pub const POLICIES: Self = Self::new("policies", 256);
    /// Stages of ratification.
    pub const STAGES: Self = Self::new("stages", 16);
    /// Red lines of a party.
    pub const RED_LINES: Self = Self::new("red lines", 256);
    /// Linkages of a party.
    pub const LINKAGES: Self = Self::new("linkages", 256);
    /// Effects of a lever.
    pub const EFFECTS: Self = Self::new("effects", 256);
    /// Patterns of a stage.
    pub const PATTERNS: Self = Self::new("patterns", 256);

    /// A limit of its own.
    pub const fn new(what: &'static str, most: usize) -> Self {
        Self { what, most }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Range;

    #[test]
    fn ranges_are_said_as_readers_say_them() {
        assert_eq!(Range::UTILITY.in_words(), "from 0 to 1");
        assert_eq!(Range::COST.in_words(), "not negative");
        assert_eq!(Range::VOTES.in_words(), "greater than 0");
        assert_eq!(Range::LAMBDA.in_words(), "from 1e-6 to 1000000000");
    }

    #[test]
    fn only_finite_numbers_are_legal() {
        assert!(Range::ANY.contains(-1e300));
        assert!(!Range::ANY.contains(f64::INFINITY));
        assert!(!Range::VOTES.contains(0.0));
        assert_eq!(Range::SHARE.nearest(1.5).to_bits(), 1.0_f64.to_bits());
    }
}
