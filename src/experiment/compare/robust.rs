//! What holds under every rule that speaks.
//!
//! Each way of settling ranks the policies by itself: as written, under another agenda, with other offers or concession, with more draws
//! behind beliefs, by a formula. One under which no lever changes any run ranks nothing; it is silent and does not count.

use serde::{Deserialize, Serialize};

use crate::experiment::compare::effect::PolicyEffect;
use crate::experiment::compare::pairs::PairedEffect;
use crate::experiment::compare::policy::PolicyKind;
use crate::experiment::compare::ranking::{PolicyPair, PolicyRanking};
use crate::experiment::compare::rule::RuleComparison;

/// In how many ways of settling each result holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Robust {
    /// Ways of settling under which some lever changes some run, by name; `as-written` first.
    pub ways: Vec<String>,
    /// The policies that are ranked, in the order as written.
    pub effects: Vec<RobustEffect>,
    /// Each two of them that can be distinguished as written, the upper one first.
    pub pairs: Vec<RobustPair>,
}

/// In how many of the ways a policy changes agreement beyond simulation error, those of all policies at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RobustEffect {
    /// The policy.
    pub policy: String,
    /// Ways in which it raises agreement.
    pub raised: Vec<String>,
    /// Ways in which it lowers agreement.
    pub lowered: Vec<String>,
}

/// In how many of the ways one policy leads another beyond simulation error, all pairs at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RobustPair {
    /// The upper one as written.
    pub upper: String,
    /// The lower one as written.
    pub lower: String,
    /// Ways in which the upper one leads.
    pub leads: Vec<String>,
    /// Ways in which the lower one leads.
    pub trails: Vec<String>,
}

/// The effect of a policy on agreement, by id.
type Agreement<'c> = Box<dyn Fn(&str) -> Option<&'c PairedEffect> + 'c>;

/// What is ranked one way: a policy's agreement and the ranking.
struct Way<'c> {
    name: &'static str,
    agreement: Agreement<'c>,
    ranking: &'c PolicyRanking,
}

impl Robust {
    /// Of what was found as written and under other rules.
    pub(super) fn of(
        effects: &[PolicyEffect],
        ranking: &PolicyRanking,
        rules: &[RuleComparison],
    ) -> Self {
        let find = |id: &str| effects.iter().find(|effect| effect.policy == id);
        let mut levers = effects
            .iter()
            .filter(|effect| effect.kind == PolicyKind::Lever);
        let speaks = levers.any(|effect| effect.agreement.differs());
        let written = speaks.then(|| Way {
            name: "as-written",
            agreement: Box::new(move |id| Some(&find(id)?.agreement)),
            ranking,
        });
        let others = rules.iter().filter(|rule| !rule.silent).map(|rule| Way {
            name: rule.rule.name(),
            agreement: Box::new(|id| rule.agreement.get(id)),
            ranking: &rule.ranking,
        });
        let ways: Vec<Way<'_>> = written.into_iter().chain(others).collect();
        let named = |holds: &dyn Fn(&Way<'_>) -> bool| {
            let ways = ways.iter().filter(|way| holds(way));
            ways.map(|way| way.name.to_owned()).collect()
        };
        let moves = |policy: &str, up: bool| {
            named(&|way: &Way<'_>| {
                let effect = (way.agreement)(policy).filter(|effect| effect.is_significant());
                effect.is_some_and(|effect| (effect.difference > 0.0) == up)
            })
        };
        let leads = |upper: &str, lower: &str| {
            named(&|way: &Way<'_>| {
                way.ranking
                    .pair(upper, lower)
                    .is_some_and(PolicyPair::is_distinct)
            })
        };
        let effects = ranking.order.iter().map(|policy| RobustEffect {
            policy: policy.clone(),
            raised: moves(policy, true),
            lowered: moves(policy, false),
        });
        let pairs = ranking.pairs.iter().filter(|pair| pair.is_distinct());
        let pairs = pairs.map(|pair| RobustPair {
            upper: pair.upper.clone(),
            lower: pair.lower.clone(),
            leads: leads(&pair.upper, &pair.lower),
            trails: leads(&pair.lower, &pair.upper),
        });
        Self {
            effects: effects.collect(),
            pairs: pairs.collect(),
            ways: ways.iter().map(|way| way.name.to_owned()).collect(),
        }
    }
}

impl RobustEffect {
    /// Whether it raises agreement, or lowers it, in all of so many ways.
    pub fn holds(&self, ways: usize) -> bool {
        ways > 0 && (self.raised.len() == ways || self.lowered.len() == ways)
    }

    /// Whether it raises agreement in some way and lowers it in another.
    pub fn is_contradicted(&self) -> bool {
        !self.raised.is_empty() && !self.lowered.is_empty()
    }
}
