//! What is judged by itself: how long lists are, where references lead, which numbers are legal. One walk finds all of
//! them.

mod table;

use crate::model::check::finding::Check;
use crate::model::check::places::Ids;
use crate::model::check::{ModelFault, Path, places};
use crate::model::{
    ConsentRule, Deal, DriverId, Id, IssueId, Lever, Limit, PartyId, Pattern, Profile, Range,
    Scenario, Strategy, Uncertain, Utility,
};

/// What a walk over a scenario finds.
pub(super) struct Entries<'s> {
    scenario: &'s Scenario,
    /// What is legal at a path.
    bounds: fn(&Path) -> Bounds,
    /// Lists that are too long.
    pub(super) lists: Check<'s>,
    /// References beyond the end of their lists, and what else other rules rely on.
    pub(super) references: Check<'s>,
    /// Numbers beyond their range.
    pub(super) numbers: Check<'s>,
}

/// What is legal somewhere in a scenario: values of numbers, lengths of lists.
pub(crate) struct Bounds {
    /// None where files have no number.
    pub(crate) range: Option<Range>,
    pub(crate) limit: Option<Limit>,
}

impl Limit {
    /// What is wrong with a list of this length.
    pub(crate) fn fault(self, found: usize) -> Option<ModelFault> {
        (found > self.most).then_some(ModelFault::TooMany {
            what: self.what,
            limit: self.most as f64,
            found: found as f64,
        })
    }
}

impl Lever {
    /// Entries of its list of effects; one entry may bring about several.
    fn entries(&self) -> usize {
        let entries = self.effects.iter().map(|effect| effect.entry + 1);
        entries.max().unwrap_or(0)
    }
}

impl<'s> Entries<'s> {
    /// Walks over a scenario.
    pub(super) fn of(scenario: &'s Scenario, bounds: fn(&Path) -> Bounds) -> Self {
        let mut entries = Self {
            scenario,
            bounds,
            lists: Check::of(scenario),
            references: Check::of(scenario),
            numbers: Check::of(scenario),
        };
        for Ids { list, names, .. } in Ids::all(scenario) {
            entries.list(list, names.len());
        }
        for (path, rule) in places::consent_rules(scenario) {
            match rule {
                ConsentRule::All(parties) | ConsentRule::Any(parties) => {
                    entries.parties(&path, parties);
                }
                ConsentRule::Quota { votes, quota } => entries.quota(&path, votes, *quota),
            }
        }
        entries.structure();
        entries.profiles();
        entries.joint_types();
        entries.levers();
        entries.stages();
        entries.protocol();
        entries.agenda();
        entries
    }

    fn list(&mut self, path: Path, found: usize) {
        let limit = (self.bounds)(&path).limit;
        if let Some(fault) = limit.and_then(|limit| limit.fault(found)) {
            self.lists.key(path, fault);
        }
    }

    /// A number that is never drawn.
    fn number(&mut self, path: Path, value: impl Into<f64>) {
        debug_assert!(
            (self.bounds)(&path).range.is_some(),
            "the key tables know every number: `{path}`"
        );
        self.uncertain(path, Uncertain::fixed(value.into()));
    }

    fn uncertain(&mut self, path: Path, number: Uncertain) {
        // Ids that are no ids, another fault, lead a path astray.
        let range = (self.bounds)(&path).range;
        if let Err(fault) = number.within(range.unwrap_or(Range::ANY)) {
            self.numbers.value(path, fault);
        }
    }

    /// Numbers that may be drawn, once references are known to lead somewhere.
    pub(super) fn drawn_numbers(&mut self) {
        for number in self.scenario.numbers() {
            let path = Path::of(&number.place.path(self.scenario));
            self.uncertain(path, number.value);
        }
    }

    /// Whether a reference leads into a list of this length; a fault where it does not.
    fn within<T: Id>(&mut self, path: &Path, id: T, count: usize) -> bool {
        self.is_listed(path, T::KIND, id.position(), count)
    }

    /// The same of a place in a list of a kind.
    fn is_listed(
        &mut self,
        path: &Path,
        kind: &'static str,
        position: usize,
        count: usize,
    ) -> bool {
        if position >= count {
            let fault = ModelFault::Dangling { kind, position };
            self.references.value(path.clone(), fault);
        }
        position < count
    }

    fn party(&mut self, path: &Path, party: PartyId) -> bool {
        self.within(path, party, self.scenario.parties.len())
    }

    fn parties(&mut self, path: &Path, parties: &[PartyId]) {
        for &party in parties {
            self.party(path, party);
        }
    }

    fn issue(&mut self, path: &Path, issue: IssueId) -> bool {
        self.within(path, issue, self.scenario.issues.len())
    }

    fn option(&mut self, path: &Path, issue: IssueId, option: usize) {
        if self.issue(path, issue) {
            let count = self.scenario.issues[issue.index()].options.len();
            self.is_listed(path, "option", option, count);
        }
    }

