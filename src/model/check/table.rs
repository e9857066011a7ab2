//! The table: protocol, agenda, levers and ratification.

use crate::model::check::consent::check_quota;
use crate::model::check::consent::named_once;
use crate::model::check::parties::check_utility;
use crate::model::check::places;
use crate::model::check::structure::check_forbidding;
use crate::model::check::structure::check_pattern;
use crate::model::check::{Findings, ModelFault, Path};
use crate::model::{
    Agenda, Approval, EffectTarget, InForce, Lever, Mediation, PackageId, PartyId, Protocol, Role,
    Scenario, Stage, Use, Utility,
};

impl Approval {
    /// The utility by which a body decides; none where parties vote.
    pub fn utility(&self) -> Option<&Utility> {
        match self {
            Self::Logit { utility, .. } | Self::Threshold { utility, .. } => Some(utility),
            Self::Quota { .. } => None,
        }
    }
}

pub(super) fn check(scenario: &Scenario, findings: &mut Findings) {
    check_protocol(scenario, findings);
    check_agenda(scenario, findings);
    for (path, lever) in places::items(&scenario.levers) {
        check_lever(scenario, lever, &path, findings);
    }
    for (path, stage) in places::items(&scenario.stages) {
        check_stage(scenario, stage, &path, findings);
    }
}

fn check_protocol(scenario: &Scenario, findings: &mut Findings) {
    let path = places::of_protocol(&scenario.protocol);
    match &scenario.protocol {
        Protocol::AlternatingOffers { order, .. } => {
            check_speakers(scenario, "a speaker", order, &path.key("order"), findings);
        }
        Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) => {
            check_mediation(scenario, mediation, &path, findings);
        }
        Protocol::Ultimatum { proposer, .. } => {
            let place = "the proposer";
            check_principal(scenario, place, *proposer, path.key("proposer"), findings);
        }
    }
}

/// A place for principals is taken by one.
fn check_principal(
    scenario: &Scenario,
    place: &'static str,
    party: PartyId,
    path: Path,
    findings: &mut Findings,
) {
    let role = scenario.parties[party.index()].role;
    if role != Role::Principal {
        let party_path = places::of_party(scenario, party);
        let party = scenario.parties[party.index()].id.clone();
        let fault = ModelFault::NotPrincipal { place, party, role };
        findings
            .value(path, fault)
            .resting_on([party_path.key("role")]);
    }
}

/// At least two principals, each once.
fn check_speakers(
    scenario: &Scenario,
    place: &'static str,
    speakers: &[PartyId],
    path: &Path,
    findings: &mut Findings,
) {
    named_once(scenario, speakers, path, findings);
    for &party in speakers {
        let path = path.id(&scenario.parties[party.index()].id);
        check_principal(scenario, place, party, path, findings);
    }
    // Too few parties altogether have been reported.
    if speakers.len() < 2 && scenario.parties.len() >= 2 {
        let fault = ModelFault::TooFew {
            what: "this protocol needs at least two principals",
            found: speakers.len(),
        };
        findings
            .value(path.clone(), fault)
            .resting_on(places::roles(scenario));
    }
}

fn check_mediation(
    scenario: &Scenario,
    mediation: &Mediation,
    path: &Path,
    findings: &mut Findings,
) {
    let visits = path.key("visits");
    check_speakers(
        scenario,
        "a visited party",
        &mediation.visits,
        &visits,
        findings,
    );
    let mediator = &scenario.parties[mediation.mediator.index()];
    if mediator.role == Role::Principal {
        let fault = ModelFault::MediatorIsPrincipal(mediator.id.clone());
        let role = places::of_party(scenario, mediation.mediator).key("role");
        findings
            .value(path.key("mediator"), fault)
            .resting_on([role]);
    }
}

fn check_agenda(scenario: &Scenario, findings: &mut Findings) {
    let (path, packaged) = match &scenario.agenda {
        Agenda::SingleUndertaking => return,
        Agenda::Parallel(packaged) => (Path::of("agenda.parallel"), packaged),
        Agenda::Sequential { order, packaged } => {
            let path = Path::of("agenda.sequential");
            check_sequence(scenario, order, path.key("order"), findings);
            (path, packaged)
        }
    };
    if !matches!(
        scenario.protocol,
        Protocol::Shuttle(_) | Protocol::SingleText(_)
    ) {
        let protocol = scenario.protocol.name();
        let fault = ModelFault::AgendaNeedsMediator { protocol };
        findings
            .key(path.clone(), fault)
            .resting_on([Path::of("protocol")]);
    }
    if matches!(packaged.in_force, InForce::Alone { .. }) && !scenario.stages.is_empty() {
        findings.key(path.key("in-force.alone"), ModelFault::AloneWithStages);
    }
}

