//! The place of a plan: acceptable to whom, refused by whom and why, how far from the frontier.

use crate::analysis::frontier::Point;
use crate::analysis::position::frontier::{Drawn, utilities};
use crate::analysis::position::view::{Proposal, View};
use crate::analysis::ties::difference;
use crate::game::{INDIFFERENCE, SURE_BREACH_PENALTY, deal_matches, has, set_of, total};
use crate::model::ConsentRule;

/// Approval that is likelier than not.
const EVEN: f64 = 0.5;

/// Why a party refuses a deal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Objection {
    /// It crosses so many of its red lines.
    RedLines(u32),
    /// It is worth this much less than no deal.
    Reservation(f64),
    /// It is worth no less than no deal if kept, but this much less once the risk of breach is counted; ∞ where it is sure
    /// to be broken at a loss.
    Commitment(f64),
    /// The party refuses what its own body would approve with a lower probability than it asks.
    Anticipation {
        /// The stage.
        stage: usize,
        /// Probability of approval there.
        probability: f64,
    },
}

/// What one party says to a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyVerdict {
    /// Margin of the plan; −∞ where it is sure to be broken at a loss.
    pub margin: f64,
    /// Why it refuses; nothing where it accepts.
    pub objections: Vec<Objection>,
    /// Whether a rule of the plan's options names it.
    pub asked: bool,
    /// Whether a rule that names it is not met without it by those who accept.
    pub blocks: bool,
}

/// What a body at home says to a plan that is put to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BodyVerdict {
    /// The stage.
    pub stage: usize,
    /// Probability of approval.
    pub probability: f64,
    /// Whether the plan matches a pattern that it refuses whatever its worth.
    pub forbidden: bool,
}

impl BodyVerdict {
    /// Whether refusal is likelier than approval.
    pub fn refuses(&self) -> bool {
        self.forbidden || self.probability < EVEN
    }
}

/// The place of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanPlace {
    /// Everybody's utility.
    pub utilities: Vec<f64>,
    /// What each party says.
    pub parties: Vec<PartyVerdict>,
    /// What each body says to which the plan would be put.
    pub bodies: Vec<BodyVerdict>,
    /// Whether those who accept are enough to sign it.
    pub signable: bool,
    /// Greatest gain over the plan that some deal of the zone gives every objective alike: `max_x min_p (u_p(x) − u_p)`;
    /// negative where each deal of the zone costs somebody that much. None without a zone.
    pub distance: Option<f64>,
    /// The same over all deals, acceptable or not: at least 0, and 0 exactly where no deal is better for everybody. None
    /// where no deal was found.
    pub inefficiency: Option<f64>,
    /// What each objective would gain or lose by moving from the plan to the Nash solution (the first of ties).
    pub gains: Option<Vec<f64>>,
}

impl PlanPlace {
    /// Whether those who accept are enough to sign it and no body at home is likelier to refuse than to approve.
    pub fn acceptable(&self) -> bool {
        self.signable && !self.bodies.iter().any(BodyVerdict::refuses)
    }
}

/// Finds the place of a plan beside the Nash solution, the deals of the zone and all deals.
pub(super) fn place(
    view: &View<'_>,
    plan: &Proposal,
    objectives: &[u32],
    nash: Option<&Point>,
    [inside, free]: [&mut Drawn<'_>; 2],
) -> PlanPlace {
    let blocks = &view.game.blocks;
    let consent = &view.game.consent;
    let utilities = utilities(view, &plan.deal);
    let judged: Vec<(f64, Vec<Objection>)> = (0..utilities.len())
        .map(|party| judge(view, plan, party, utilities[party]))
        .collect();
    let accepting = judged.iter().enumerate();
    let accepting = accepting.filter(|(_, (_, objections))| objections.is_empty());
    let accepting = set_of(accepting.map(|(party, _)| party));
    let unmet: Vec<&ConsentRule> = consent
        .deal_rules(blocks, &plan.deal)
        .into_iter()
        .filter(|rule| !rule.is_met(|party| has(accepting, party)))
        .collect();
    let named = consent.deal_named(&plan.deal);
    let parties = judged.into_iter().enumerate();
    let parties = parties.map(|(party, (margin, objections))| PartyVerdict {
        margin,
        blocks: !objections.is_empty()
            && unmet
                .iter()
                .any(|rule| rule.parties().iter().any(|member| member.index() == party)),
        objections,
        asked: named >> party & 1 == 1,
    });
    let here = objectives.iter().map(|&party| utilities[party as usize]);
    let here: Vec<f64> = here.collect();
    let gains = nash.map(|best| {
        let pairs = objectives.iter().zip(&here);
        let gain = |(&party, here): (&u32, &f64)| best.utilities[party as usize] - here;
        pairs.map(gain).map(difference).collect()
    });
    PlanPlace {
        parties: parties.collect(),
        bodies: bodies(view, plan),
        signable: unmet.is_empty(),
        distance: inside.shared_gain(&here),
        // The plan itself is one of all deals.
        inefficiency: free.shared_gain(&here).map(|gain| gain.max(0.0)),
        gains,
        utilities,
    }
}

/// A party's margin of a plan and why it refuses it.
fn judge(view: &View<'_>, plan: &Proposal, party: usize, utility: f64) -> (f64, Vec<Objection>) {
    let position = view.position;
    let tables = &position.tables[party];
    let profile = &view.game.parties[party].profiles[position.kinds[party]];
    let mut objections = Vec::new();
    let crossed = |&combo: &u32| u32::from(profile.lines_crossed[combo as usize]);
    let lines = plan.deal.iter().map(crossed).sum();
    if lines > 0 {
        objections.push(Objection::RedLines(lines));
    }
    let reservation = position.reservations[party];
    let mut margin = total(&tables.margin, &plan.deal) - reservation - tables.constant;
    if margin <= -SURE_BREACH_PENALTY / 2.0 {
        margin = f64::NEG_INFINITY;
    }
    let kept = utility + tables.payment;
    if kept < reservation - INDIFFERENCE {
        objections.push(Objection::Reservation(reservation - kept));
    } else if margin < -INDIFFERENCE {
        objections.push(Objection::Commitment(-margin));
    }
    let asks = profile.anticipate;
    for &stage in &view.game.parties[party].stages {
        if let Some(probability) =
            plan.approvals[stage].filter(|chance| asks > 0.0 && *chance < asks)
        {
            objections.push(Objection::Anticipation { stage, probability });
        }
    }
    (margin, objections)
}

fn bodies(view: &View<'_>, plan: &Proposal) -> Vec<BodyVerdict> {
    let stages = plan.approvals.iter().enumerate();
    let held = stages.filter_map(|(stage, approval)| {
        let forbid = &view.game.stages[stage].forbid;
        approval.map(|probability| BodyVerdict {
            stage,
            probability,
            forbidden: deal_matches(forbid, &view.game.blocks, &plan.deal),
        })
    });
    held.collect()
}
