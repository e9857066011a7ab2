//! The file as spelled: every key there is, each leaf with its place; names not yet looked up.

mod strategy;

pub(crate) use strategy::{AcceptanceFile, ConcessionFile, StrategyFile};

use crate::model::Uncertain;
use crate::scenario::document::At;

/// A leaf with its place.
#[derive(Clone, Debug)]
pub(crate) struct Spelled<T> {
    pub(crate) value: T,
    pub(crate) at: At,
}

/// A text, an id, a name or a word.
pub(crate) type Word = Spelled<String>;
/// A number that may be drawn, within its legal range.
pub(crate) type Number = Spelled<Uncertain>;
/// A number that is never drawn, within its legal range.
pub(crate) type Plain = Spelled<f64>;
/// A whole number within its legal range.
pub(crate) type Whole = Spelled<u32>;

/// The whole file.
#[derive(Debug)]
pub(crate) struct ScenarioFile {
    pub(crate) at: At,
    pub(crate) format: Option<Whole>,
    pub(crate) title: Option<Word>,
    pub(crate) description: Option<Word>,
    pub(crate) says_clock: bool,
    pub(crate) clock: Option<ClockFile>,
    pub(crate) consent: Option<ConsentFile>,
    pub(crate) packages: Listed<PackageFile>,
    pub(crate) issues: Listed<IssueFile>,
    pub(crate) parties: Listed<PartyFile>,
    pub(crate) joint_types: Listed<JointFile>,
    pub(crate) plans: Listed<PlanFile>,
    pub(crate) drivers: Listed<DriverFile>,
    pub(crate) levers: Listed<LeverFile>,
    pub(crate) stages: Listed<StageFile>,
    pub(crate) protocol: Option<Spelled<ProtocolFile>>,
    pub(crate) agenda: Option<AgendaFile>,
}

/// A list with its place; none where the key is left out.
#[derive(Clone, Debug)]
pub(crate) struct Listed<T> {
    pub(crate) at: Option<At>,
    pub(crate) items: Vec<T>,
}

/// Id and title of an object.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) at: At,
    pub(crate) id: Option<Word>,
    pub(crate) title: Option<Word>,
}

#[derive(Debug)]
pub(crate) struct ClockFile {
    pub(crate) at: At,
    /// Whether `rounds` is written, legal or not.
    pub(crate) says_rounds: bool,
    pub(crate) rounds: Option<Whole>,
    pub(crate) round_length: Option<Word>,
    pub(crate) breakdown: Option<Number>,
}

#[derive(Debug)]
pub(crate) struct ConsentFile {
    pub(crate) at: At,
    pub(crate) rule: ConsentSpelled,
}

#[derive(Debug)]
pub(crate) enum ConsentSpelled {
    All(Listed<Word>),
    Any(Listed<Word>),
    Quota(QuotaFile),
}

#[derive(Debug)]
pub(crate) struct QuotaFile {
    /// Party and votes.
    pub(crate) votes: Vec<(Word, Plain)>,
    pub(crate) needed: Option<Plain>,
}

#[derive(Debug)]
pub(crate) struct PackageFile {
    pub(crate) name: Named,
    pub(crate) consent: Option<ConsentFile>,
}

#[derive(Debug)]
pub(crate) struct IssueFile {
    pub(crate) name: Named,
    pub(crate) package: Option<Word>,
    pub(crate) says_package: bool,
    pub(crate) consent: Option<ConsentFile>,
    pub(crate) options: Listed<OptionFile>,
}

#[derive(Debug)]
pub(crate) struct OptionFile {
    pub(crate) name: Named,
    pub(crate) value: Option<Plain>,
    pub(crate) consent: Option<ConsentFile>,
}

#[derive(Debug)]
pub(crate) struct PartyFile {
    pub(crate) name: Named,
    pub(crate) role: Option<Word>,
    pub(crate) influence: Option<Plain>,
    pub(crate) types: Listed<TypeFile>,
    pub(crate) preferences: PreferencesFile,
}

