//! What can be wrong with a scenario, in whatever way it was made: one variant per broken condition.

use thiserror::Error;

use crate::model::check::idle_fault::IdleFault;
use crate::model::words::{Shown, is_or_are, listed, plural};
use crate::model::{NumberFault, Role};

/// What an id may be made of.
pub(crate) const ID_RULE: &str = "an id has at most 100 of the letters a to z and A to Z, digits, `-` and `_`; readers see its `title`";

/// A broken condition of a scenario. `Display` gives the message, [`ModelFault::remedy`] what would be right.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ModelFault {
    /// More of something than the limit.
    #[error("there are at most {} {what}, got {}", Shown(*.limit), Shown(*.found))]
    TooMany {
        /// What is counted.
        what: &'static str,
        /// Greatest legal number.
        limit: f64,
        /// Number found.
        found: f64,
    },
    /// Fewer of something than needed.
    #[error("{what}, got {found}")]
    TooFew {
        /// What is needed.
        what: &'static str,
        /// Number found.
        found: usize,
    },
    /// A list that must hold something is empty.
    #[error("this list is empty")]
    EmptyList {
        /// What belongs in it.
        remedy: &'static str,
    },
    /// Issues tied together leave too many combinations.
    #[error("the issues {} are tied together and have {} combinations, at most {limit} are allowed", listed(.issues), Shown(*.found))]
    BlockTooLarge {
        /// The issues.
        issues: Vec<String>,
        /// Greatest legal number of combinations.
        limit: f64,
        /// Number found.
        found: f64,
    },
    /// An id with other characters than letters, digits, `-` and `_`.
    #[error("`{0}` cannot be an id")]
    BadId(String),
    /// An id that means something else in its place.
    #[error("`{0}` cannot be an id here, since it is also a key")]
    ReservedId(String),
    /// Two of a kind share an id.
    #[error("there are two {} `{id}`", plural(2, .kind))]
    DuplicateId {
        /// The kind.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// A list names something twice.
    #[error("the {kind} `{id}` is named twice")]
    NamedTwice {
        /// The kind.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// A package no issue belongs to.
    #[error("no issue belongs to the package `{0}`")]
    PackageWithoutIssues(String),
    /// A plan leaves issues open.
    #[error("a plan settles every issue, {} {} missing", listed(.missing), is_or_are(.missing))]
    PlanIncomplete {
        /// The issues left open.
        missing: Vec<String>,
    },
    /// A party whose consent is needed, or a body, has no utility.
    #[error("`{party}` needs a utility, since {reason}")]
    UtilityMissing {
        /// The party or stage.
        party: String,
        /// Why it is needed.
        reason: &'static str,
    },
    /// A body has neither a utility nor a party whose utility it could take.
    #[error("`{stage}` needs a utility, since it approves by `{rule}`")]
    BodyWithoutUtility {
        /// The stage.
        stage: String,
        /// By which rule it decides.
        rule: &'static str,
    },
    /// A utility leaves issues out.
    #[error("utility needs every issue, {} {} missing", listed(.missing), is_or_are(.missing))]
    UtilityIncomplete {
        /// The issues left out.
        missing: Vec<String>,
    },
    /// Scores that do not fit the options.
    #[error("`{issue}` has {expected} {}, got {found} {}", plural(*.expected, "option"), plural(*.found, "score"))]
    ScoreCount {
        /// The issue.
        issue: String,
        /// Number of its options.
        expected: usize,
        /// Number of scores.
        found: usize,
    },
    /// All weights are zero.
    #[error("all weights are 0")]
    WeightsZero,
    /// Weights that are plainly meant as shares do not sum to 1.
    #[error("these weights look like shares, but sum to {}", Shown(*.sum))]
    SharesSum {
        /// Their sum.
        sum: f64,
    },
    /// A discount factor so low that it is rather a rate.
    #[error("a discount of {} leaves {} % of a gain from one round to the next", Shown(*.factor), Shown((*.factor * 1e10).round() / 1e8))]
    RateForFactor {
        /// The factor, or the mean of its distribution.
        factor: f64,
    },
    /// Probabilities do not sum to 1.
    #[error("the probabilities of {what} sum to 1, got {}", Shown(*.sum))]
    ProbabilitySum {
        /// What they belong to.
        what: String,
        /// Their sum.
        sum: f64,
    },
    /// Rows of joint types name different parties.
    #[error("every row of joint types names the same parties: expected {}, got {}", listed(.expected), listed(.found))]
    JointRowsDiffer {
        /// Parties of the first row.
        expected: Vec<String>,
        /// Parties of this row.
        found: Vec<String>,
    },
    /// A pattern without a condition.
    #[error("an empty pattern matches every deal")]
    EmptyPattern,
    /// A pattern that every deal meets.
    #[error("this names every option of every issue in it, so it forbids everything")]
    ForbidsEverything,
    /// Red lines that leave no deal.
    #[error("the red lines of `{party}` leave no allowed combination of {}", listed(.issues))]
    NothingAllowed {
        /// The party, with its type.
        party: String,
        /// The issues.
        issues: Vec<String>,
    },
    /// A breach table depends on too many issues.
    #[error("a breach depends on at most 3 issues, got {0}")]
    BreachIssues(usize),
    /// A breach table of the wrong shape.
    #[error("expected {expected}, got {found}")]
    BreachShape {
        /// What belongs here.
        expected: String,
        /// What stands here.
        found: String,
    },
    /// More votes are needed than there are.
    #[error("{} votes are needed, but there are only {}", Shown(*.needed), Shown(*.votes))]
    QuotaUnreachable {
        /// Votes needed.
        needed: f64,
        /// Votes there are.
        votes: f64,
    },
    /// Some deal needs the consent of one party or nobody.
    #[error("a deal needs the consent of at least two parties, but {} {}", .party.as_ref().map_or("one".to_owned(), |party| format!("`{party}` alone")), if .party.is_some() { "could agree to one with itself" } else { "needs nobody's" })]
    ConsentOfOne {
        /// The party, or nobody.
        party: Option<String>,
        /// Options of that deal, as `issue = option`.
        example: Vec<String>,
    },
    /// A lever acts on a channel that is not there.
    #[error("only `shuttle` has a channel, not `{protocol}`")]
    NoChannel {
        /// The protocol.
        protocol: &'static str,
    },
    /// A deadline moved in an ultimatum.
    #[error("an ultimatum has one round, so its deadline cannot be moved")]
    DeadlineOfUltimatum,
    /// A deadline moved that a rational party must know.
    #[error("`rational` reckons back from the deadline, so no lever can move it")]
    DeadlineOfRational,
    /// A lever that waits for bodies at home to be asked where there are none.
    #[error(
        "`upon-signature` waits for a deal that a body at home is asked about, but there is no stage"
    )]
    NobodyAtHome,
    /// A shift of a body that counts the votes of parties.
    #[error(
        "parties vote in `{stage}`, so it has neither a reservation value nor support of its own"
    )]
    VoteOfParties {
        /// The stage.
        stage: String,
    },
    /// A shift of the support of a body that has none.
    #[error(
        "`support` shifts the share of yes in a `vote` or the probability of a `logit`, but `{stage}` approves by `threshold`"
    )]
    NoSupport {
        /// The stage.
        stage: String,
    },
    /// A span of rounds ends before it begins.
    #[error("`until` comes after `from`, got {until} after {from}")]
    UntilBeforeFrom {
        /// First round.
        from: u32,
        /// First round after the end.
        until: u32,
    },
    /// Barriers that cross.
    #[error("`lower` lies below `upper`, got {} and {}", Shown(*.lower), Shown(*.upper))]
    BarriersCrossed {
        /// Lower barrier.
        lower: f64,
        /// Upper barrier.
        upper: f64,
    },
    /// A position beyond the end of the list it points into.
    #[error("there is no {kind} at position {position}, counted from 0")]
    Dangling {
        /// The kind.
        kind: &'static str,
        /// The position.
        position: usize,
    },
    /// A number beyond its legal range, or none.
    #[error(transparent)]
    Number(#[from] NumberFault),
    /// What changes no move of anybody.
    #[error(transparent)]
    Idle(#[from] IdleFault),
    /// A mediator that visits itself.
    #[error("`{0}` mediates and does not visit itself")]
    VisitsItself(String),
    /// A visit to a party that nobody asks.
    #[error("a visited party is a principal, or some option needs its consent, but `{party}` is {} and none needs its consent", role_words(*.role))]
    NothingToAsk {
        /// The party.
        party: String,
        /// Its role.
        role: Role,
    },
    /// A visit to a party that only says how far it is from the text, and nobody reads it.
    #[error("the visit changes nothing: `{party}` is {} and gives no verdict, and {reason}", role_words(*.role))]
    NothingRead {
        /// The party.
        party: String,
        /// Its role.
        role: Role,
        /// Why nothing is read of it.
        reason: &'static str,
    },
    /// The channel of a party that the mediator does not visit.
    #[error("the mediator does not visit `{0}`, so nothing is heard from it")]
    NotVisited(String),
    /// A party in a place for principals.
    #[error("{place} is a principal, but `{party}` is {}", role_words(*.role))]
    NotPrincipal {
        /// The place.
        place: &'static str,
        /// The party.
        party: String,
        /// Its role.
        role: Role,
    },
    /// The mediator is a principal.
    #[error("the mediator is no principal, but `{0}` is one")]
    MediatorIsPrincipal(String),
    /// Packages close one by one only under a mediator.
    #[error("packages close one by one only under `shuttle` or `single-text`, not `{protocol}`")]
    AgendaNeedsMediator {
        /// The protocol.
        protocol: &'static str,
    },
    /// A strategy that the protocol leaves no room for.
    #[error("`{rule}` needs the offers of others, which `{protocol}` does not have")]
    NeedsOffers {
        /// The rule.
        rule: &'static str,
        /// The protocol.
        protocol: &'static str,
    },
    /// Logit acceptance with micro.
    #[error("`micro` accepts by rank, so `logit` acceptance cannot be combined with it")]
    LogitMicro,
    /// A target of its own with rational.
    #[error(
        "`rational` accepts by what its refusal is worth, so `{acceptance}` acceptance cannot be combined with it"
    )]
    RationalNeeds {
        /// The acceptance rule.
        acceptance: &'static str,
    },
    /// Rational parties before bodies at home.
    #[error("`rational` plays talks that end with signature, so stages cannot be combined with it")]
    RationalWithStages,
    /// Tit for tat where nobody hears the others.
    #[error(
        "`{rule}` follows the others' wordings, which a mediator without `carrying` keeps to itself"
    )]
    NothingCarried {
        /// The rule.
        rule: &'static str,
    },
    /// A way to choose offers with a rule that chooses them itself.
    #[error(
        "`nearest` chooses among the deals that meet a target, but `{rule}` picks its offers itself"
    )]
    NothingToChoose {
        /// The rule.
        rule: &'static str,
    },
    /// A reaction with a rule that asks no share it could lower.
    #[error(
        "`react` lowers what `time-dependent` concession asks, so it cannot be combined with `{rule}`"
    )]
    NothingToLower {
        /// The rule.
        rule: &'static str,
    },
    /// Acceptance that falls in time where there is one round.
    #[error("an ultimatum has one round, in which `time-dependent` acceptance has no time to fall")]
    NoTimeToFall,
    /// A concession rule in an ultimatum.
    #[error("a concession rule is not used in an ultimatum")]
    ConcessionUnused,
    /// Stages ratify whole deals.
    #[error("stages ratify whole deals, so packages cannot be in force alone")]
    AloneWithStages,
    /// A party anticipates a body it does not have.
    #[error(
        "`{party}` anticipates its own body, but no stage with `logit`, `vote` or `threshold` approval names it"
    )]
    NothingToAnticipate {
        /// The party.
        party: String,
    },
    /// Somebody has a deadline who could not end the talks by leaving.
    #[error("`{party}` is not at the table, so that its leaving would not end the talks")]
    NotAtTheTable {
        /// The party.
        party: String,
    },
    /// An order leaves packages out.
    #[error("the order names every package, {} {} missing", listed(.missing), is_or_are(.missing))]
    OrderIncomplete {
        /// The packages left out.
        missing: Vec<String>,
    },
}

fn role_words(role: Role) -> &'static str {
    match role {
        Role::Principal => "a principal",
        Role::Mediator => "a mediator",
        Role::Observer => "an observer",
    }
}
