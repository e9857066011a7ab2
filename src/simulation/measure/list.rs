//! What a run yields: the one list of measures.
//!
//! A line here is all that a new measure needs: tables of estimates, sweeps, comparisons, the code book and `--of` read this
//! list.

use crate::bargaining::{End, Failure, Outcome, ZoneState};
use crate::model::{PackageId, PartyId};
use crate::simulation::measure::{Line, Of, Reach, Unit};

/// A measure of a run.
type OfRun = Line<Outcome>;

/// Every measure of a run, those of the run as a whole first.
pub static OF_RUNS: [Line<Outcome>; 28] = [
    OfRun::yes_no("agreement", Of::Run, |run, _| run.agreed.is_some())
        .meaning("the talks end in agreement: signed and, where there are bodies to ask, ratified"),
    OfRun::yes_no("in-force-in-time", Of::Run, |run, _| run.in_force_in_time)
        .meaning("an agreement is in force before the deadline has passed, in a round of the calendar"),
    OfRun::yes_no("signed", Of::Run, |run, _| run.signed.is_some())
        .meaning("something is signed, ratified or not"),
    OfRun::yes_no("zone", Of::Run, |run, _| run.zone == ZoneState::Open)
        .meaning("in some round held a deal is worth its reservation value to everybody whose consent it needs"),
    OfRun::yes_no("partial", Of::Run, |run, _| {
        run.agreed.is_none() && run.packages.iter().any(|package| package.in_force)
    })
    .meaning("some packages are in force, but not all"),
    OfRun::yes_no("package", Of::Package, |run, item| run.packages[item.0].agreed)
        .meaning("the package is agreed at the end: accepted in the last round held, or closed before"),
    OfRun::yes_no("package-ever", Of::Package, |run, item| run.packages[item.0].ever)
        .meaning("the package is accepted in some round"),
    OfRun::yes_no("package-in-force", Of::Package, |run, item| run.packages[item.0].in_force)
        .meaning("the package is in force: part of an agreement, or by itself"),
    OfRun::one_of("refused-package", Of::Package, |run| {
        let (_, package) = last_refusal(run)?;
        Some(package?.index())
    })
    .meaning("there is no agreement, and the last refusal is of this package"),
    OfRun::one_of("refused-by", Of::Party, |run| {
        let (party, _) = last_refusal(run)?;
        Some(party.index())
    })
    .meaning("there is no agreement, and this party is the last to refuse"),
    OfRun::yes_no("walked-out", Of::LeavingParty, |run, item| {
        run.walked_out >> item.0 & 1 == 1
    })
    .meaning("the party walked out at its own deadline, which ended the talks"),
    OfRun::yes_no_among("outvoted", Of::OutvotableParty, |run, item| {
        run.agreed.map(|_| run.outvoted >> item.0 & 1 == 1)
    })
    .meaning("the agreement was made without the consent of the party, which has a vote on it, at the table or at home; among agreements"),
    OfRun::one_of("failure", Of::Cause, |run| run.failure.map(Failure::place))
        .meaning("there is no agreement, for this cause"),
    OfRun::yes_no("body-approved", Of::Body, |run, item| run.bodies[item.0].approvals > 0)
        .meaning("the body at home approved a deal that was signed"),
    OfRun::yes_no("body-refused", Of::Body, |run, item| run.bodies[item.0].refusals > 0)
        .meaning("the body at home refused a deal that was signed"),
    OfRun::yes_no("lever", Of::Lever, |run, item| run.levers[item.0].is_some())
        .meaning("the lever is carried out"),
    OfRun::choice("option", Of::Option, |run| {
        Some(&run.agreed_deal()?.0)
    })
    .meaning("the agreement has this option; among agreements"),
    OfRun::from_round("agreement-by", Of::Round, |run| run.agreed.and(run.signed))
        .meaning("the talks end in agreement, signed in this round or before"),
    OfRun::from_round("in-force-by", Of::Round, |run| run.agreed)
        .meaning("an agreement is in force in this round or before"),
    OfRun::from_round("breakdown-by", Of::Round, |run| {
        (run.end == End::Breakdown).then(|| run.rounds_passed - 1)
    })
    .meaning("the talks broke down in this round or before"),
    OfRun::number("rounds", Of::Run, Unit::Rounds, |run, _| f64::from(run.rounds_held))
        .within(Reach::NotNegative)
        .meaning("number of rounds held"),
    OfRun::number("utility", Of::Party, Unit::Utility, |run, item| run.utilities[item.0])
        .within(Reach::Deal)
        .meaning("utility with which the run leaves the party: of the agreed deal, without one its reservation value at the end"),
    OfRun::number("payoff", Of::Party, Unit::Utility, |run, item| run.payoffs[item.0])
        .meaning("discounted payoff of the party, costs subtracted"),
    OfRun::number("reservation", Of::Party, Unit::Utility, |run, item| run.reservations[item.0])
        .within(Reach::Share)
        .meaning("reservation value of the party at the end"),
    OfRun::number_among("agreed-utility", Of::Party, Unit::Utility, |run, item| {
        run.agreed.map(|_| run.utilities[item.0])
    })
    .within(Reach::Deal)
    .meaning("utility of the agreed deal to the party; among agreements"),
    OfRun::number_among("lever-round", Of::Lever, Unit::Rounds, |run, item| {
        run.levers[item.0].map(f64::from)
    })
    .within(Reach::NotNegative)
    .meaning("round in which the lever is carried out; among runs in which it is"),
    OfRun::number("lever-cost", Of::Lever, Unit::Utility, |run, item| run.lever_costs[item.0])
        .meaning("what the lever has cost its actor, part of the actor's payoff"),
    OfRun::number_among("agreement-round", Of::Run, Unit::Rounds, |run, _| {
        run.agreed.map(f64::from)
    })
    .within(Reach::NotNegative)
    .meaning("round in which the agreement comes into force, ratification included; among agreements"),
];

