//! What theory says over many realizations, as reports show it.

use crate::analysis::position::{CONCEPTS, Obstacle};
use crate::simulation::measure::Counts;
use crate::simulation::theory::tally::TheoryTally;
use crate::simulation::{Mean, Rate, SettlementRates};

/// Estimates of what theory says over many realizations.
#[derive(Clone, Debug, PartialEq)]
pub struct TheoryRates {
    /// Realizations counted, those of runs 0 to this number.
    pub realizations: u64,
    /// Seed.
    pub seed: u64,
    /// The parties whose gains the frontier weighs.
    pub objectives: Vec<u32>,
    /// Realizations with a zone in round 0.
    pub zone: Rate,
    /// Realizations in which the zone test stopped at its limit.
    pub undecided: Rate,
    /// Realizations without a zone for each cause, in the order of [`Obstacle::ALL`].
    pub obstacles: [Rate; Obstacle::ALL.len()],
    /// Zones by profile of types, as party and type number; empty when no party has types.
    pub by_type: Vec<(Vec<usize>, Rate)>,
    /// Each party.
    pub parties: Vec<PartyRates>,
    /// Points on the frontier, where there is a zone.
    pub points: Mean,
    /// Frontiers that list all their points, of those where there is a zone.
    pub complete: Rate,
    /// Greatest ε of a frontier.
    pub epsilon: f64,
    /// For each concept of [`CONCEPTS`] the utilities of each objective (of the first of ties), where there is a zone.
    pub solutions: Vec<Vec<Mean>>,
    /// Each plan.
    pub plans: Vec<PlanRates>,
    /// What other settlement rules give.
    pub settlement: SettlementRates,
}

/// One party over many realizations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartyRates {
    /// Its reservation value.
    pub reservation: Mean,
    /// Share of all deals that are acceptable to it alone; without values where they are too many to count.
    pub win_set: Mean,
}

/// One plan over many realizations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanRates {
    /// It can be signed, and no body at home is likelier to refuse than to approve.
    pub acceptable: Rate,
    /// Those who accept are enough to sign it.
    pub signable: Rate,
    /// What each party says.
    pub parties: Vec<PlanPartyRates>,
    /// By stage: bodies that are asked and likelier to refuse than to approve.
    pub refused_at_home: Vec<Rate>,
    /// Distance to the frontier of the zone, where there is one.
    pub distance: Mean,
    /// Distance to the frontier of all deals.
    pub inefficiency: Mean,
    /// What each objective would gain at the Nash solution, where there is a zone.
    pub gains: Vec<Mean>,
}

/// What one party says to a plan over many realizations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlanPartyRates {
    /// It accepts.
    pub accepts: Rate,
    /// It refuses, and without it the plan cannot be signed.
    pub blocks: Rate,
    /// It blocks and the plan crosses a red line of its.
    pub red_lines: Rate,
    /// It blocks and the plan is worth less than no deal.
    pub reservation: Rate,
    /// It blocks and the plan is worth less than no deal for the risk of breach only.
    pub commitment: Rate,
    /// It blocks and its body is too likely to refuse.
    pub anticipation: Rate,
}

impl TheoryRates {
    /// What was counted, part by part.
    pub fn of(tally: &TheoryTally) -> Self {
        let counts = &tally.counts;
        let obstacles = counts.rates("obstacle");
        let objectives = tally.subjects.objectives.len();
        let solutions = counts.means("solution").chunks(objectives.max(1));
        let profiles = tally.profiles.iter();
        Self {
            realizations: counts.runs(),
            seed: tally.seed,
            objectives: tally.objectives.clone(),
            zone: counts.rate("zone"),
            undecided: counts.rate("zone-undecided"),
            obstacles: std::array::from_fn(|place| obstacles[place]),
            by_type: profiles
                .map(|(kinds, counts)| (kinds.clone(), counts.rate("zone")))
                .collect(),
            parties: parties(counts),
            points: counts.means("frontier-points")[0],
            complete: counts.rate("frontier-complete"),
            epsilon: tally.epsilon,
            solutions: if objectives == 0 {
                vec![Vec::new(); CONCEPTS.len()]
            } else {
                solutions.map(<[Mean]>::to_vec).collect()
            },
            plans: (0..tally.subjects.plans.len())
                .map(|plan| plan_rates(tally, plan))
                .collect(),
            settlement: tally.settlement.rates(),
        }
    }
}

fn parties(counts: &Counts) -> Vec<PartyRates> {
    let (reservations, win_sets) = (counts.means("reservation"), counts.means("win-set"));
    let parties = reservations.iter().zip(win_sets);
    let rates = parties.map(|(&reservation, &win_set)| PartyRates {
        reservation,
        win_set,
    });
    rates.collect()
}

fn plan_rates(tally: &TheoryTally, plan: usize) -> PlanRates {
    let (counts, subjects) = (&tally.counts, &tally.subjects);
    let of = |name: &str, others: usize| {
        let rates = counts.rates(name);
        rates[plan * others..(plan + 1) * others].to_vec()
    };
    let parties = subjects.parties.len();
    let [
        accepts,
        blocks,
        red_lines,
        reservation,
        commitment,
        anticipation,
    ] = [
        "plan-accepts",
        "plan-blocks",
        "plan-red-lines",
        "plan-reservation",
        "plan-commitment",
        "plan-anticipation",
    ]
    .map(|name| of(name, parties));
    let objectives = subjects.objectives.len();
    PlanRates {
        acceptable: counts.rates("plan-acceptable")[plan],
        signable: counts.rates("plan-signable")[plan],
        parties: (0..parties)
            .map(|party| PlanPartyRates {
                accepts: accepts[party],
                blocks: blocks[party],
                red_lines: red_lines[party],
                reservation: reservation[party],
                commitment: commitment[party],
                anticipation: anticipation[party],
            })
            .collect(),
        refused_at_home: of("plan-refused-at-home", subjects.bodies.len()),
        distance: counts.means("plan-distance")[plan],
        inefficiency: counts.means("plan-inefficiency")[plan],
        gains: counts.means("plan-gain")[plan * objectives..(plan + 1) * objectives].to_vec(),
    }
}
