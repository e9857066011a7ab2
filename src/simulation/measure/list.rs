//! What a run yields: the one list of measures.
//!
//! A line here is all that a new measure needs: tables of estimates, sweeps, comparisons, the code book and `--of` read this
//! list.

use crate::bargaining::{End, Failure, Outcome, ZoneState};
use crate::model::{PackageId, PartyId};
use crate::simulation::measure::{Line, Of, Read, Unit};

/// Every measure of a run, those of the run as a whole first.
pub static OF_RUNS: [Line<Outcome>; 22] = [
    Line::share(
        "agreement",
        Of::Run,
        "the talks end in agreement: signed and, where there are bodies to ask, ratified",
        Read::YesNo(|run, _| run.agreed.is_some()),
    ),
    Line::share(
        "signed",
        Of::Run,
        "something is signed, ratified or not",
        Read::YesNo(|run, _| run.signed.is_some()),
    ),
    Line::share(
        "zone",
        Of::Run,
        "in some round held a deal is worth its reservation value to everybody whose consent it needs",
        Read::YesNo(|run, _| run.zone == ZoneState::Open),
    ),
    Line::share(
        "partial",
        Of::Run,
        "some packages are in force, but not all",
        Read::YesNo(|run, _| {
            run.agreed.is_none() && run.packages.iter().any(|package| package.in_force)
        }),
    ),
    Line::share(
        "package",
        Of::Package,
        "the package is agreed at the end: accepted in the last round held, or closed before",
        Read::YesNo(|run, item| run.packages[item.0].agreed),
    ),
    Line::share(
        "package-ever",
        Of::Package,
        "the package is accepted in some round",
        Read::YesNo(|run, item| run.packages[item.0].ever),
    ),
    Line::share(
        "package-in-force",
        Of::Package,
        "the package is in force: part of an agreement, or by itself",
        Read::YesNo(|run, item| run.packages[item.0].in_force),
    ),
    Line::share(
        "refused-package",
        Of::Package,
        "there is no agreement, and the last refusal is of this package",
        Read::OneOf(|run| {
            let (_, package) = last_refusal(run)?;
            Some(package?.index())
        }),
    ),
    Line::share(
        "refused-by",
        Of::Party,
        "there is no agreement, and this party is the last to refuse",
        Read::OneOf(|run| {
            let (party, _) = last_refusal(run)?;
            Some(party.index())
        }),
    ),
    Line::share(
        "failure",
        Of::Cause,
        "there is no agreement, for this cause",
        Read::OneOf(|run| run.failure.map(Failure::place)),
    ),
    Line::share(
        "lever",
        Of::Lever,
        "the lever is carried out",
        Read::YesNo(|run, item| run.levers[item.0].is_some()),
    ),
    Line::share(
        "option",
        Of::Option,
        "the agreement has this option; among agreements",
        Read::Choice(|run| {
            let deal = run.deal.as_ref().filter(|_| run.agreed.is_some())?;
            Some(&deal.0)
        }),
    ),
    Line::share(
        "agreement-by",
        Of::Round,
        "the talks end in agreement, signed in this round or before",
        Read::From(|run| run.agreed.and(run.signed)),
    ),
    Line::share(
        "breakdown-by",
        Of::Round,
        "the talks broke down in this round or before",
        Read::From(|run| (run.end == End::Breakdown).then(|| run.rounds_held - 1)),
    ),
    Line::mean(
        "rounds",
        Of::Run,
        Unit::Rounds,
        "number of rounds held",
        Read::Number(|run, _| f64::from(run.rounds_held)),
    ),
    Line::mean(
        "utility",
        Of::Party,
        Unit::Utility,
        "utility with which the run leaves the party: of the agreed deal, without one its reservation value at the end",
        Read::Number(|run, item| run.utilities[item.0]),
    ),
    Line::mean(
        "payoff",
        Of::Party,
        Unit::Utility,
        "discounted payoff of the party, costs subtracted",
        Read::Number(|run, item| run.payoffs[item.0]),
    ),
    Line::mean(
        "reservation",
        Of::Party,
        Unit::Utility,
        "reservation value of the party at the end",
        Read::Number(|run, item| run.reservations[item.0]),
    ),
    Line::mean(
        "agreed-utility",
        Of::Party,
        Unit::Utility,
        "utility of the agreed deal to the party; among agreements",
        Read::NumberAmong(|run, item| run.agreed.map(|_| run.utilities[item.0])),
    ),
    Line::mean(
        "lever-round",
        Of::Lever,
        Unit::Rounds,
        "round in which the lever is carried out; among runs in which it is",
        Read::NumberAmong(|run, item| run.levers[item.0].map(f64::from)),
    ),
    Line::mean(
        "lever-cost",
        Of::Lever,
        Unit::Utility,
        "what the lever has cost its actor, part of the actor's payoff",
        Read::Number(|run, item| run.lever_costs[item.0]),
    ),
    Line::mean(
        "agreement-round",
        Of::Run,
        Unit::Rounds,
        "round in which the agreement comes into force, ratification included; among agreements",
        Read::NumberAmong(|run, _| run.agreed.map(f64::from)),
    ),
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
