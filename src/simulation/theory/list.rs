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
    Line {
        name: "zone",
        of: Of::Run,
        meaning: "before the first move a deal is worth its reservation value to everybody whose consent it needs",
        read: Read::YesNo(|digest, _| digest.theory.zone.exists == Some(true)),
    },
    Line {
        name: "zone-undecided",
        of: Of::Run,
        meaning: "the search for such a deal stopped at its limit",
        read: Read::YesNo(|digest, _| digest.theory.zone.exists.is_none()),
    },
    Line {
        name: "obstacle",
        of: Of::Obstacle,
        meaning: "there is no such deal, for this reason",
        read: Read::OneOf(|digest| {
            let obstacle = digest.theory.zone.obstacle?;
            Obstacle::ALL.iter().position(|&other| other == obstacle)
        }),
    },
    Line {
        name: "frontier-complete",
        of: Of::Run,
        meaning: "all points of the Pareto frontier were kept; among realizations with a zone",
        read: Read::YesNoAmong(|digest| {
            digest
                .may_have_zone()
                .then_some(digest.theory.solved.frontier.complete)
        }),
    },
    Line {
        name: "frontier-points",
        of: Of::Run,
        meaning: "points on the Pareto frontier; among realizations with a zone",
        read: Read::NumberAmong(Unit::Count, |digest, _| {
            digest.may_have_zone().then_some(digest.points as f64)
        }),
    },
    Line {
        name: "reservation",
        of: Of::Party,
        meaning: "reservation value of the party before the first move",
        read: Read::Number(Unit::Utility, |digest, item| {
            digest.theory.parties[item.0].reservation
        }),
    },
    Line {
        name: "win-set",
        of: Of::Party,
        meaning: "share of all deals that the party would accept; where they are not too many to count",
        read: Read::NumberAmong(Unit::Share, |digest, item| {
            let deals = digest.theory.parties[item.0].win_set;
            deals.map(|deals| deals as f64 / digest.deals)
        }),
    },
    Line {
        name: "solution",
        of: Of::Solution,
        meaning: "utility of the solution to the party, of the first of ties; among realizations with a zone",
        read: Read::NumberAmong(Unit::Utility, |digest, item| {
            let utilities = digest.solutions[item.0].as_ref();
            let utilities = utilities.filter(|_| digest.may_have_zone())?;
            Some(utilities[item.1])
        }),
    },
    Line {
        name: "plan-acceptable",
        of: Of::Plan,
        meaning: "the plan can be signed, and no body at home is likelier to refuse than to approve",
        read: Read::YesNo(|digest, item| digest.theory.plans[item.0].acceptable()),
    },
    Line {
        name: "plan-signable",
        of: Of::Plan,
        meaning: "those who accept the plan are enough to sign it",
        read: Read::YesNo(|digest, item| digest.theory.plans[item.0].signable),
    },
    Line {
        name: "plan-accepts",
        of: Of::PlanParty,
        meaning: "the party accepts the plan",
        read: Read::YesNo(|digest, item| {
            digest.theory.plans[item.0].parties[item.1]
                .objections
                .is_empty()
        }),
    },
    Line {
        name: "plan-blocks",
        of: Of::PlanParty,
        meaning: "the party refuses the plan, and without it the plan cannot be signed",
        read: Read::YesNo(|digest, item| digest.theory.plans[item.0].parties[item.1].blocks),
    },
    Line {
        name: "plan-red-lines",
        of: Of::PlanParty,
        meaning: "the party blocks the plan, which crosses one of its red lines",
        read: Read::YesNo(|digest, item| {
            digest.blocks(item, |it| matches!(it, Objection::RedLines(_)))
        }),
    },
    Line {
        name: "plan-reservation",
        of: Of::PlanParty,
        meaning: "the party blocks the plan, which is worth less to it than no deal",
        read: Read::YesNo(|digest, item| {
            digest.blocks(item, |it| matches!(it, Objection::Reservation(_)))
        }),
    },
    Line {
        name: "plan-commitment",
        of: Of::PlanParty,
        meaning: "the party blocks the plan, which is worth less to it than no deal because it may be broken",
        read: Read::YesNo(|digest, item| {
            digest.blocks(item, |it| matches!(it, Objection::Commitment(_)))
        }),
    },
    Line {
        name: "plan-anticipation",
        of: Of::PlanParty,
        meaning: "the party blocks the plan, which its body at home is too likely to refuse",
        read: Read::YesNo(|digest, item| {
            digest.blocks(item, |it| matches!(it, Objection::Anticipation { .. }))
        }),
    },
    Line {
        name: "plan-refused-at-home",
        of: Of::PlanBody,
        meaning: "the body is asked and likelier to refuse the plan than to approve it",
        read: Read::YesNo(|digest, item| {
            let mut bodies = digest.theory.plans[item.0].bodies.iter();
            bodies.any(|body| body.stage == item.1 && body.refuses())
        }),
    },
    Line {
        name: "plan-distance",
        of: Of::Plan,
        meaning: "the most that everybody alike could gain over the plan by another deal of the zone; among realizations with a zone",
        read: Read::NumberAmong(Unit::Utility, |digest, item| {
            digest.theory.plans[item.0].distance
        }),
    },
    Line {
        name: "plan-inefficiency",
        of: Of::Plan,
        meaning: "the most that everybody alike could gain over the plan by any other deal",
        read: Read::NumberAmong(Unit::Utility, |digest, item| {
            digest.theory.plans[item.0].inefficiency
        }),
    },
    Line {
        name: "plan-gain",
        of: Of::PlanObjective,
        meaning: "what the party would gain by the Nash solution over the plan; among realizations with a zone",
        read: Read::NumberAmong(Unit::Utility, |digest, item| {
            let gains = digest.theory.plans[item.0].gains.as_ref()?;
            Some(gains[item.1])
        }),
    },
];
