//! Consent compiled: which deals a set of consenting parties can make.
//!
//! A deal has consent when the rule of each of its options is met by the parties that accept it. So it lies in the zone
//! exactly when some set P of parties accepts it and P meets all its options' rules. Only sets that no smaller one
//! replaces are kept: the *cases*. Where too many parties may be asked for all their sets to be gone through, as under a
//! quota of many voters, the sets that accept some deal are the cases, where deals are few: no other makes one.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::game::Blocks;
use crate::game::odds::Odds;
use crate::game::sets::{PartySet, has, mask, members, set_of};
use crate::model::{ConsentRule, IssueId, PartyId, Scenario};

/// Most parties beyond those every deal needs of which all sets are gone through.
pub const CONDITIONAL_CONSENTERS_MAX: u32 = 16;
/// Most deals that are gone through one by one for the sets that accept them, where such parties are more.
pub const DEALS_BY_ONE_MAX: f64 = 100_000.0;

/// A set of parties and the combos whose rules they meet by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The consenting parties.
    pub parties: PartySet,
    /// Whether each combo's rules are met by them.
    pub allowed: Vec<bool>,
}

/// The consent rules of a scenario, by option.
#[derive(Clone, Debug, PartialEq)]
pub struct Consent {
    /// The distinct rules.
    rules: Vec<ConsentRule>,
    /// Parties each rule names.
    rule_parties: Vec<PartySet>,
    /// For each issue and option the position of its rule.
    rule_of: Vec<Vec<usize>>,
    /// Parties named by each combo's rules.
    pub named: Vec<PartySet>,
    /// The cases, smaller sets first; none where they follow from the deals accepted.
    listed: Option<Vec<Case>>,
    /// The parties that must all consent, where every option needs the same ones.
    unanimous: Option<PartySet>,
    /// The parties without which no deal has consent.
    core: PartySet,
    /// The chances of consent, where somebody weighs them.
    odds: Option<Odds>,
}

impl Consent {
    /// Compiles the rules of a scenario.
    pub fn of(scenario: &Scenario, blocks: &Blocks) -> Self {
        let mut rules: Vec<ConsentRule> = Vec::new();
        let mut rule_of = Vec::new();
        for (index, issue) in scenario.issues.iter().enumerate() {
            let positions = (0..issue.options.len()).map(|option| {
                let rule = scenario.consent_rule(IssueId::at(index), option);
                rules
                    .iter()
                    .position(|known| known == rule)
                    .unwrap_or_else(|| {
                        rules.push(rule.clone());
                        rules.len() - 1
                    })
            });
            rule_of.push(positions.collect::<Vec<_>>());
        }
        let rule_parties: Vec<PartySet> = rules.iter().map(|rule| mask(&rule.parties())).collect();
        let mut consent = Self {
            rules,
            rule_parties,
            rule_of,
            named: Vec::new(),
            listed: None,
            unanimous: None,
            core: 0,
            odds: None,
        };
        if let [ConsentRule::All(parties)] = consent.rules.as_slice() {
            consent.unanimous = Some(mask(parties));
        }
        consent.named = (0..)
            .take(blocks.combos())
            .map(|combo| consent.named_by(blocks, combo))
            .collect();
        consent.core = consent.find_core(blocks);
        if consent.conditional_count() <= CONDITIONAL_CONSENTERS_MAX {
            consent.listed = Some(consent.find_cases(blocks));
        }
        consent
    }

    /// The same rules ready for [`Consent::chance`] among so many parties; none where the votes of a rule add up in too many
    /// ways.
    pub(crate) fn with_odds(mut self, parties: usize) -> Option<Self> {
        self.odds = Some(Odds::of(&self.rules, parties)?);
        Some(self)
    }