fn check_sequence(scenario: &Scenario, order: &[PackageId], path: Path, findings: &mut Findings) {
    let packages = scenario.packages.iter().enumerate();
    let missing: Vec<String> = packages
        .filter(|(position, _)| !order.contains(&PackageId::at(*position)))
        .map(|(_, package)| package.id.clone())
        .collect();
    if !missing.is_empty() {
        findings.value(path, ModelFault::OrderIncomplete { missing });
    }
}

fn check_lever(scenario: &Scenario, lever: &Lever, path: &Path, findings: &mut Findings) {
    if lever.effects.is_empty() {
        let remedy = "say what the lever shifts";
        findings.value(path.key("effects"), ModelFault::EmptyList { remedy });
    }
    for effect in &lever.effects {
        let shifts_channel = matches!(
            effect.target,
            EffectTarget::Noise | EffectTarget::ReadingError
        );
        if shifts_channel && !matches!(scenario.protocol, Protocol::Shuttle(_)) {
            let protocol = scenario.protocol.name();
            let place = path.key("effects").entry(effect.entry).key("channel");
            let fault = ModelFault::NoChannel { protocol };
            findings
                .value(place, fault)
                .resting_on([Path::of("protocol")]);
        }
    }
    let path = path.key("use");
    match &lever.usage {
        Use::Never | Use::Always | Use::WhenStuck { .. } | Use::WithProbability(_) => {}
        Use::Rounds { from, until } => {
            let path = path.key("rounds");
            if let Some(until) = *until
                && until <= *from
            {
                let fault = ModelFault::UntilBeforeFrom { from: *from, until };
                findings
                    .value(path.key("until"), fault)
                    .resting_on([path.key("from")]);
            }
        }
        Use::AfterRefusals { party, .. } => {
            let place = "the party of `after-refusals`";
            let path = path.key("after-refusals.party");
            check_principal(scenario, place, *party, path, findings);
        }
        Use::OnceAccepts { party } => {
            let place = "the party of `once-accepts`";
            let path = path.key("once-accepts.party");
            check_principal(scenario, place, *party, path, findings);
        }
    }
}

fn check_stage(scenario: &Scenario, stage: &Stage, path: &Path, findings: &mut Findings) {
    for (position, pattern) in stage.when.iter().enumerate() {
        check_pattern(pattern, path.key("when").entry(position), findings);
    }
    check_forbidding(scenario, &stage.forbid, &path.key("forbid"), findings);
    let reason = match &stage.approval {
        Approval::Logit { .. } => "it approves by `logit`",
        Approval::Threshold { .. } => "it approves by `threshold`",
        Approval::Quota { votes, quota } => {
            let path = path.key("approval.quota");
            check_voters(scenario, votes, &path.key("votes"), findings);
            check_quota(scenario, votes, *quota, &path, findings);
            return;
        }
    };
    if let Some(utility) = stage.approval.utility() {
        check_utility(path, utility, findings);
        if utility.is_blank() {
            let party = stage.id.clone();
            let fault = ModelFault::UtilityMissing { party, reason };
            findings
                .value(path.key("utility"), fault)
                .resting_on([path.key("approval")]);
        }
    }
}

/// Whoever votes judges the deal, so it needs a utility; a principal without one is reported with the party.
fn check_voters(
    scenario: &Scenario,
    votes: &[(PartyId, f64)],
    path: &Path,
    findings: &mut Findings,
) {
    for &(voter, _) in votes {
        let party = &scenario.parties[voter.index()];
        let judges = party
            .types
            .iter()
            .any(|kind| !kind.profile.utility.is_blank());
        if party.role != Role::Principal && !judges {
            let party_path = places::of_party(scenario, voter);
            let fault = ModelFault::UtilityMissing {
                party: party.id.clone(),
                reason: "it votes",
            };
            let rests = [party_path.key("role"), party_path.key("utility")];
            findings.key(path.id(&party.id), fault).resting_on(rests);
        }
    }
}