#[derive(Debug)]
pub(crate) struct TypeFile {
    pub(crate) name: Named,
    pub(crate) says_probability: bool,
    pub(crate) probability: Option<Number>,
    pub(crate) preferences: PreferencesFile,
}

/// What a party wants and does, or what a type changes in it.
#[derive(Debug)]
pub(crate) struct PreferencesFile {
    pub(crate) utility: Option<UtilityFile>,
    pub(crate) says_utility: bool,
    pub(crate) says_reservation: bool,
    pub(crate) reservation: Option<Number>,
    pub(crate) discount: Option<Number>,
    pub(crate) round_cost: Option<Number>,
    pub(crate) never: Option<Listed<PatternFile>>,
    pub(crate) anticipate: Option<Plain>,
    pub(crate) weight_concentration: Option<Plain>,
    pub(crate) score_sd: Option<Plain>,
    pub(crate) linkages: Option<Listed<LinkageFile>>,
    pub(crate) breach: Option<BreachFile>,
    pub(crate) loads: Option<Vec<(Word, Number)>>,
    pub(crate) strategy: Option<StrategyFile>,
}

#[derive(Debug)]
pub(crate) struct UtilityFile {
    pub(crate) at: At,
    pub(crate) issues: Vec<IssueUtilityFile>,
}

#[derive(Debug)]
pub(crate) struct IssueUtilityFile {
    pub(crate) issue: Word,
    pub(crate) weight: Option<Number>,
    pub(crate) scores: Option<Spelled<Vec<Uncertain>>>,
}

/// Issues with the options asked for.
#[derive(Debug)]
pub(crate) struct PatternFile {
    pub(crate) at: At,
    pub(crate) conditions: Vec<(Word, Vec<Word>)>,
}

#[derive(Debug)]
pub(crate) struct LinkageFile {
    pub(crate) when: Option<PatternFile>,
    pub(crate) bonus: Option<Number>,
}

#[derive(Debug)]
pub(crate) struct BreachFile {
    pub(crate) at: At,
    pub(crate) loss: Option<Number>,
    pub(crate) issues: Listed<Word>,
    pub(crate) probability: Option<GridFile>,
}

/// Numbers in nested lists.
#[derive(Debug)]
pub(crate) enum GridFile {
    Number(Number),
    List(Spelled<Vec<GridFile>>),
}

#[derive(Debug)]
pub(crate) struct JointFile {
    pub(crate) at: At,
    pub(crate) probability: Option<Number>,
    /// Party and type.
    pub(crate) types: Option<Vec<(Word, Word)>>,
}

#[derive(Debug)]
pub(crate) struct PlanFile {
    pub(crate) name: Named,
    pub(crate) author: Option<Word>,
    /// Issue and option.
    pub(crate) options: Option<Spelled<Vec<(Word, Word)>>>,
}

#[derive(Debug)]
pub(crate) struct DriverFile {
    pub(crate) name: Named,
    pub(crate) start: Option<Number>,
    pub(crate) process: Option<crate::model::Process>,
    pub(crate) lower: Option<Plain>,
    pub(crate) upper: Option<Plain>,
}

#[derive(Debug)]
pub(crate) struct LeverFile {
    pub(crate) name: Named,
    pub(crate) actor: Option<Word>,
    pub(crate) cost: Option<Number>,
    pub(crate) credibility: Option<Number>,
    pub(crate) credibility_half_life: Option<Number>,
    pub(crate) half_life: Option<Number>,
    pub(crate) delay: Option<Number>,
    pub(crate) duration: Option<Number>,
    pub(crate) effects: Listed<EffectFile>,
    pub(crate) usage: Option<UseFile>,
}

