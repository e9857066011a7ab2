//! References: every id points to something.

use crate::model::check::places;
use crate::model::check::{Findings, ModelFault, Path};
use crate::model::{
    Agenda, Approval, Deal, EffectTarget, InForce, OptionSet, PartyId, Pattern, Protocol, Scenario,
    Use,
};

/// Reports references beyond the end of their lists.
struct Follower<'s, 'f> {
    scenario: &'s Scenario,
    findings: &'f mut Findings,
}

pub(super) fn check(scenario: &Scenario, findings: &mut Findings) {
    let mut follow = Follower { scenario, findings };
    for (path, rule) in places::consent_rules(scenario) {
        follow.parties(&path, &rule.parties());
    }
    follow.structure();
    follow.parties_and_types();
    follow.levers();
    follow.stages();
    follow.table();
}

impl Follower<'_, '_> {
    fn within(&mut self, kind: &'static str, position: usize, count: usize, path: &Path) -> bool {
        if position >= count {
            let fault = ModelFault::Dangling { kind, position };
            self.findings.value(path.clone(), fault);
        }
        position < count
    }

    fn party(&mut self, path: &Path, party: PartyId) -> bool {
        self.within("party", party.index(), self.scenario.parties.len(), path)
    }

    fn parties(&mut self, path: &Path, parties: &[PartyId]) {
        for &party in parties {
            self.party(path, party);
        }
    }

    fn issue(&mut self, path: &Path, issue: usize) -> bool {
        self.within("issue", issue, self.scenario.issues.len(), path)
    }

    fn option(&mut self, path: &Path, issue: usize, option: usize) {
        if self.issue(path, issue) {
            let count = self.scenario.issues[issue].options.len();
            self.within("option", option, count, path);
        }
    }

    fn deal(&mut self, path: &Path, deal: &Deal) {
        let left_open = self.scenario.issues.iter().skip(deal.0.len());
        let missing: Vec<String> = left_open.map(|issue| issue.id.clone()).collect();
        if !missing.is_empty() {
            let fault = ModelFault::PlanIncomplete { missing };
            self.findings.value(path.clone(), fault);
        }
        for (issue, &option) in deal.0.iter().enumerate() {
            self.option(path, issue, option.into());
        }
    }

    fn patterns<'p>(&mut self, list: &Path, patterns: impl Iterator<Item = &'p Pattern>) {
        for (position, pattern) in patterns.enumerate() {
            let path = list.entry(position);
            for &(issue, options) in &pattern.conditions {
                if self.issue(&path, issue.index()) {
                    let count = self.scenario.issues[issue.index()].options.len();
                    let beyond = options.0 & !OptionSet::of(0..count).0;
                    if beyond != 0 {
                        self.option(&path, issue.index(), beyond.trailing_zeros() as usize);
                    }
                }
            }
        }
    }

    fn structure(&mut self) {
        let scenario = self.scenario;
        for (position, issue) in scenario.issues.iter().enumerate() {
            let path = Path::of("issue").item(position, &issue.id).key("package");
            let package = issue.package.index();
            let listed = |package: &crate::model::Package| {
                let found = package.issues.iter().filter(|it| it.index() == position);
                found.count()
            };
            if self.within("package", package, scenario.packages.len(), &path) {
                let counts = scenario.packages.iter().map(listed);
                if listed(&scenario.packages[package]) != 1 || counts.sum::<usize>() != 1 {
                    let issue = issue.id.clone();
                    let fault = ModelFault::PackagesDisagree { issue };
                    self.findings.value(path, fault);
                }
            }
        }
        for (position, plan) in scenario.plans.iter().enumerate() {
            let path = Path::of("plan").item(position, &plan.id).key("options");
            self.deal(&path, &plan.deal);
        }
    }

    fn parties_and_types(&mut self) {
        for (path, _, _, kind) in places::types(self.scenario) {
            let profile = &kind.profile;
            self.patterns(&path.key("never"), profile.red_lines.iter());
            let linkages = profile.linkages.iter().map(|linkage| &linkage.pattern);
            self.patterns(&path.key("linkages"), linkages);
            for &(driver, _) in &profile.loads {
                let count = self.scenario.drivers.len();
                self.within("driver", driver.index(), count, &path.key("loads"));
            }
            for issue in profile.breach.iter().flat_map(|breach| &breach.issues) {
                self.issue(&path.key("breach.issues"), issue.index());
            }
        }
        for (position, row) in self.scenario.joint_types.iter().enumerate() {
            let path = Path::of("joint-type").entry(position).key("types");
            for &(party, kind) in &row.types {
                if self.party(&path, party) {
                    let count = self.scenario.parties[party.index()].types.len();
                    self.within("type", kind.index(), count, &path);
                }
            }
        }
    }

    fn levers(&mut self) {
        for (position, lever) in self.scenario.levers.iter().enumerate() {
            let path = Path::of("leverage").item(position, &lever.id);
            self.party(&path.key("actor"), lever.actor);
            for effect in &lever.effects {
                let path = path.key("effects").entry(effect.entry);
                match effect.target {
                    EffectTarget::Reservation(party)
                    | EffectTarget::RoundCost(party)
                    | EffectTarget::Breach(party) => {
                        self.party(&path, party);
                    }
                    EffectTarget::Weight(party, issue) => {
                        self.party(&path, party);
                        self.issue(&path, issue.index());
                    }
                    EffectTarget::Score(party, issue, option) => {
                        self.party(&path, party);
                        self.option(&path, issue.index(), option);
                    }
                    EffectTarget::Driver(driver) => {
                        let count = self.scenario.drivers.len();
                        self.within("driver", driver.index(), count, &path);
                    }
                    EffectTarget::Noise | EffectTarget::ReadingError => {}
                }
            }
            if let Use::AfterRefusals { party, .. } | Use::OnceAccepts { party } = lever.usage {
                self.party(&path.key("use"), party);
            }
        }
    }

    fn stages(&mut self) {
        for (position, stage) in self.scenario.stages.iter().enumerate() {
            let path = Path::of("stage").item(position, &stage.id);
            if let Some(party) = stage.party {
                self.party(&path.key("party"), party);
            }
            self.patterns(&path.key("when"), stage.when.iter());
            self.patterns(&path.key("forbid"), stage.forbid.iter());
            if let Approval::Quota { votes, .. } = &stage.approval {
                let voters: Vec<PartyId> = votes.iter().map(|vote| vote.0).collect();
                self.parties(&path.key("approval.quota.votes"), &voters);
            }
        }
    }

    fn table(&mut self) {
        let path = places::of_protocol(&self.scenario.protocol);
        match &self.scenario.protocol {
            Protocol::AlternatingOffers { order, .. } => self.parties(&path.key("order"), order),
            Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) => {
                self.party(&path.key("mediator"), mediation.mediator);
                self.parties(&path.key("visits"), &mediation.visits);
                if let Some(opening) = &mediation.opening {
                    self.deal(&path.key("opening"), opening);
                }
            }
            Protocol::Ultimatum { proposer, .. } => {
                self.party(&path.key("proposer"), *proposer);
            }
        }
        let packaged = match &self.scenario.agenda {
            Agenda::SingleUndertaking => return,
            Agenda::Parallel(packaged) => packaged,
            Agenda::Sequential { order, packaged } => {
                for package in order {
                    let count = self.scenario.packages.len();
                    let path = Path::of("agenda.sequential.order");
                    self.within("package", package.index(), count, &path);
                }
                packaged
            }
        };
        if let InForce::Alone { status_quo } = &packaged.in_force {
            self.deal(&Path::of("agenda"), status_quo);
        }
    }
}
