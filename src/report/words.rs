//! The words for causes, ends, obstacles, rules and solutions: each thing is called the same wherever it is shown.

use crate::analysis::position::Obstacle;
#[cfg(feature = "cli")]
use crate::analysis::settlement::{Rule, Settlement};
use crate::bargaining::{End, Failure, Outcome};
use crate::game::{PartySet, members};
use crate::model::words::counted;
use crate::model::{PartyId, Scenario};
#[cfg(any(feature = "cli", feature = "figures"))]
use crate::simulation::Band;

/// The title of the thing with this id; the id where there is none.
pub(super) fn title<'a, T>(
    things: &'a [T],
    id: &'a str,
    named: impl Fn(&'a T) -> (&'a str, &'a str),
) -> &'a str {
    let mut named = things.iter().map(named);
    let found = named.find(|(other, _)| *other == id);
    found.map_or(id, |(_, title)| title)
}

/// The cause of failure with this name.
pub(super) fn failure(name: &str) -> Option<Failure> {
    Failure::ALL
        .into_iter()
        .find(|failure| failure.name() == name)
}

/// What a party answers when it is not asked package by package.
pub(super) const WHOLE_TEXT: &str = "the whole text";

/// Words one after the other, with something between them.
pub(super) fn joined(words: impl IntoIterator<Item = impl AsRef<str>>, between: &str) -> String {
    let mut text = String::new();
    for (place, word) in words.into_iter().enumerate() {
        text.push_str(if place > 0 { between } else { "" });
        text.push_str(word.as_ref());
    }
    text
}

/// What a star means beside a policy of a comparison.
#[cfg(any(feature = "cli", feature = "figures"))]
pub(super) const ASSUMED: &str =
    "* includes a lever that the file never uses; here it is used from round 0 on";

/// What the light bars of a figure are.
#[cfg(feature = "figures")]
pub(super) fn band_in_figures(look: &str, numbers: usize) -> String {
    format!(
        "{look}: over the ranges of {} together, 2.5 to 97.5 %, simulation error taken out.",
        counted(numbers as u64, "assumption")
    )
}

/// On how many points bands among agreements rest, where these are not all: what follows “bands”.
#[cfg(any(feature = "cli", feature = "figures"))]
pub(super) fn rests_on(band: &Band) -> Option<String> {
    let points = band.among_points()?;
    Some(format!(
        "among agreements rest on {points} of {}, those with agreements",
        counted(band.points as u64, "point"),
    ))
}

/// The solution concepts in the order of [`crate::analysis::position::CONCEPTS`].
#[cfg(any(feature = "cli", feature = "figures"))]
pub(super) const CONCEPTS: [&str; 5] = [
    "Nash",
    "Kalai–Smorodinsky, equal",
    "Kalai–Smorodinsky, max–min",
    "egalitarian",
    "utilitarian",
];

/// What two of these names mean.
#[cfg(any(feature = "cli", feature = "figures"))]
pub(super) const CONCEPTS_LEGEND: &str =
    "Equal: the most equal relative gains. Max–min: the greatest least relative gain.";

/// What a frontier that is not complete may lack; the share is of everybody's own scale.
#[cfg(feature = "cli")]
pub(super) fn frontier_gap(epsilon: f64) -> String {
    format!("no deal of the zone beats every listed one by more than {epsilon:.1e} for every party")
}

/// So many rounds, with how long each is where that is known: `12 rounds of 1 month`.
pub(super) fn rounds(count: u32, length: Option<&str>) -> String {
    let length = length.map_or_else(String::new, |length| format!(" of {length}"));
    format!("{}{length}", counted(u64::from(count), "round"))
}

/// What is counted in rounds, with how long each is where that is known: `rounds held (1 month each)`.
#[cfg(feature = "figures")]
pub(super) fn with_length(words: &str, length: Option<&str>) -> String {
    let length = length.map(|length| format!(" ({length} each)"));
    format!("{words}{}", length.unwrap_or_default())
}

