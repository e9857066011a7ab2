//! What a run yields: the one list of measures.
//!
//! A line here is all that a new measure needs: tables of estimates, sweeps, comparisons, the code book and `--of` read this
//! list.

use crate::bargaining::{End, Failure, Outcome, ZoneState};
use crate::model::{PackageId, PartyId};
use crate::simulation::measure::{Line, Of, Read, Unit};

/// Every measure of a run, those of the run as a whole first.
pub static OF_RUNS: [Line<Outcome>; 22] = [
    Line {
        name: "agreement",
        of: Of::Run,
        meaning: "the talks end in agreement: signed and, where there are bodies to ask, ratified",
        read: Read::YesNo(|run, _| run.agreed.is_some()),
    },
    Line {
        name: "signed",
        of: Of::Run,
        meaning: "something is signed, ratified or not",
        read: Read::YesNo(|run, _| run.signed.is_some()),
    },
    Line {
        name: "zone",
        of: Of::Run,
        meaning: "in some round held a deal is worth its reservation value to everybody whose consent it needs",
        read: Read::YesNo(|run, _| run.zone == ZoneState::Open),
    },
    Line {
        name: "partial",
        of: Of::Run,
        meaning: "some packages are in force, but not all",
        read: Read::YesNo(|run, _| {
            run.agreed.is_none() && run.packages.iter().any(|package| package.in_force)
        }),
    },
    Line {
        name: "package",
        of: Of::Package,
        meaning: "the package is agreed at the end: accepted in the last round held, or closed before",
        read: Read::YesNo(|run, item| run.packages[item.0].agreed),
    },
    Line {
        name: "package-ever",
        of: Of::Package,
        meaning: "the package is accepted in some round",
        read: Read::YesNo(|run, item| run.packages[item.0].ever),
    },
    Line {
        name: "package-in-force",
        of: Of::Package,
        meaning: "the package is in force: part of an agreement, or by itself",
        read: Read::YesNo(|run, item| run.packages[item.0].in_force),
    },
    Line {
        name: "refused-package",
        of: Of::Package,
        meaning: "there is no agreement, and the last refusal is of this package",
        read: Read::OneOf(|run| {
            let (_, package) = last_refusal(run)?;
            Some(package?.index())
        }),
    },
    Line {
        name: "refused-by",
        of: Of::Party,
        meaning: "there is no agreement, and this party is the last to refuse",
        read: Read::OneOf(|run| {
            let (party, _) = last_refusal(run)?;
            Some(party.index())
        }),
    },
    Line {
        name: "failure",
        of: Of::Cause,
        meaning: "there is no agreement, for this cause",
        read: Read::OneOf(|run| run.failure.map(Failure::place)),
    },
    Line {
        name: "lever",
        of: Of::Lever,
        meaning: "the lever is carried out",
        read: Read::YesNo(|run, item| run.levers[item.0].is_some()),
    },
    Line {
        name: "option",
        of: Of::Option,
        meaning: "the agreement has this option; among agreements",
        read: Read::Choice(|run| {
            let deal = run.deal.as_ref().filter(|_| run.agreed.is_some())?;
            Some(&deal.0)
        }),
    },
    Line {
        name: "agreement-by",
        of: Of::Round,
        meaning: "the talks end in agreement, signed in this round or before",
        read: Read::From(|run| run.agreed.and(run.signed)),
    },
    Line {
        name: "breakdown-by",
        of: Of::Round,
        meaning: "the talks broke down in this round or before",
        read: Read::From(|run| (run.end == End::Breakdown).then(|| run.rounds_held - 1)),
    },
    Line {
        name: "rounds",
        of: Of::Run,
        meaning: "number of rounds held",
        read: Read::Number(Unit::Rounds, |run, _| f64::from(run.rounds_held)),
    },
    Line {
        name: "utility",
        of: Of::Party,
        meaning: "utility with which the run leaves the party: of the agreed deal, without one its reservation value at the end",
        read: Read::Number(Unit::Utility, |run, item| run.utilities[item.0]),
    },
    Line {
        name: "payoff",
        of: Of::Party,
        meaning: "discounted payoff of the party, costs subtracted",
        read: Read::Number(Unit::Utility, |run, item| run.payoffs[item.0]),
    },
    Line {
        name: "reservation",
        of: Of::Party,
        meaning: "reservation value of the party at the end",
        read: Read::Number(Unit::Utility, |run, item| run.reservations[item.0]),
    },
    Line {
        name: "agreed-utility",
        of: Of::Party,
        meaning: "utility of the agreed deal to the party; among agreements",
        read: Read::NumberAmong(Unit::Utility, |run, item| {
            run.agreed.map(|_| run.utilities[item.0])
        }),
    },
    Line {
        name: "lever-round",
        of: Of::Lever,
        meaning: "round in which the lever is carried out; among runs in which it is",
        read: Read::NumberAmong(Unit::Rounds, |run, item| run.levers[item.0].map(f64::from)),
    },
    Line {
        name: "lever-cost",
        of: Of::Lever,
        meaning: "what the lever has cost its actor, part of the actor's payoff",
        read: Read::Number(Unit::Utility, |run, item| run.lever_costs[item.0]),
    },
    Line {
        name: "agreement-round",
        of: Of::Run,
        meaning: "round in which the agreement comes into force, ratification included; among agreements",
        read: Read::NumberAmong(Unit::Rounds, |run, _| run.agreed.map(f64::from)),
    },
];

/// The last refusal of a run without agreement.
fn last_refusal(run: &Outcome) -> Option<(PartyId, Option<PackageId>)> {
    run.last_refusal.filter(|_| run.agreed.is_none())
}

#[cfg(test)]
mod tests {
    use super::OF_RUNS;
    use crate::bargaining::Failure;

    #[test]
    fn no_two_measures_share_a_name() {
        for (place, line) in OF_RUNS.iter().enumerate() {
            let later = OF_RUNS[place + 1..].iter();
            assert!(later.clone().all(|it| it.name != line.name), "{line:?}");
        }
    }

    #[test]
    fn causes_stand_at_their_places() {
        for (place, cause) in Failure::ALL.into_iter().enumerate() {
            assert_eq!(cause.place(), place);
        }
    }
}
