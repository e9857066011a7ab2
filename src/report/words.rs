//! The words for causes, ends, obstacles, rules and solutions: each thing is called the same wherever it is shown.

use crate::analysis::position::Obstacle;
#[cfg(feature = "cli")]
use crate::analysis::settlement::{Rule, Settlement};
use crate::bargaining::{End, Failure, Outcome};
use crate::model::{PartyId, Scenario};

/// The solution concepts in the order of [`crate::analysis::position::CONCEPTS`].
#[cfg(feature = "cli")]
pub(super) const CONCEPTS: [&str; 5] = [
    "Nash",
    "Kalai–Smorodinsky, equal",
    "Kalai–Smorodinsky, max–min",
    "egalitarian",
    "utilitarian",
];

/// What two of these names mean.
#[cfg(feature = "cli")]
pub(super) const CONCEPTS_LEGEND: &str =
    "Equal: the most equal relative gains. Max–min: the greatest least relative gain.";

/// The zone, before its rate.
#[cfg(feature = "cli")]
pub(super) const ZONE: &str = "zone of possible agreement";

/// What the test of the zone says where it gave up.
#[cfg(feature = "cli")]
pub(super) const ZONE_UNDECIDED: &str = "undecided: the zone test stopped at its limit";

/// Why there is no agreement, in a few words.
#[cfg(any(feature = "cli", feature = "figures"))]
pub(super) fn cause(failure: Failure) -> &'static str {
    match failure {
        Failure::Ratification => "signed, but refused at home",
        Failure::RedLines => "red lines leave no deal",
        Failure::NoZone => "no deal beats every fallback",
        Failure::Commitment => "no deal can be trusted",
        Failure::Deadline => "a deal existed, time ran out",
        Failure::Breakdown => "a deal existed, talks broke down",
        Failure::Agenda => "no deal passes package by package",
        Failure::Undecided => "zone test did not finish",
    }
}

/// Why there is no agreement, in a sentence.
pub(super) fn cause_sentence(failure: Failure) -> &'static str {
    match failure {
        Failure::Ratification => "a deal was signed, but refused at home",
        Failure::RedLines => obstacle(Obstacle::RedLines),
        Failure::NoZone => {
            "in no round did any deal give every required party at least its fallback"
        }
        Failure::Commitment => obstacle(Obstacle::Commitment),
        Failure::Deadline => "a deal acceptable to all existed, but time ran out",
        Failure::Breakdown => "a deal acceptable to all existed, but the talks broke down",
        Failure::Agenda => "a deal acceptable to all existed, but none passes package by package",
        Failure::Undecided => "whether any acceptable deal existed is undecided",
    }
}

/// Why there is no zone of possible agreement.
pub(super) fn obstacle(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::RedLines => "every deal crosses a red line of a party whose consent it needs",
        Obstacle::NoZone => "no deal gives every required party at least its fallback",
        Obstacle::Commitment => {
            "some deals would beat every fallback if kept, but none once the risk of breach is counted"
        }
    }
}

/// A settlement rule.
#[cfg(feature = "cli")]
pub(super) fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::CompromiseMean => "compromise mean, issue by issue",
        Rule::Median => "weighted median, issue by issue",
        Rule::Nash => "Nash: greatest product of gains",
        Rule::KalaiSmorodinsky => "Kalai–Smorodinsky: most equal relative gains",
    }
}

/// Where the deal of a settlement rule lies.
#[cfg(feature = "cli")]
pub(super) fn settlement(settlement: Settlement) -> &'static str {
    match settlement {
        Settlement::Agreed => "in the zone",
        Settlement::Refused => "outside the zone",
        Settlement::Undecided => "undecided",
    }
}

/// The round of signature of an agreement, else the last round held.
pub(super) fn last_round(outcome: &Outcome) -> u32 {
    let held = outcome.rounds_held.saturating_sub(1);
    match outcome.end {
        End::Agreement => outcome.signed.or(outcome.agreed).unwrap_or(held),
        End::Deadline | End::Breakdown | End::Ratification => held,
    }
}

/// How a run ended and when, in a sentence.
pub(super) fn end_sentence(outcome: &Outcome) -> String {
    let round = last_round(outcome);
    match outcome.end {
        End::Agreement => match outcome.agreed {
            Some(force) if force != round => {
                format!("Agreement, signed in round {round}, in force from round {force}")
            }
            _ => format!("Agreement in round {round}"),
        },
        End::Deadline => format!("No agreement: round {round} was the last"),
        End::Breakdown => format!("No agreement: the talks broke down after round {round}"),
        End::Ratification => format!("No agreement: refused at home after round {round}"),
    }
}

/// The parties that can be of more than one type.
pub(super) fn typed_parties(scenario: &Scenario) -> impl Iterator<Item = PartyId> {
    let typed = |&party: &usize| scenario.parties[party].types.len() > 1;
    (0..scenario.parties.len()).filter(typed).map(PartyId::at)
}
