//! The walk over levers, ratification, protocol and agenda.

use crate::model::check::entries::Entries;
use crate::model::check::{Path, places};
use crate::model::{Agenda, Approval, EffectTarget, InForce, Mediation, Use};

impl Entries<'_> {
    pub(super) fn levers(&mut self) {
        for (path, lever) in places::items(&self.scenario.levers) {
            self.party(&path.key("actor"), lever.actor);
            let effects = path.key("effects");
            self.list(effects.clone(), lever.entries());
            for effect in &lever.effects {
                self.target(&effects.entry(effect.entry), effect.target);
            }
            let path = path.key("use");
            match lever.usage {
                Use::Never
                | Use::Threat
                | Use::Always
                | Use::Rounds { .. }
                | Use::UponSignature
                | Use::WithProbability(_) => {}
                Use::OnceRefuses { stage } => {
                    let path = path.key("once-refuses.stage");
                    self.within(&path, stage, self.scenario.stages.len());
                }
                Use::AfterRefusals { party, count } => {
                    self.party(&path, party);
                    self.number(path.key("after-refusals.count"), count);
                }
                Use::WhenStuck { rounds } => {
                    self.number(path.key("when-stuck.rounds"), rounds);
                }
                Use::OnceAccepts { party } => {
                    self.party(&path, party);
                }
            }
        }
    }

    fn target(&mut self, path: &Path, target: EffectTarget) {
        match target {
            EffectTarget::Reservation(party)
            | EffectTarget::RoundCost(party)
            | EffectTarget::Breach(party)
            | EffectTarget::Payment(party)
            | EffectTarget::Noise(Some(party))
            | EffectTarget::ReadingError(Some(party)) => {
                self.party(path, party);
            }
            EffectTarget::Weight(party, issue) => {
                self.party(path, party);
                self.issue(path, issue);
            }
            EffectTarget::Score(party, issue, option) => {
                self.party(path, party);
                self.option(path, issue, option);
            }
            EffectTarget::Driver(driver) => self.driver(path, driver),
            EffectTarget::BodyReservation(stage) | EffectTarget::Support(stage) => {
                self.within(path, stage, self.scenario.stages.len());
            }
            EffectTarget::Noise(None)
            | EffectTarget::ReadingError(None)
            | EffectTarget::Breakdown
            | EffectTarget::Rounds => {}
        }
    }

    pub(super) fn stages(&mut self) {
        for (path, stage) in places::items(&self.scenario.stages) {
            if let Some(party) = stage.party {
                self.party(&path.key("party"), party);
            }
            for &(driver, _) in &stage.loads {
                self.driver(&path.key("loads"), driver);
            }
            self.patterns(&path.key("when"), stage.when.iter());
            self.patterns(&path.key("forbid"), stage.forbid.iter());
            if let Approval::Quota { votes, quota } = &stage.approval {
                self.quota(&path.key("approval.quota"), votes, *quota);
            }
            if let Some(utility) = stage.approval.utility() {
                self.spreads(&path, utility);
            }
        }
    }

    pub(super) fn protocol(&mut self) {
        let protocol = &self.scenario.protocol;
        let path = places::of_protocol(protocol);
        if let Some(mediation) = protocol.mediation() {
            self.mediation(&path, mediation);
        }
        if let Some((proposer, belief_draws)) = protocol.only_offer() {
            self.party(&path.key("proposer"), proposer);
            let path = path.key("belief-draws");
            self.number(path, belief_draws);
        }
        self.parties(&path.key("order"), protocol.offers_in_turn());
    }

    fn mediation(&mut self, path: &Path, mediation: &Mediation) {
        self.party(&path.key("mediator"), mediation.mediator);
        self.parties(&path.key("visits"), &mediation.visits);
        for own in &mediation.channel.own {
            self.party(&path.key("channel"), own.party);
        }
        if let Some(opening) = &mediation.opening {
            self.deal(&path.key("opening"), opening);
        }
        let belief = &mediation.belief;
        let [draws, edits] = [belief.draws, mediation.edits].map(f64::from);
        for (key, value) in [
            ("kappa", mediation.kappa),
            ("edits", edits),
            ("explore.start", mediation.explore[0]),
            ("explore.end", mediation.explore[1]),
            ("belief-draws", draws),
            ("likelihood-lambda", belief.likelihood_lambda),
            ("forgetting", belief.forgetting),
            ("red-line-penalty", belief.red_line_penalty),
        ] {
            self.number(path.key(key), value);
        }
    }

    pub(super) fn agenda(&mut self) {
        let scenario = self.scenario;
        let Some((path, packaged)) = places::of_packages(&scenario.agenda) else {
            return;
        };
        if let Agenda::Sequential { order, .. } = &scenario.agenda {
            for &package in order {
                self.within(&path.key("order"), package, scenario.packages.len());
            }
        }
        if let InForce::Alone { status_quo } = &packaged.in_force {
            self.deal(&path.key("in-force.alone.status-quo"), status_quo);
        }
        let reopen_after = path.key("reopen-after");
        self.number(reopen_after, packaged.reopen_after);
    }
}
