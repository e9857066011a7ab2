//! What theory says of a realization: the list of measures of `solve --realizations`.

use crate::analysis::position::{Objection, Obstacle, Theory};
use crate::simulation::measure::{Item, Line, Of, Read, Unit};

/// What is counted of one realization.
#[derive(Debug)]
pub struct Digest {
    /// Number of all deals.
    deals: f64,
    /// All but the points of the frontiers, which would fill the memory.
    pub(super) theory: Theory,
    /// Number of points of the frontier.
    points: usize,
    /// For each concept what the first deal it picks is worth to the parties whose gains the frontier weighs.
    solutions: Vec<Option<Vec<f64>>>,
}

impl Digest {
    pub(super) fn of(mut theory: Theory, objectives: &[u32], deals: f64) -> Self {
        let points = std::mem::take(&mut theory.solved.frontier.points);
        theory.free.points = Vec::new();
        let first = |places: &[usize]| {
            let utilities = &points[*places.first()?].utilities;
            let objectives = objectives.iter();
            Some(objectives.map(|&party| utilities[party as usize]).collect())
        };
        Self {
            deals,
            points: points.len(),
            solutions: theory.solved.concepts().map(first).into(),
            theory,
        }
    }

    /// Whether a frontier was looked for.
    pub(super) fn may_have_zone(&self) -> bool {
        self.theory.zone.exists != Some(false)
    }

    fn blocks(&self, item: Item, matching: fn(&Objection) -> bool) -> bool {
        let verdict = &self.theory.plans[item.0].parties[item.1];
        verdict.blocks && verdict.objections.iter().any(matching)
    }
}

/// Every measure of a realization.
pub static OF_REALIZATIONS: [Line<Digest>; 20] = [
    Line::share(
        "zone",
        Of::Run,
        "before the first move a deal is worth its reservation value to everybody whose consent it needs",
        Read::YesNo(|digest, _| digest.theory.zone.exists == Some(true)),
    ),
    Line::share(
        "zone-undecided",
        Of::Run,
        "the search for such a deal stopped at its limit",
        Read::YesNo(|digest, _| digest.theory.zone.exists.is_none()),
    ),
    Line::share(
        "obstacle",
        Of::Obstacle,
        "there is no such deal, for this reason",
        Read::OneOf(|digest| {
            let obstacle = digest.theory.zone.obstacle?;
            Obstacle::ALL.iter().position(|&other| other == obstacle)
        }),
    ),
    Line::share(
        "frontier-complete",
        Of::Run,
        "all points of the Pareto frontier were kept; among realizations with a zone",
        Read::YesNoAmong(|digest, _| {
            digest
                .may_have_zone()
                .then_some(digest.theory.solved.frontier.complete)
        }),
    ),
    Line::mean(
        "frontier-points",
        Of::Run,
        Unit::Count,
        "points on the Pareto frontier; among realizations with a zone",
        Read::NumberAmong(|digest, _| digest.may_have_zone().then_some(digest.points as f64)),
    ),
    Line::mean(
        "reservation",
        Of::Party,
        Unit::Utility,
        "reservation value of the party before the first move",
        Read::Number(|digest, item| digest.theory.parties[item.0].reservation),
    ),
    Line::mean(
        "win-set",
        Of::Party,
        Unit::Share,
        "share of all deals that the party would accept; where they are not too many to count",
        Read::NumberAmong(|digest, item| {
            let deals = digest.theory.parties[item.0].win_set;
            deals.map(|deals| deals as f64 / digest.deals)
        }),
    ),
    Line::mean(
        "solution",
        Of::Solution,
        Unit::Utility,
        "utility of the solution to the party, of the first of ties; among realizations with a zone",
        Read::NumberAmong(|digest, item| {
            let utilities = digest.solutions[item.0].as_ref();
            let utilities = utilities.filter(|_| digest.may_have_zone())?;
            Some(utilities[item.1])
        }),
    ),
    Line::share(
        "plan-acceptable",
        Of::Plan,
        "the plan can be signed, and no body at home is likelier to refuse than to approve",
        Read::YesNo(|digest, item| digest.theory.plans[item.0].acceptable()),
    ),
    Line::share(
        "plan-signable",
        Of::Plan,
        "those who accept the plan are enough to sign it",
        Read::YesNo(|digest, item| digest.theory.plans[item.0].signable),
    ),
    Line::share(
        "plan-accepts",
        Of::PlanParty,
        "the party accepts the plan",
        Read::YesNo(|digest, item| {
            digest.theory.plans[item.0].parties[item.1]
                .objections
                .is_empty()
        }),
    ),
    Line::share(
        "plan-blocks",
        Of::PlanParty,
        "the party refuses the plan, and without it the plan cannot be signed",
        Read::YesNo(|digest, item| digest.theory.plans[item.0].parties[item.1].blocks),
    ),
    Line::share(
        "plan-red-lines",
        Of::PlanParty,
        "the party blocks the plan, which crosses one of its red lines",
        Read::YesNo(|digest, item| digest.blocks(item, |it| matches!(it, Objection::RedLines(_)))),
    ),
    Line::share(
        "plan-reservation",
        Of::PlanParty,
        "the party blocks the plan, which is worth less to it than no deal",
        Read::YesNo(|digest, item| {
            digest.blocks(item, |it| matches!(it, Objection::Reservation(_)))
        }),
    ),
    Line::share(
        "plan-commitment",
        Of::PlanParty,
        "the party blocks the plan, which is worth less to it than no deal because it may be broken",
        Read::YesNo(|digest, item| {
            digest.blocks(item, |it| matches!(it, Objection::Commitment(_)))
        }),
    ),
    Line::share(
        "plan-anticipation",
        Of::PlanParty,
        "the party blocks the plan, which its body at home is too likely to refuse",
        Read::YesNo(|digest, item| {
            digest.blocks(item, |it| matches!(it, Objection::Anticipation { .. }))
        }),
    ),
    Line::share(
        "plan-refused-at-home",
        Of::PlanBody,
        "the body is asked and likelier to refuse the plan than to approve it",
        Read::YesNo(|digest, item| {
            let mut bodies = digest.theory.plans[item.0].bodies.iter();
            bodies.any(|body| body.stage == item.1 && body.refuses())
        }),
    ),
    Line::mean(
        "plan-distance",
        Of::Plan,
        Unit::Utility,
        "the most that everybody alike could gain over the plan by another deal of the zone; among realizations with a zone",
        Read::NumberAmong(|digest, item| digest.theory.plans[item.0].distance),
    ),
    Line::mean(
        "plan-inefficiency",
        Of::Plan,
        Unit::Utility,
        "the most that everybody alike could gain over the plan by any other deal",
        Read::NumberAmong(|digest, item| digest.theory.plans[item.0].inefficiency),
    ),
    Line::mean(
        "plan-gain",
        Of::PlanObjective,
        Unit::Utility,
        "what the party would gain by the Nash solution over the plan; among realizations with a zone",
        Read::NumberAmong(|digest, item| {
            let gains = digest.theory.plans[item.0].gains.as_ref()?;
            Some(gains[item.1])
        }),
    ),
];
