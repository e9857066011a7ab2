//! How likely a deal finds the consent it needs when those asked answer independently.
//!
//! A deal has consent when the rules of all its options are met. Whoever a rule of the kind `all` names must say yes: a factor
//! each. What is sure by then, met or refused, drops out. Rules left that share no party are independent: a factor each, read
//! off the rule's own [`Diagram`]. Rules that share parties are gone through together, party by party in the one order of all
//! diagrams: a state is a node of each, and states that meet are added up. There are at most as many as the widths
//! of the diagrams multiply to, and in all no more than combinations of answers, mostly far fewer.

use std::collections::BTreeMap;

use crate::game::diagram::{Diagram, MET, REFUSED, ranks};
use crate::game::sets::{PartySet, mask, members};
use crate::model::ConsentRule;

/// The consent rules of a scenario, ready for chances.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Odds {
    rules: Vec<Rule>,
    /// All parties in the order in which they are asked.
    order: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
struct Rule {
    parties: PartySet,
    /// Whether every one of them is needed.
    needs_all: bool,
    diagram: Diagram,
}

impl Odds {
    /// The odds of some rules among so many parties; none where the votes of a rule add up in too many ways.
    pub(crate) fn of(rules: &[ConsentRule], parties: usize) -> Option<Self> {
        let ranks = ranks(rules, parties);
        let rules = rules.iter().map(|rule| {
            Some(Rule {
                parties: mask(&rule.parties()),
                needs_all: matches!(rule, ConsentRule::All(_)),
                diagram: Diagram::of(rule, &ranks)?,
            })
        });
        let mut order: Vec<usize> = (0..parties).collect();
        order.sort_by_key(|&party| ranks[party]);
        Some(Self {
            rules: rules.collect::<Option<_>>()?,
            order,
        })
    }

    /// Probability that all of some rules are met when those asked say yes independently, each with its probability, and
    /// everybody else does.
    pub(crate) fn chance(&self, rules: &[usize], asked: &[(usize, f64)]) -> f64 {
        let mut answers = vec![1.0; self.order.len()];
        for &(party, probability) in asked {
            answers[party] = probability;
        }
        let (all, others): (Vec<usize>, Vec<usize>) = rules
            .iter()
            .copied()
            .partition(|&rule| self.rules[rule].needs_all);
        let needed = all
            .iter()
            .fold(0, |set, &rule| set | self.rules[rule].parties);
        let mut chance = 1.0;
        for &(party, probability) in asked {
            if needed >> party & 1 == 1 {
                chance *= probability;
                answers[party] = 1.0;
            }
        }
        let unsure = |&party: &usize| answers[party] > 0.0 && answers[party] < 1.0;
        let open = |rule: usize| members(self.rules[rule].parties).filter(unsure);
        let groups = grouped(others.iter().map(|&rule| {
            let parties = open(rule).fold(0, |set, party| set | 1 << party);
            (rule, parties)
        }));
        for group in groups {
            if chance == 0.0 {
                break;
            }
            chance *= match group.as_slice() {
                &[rule] => self.rules[rule].diagram.chance(&answers),
                group => self.joint(group, &answers),
            };
        }
        chance
    }

    /// Probability that rules which share parties are all met.
    fn joint(&self, rules: &[usize], answers: &[f64]) -> f64 {
        let diagrams: Vec<&Diagram> = rules
            .iter()
            .map(|&rule| &self.rules[rule].diagram)
            .collect();
        let roots = diagrams.iter().map(|diagram| diagram.root()).collect();
        let mut states: BTreeMap<Vec<u32>, f64> = BTreeMap::from([(roots, 1.0)]);
        let mut met = 0.0;
        for &party in &self.order {
            let mut next = BTreeMap::new();
            for (nodes, chance) in states {
                let asks = |place: usize, node: u32| {
                    node > MET && diagrams[place].node(node).party as usize == party
                };
                let places = || nodes.iter().copied().enumerate();
                if !places().any(|(place, node)| asks(place, node)) {
                    *next.entry(nodes).or_insert(0.0) += chance;
                    continue;
                }
                for (is_yes, share) in [(true, answers[party]), (false, 1.0 - answers[party])] {
                    let follow = |(place, node): (usize, u32)| match node {
                        node if !asks(place, node) => node,
                        node if is_yes => diagrams[place].node(node).yes,
                        node => diagrams[place].node(node).no,
                    };
                    let moved: Vec<u32> = places().map(follow).collect();
                    if share == 0.0 || moved.contains(&REFUSED) {
                        continue;
                    }
                    if moved.iter().all(|&node| node == MET) {
                        met += chance * share;
                    } else {
                        *next.entry(moved).or_insert(0.0) += chance * share;
                    }
                }
            }
            states = next;
        }
        met
    }

