//! Strategies: which rules exclude each other, and which a protocol leaves no room for.

use crate::model::check::places;
use crate::model::check::{Findings, ModelFault, Path};
use crate::model::{Acceptance, Choose, Concession, Protocol, Scenario, Strategy};

/// A strategy with the places of its rules.
struct Written<'s> {
    strategy: &'s Strategy,
    concession: Path,
    acceptance: Path,
    choose: Path,
    react: Path,
}

pub(super) fn check(scenario: &Scenario, findings: &mut Findings) {
    for (path, _, _, kind) in places::types(scenario) {
        let path = path.key("strategy");
        let strategy = &kind.profile.strategy;
        let written = Written {
            strategy,
            concession: path.key("concession").key(strategy.concession.name()),
            acceptance: path.key("acceptance").key(strategy.acceptance.name()),
            choose: path.key("choose.nearest"),
            react: path.key("react"),
        };
        check_pairs(&written, findings);
        check_with_protocol(scenario, &written, findings);
    }
}

/// Rules of one strategy that exclude each other.
fn check_pairs(written: &Written<'_>, findings: &mut Findings) {
    let Strategy {
        concession,
        acceptance,
        ..
    } = written.strategy;
    let rule = concession.name();
    let name = acceptance.name();
    let fault = match (concession, acceptance) {
        (Concession::Micro, Acceptance::Logit { .. }) => Some(ModelFault::LogitMicro),
        (Concession::Rational, Acceptance::NextOffer) => None,
        (Concession::Rational, _) => Some(ModelFault::RationalNeeds { acceptance: name }),
        _ => None,
    };
    if let Some(fault) = fault {
        let rests = [written.concession.clone()];
        findings
            .key(written.acceptance.clone(), fault)
            .resting_on(rests);
    }
    if written.strategy.choose == Choose::Nearest && concession.picks_offers() {
        let rests = [written.concession.clone()];
        let fault = ModelFault::NothingToChoose { rule };
        findings
            .key(written.choose.clone(), fault)
            .resting_on(rests);
    }
    let asks_shares = matches!(
        concession,
        Concession::TimeDependent { .. } | Concession::Hardliner | Concession::Micro
    );
    if !asks_shares && written.strategy.react.known() != Some(0.0) {
        let rests = [written.concession.clone()];
        let fault = ModelFault::NothingToLower { rule };
        findings
            .value(written.react.clone(), fault)
            .resting_on(rests);
    }
}

/// Rules that the protocol or the stages leave no room for.
fn check_with_protocol(scenario: &Scenario, written: &Written<'_>, findings: &mut Findings) {
    let strategy = written.strategy;
    let concession = &strategy.concession;
    let rule = concession.name();
    let protocol = scenario.protocol.name();
    let mut add = |path: &Path, fault: ModelFault| {
        findings
            .key(path.clone(), fault)
            .resting_on([Path::of("protocol")]);
    };
    let rational = matches!(concession, Concession::Rational);
    if rational && !scenario.stages.is_empty() {
        add(&written.concession, ModelFault::RationalWithStages);
    }
    if let Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) = &scenario.protocol {
        let follows = matches!(concession, Concession::TitForTat { .. });
        if rational || concession.needs_turns() {
            add(
                &written.concession,
                ModelFault::NeedsOffers { rule, protocol },
            );
        } else if follows && !mediation.roles.carrying {
            add(&written.concession, ModelFault::NothingCarried { rule });
        }
    }
    let in_turn = matches!(scenario.protocol, Protocol::AlternatingOffers { .. });
    if strategy.choose == Choose::Nearest && !in_turn {
        let rule = "nearest";
        add(&written.choose, ModelFault::NeedsOffers { rule, protocol });
    }
    let falls = matches!(strategy.acceptance, Acceptance::TimeDependent { .. });
    if falls && matches!(scenario.protocol, Protocol::Ultimatum { .. }) {
        add(&written.acceptance, ModelFault::NoTimeToFall);
    }
}
