//! The words in which stories and result files speak of causes, time and types.

use crate::bargaining::{End, Failure, Outcome};
use crate::model::{PartyId, Scenario};

/// Why there is no agreement, in a sentence.
pub(super) fn cause_sentence(failure: Failure) -> &'static str {
    match failure {
        Failure::Ratification => "something was signed, but refused at home",
        Failure::RedLines => "every deal crosses a red line of somebody whose consent it needs",
        Failure::NoZone => {
            "in no round held was any deal worth its fallback to everybody whose consent it needs"
        }
        Failure::Commitment => {
            "some deals beat every fallback if kept, but none once the risk of breach is counted"
        }
        Failure::Deadline => "a deal acceptable to all existed, but the last round passed",
        Failure::Breakdown => "a deal acceptable to all existed, but the talks broke down",
        Failure::Agenda => "a deal acceptable to all existed, but none passes package by package",
        Failure::Undecided => "whether any acceptable deal existed is undecided",
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
        End::Ratification => {
            format!("No agreement: refused at home after round {round}, and that was the end")
        }
    }
}

/// The parties that can be of more than one type.
pub(super) fn typed_parties(scenario: &Scenario) -> impl Iterator<Item = PartyId> {
    let typed = |&party: &usize| scenario.parties[party].types.len() > 1;
    (0..scenario.parties.len()).filter(typed).map(PartyId::at)
}