    /// Nodes or states that a chance goes through at most, where `rule_of` gives the rule of each option by issue and `core`
    /// the parties that every deal needs.
    pub(crate) fn steps(&self, rule_of: &[Vec<usize>], core: PartySet) -> f64 {
        let weighed = (0..self.rules.len()).filter(|&rule| !self.rules[rule].needs_all);
        let groups = grouped(weighed.map(|rule| (rule, self.rules[rule].parties)));
        let steps = groups.iter().map(|group| match group.as_slice() {
            &[rule] => self.rules[rule].diagram.size() as f64,
            group => self.joint_steps(group, rule_of, core),
        });
        steps.sum::<f64>().max(1.0)
    }

    fn joint_steps(&self, group: &[usize], rule_of: &[Vec<usize>], core: PartySet) -> f64 {
        let width = |rule: usize| self.rules[rule].diagram.width().max(1) as f64;
        // A deal has one option of each issue.
        let by_issue = rule_of.iter().map(|options| {
            let of_group = options.iter().filter(|rule| group.contains(rule));
            of_group.fold(1.0, |most: f64, &rule| most.max(width(rule)))
        });
        let parties = group
            .iter()
            .fold(0, |set, &rule| set | self.rules[rule].parties);
        let answers = libm::exp2(f64::from((parties & !core).count_ones()));
        let together: f64 = group.iter().map(|&rule| width(rule)).product();
        together.min(by_issue.product()).min(answers)
    }
}

/// Rules with their parties in groups such that no party belongs to two; in the order of their first rules.
fn grouped(rules: impl Iterator<Item = (usize, PartySet)>) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Vec<usize>, PartySet)> = Vec::new();
    for (rule, parties) in rules {
        let (touched, mut apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.1 & parties != 0);
        let mut joined = (Vec::new(), parties);
        for (rules, parties) in touched {
            joined.0.extend(rules);
            joined.1 |= parties;
        }
        joined.0.push(rule);
        apart.push(joined);
        groups = apart;
    }
    groups.into_iter().map(|group| group.0).collect()
}

#[cfg(test)]
mod tests {
    use crate::game::odds::Odds;
    use crate::game::sets::has;
    use crate::game::{Owner, Purpose, Stream};
    use crate::model::{ConsentRule, PartyId};

    /// Random choices for made-up rules.
    struct Numbers(Stream);

    impl Numbers {
        fn below(&mut self, bound: usize) -> usize {
            let bound = u32::try_from(bound).expect("a small number");
            self.0.below(bound) as usize
        }

        fn some(&mut self, parties: u32) -> Vec<PartyId> {
            let chosen = (0..parties).filter(|_| self.below(3) > 0);
            let mut chosen: Vec<PartyId> = chosen.map(PartyId).collect();
            if chosen.is_empty() {
                chosen.push(PartyId(0));
            }
            chosen
        }