    /// Probability that a deal finds the consent it needs when those asked say yes independently, each with its probability,
    /// and everybody else does.
    ///
    /// # Panics
    /// The rules differ from deal to deal or ask for less than all, and are not [`Consent::with_odds`].
    pub(crate) fn chance(&self, blocks: &Blocks, deal: &[u32], asked: &[(usize, f64)]) -> f64 {
        if let Some(needed) = self.unanimous {
            let asked = asked.iter().filter(|(party, _)| needed >> party & 1 == 1);
            return asked.fold(1.0, |chance, (_, probability)| chance * probability);
        }
        let odds = self.odds.as_ref();
        odds.expect("games in which chances are weighed have their odds")
            .chance(&self.deal_rule_numbers(blocks, deal), asked)
    }

    /// Nodes or combinations of answers that such a chance goes through at most.
    pub(crate) fn chance_steps(&self) -> f64 {
        let odds = self.odds.as_ref();
        odds.map_or(1.0, |odds| odds.steps(&self.rule_of, self.core))
    }

    /// The cases, where they do not depend on who accepts what.
    pub(crate) fn listed(&self) -> Option<&[Case]> {
        self.listed.as_deref()
    }

    /// The cases, smaller sets first, where `accepting` gives the parties that accept a deal; none where there are too many sets
    /// and more than [`DEALS_BY_ONE_MAX`] deals.
    ///
    /// Every deal that has consent lies in one, and what lies in one has consent if the parties of the case accept it.
    pub fn cases(
        &self,
        blocks: &Blocks,
        mut accepting: impl FnMut(&[u32]) -> PartySet,
    ) -> Option<Cow<'_, [Case]>> {
        if let Some(listed) = &self.listed {
            return Some(Cow::Borrowed(listed));
        }
        if blocks.deal_count() > DEALS_BY_ONE_MAX {
            return None;
        }
        let mut sets = BTreeSet::new();
        let mut deal = Vec::new();
        for number in 0..blocks.listed() {
            blocks.decode(number, &mut deal);
            let parties = accepting(&deal) & self.deal_named(&deal);
            if self.deal_met(blocks, &deal, parties) {
                sets.insert((parties.count_ones(), parties));
            }
        }
        let sets = sets.into_iter();
        let cases = sets.map(|(_, parties)| self.case(blocks, parties));
        Some(cases.collect())
    }

    /// The parties that must all consent, where every deal needs the same ones.
    pub fn unanimous(&self) -> Option<PartySet> {
        self.unanimous
    }

    /// The parties without which no deal has consent.
    pub fn core(&self) -> PartySet {
        self.core
    }

    /// Number of parties that some deals need and others do not.
    pub fn conditional_count(&self) -> u32 {
        (self.all_named() & !self.core).count_ones()
    }

    /// Number of distinct rules.
    pub(crate) fn rule_count(&self) -> usize {
        self.rules.len()
    }

    /// Whether a rule is met by these parties.
    pub(crate) fn rule_met(&self, rule: usize, accepting: PartySet) -> bool {
        self.rules[rule].is_met(|party| has(accepting, party))
    }

    /// A rule as votes and the sum of them that meets it.
    pub(crate) fn ballot(&self, rule: usize) -> (Vec<(PartyId, f64)>, f64) {
        self.rules[rule].ballot()
    }

    /// The rules of a combo's options.
    pub(crate) fn combo_rules<'a>(
        &'a self,
        blocks: &'a Blocks,
        combo: u32,
    ) -> impl Iterator<Item = usize> + 'a {
        let choices = blocks.choices(combo);
        choices.map(move |(issue, option)| self.rule_of[issue.index()][usize::from(option)])
    }

    /// Whether one option's rule is met by these parties.
    pub fn option_met(&self, issue: IssueId, option: u16, accepting: PartySet) -> bool {
        self.rule_met(self.rule_of[issue.index()][usize::from(option)], accepting)
    }

    /// Whether the rules of a combo are met by these parties.
    pub fn combo_met(&self, blocks: &Blocks, combo: u32, accepting: PartySet) -> bool {
        let mut choices = blocks.choices(combo);
        choices.all(|(issue, option)| self.option_met(issue, option, accepting))
    }

    /// Whether the rules of a whole deal are met by these parties.
    pub fn deal_met(&self, blocks: &Blocks, deal: &[u32], accepting: PartySet) -> bool {
        if let Some(parties) = self.unanimous {
            return parties & !accepting == 0;
        }
        deal.iter()
            .all(|&combo| self.combo_met(blocks, combo, accepting))
    }

    /// The parties a deal's rules name.
    pub fn deal_named(&self, deal: &[u32]) -> PartySet {
        let named = || {
            deal.iter()
                .fold(0, |named, &combo| named | self.named[combo as usize])
        };
        self.unanimous.unwrap_or_else(named)
    }

    /// The parties that some deal's rules name.
    pub fn all_named(&self) -> PartySet {
        let parties = self.rule_parties.iter();
        parties.fold(0, |all, parties| all | parties)
    }

    /// The parties one option's rule names.
    pub fn option_named(&self, issue: IssueId, option: u16) -> PartySet {
        self.rule_parties[self.rule_of[issue.index()][usize::from(option)]]
    }

    /// The distinct rules of a deal.
    pub fn deal_rules(&self, blocks: &Blocks, deal: &[u32]) -> Vec<&ConsentRule> {
        let numbers = self.deal_rule_numbers(blocks, deal).into_iter();
        numbers.map(|rule| &self.rules[rule]).collect()
    }

    /// The distinct rules of a deal, by number.
    pub(crate) fn deal_rule_numbers(&self, blocks: &Blocks, deal: &[u32]) -> Vec<usize> {
        let mut used = vec![false; self.rules.len()];
        for rule in deal
            .iter()
            .flat_map(|&combo| self.combo_rules(blocks, combo))
        {
            used[rule] = true;
        }
        (0..used.len()).filter(|&rule| used[rule]).collect()
    }

    fn named_by(&self, blocks: &Blocks, combo: u32) -> PartySet {
        let choices = blocks.choices(combo);
        choices.fold(0, |named, (issue, option)| {
            named | self.option_named(issue, option)
        })
    }

    fn find_core(&self, blocks: &Blocks) -> PartySet {
        let everyone = self.all_named();
        let needed = |&party: &usize| {
            !self
                .case(blocks, everyone & !(1 << party))
                .is_feasible(blocks)
        };
        set_of(members(everyone).filter(needed))
    }

    fn find_cases(&self, blocks: &Blocks) -> Vec<Case> {
        let core = self.core;
        let conditional = self.all_named() & !core;
        let mut sets: Vec<PartySet> = subsets(conditional)
            .into_iter()
            .map(|set| set | core)
            .collect();
        sets.sort_by_key(|set| (set.count_ones(), *set));
        let mut cases: Vec<Case> = Vec::new();
        for parties in sets {
            let case = self.case(blocks, parties);
            // A set that allows no more than one of its own subsets only adds constraints.
            let replaced = cases
                .iter()
                .any(|known| known.parties & !parties == 0 && known.allowed == case.allowed);
            if case.is_feasible(blocks) && !replaced {
                cases.push(case);
            }
        }
        cases
    }

    fn case(&self, blocks: &Blocks, parties: PartySet) -> Case {
        let rules = 0..self.rules.len();
        let met: Vec<bool> = rules.map(|rule| self.rule_met(rule, parties)).collect();
        let allowed = |combo| self.combo_rules(blocks, combo).all(|rule| met[rule]);
        Case {
            parties,
            allowed: (0..).take(blocks.combos()).map(allowed).collect(),
        }
    }
}

impl Case {
    /// Whether some deal is made of combos that are allowed.
    fn is_feasible(&self, blocks: &Blocks) -> bool {
        let mut all = blocks.list.iter();
        all.all(|block| block.combos().any(|combo| self.allowed[combo as usize]))
    }
}

/// All subsets of a set written as bits.
fn subsets(set: PartySet) -> Vec<PartySet> {
    let mut all = vec![0];
    let mut subset = set;
    while subset != 0 {
        all.push(subset);
        subset = (subset - 1) & set;
    }
    all
}
