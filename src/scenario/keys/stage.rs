//! Keys of ratification at home.

use crate::model::{Approval, Body, BodyRule, Limit, OnFailure, PartyId, Range, Stage, Uncertain};
use crate::scenario::key::{Key, Many, Map, Word};
use crate::scenario::keys::consent::{ID, QUOTA, TITLE, quota};
use crate::scenario::keys::party;
use crate::scenario::keys::strategy::{LAMBDA, LOGIT};
use crate::scenario::keys::utility;
use crate::scenario::keys::utility::{ISSUE_UTILITY, PATTERN, SCORE_SD, WEIGHT_CONCENTRATION};
use crate::scenario::kind::{Kind, Record};
use crate::scenario::reader::{Choice, Chosen, Table, Variant};

impl Word for OnFailure {
    const WORDS: &'static [&'static str] = &["back", "end"];
    const VALUES: &'static [Self] = &[Self::Back, Self::End];
}

static PARTY: Key<PartyId> = Key::name("party")
    .means("The party whose body this is: it may look ahead to it, and without `utility` the body decides by the party's.")
    .or_else("none");
static DECIDES: Key<Approval> = Key::choice("approval").means("How it decides.");
static UTILITY: Key<Map> = Key::map("utility", "issue", &Kind::Record(&ISSUE_UTILITY))
    .means("Weight of each issue and score of each option, as the body sees them.")
    .with_notes()
    .or_else("that of its party; required for logit, vote and threshold without `party`");
static RESERVATION: Key<Uncertain> = Key::uncertain("reservation", Range::BODY_RESERVATION)
    .means("The body's reservation value: with `threshold` the least utility it approves, with `logit` the one it approves in half of all cases, with `vote` the one at which half vote yes.")
    .or_else("none; required for logit, vote and threshold");
static NEEDED: Key<Uncertain> = Key::uncertain("threshold", Range::SHARE)
    .means("Share of yes that is needed.")
    .or(0.5);
static SWING: Key<Uncertain> = Key::uncertain("swing", Range::SPREAD)
    .means("Standard deviation of a normal swing of the share of yes, drawn once a run; 0 for a vote that is known.")
    .or(0.08);
static VOTE: Record = Record::new("a vote", &[&LAMBDA, &NEEDED, &SWING]);
static LOADS: Key<Map> = Key::map("loads", "driver", &Kind::Uncertain(Range::ANY))
    .means("Change of the body's reservation value per unit of a driver.")
    .or_else("none");
static DELAY: Key<Uncertain> = Key::uncertain("delay", Range::WAITING)
    .means("Rounds it takes, up to 10000.")
    .or(0.0);
static WHEN: Key<Many> = Key::list("when", &PATTERN)
    .means("It is held when the deal matches one of these.")
    .or_else("always")
    .at_most(Limit::PATTERNS);
static FORBID: Key<Many> = Key::list("forbid", &PATTERN)
    .means("Deals that match one of these are refused whatever their utility.")
    .or_else("none")
    .at_most(Limit::PATTERNS);
static ON_FAILURE: Key<OnFailure> = Key::word("on-failure")
    .means("Whether the talks go on after a refusal.")
    .or_else("back");
pub(super) static STAGE: Record = Record::new(
    "a stage",
    &[
        &ID,
        &TITLE,
        &PARTY,
        &DECIDES,
        &UTILITY,
        &RESERVATION,
        &WEIGHT_CONCENTRATION,
        &SCORE_SD,
        &DELAY,
        &WHEN,
        &FORBID,
        &ON_FAILURE,
        &LOADS,
    ],
);

// Utility and reservation value stand beside the rule, where the stage adds them.
impl Chosen for Approval {
    const CHOICE: &'static Choice<Self> = &Choice {
        what: "a way to approve",
        variants: &[
            Variant::new("logit", &LOGIT, |given| {
                by(BodyRule::Logit {
                    lambda: given.get(&LAMBDA),
                })
            })
            .means("Approves with logit probability in its utility."),
            Variant::new("vote", &VOTE, |given| {
                by(BodyRule::Vote {
                    lambda: given.get(&LAMBDA),
                    threshold: given.get(&NEEDED),
                    swing: given.get(&SWING),
                })
            })
            .means("Approves when the share of yes, a logit of its utility, reaches a threshold after a swing."),
            Variant::word("threshold", |_| by(BodyRule::Threshold))
                .means("Approves what reaches its reservation value."),
            Variant::new("quota", &QUOTA, |given| {
                let (votes, quota) = quota(given);
                Approval::Quota { votes, quota }
            })
            .means("Parties vote."),
        ],
    };
}

pub(super) fn stage(table: &Table<'_>) -> Stage {
    let id = table.get(&ID);
    let parts = utility::parts(table, &UTILITY);
    Stage {
        title: table.title(&TITLE, &id),
        id,
        party: table.name(&PARTY),
        approval: approval(table, &parts),
        loads: party::loads(table, &LOADS),
        delay: table.get(&DELAY),
        when: utility::patterns(table, &WHEN),
        forbid: utility::patterns(table, &FORBID),
        on_failure: table.word(&ON_FAILURE).unwrap_or(OnFailure::Back),
    }
}

fn approval(table: &Table<'_>, parts: &utility::Parts<'_>) -> Approval {
    let chosen = table.choose_if_written(&DECIDES);
    let is_chosen = chosen.is_some();
    let written = table.get(&RESERVATION);
    let own = parts.utility(table);
    if !parts.is_written() && (own.weight_concentration.is_some() || own.score_sd > 0.0) {
        table.require(&UTILITY, "a stage with spreads of its own");
    }
    let mut approval = chosen.unwrap_or_else(|| by(BodyRule::Threshold));
    if let Approval::Body(body) = &mut approval {
        if is_chosen {
            table.require(&RESERVATION, "a stage that decides by its utility");
        }
        body.utility = parts.is_written().then_some(own);
        body.reservation = written;
    }
    approval
}

/// A body whose utility and reservation value are still to come.
fn by(rule: BodyRule) -> Approval {
    Approval::Body(Box::new(Body {
        utility: None,
        reservation: Uncertain::fixed(0.0),
        rule,
    }))
}