        fn rule(&mut self, parties: u32) -> ConsentRule {
            let some = self.some(parties);
            match self.below(4) {
                0 => ConsentRule::All(some),
                1 => ConsentRule::Any(some),
                _ => {
                    let unit = [1.0, 0.1, 0.37][self.below(3)];
                    let votes = some
                        .into_iter()
                        .map(|party| (party, unit * (1 + self.below(5)) as f64));
                    let votes: Vec<(PartyId, f64)> = votes.collect();
                    let all: f64 = votes.iter().map(|vote| vote.1).sum();
                    // Half of the quotas are the votes of some of the voters.
                    let quota = if self.below(2) == 0 {
                        votes.iter().step_by(2).map(|vote| vote.1).sum()
                    } else {
                        all * (0.2 + 0.6 * self.below(100) as f64 / 100.0)
                    };
                    ConsentRule::Quota { votes, quota }
                }
            }
        }

        fn probability(&mut self) -> f64 {
            match self.below(6) {
                0 => 0.0,
                1 => 1.0,
                _ => self.below(1_000) as f64 / 1_000.0,
            }
        }
    }

    /// The chance by the definition: the sum over all combinations of answers.
    fn enumerated(rules: &[ConsentRule], asked: &[(usize, f64)]) -> f64 {
        let unasked = asked
            .iter()
            .fold(u64::MAX, |set, (party, _)| set & !(1 << party));
        (0..1_u64 << asked.len()).fold(0.0, |sum, answers| {
            let mut chance = 1.0;
            let mut yes = unasked;
            for (place, &(party, probability)) in asked.iter().enumerate() {
                let accepts = answers >> place & 1;
                yes |= accepts << party;
                chance *= if accepts == 1 {
                    probability
                } else {
                    1.0 - probability
                };
            }
            let mut rules = rules.iter();
            let met = rules.all(|rule| rule.is_met(|party| has(yes, party)));
            if met { sum + chance } else { sum }
        })
    }

    #[test]
    fn chances_are_the_sums_over_all_answers() {
        let mut numbers = Numbers(Stream::new(1, Purpose::Design, Owner::named("rules"), 0));
        let mut between = 0;
        for case in 0..3_000 {
            let parties = 2 + numbers.below(9);
            let count = u32::try_from(parties).expect("few parties");
            let rules: Vec<ConsentRule> = (0..=numbers.below(4))
                .map(|_| numbers.rule(count))
                .collect();
            let asked = (0..parties).filter(|_| numbers.below(4) > 0);
            let asked: Vec<usize> = asked.collect();
            let asked: Vec<(usize, f64)> = asked
                .into_iter()
                .map(|party| (party, numbers.probability()))
                .collect();
            let odds = Odds::of(&rules, parties).expect("few sums");
            let all: Vec<usize> = (0..rules.len()).collect();
            let (found, expected) = (odds.chance(&all, &asked), enumerated(&rules, &asked));
            assert!(
                (found - expected).abs() < 1e-12,
                "case {case}: {found} {expected}"
            );
            between += u32::from(expected > 0.0 && expected < 1.0);
        }
        assert!(between > 500, "{between}");
    }

    #[test]
    fn two_quotas_of_many_shared_voters_are_gone_through_together() {
        // One rule asks for 20 of 40 voters, the other for 20 of the last 40 of 60: those shared decide both.
        let quota = |from: u32| ConsentRule::Quota {
            votes: (from..from + 40)
                .map(|party| (PartyId(party), 1.0))
                .collect(),
            quota: 20.0,
        };
        let rules = [quota(0), quota(20)];
        let odds = Odds::of(&rules, 60).expect("few sums");
        let asked: Vec<(usize, f64)> = (0..60).map(|party| (party, 0.5)).collect();
        let choose = |of: u32| {
            (0..of).scan(1.0, move |ways, taken| {
                let now = *ways;
                *ways = now * f64::from(of - taken) / f64::from(taken + 1);
                Some(now)
            })
        };
        let ways: Vec<f64> = choose(20).chain([1.0]).collect();
        let share = |least: usize| ways[least.min(21)..].iter().sum::<f64>() / libm::exp2(20.0);
        let expected: f64 = (0..=20)
            .map(|shared| ways[shared] / libm::exp2(20.0) * share(20 - shared) * share(20 - shared))
            .sum();
        let found = odds.chance(&[0, 1], &asked);
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        assert!(odds.steps(&[vec![0], vec![1]], 0) < 2_000.0);
    }
}
