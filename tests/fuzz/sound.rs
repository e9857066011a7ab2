//! Made-up scenarios without what a file may not say: they were made for the kernel, which plays more than is meant by anybody.

use zopa::model::{
    Acceptance, Choose, Concession, ConsentRule, Distribution, Effect, EffectTarget, Linkage,
    PartyId, Pattern, Profile, Protocol, Range, Role, Scenario, Uncertain,
};

/// The same scenario without what would be refused, as far as a look at each part can tell.
pub(crate) fn sound(mut scenario: Scenario) -> Scenario {
    let counts: Vec<usize> = scenario
        .issues
        .iter()
        .map(|issue| issue.options.len())
        .collect();
    let principals: Vec<PartyId> = (0..scenario.parties.len())
        .filter(|&party| scenario.parties[party].role == Role::Principal)
        .map(PartyId::at)
        .collect();
    talks(&mut scenario, &principals);
    for stage in &mut scenario.stages {
        stage.party = stage.party.filter(|party| principals.contains(party));
        let is_nobodys = stage.party.is_none() && stage.approval.utility().is_none();
        if is_nobodys && stage.approval.body().is_some() {
            stage.party = principals.first().copied();
        }
        stage.when.retain(|pattern| forbids_some(pattern, &counts));
        stage
            .forbid
            .retain(|pattern| forbids_some(pattern, &counts));
    }
    let bodies = scenario
        .stages
        .iter()
        .filter(|stage| stage.approval.body().is_some());
    let bodies: Vec<PartyId> = bodies.filter_map(|stage| stage.party).collect();
    let protocol = scenario.protocol.clone();
    for (party, one) in scenario.parties.iter_mut().enumerate() {
        let share = equal(one.types.len());
        for kind in &mut one.types {
            kind.probability = share;
            let profile = &mut kind.profile;
            if !bodies.contains(&PartyId::at(party)) {
                profile.anticipate = 0.0;
            }
            profile.red_lines.retain(|line| forbids_some(line, &counts));
            profile
                .linkages
                .retain(|Linkage { pattern, .. }| forbids_some(pattern, &counts));
            strategy(profile, &protocol);
        }
    }
    let share = equal(scenario.joint_types.len());
    for row in &mut scenario.joint_types {
        row.probability = share;
    }
    scenario
}

/// Principals speak, nobody agrees with itself, and only what there is can be shifted.
fn talks(scenario: &mut Scenario, principals: &[PartyId]) {
    match &mut scenario.protocol {
        Protocol::AlternatingOffers { order, .. } => {
            order.retain(|party| principals.contains(party));
            if order.len() < 2 {
                *order = principals.to_vec();
            }
        }
        Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) => {
            mediation.roles.carrying = true;
        }
        Protocol::Ultimatum { .. } => {}
    }
    let first = &mut scenario.issues[0];
    first.consent = Some(ConsentRule::All(principals.to_vec()));
    for option in &mut first.options {
        option.consent = None;
    }
    visits(scenario, principals);
    if scenario.protocol.channel().is_none() {
        let is_of_channel = |effect: &Effect| {
            matches!(
                effect.target,
                EffectTarget::Noise(_) | EffectTarget::ReadingError(_)
            )
        };
        for lever in &mut scenario.levers {
            lever.effects.retain(|effect| !is_of_channel(effect));
        }
    }
    scenario.levers.retain(|lever| !lever.effects.is_empty());
}

/// Whoever is visited is asked, and whose channel is spoken of is visited.
fn visits(scenario: &mut Scenario, principals: &[PartyId]) {
    let needed = scenario.consenting();
    let (Protocol::Shuttle(mediation) | Protocol::SingleText(mediation)) = &mut scenario.protocol
    else {
        return;
    };
    let visits = &mut mediation.visits;
    visits.retain(|party| principals.contains(party) || needed[party.index()]);
    let own = &mut mediation.channel.own;
    own.retain(|own| visits.contains(&own.party));
    for lever in &mut scenario.levers {
        lever.effects.retain(|effect| match effect.target {
            EffectTarget::Noise(Some(party)) | EffectTarget::ReadingError(Some(party)) => {
                visits.contains(&party)
            }
            _ => true,
        });
    }
}

/// A share of 1.
fn equal(count: usize) -> Uncertain {
    let share = Distribution::Fixed(1.0 / count.max(1) as f64);
    Uncertain::new(share, Range::SHARE).expect("it is a share")
}

/// Whether a pattern leaves some option of some issue.
fn forbids_some(pattern: &Pattern, counts: &[usize]) -> bool {
    let leaves = |&(issue, ref options): &(zopa::model::IssueId, zopa::model::OptionSet)| {
        (0..counts[issue.index()]).any(|option| !options.contains(option))
    };
    !pattern.conditions.is_empty() && pattern.conditions.iter().all(leaves)
}

/// Rules that can be combined.
fn strategy(profile: &mut Profile, protocol: &Protocol) {
    let strategy = &mut profile.strategy;
    let in_turn = matches!(protocol, Protocol::AlternatingOffers { .. });
    let picks = matches!(
        strategy.concession,
        Concession::Micro
            | Concession::Zeuthen
            | Concession::Random
            | Concession::Bayesian { .. }
            | Concession::Rational
    );
    if !matches!(
        strategy.concession,
        Concession::TimeDependent { .. } | Concession::Hardliner | Concession::Micro
    ) {
        strategy.react = Uncertain::fixed(0.0);
    }
    if strategy.choose == Some(Choose::Nearest) && (!in_turn || picks) {
        strategy.choose = None;
    }
    let is_only_offer = matches!(protocol, Protocol::Ultimatum { .. });
    if is_only_offer && matches!(strategy.acceptance, Acceptance::TimeDependent { .. }) {
        strategy.acceptance = Acceptance::NextOffer;
    }
}
