//! Keys of ratification at home.

use crate::model::Approval;
use crate::model::OnFailure;
use crate::model::PartyId;
use crate::model::Stage;
use crate::model::Uncertain;
use crate::model::check::Limit;
use crate::model::check::Range;
use crate::scenario::key::Key;
use crate::scenario::key::Many;
use crate::scenario::key::Map;
use crate::scenario::key::Word;
use crate::scenario::keys::consent::ID;
use crate::scenario::keys::consent::QUOTA;
use crate::scenario::keys::consent::TITLE;
use crate::scenario::keys::consent::quota;
use crate::scenario::keys::strategy::LAMBDA;
use crate::scenario::keys::strategy::LOGIT;
use crate::scenario::keys::utility;
use crate::scenario::keys::utility::ISSUE_UTILITY;
use crate::scenario::keys::utility::PATTERN;
use crate::scenario::keys::utility::SCORE_SD;
use crate::scenario::keys::utility::WEIGHT_CONCENTRATION;
use crate::scenario::kind::Kind;
use crate::scenario::kind::Record;
use crate::scenario::reader::Choice;
use crate::scenario::reader::ChoiceKey;
use crate::scenario::reader::Table;
use crate::scenario::reader::Variant;

impl Word for OnFailure {
    const WORDS: &'static [&'static str] = &["back", "end"];
    const VALUES: &'static [Self] = &[Self::Back, Self::End];
}

static PARTY: Key<PartyId> = Key::name("party", "The party whose body this is.").or_else("none");
static DECIDES: ChoiceKey<Rule> = ChoiceKey::new("approval", &APPROVAL, "How it decides.");
static UTILITY: Key<Map> = Key::map(
    "utility",
    "issue",
    &Kind::Record(&ISSUE_UTILITY),
    "Weight of each issue and score of each option, as the body sees them.",
)
.with_notes()
.or_else("none; required for logit and threshold");
static RESERVATION: Key<Uncertain> = Key::uncertain(
    "reservation",
    Range::BODY_RESERVATION,
    "Utility at which the body is even.",
)
.or_else("none; required for logit and threshold");
static DELAY: Key<Uncertain> = Key::uncertain("delay", Range::TIME, "Rounds it takes.").or(0.0);
static WHEN: Key<Many> = Key::list(
    "when",
    &PATTERN,
    "It is held when the deal matches one of these.",
)
.or_else("always")
.at_most(Limit::PATTERNS);
static FORBID: Key<Many> = Key::list(
    "forbid",
    &PATTERN,
    "Deals that match one of these are refused whatever their utility.",
)
.or_else("none")
.at_most(Limit::PATTERNS);
static ON_FAILURE: Key<OnFailure> =
    Key::word("on-failure", "Whether the talks go on after a refusal.").or_else("back");
pub(super) static STAGE: Record = Record {
    what: "a stage",
    groups: &[&[
        &ID.field,
        &TITLE.field,
        &PARTY.field,
        &DECIDES.field,
        &UTILITY.field,
        &RESERVATION.field,
        &WEIGHT_CONCENTRATION.field,
        &SCORE_SD.field,
        &DELAY.field,
        &WHEN.field,
        &FORBID.field,
        &ON_FAILURE.field,
    ]],
};

/// How a body decides, its utility and reservation value left to the stage.
pub(super) enum Rule {
    Logit(Uncertain),
    Threshold,
    Quota {
        votes: Vec<(PartyId, f64)>,
        quota: f64,
    },
}

pub(super) static APPROVAL: Choice<Rule> = Choice {
    what: "a way to approve",
    variants: &[
        Variant::new(
            "logit",
            &LOGIT,
            |given| Rule::Logit(given.get(&LAMBDA)),
            "Approves with logit probability in its utility.",
        ),
        Variant::word(
            "threshold",
            |_| Rule::Threshold,
            "Approves what reaches its reservation value.",
        ),
        Variant::new(
            "quota",
            &QUOTA,
            |given| {
                let (votes, quota) = quota(given);
                Rule::Quota { votes, quota }
            },
            "Parties vote.",
        ),
    ],
};

pub(super) fn stage(table: &Table<'_>) -> Stage {
    let id = table.get(&ID);
    let parts = utility::parts(table, &UTILITY);
    let reservation = table.get(&RESERVATION);
    Stage {
        title: table.title(&TITLE, &id),
        id,
        party: table.name(&PARTY),
        approval: approval(table, &parts, reservation),
        delay: table.get(&DELAY),
        when: utility::patterns(table, &WHEN),
        forbid: utility::patterns(table, &FORBID),
        on_failure: table.word(&ON_FAILURE).unwrap_or(OnFailure::Back),
    }
}

fn approval(table: &Table<'_>, parts: &utility::Parts, reservation: Uncertain) -> Approval {
    let rule = table.choose_if_written(&DECIDES);
    if let Some(Rule::Logit(_) | Rule::Threshold) = rule {
        table.require(&RESERVATION.field, "a stage that decides by its utility");
    }
    match rule {
        Some(Rule::Logit(lambda)) => Approval::Logit {
            utility: parts.utility(table),
            reservation,
            lambda,
        },
        Some(Rule::Quota { votes, quota }) => Approval::Quota { votes, quota },
        Some(Rule::Threshold) | None => Approval::Threshold {
            utility: parts.utility(table),
            reservation,
        },
    }
}
