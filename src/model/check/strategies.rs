//! Strategies: which rules exclude each other, and which a protocol leaves no room for.

use crate::model::check::finding::Check;
use crate::model::check::{ModelFault, Path, places};
use crate::model::{Acceptance, Choose, Concession, Scenario, Strategy};

impl Check<'_> {
    pub(super) fn strategies(&mut self) {
        let scenario = self.scenario;
        for (path, _, _, kind) in places::types(scenario) {
            let path = path.key("strategy");
            let strategy = &kind.profile.strategy;
            let rule = strategy.concession.name();
            let concession = path.key("concession").key(rule);
            let acceptance = path.key("acceptance").key(strategy.acceptance.name());
            let choose = path.key("choose.nearest");
            if let Some(fault) = acceptance_fault(strategy) {
                let found = self.key(acceptance.clone(), fault);
                found.resting_on([concession.clone()]);
            }
            if strategy.choose == Some(Choose::Nearest) && strategy.concession.picks_offers() {
                let found = self.key(choose.clone(), ModelFault::NothingToChoose { rule });
                found.resting_on([concession.clone()]);
            }
            if !strategy.concession.asks_shares() && strategy.react.known() != Some(0.0) {
                let found = self.value(path.key("react"), ModelFault::NothingToLower { rule });
                found.resting_on([concession.clone()]);
            }
            for (path, fault) in [
                (&concession, stages_fault(scenario, strategy)),
                (&concession, hearing_fault(scenario, strategy)),
                (&choose, choice_fault(scenario, strategy)),
                (&acceptance, time_fault(scenario, strategy)),
            ] {
                if let Some(fault) = fault {
                    let found = self.key(path.clone(), fault);
                    found.resting_on([Path::of("protocol")]);
                }
            }
        }
    }
}

/// An acceptance rule that the concession rule excludes.
fn acceptance_fault(strategy: &Strategy) -> Option<ModelFault> {
    let acceptance = strategy.acceptance.name();
    match (&strategy.concession, &strategy.acceptance) {
        (Concession::Micro, Acceptance::Logit { .. }) => Some(ModelFault::LogitMicro),
        (Concession::Rational, Acceptance::NextOffer) => None,
        (Concession::Rational, _) => Some(ModelFault::RationalNeeds { acceptance }),
        _ => None,
    }
}

/// A rule that plays to the signature, though stages follow it.
fn stages_fault(scenario: &Scenario, strategy: &Strategy) -> Option<ModelFault> {
    let is_rational = matches!(strategy.concession, Concession::Rational);
    (is_rational && !scenario.stages.is_empty()).then_some(ModelFault::RationalWithStages)
}

/// A rule that the protocol leaves no room for: its play is not worked out, or a mediator keeps from the party what it goes by.
fn hearing_fault(scenario: &Scenario, strategy: &Strategy) -> Option<ModelFault> {
    let (rule, protocol) = (strategy.concession.name(), scenario.protocol.name());
    let needs_offers = ModelFault::NeedsOffers { rule, protocol };
    if matches!(strategy.concession, Concession::Rational) {
        return (!scenario.protocol.is_solved()).then_some(needs_offers);
    }
    let mediation = scenario.protocol.mediation()?;
    match strategy.concession {
        Concession::TitForTat { .. } if !mediation.roles.carrying => {
            Some(ModelFault::NothingCarried { rule })
        }
        concession if concession.needs_turns() => Some(needs_offers),
        _ => None,
    }
}

/// A choice that goes by the other's last offer, where nobody offers in turn.
fn choice_fault(scenario: &Scenario, strategy: &Strategy) -> Option<ModelFault> {
    let in_turn = !scenario.protocol.offers_in_turn().is_empty();
    (strategy.choose == Some(Choose::Nearest) && !in_turn).then(|| ModelFault::NeedsOffers {
        rule: "nearest",
        protocol: scenario.protocol.name(),
    })
}

/// Acceptance that falls in time, where there is one round.
fn time_fault(scenario: &Scenario, strategy: &Strategy) -> Option<ModelFault> {
    let falls = matches!(strategy.acceptance, Acceptance::TimeDependent { .. });
    let is_ultimatum = scenario.protocol.only_offer().is_some();
    (falls && is_ultimatum).then_some(ModelFault::NoTimeToFall)
}
