//! What theory says of a realization: the list of measures of `solve --realizations`.

use crate::analysis::position::{
    Objection, Obstacle, PartyFigures, PartyVerdict, PlanPlace, Theory,
};
use crate::analysis::solutions::Pick;
use crate::simulation::measure::{Item, Line, Of, Unit};

/// What is counted of one realization.
#[derive(Debug)]
pub struct Digest {
    /// Number of all deals.
    deals: f64,
    /// All but the points of the frontiers, which would fill the memory.
    pub(super) theory: Theory,
    /// Number of points of the frontier.
    points: usize,
    /// Whether all solutions are proven.
    proven: bool,
    /// For each concept what the first deal it picks is worth to the parties whose gains the frontier weighs.
    solutions: Vec<Option<Vec<f64>>>,
}

impl Digest {
    pub(super) fn of(mut theory: Theory, objectives: &[u32], deals: f64) -> Self {
        let points = std::mem::take(&mut theory.solved.frontier.points).len();
        theory.free.points = Vec::new();
        let first = |pick: &Pick| {
            let utilities = &pick.points.first()?.utilities;
            let objectives = objectives.iter();
            Some(objectives.map(|&party| utilities[party as usize]).collect())
        };
        Self {
            deals,
            points,
            proven: theory.solved.concepts().iter().all(|pick| pick.proven),
            solutions: theory.solved.concepts().map(first).into(),
            theory,
        }
    }

    /// Whether a frontier was looked for.
    pub(super) fn may_have_zone(&self) -> bool {
        self.theory.zone.exists != Some(false)
    }

    fn party(&self, item: Item) -> &PartyFigures {
        &self.theory.parties[item.0]
    }

    fn plan(&self, item: Item) -> &PlanPlace {
        &self.theory.plans[item.0]
    }

    fn verdict(&self, item: Item) -> &PartyVerdict {
        &self.plan(item).parties[item.1]
    }

    fn blocks(&self, item: Item, matching: fn(&Objection) -> bool) -> bool {
        let verdict = self.verdict(item);
        verdict.blocks && verdict.objections.iter().any(matching)
    }
}

/// A measure of a realization.
type OfRealization = Line<Digest>;

/// Every measure of a realization.
pub static OF_REALIZATIONS: [Line<Digest>; 21] = [
    OfRealization::yes_no("zone", Of::Run, |digest, _| digest.theory.zone.exists == Some(true))
        .meaning("before the first move a deal is worth its reservation value to everybody whose consent it needs"),
    OfRealization::yes_no("zone-undecided", Of::Run, |digest, _| {
        digest.theory.zone.exists.is_none()
    })
    .meaning("the search for such a deal stopped at its limit"),
    OfRealization::one_of("obstacle", Of::Obstacle, |digest| {
        let obstacle = digest.theory.zone.obstacle?;
        Obstacle::ALL.iter().position(|&other| other == obstacle)
    })
    .meaning("there is no such deal, for this reason"),
    OfRealization::yes_no_among("frontier-complete", Of::Run, |digest, _| {
        digest
            .may_have_zone()
            .then_some(digest.theory.solved.frontier.complete)
    })
    .meaning("all points of the Pareto frontier were kept; among realizations with a zone"),
    OfRealization::number_among("frontier-points", Of::Run, Unit::Count, |digest, _| {
        digest.may_have_zone().then_some(digest.points as f64)
    })
    .meaning("points on the Pareto frontier; among realizations with a zone"),
    OfRealization::yes_no_among("solutions-proven", Of::Run, |digest, _| {
        digest.may_have_zone().then_some(digest.proven)
    })
    .meaning("no better deals are left for any solution; among realizations with a zone"),
    OfRealization::number("reservation", Of::Party, Unit::Utility, |digest, item| {
        digest.party(item).reservation
    })
    .meaning("reservation value of the party before the first move"),
    OfRealization::number_among("acceptance-set", Of::Party, Unit::Share, |digest, item| {
        let deals = digest.party(item).acceptance_set;
        deals.map(|deals| deals as f64 / digest.deals)
    })
    .meaning("share of all deals that the party would accept; where they are not too many to count"),
    OfRealization::number_among("solution", Of::Solution, Unit::Utility, |digest, item| {
        let utilities = digest.solutions[item.0].as_ref();
        let utilities = utilities.filter(|_| digest.may_have_zone())?;
        Some(utilities[item.1])
    })
    .meaning("utility of the solution to the party, of the first of ties; among realizations with a zone"),
    OfRealization::yes_no("plan-acceptable", Of::Plan, |digest, item| {
        digest.plan(item).acceptable()
    })
    .meaning("the plan can be signed, and no body at home is likelier to refuse than to approve"),
    OfRealization::yes_no("plan-signable", Of::Plan, |digest, item| digest.plan(item).signable)
        .meaning("those who accept the plan are enough to sign it"),
    OfRealization::yes_no("plan-accepts", Of::PlanParty, |digest, item| {
        digest.verdict(item).objections.is_empty()
    })
    .meaning("the party accepts the plan"),
    OfRealization::yes_no("plan-blocks", Of::PlanParty, |digest, item| digest.verdict(item).blocks)
        .meaning("the party refuses the plan, and without it the plan cannot be signed"),
    OfRealization::yes_no("plan-red-lines", Of::PlanParty, |digest, item| {
        digest.blocks(item, |objection| {
            matches!(objection, Objection::RedLines(_))
        })
    })
    .meaning("the party blocks the plan, which crosses one of its red lines"),
    OfRealization::yes_no("plan-reservation", Of::PlanParty, |digest, item| {
        digest.blocks(item, |objection| {
            matches!(objection, Objection::Reservation(_))
        })
    })
    .meaning("the party blocks the plan, which is worth less to it than no deal"),
    OfRealization::yes_no("plan-commitment", Of::PlanParty, |digest, item| {
        digest.blocks(item, |objection| {
            matches!(objection, Objection::Commitment(_))
        })
    })
    .meaning("the party blocks the plan, which is worth less to it than no deal because it may be broken"),
    OfRealization::yes_no("plan-anticipation", Of::PlanParty, |digest, item| {
        digest.blocks(item, |objection| {
            matches!(objection, Objection::Anticipation { .. })
        })
    })
    .meaning("the party blocks the plan, which its body at home is too likely to refuse"),
    OfRealization::yes_no("plan-refused-at-home", Of::PlanBody, |digest, item| {
        let mut bodies = digest.plan(item).bodies.iter();
        bodies.any(|body| body.stage == item.1 && body.refuses())
    })
    .meaning("the body is asked and likelier to refuse the plan than to approve it"),
    OfRealization::number_among("plan-distance", Of::Plan, Unit::Utility, |digest, item| {
        digest.plan(item).distance
    })
    .meaning("the most that everybody alike could gain over the plan by another deal of the zone; among realizations with a zone"),
    OfRealization::number_among("plan-inefficiency", Of::Plan, Unit::Utility, |digest, item| {
        digest.plan(item).inefficiency
    })
    .meaning("the most that everybody alike could gain over the plan by any other deal"),
    OfRealization::number_among("plan-gain", Of::PlanObjective, Unit::Utility, |digest, item| {
        let gains = digest.plan(item).gains.as_ref()?;
        Some(gains[item.1])
    })
    .meaning("what the party would gain by the Nash solution over the plan; among realizations with a zone"),
];