#[derive(Debug)]
pub(crate) struct EffectFile {
    pub(crate) at: At,
    pub(crate) party: Option<Word>,
    pub(crate) reservation: Option<Number>,
    pub(crate) round_cost: Option<Number>,
    pub(crate) breach: Option<Number>,
    pub(crate) weight: Option<ShiftFile>,
    pub(crate) score: Option<ShiftFile>,
    pub(crate) driver: Option<Word>,
    pub(crate) channel: Option<Word>,
    pub(crate) shift: Option<Number>,
    /// The keys as written.
    pub(crate) keys: Vec<String>,
}

/// Shift of a weight, or of a score when it names an option.
#[derive(Debug)]
pub(crate) struct ShiftFile {
    pub(crate) issue: Option<Word>,
    pub(crate) option: Option<Word>,
    pub(crate) shift: Option<Number>,
}

#[derive(Debug)]
pub(crate) enum UseFile {
    Never,
    Always,
    Rounds {
        from: Option<Whole>,
        until: Option<Whole>,
    },
    AfterRefusals {
        party: Option<Word>,
        count: Option<Whole>,
    },
    WhenStuck {
        rounds: Option<Whole>,
    },
    OnceAccepts {
        party: Option<Word>,
    },
    WithProbability(Number),
}

#[derive(Debug)]
pub(crate) struct StageFile {
    pub(crate) name: Named,
    pub(crate) party: Option<Word>,
    pub(crate) approval: Option<Spelled<ApprovalFile>>,
    pub(crate) utility: Option<UtilityFile>,
    pub(crate) says_utility: bool,
    pub(crate) reservation: Option<Number>,
    pub(crate) says_reservation: bool,
    pub(crate) weight_concentration: Option<Plain>,
    pub(crate) score_sd: Option<Plain>,
    pub(crate) delay: Option<Number>,
    pub(crate) when: Option<Listed<PatternFile>>,
    pub(crate) forbid: Option<Listed<PatternFile>>,
    pub(crate) on_failure: Option<Word>,
}

#[derive(Debug)]
pub(crate) enum ApprovalFile {
    Logit { lambda: Option<Number> },
    Threshold,
    Quota(QuotaFile),
}

#[derive(Debug)]
pub(crate) enum ProtocolFile {
    AlternatingOffers {
        order: Listed<Word>,
        one_offer_per_round: Option<Spelled<bool>>,
    },
    Shuttle(MediationFile),
    SingleText(MediationFile),
    Ultimatum {
        proposer: Option<Word>,
        belief_draws: Option<Whole>,
    },
}

/// The mediator's reading of how far a party is from a text.
#[derive(Debug)]
pub(crate) enum ReadingFile {
    None,
    Error(Number),
}

#[derive(Debug)]
pub(crate) struct MediationFile {
    pub(crate) mediator: Option<Word>,
    pub(crate) visits: Listed<Word>,
    pub(crate) opening: Option<Word>,
    pub(crate) kappa: Option<Plain>,
    pub(crate) edits: Option<Whole>,
    pub(crate) belief_draws: Option<Whole>,
    pub(crate) likelihood_lambda: Option<Plain>,
    pub(crate) forgetting: Option<Plain>,
    pub(crate) red_line_penalty: Option<Plain>,
    pub(crate) noise: Option<Number>,
    pub(crate) bias: Option<Number>,
    pub(crate) reading_error: Option<ReadingFile>,
    pub(crate) roles: crate::model::Roles,
}

#[derive(Debug)]
pub(crate) struct AgendaFile {
    pub(crate) at: At,
    pub(crate) order: AgendaSpelled,
}

#[derive(Debug)]
pub(crate) enum AgendaSpelled {
    SingleUndertaking,
    Parallel(PackagedFile),
    Sequential {
        order: Listed<Word>,
        packaged: PackagedFile,
    },
}

#[derive(Debug)]
pub(crate) struct PackagedFile {
    pub(crate) in_force: Option<InForceFile>,
    pub(crate) reopen_after: Option<Whole>,
}

#[derive(Debug)]
pub(crate) enum InForceFile {
    Together,
    Alone { at: At, status_quo: Option<Word> },
}