    fn driver(&mut self, path: &Path, driver: DriverId) {
        self.within(path, driver, self.scenario.drivers.len());
    }

    fn quota(&mut self, path: &Path, votes: &[(PartyId, f64)], needed: f64) {
        let list = path.key("votes");
        for &(party, votes) in votes {
            if self.party(&list, party) {
                let id = &self.scenario.parties[party.index()].id;
                self.number(list.id(id), votes);
            }
        }
        self.number(path.key("needed"), needed);
    }

    fn deal(&mut self, path: &Path, deal: &Deal) {
        let left_open = self.scenario.issues.iter().skip(deal.0.len());
        let missing: Vec<String> = left_open.map(|issue| issue.id.clone()).collect();
        if !missing.is_empty() {
            let fault = ModelFault::PlanIncomplete { missing };
            self.references.value(path.clone(), fault);
        }
        for (issue, &option) in (0..).map(IssueId).zip(&deal.0) {
            self.option(path, issue, option.into());
        }
    }

    fn patterns<'p>(&mut self, list: &Path, patterns: impl ExactSizeIterator<Item = &'p Pattern>) {
        self.list(list.clone(), patterns.len());
        for (position, pattern) in patterns.enumerate() {
            let path = list.entry(position);
            for &(issue, ref options) in &pattern.conditions {
                if self.issue(&path, issue) {
                    let count = self.scenario.issues[issue.index()].options.len();
                    if let Some(beyond) = options.last().filter(|&last| last >= count) {
                        self.option(&path, issue, beyond);
                    }
                }
            }
        }
    }

    fn structure(&mut self) {
        let scenario = self.scenario;
        self.number(Path::of("clock.rounds"), scenario.clock.rounds);
        for &(driver, _) in &scenario.clock.loads {
            self.driver(&Path::of("clock.loads"), driver);
        }
        for (path, issue) in places::items(&scenario.issues) {
            let count = scenario.packages.len();
            self.within(&path.key("package"), issue.package, count);
            for (path, option) in places::items_of(&path, &issue.options) {
                if let Some(value) = option.value {
                    self.number(path.key("value"), value);
                }
            }
        }
        for (path, plan) in places::items(&scenario.plans) {
            self.deal(&path.key("options"), &plan.deal);
        }
        for (path, driver) in places::items(&scenario.drivers) {
            for (key, barrier) in [("lower", driver.lower), ("upper", driver.upper)] {
                if let Some(value) = barrier {
                    self.number(path.key(key), value);
                }
            }
        }
    }

    fn profiles(&mut self) {
        for (path, party) in places::items(&self.scenario.parties) {
            if let Some(influence) = party.influence {
                self.number(path.key("influence"), influence);
            }
        }
        for (path, _, _, kind) in places::types(self.scenario) {
            self.profile(&path, &kind.profile);
        }
    }

    fn profile(&mut self, path: &Path, profile: &Profile) {
        let red_lines = profile.red_lines.iter();
        self.patterns(&path.key("never"), red_lines);
        let linkages = profile.linkages.iter().map(|linkage| &linkage.pattern);
        self.patterns(&path.key("linkages"), linkages);
        for &(driver, _) in &profile.loads {
            self.driver(&path.key("loads"), driver);
        }
        for issue in profile.breach.iter().flat_map(|breach| &breach.issues) {
            self.issue(&path.key("breach.issues"), *issue);
        }
        let anticipate = path.key("anticipate");
        self.number(anticipate, profile.anticipate);
        self.spreads(path, &profile.utility);
        self.strategy(&path.key("strategy"), &profile.strategy);
    }

    /// Spreads of a utility, and whether it weighs and scores issues only that there are.
    fn spreads(&mut self, path: &Path, utility: &Utility) {
        let described = utility.weights.len().max(utility.scores.len());
        for position in self.scenario.issues.len()..described {
            self.issue(&path.key("utility"), IssueId::at(position));
        }
        if let Some(concentration) = utility.weight_concentration {
            let path = path.key("weight-concentration");
            self.number(path, concentration);
        }
        self.number(path.key("score-sd"), utility.score_sd);
    }

    fn strategy(&mut self, path: &Path, strategy: &Strategy) {
        let path = path.key("concession").key(strategy.concession.name());
        for (key, number) in strategy.concession.plain_numbers() {
            self.number(path.key(key), number);
        }
    }

    fn joint_types(&mut self) {
        let rows = &self.scenario.joint_types;
        let list = Path::of("joint-type");
        self.list(list.clone(), rows.len());
        for (position, row) in rows.iter().enumerate() {
            let path = list.entry(position).key("types");
            for &(party, kind) in &row.types {
                if self.party(&path, party) {
                    let count = self.scenario.parties[party.index()].types.len();
                    self.within(&path, kind, count);
                }
            }
        }
    }
}