/// The last refusal of a run without agreement.
fn last_refusal(run: &Outcome) -> Option<(PartyId, Option<PackageId>)> {
    run.last_refusal.filter(|_| run.agreed.is_none())
}

#[cfg(test)]
mod tests {
    use super::OF_RUNS;
    use crate::bargaining::{Failure, Prepared};
    use crate::game::Game;
    use crate::model::{Party, Scenario};
    use crate::simulation::measure::Subjects;
    use crate::simulation::{Unwatched, play_runs};

    #[test]
    fn no_two_measures_share_a_name() {
        for (place, line) in OF_RUNS.iter().enumerate() {
            let later = OF_RUNS[place + 1..].iter();
            assert!(
                later.clone().all(|other| other.name != line.name),
                "{line:?}"
            );
        }
    }

    /// The second file has linked options, the third costs and drivers.
    #[test]
    fn values_lie_where_their_measure_says() {
        for name in ["first-steps", "river-compact", "ukraine-2025"] {
            let path = format!("scenarios/{name}.toml");
            let scenario = Scenario::load(path.as_ref(), &[]).expect("it loads");
            let has_linkages = scenario.parties.iter().any(Party::has_linkages);
            assert_eq!(has_linkages, name == "river-compact");
            let game = Game::compile(&scenario).expect("it compiles");
            let outcomes = play_runs(&Prepared::new(&game, 1), 0..20, &Unwatched);
            let (outcomes, subjects) =
                (outcomes.expect("nobody stops it"), Subjects::of(&scenario));
            for line in &OF_RUNS {
                let [low, high] = line.reach.ends(has_linkages);
                for (item, of) in subjects.items(line.of) {
                    for value in outcomes.iter().filter_map(|run| line.value(run, item)) {
                        assert!(
                            (low - 1e-9..=high + 1e-9).contains(&value),
                            "{name} {line:?} {of}: {value}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn causes_stand_at_their_places() {
        for (place, cause) in Failure::ALL.into_iter().enumerate() {
            assert_eq!(cause.place(), place);
        }
    }
}