/// Why there is no agreement, in a few words.
#[cfg(any(feature = "cli", feature = "figures"))]
pub(super) fn cause(failure: Failure) -> &'static str {
    match failure {
        Failure::Ratification => "signed, but refused at home",
        Failure::RedLines => "red lines leave no deal",
        Failure::NoZone => "no deal beats every fallback",
        Failure::Commitment => "no deal can be trusted",
        Failure::Foreseen => "every deal would be refused at home",
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
        Failure::Foreseen => {
            "deals better than every fallback existed, but parties refused each of them since a body at home would"
        }
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
    let held = outcome.rounds_passed.saturating_sub(1);
    match outcome.end {
        End::Agreement => outcome.signed.or(outcome.agreed).unwrap_or(held),
        End::Deadline | End::Breakdown | End::Ratification => held,
    }
}

/// How a run ended and when, in a sentence.
pub(super) fn end_sentence(scenario: &Scenario, outcome: &Outcome) -> String {
    let round = last_round(outcome);
    let named = |parties: PartySet| {
        let titles = members(parties).map(|party| &scenario.parties[party].title);
        joined(titles, " and ")
    };
    match outcome.end {
        End::Agreement => {
            let without = match outcome.outvoted {
                0 => String::new(),
                outvoted => format!(", without the consent of {}", named(outvoted)),
            };
            match outcome.agreed {
                Some(force) if force != round => format!(
                    "Agreement, signed in round {round}, in force from round {force}{without}"
                ),
                _ => format!("Agreement in round {round}{without}"),
            }
        }
        End::Deadline if outcome.walked_out != 0 => {
            let leavers = named(outcome.walked_out);
            format!("No agreement: {leavers} walked out after round {round}")
        }
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

/// What holds when a result comes about: `agreement` is "talks agree", `not agreement` "talks fail".
pub fn when(scenario: &Scenario, of: &str) -> String {
    let positive = of.strip_prefix("not ");
    let (of, is) = positive.map_or((of, true), |of| (of, false));
    let not = if is { "" } else { "not " };
    let package = |id| {
        title(&scenario.packages, id, |package| {
            (&package.id, &package.title)
        })
    };
    match of.split_once('.') {
        None if of == "agreement" => (if is { "talks agree" } else { "talks fail" }).to_owned(),
        None if of == "in-force-in-time" => {
            let end = if is { "in" } else { "not in" };
            format!("an agreement is {end} force before the deadline")
        }
        None if of == "signed" => format!("{} is signed", if is { "something" } else { "nothing" }),
        None if of == "zone" => {
            let a = if is { "a" } else { "no" };
            format!("there is {a} zone of possible agreement")
        }
        Some(("package", id)) => format!("“{}” is {not}agreed", package(id)),
        Some(("refused-package", id)) => format!("the last refusal is {not}of “{}”", package(id)),
        Some(("refused-by", id)) => {
            let party = title(&scenario.parties, id, |party| (&party.id, &party.title));
            format!("the last refusal is {not}by {party}")
        }
        Some(("failure", name)) => match failure(name) {
            Some(failure) if is => format!("talks fail ({})", cause_sentence(failure)),
            Some(failure) => format!("talks do not fail this way ({})", cause_sentence(failure)),
            None => format!("{not}{of}"),
        },
        _ => format!("{not}{of}"),
    }
}

#[cfg(test)]
mod tests {
    use super::when;
    use crate::report::fixture;

    #[test]
    fn results_of_interest_are_clauses() {
        let scenario = fixture::scenario();
        assert_eq!(when(&scenario, "agreement"), "talks agree");
        let package = &scenario.packages[0];
        let of = format!("not package.{}", package.id);
        let words = format!("“{}” is not agreed", package.title);
        assert_eq!(when(&scenario, "not agreement"), "talks fail");
        assert_eq!(when(&scenario, &of), words);
        let words = "talks fail (whether any acceptable deal existed is undecided)";
        assert_eq!(when(&scenario, "failure.undecided"), words);
    }
}
