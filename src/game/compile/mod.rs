//! A scenario flattened to numbers, once per cell.

mod agenda;
mod parts;

use crate::game::profile::CompiledParty;
use crate::game::sets::{PartySet, mask};
use crate::game::streams::{Numbers, Streams};
use crate::game::{Block, Blocks, Consent, Owner, Stamp};
use crate::model::{
    Concession, DriverId, Group, LeverId, Mediation, PackageId, PartyId, Pattern, Protocol,
    Scenario, StageId, Subject,
};

pub use agenda::WORDINGS_MAX;

pub(crate) use parts::{CompiledChannel, CompiledDriver, CompiledLever, StageRule};

use agenda::{CompiledAgenda, check_wordings};
use parts::CompiledStage;

/// Limits a scenario exceeds only when it is compiled.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum CompileError {
    /// A block has more than [`crate::model::BLOCK_COMBOS_MAX`] combinations.
    #[error(
        "issues tied by linkages, red lines or a breach table have {0} combinations, at most 65536 can be handled"
    )]
    BlockTooLarge(f64),
    /// A package in force alone has more than [`crate::game::WORDINGS_MAX`] wordings.
    #[error("a package in force alone has {0} wordings, at most 100000 can be handled")]
    PackageTooLarge(f64),
    /// The diagram of a quota has more than [`crate::game::DIAGRAM_NODES_MAX`] nodes.
    #[error(
        "the votes of a quota add up in more than 1000000 ways that differ in what is still needed, too many to know how likely \
         consent is; round the votes, or name fewer parties"
    )]
    TooManySums,
    /// Playing it takes more gigabytes than a command may hold.
    #[error(
        "it would hold about {0:.1} GB, at most 4 are taken; lower `belief-draws`, or leave out issues or options"
    )]
    TooMuchMemory(f64),
    /// The only offer is weighed by more than [`WEIGHED_ANSWERS_MAX`] combinations of answers.
    #[error(
        "an ultimatum weighs {0} combinations of deals and answers, at most 1000000000 can be weighed; leave out options, or \
         name fewer parties whose consent only some deals need"
    )]
    TooManyAnswers(f64),
    /// The only offer is weighed by more than [`WEIGHED_DRAWS_MAX`] draws.
    #[error(
        "an ultimatum weighs {0} combinations of deals and draws of what others accept, at most 10000000000 can be weighed; \
         lower `belief-draws`, or leave out options"
    )]
    TooManyWeighed(f64),
    /// A Bayesian party weighs more than [`BELIEVED_ANSWERS_MAX`] combinations of answers.
    #[error(
        "a `bayesian` party weighs {0} combinations of answers to each deal, at most 100000 can be weighed; choose another \
         concession rule, or name fewer parties in consent rules"
    )]
    TooManyBelieved(f64),
}

/// Deals times combinations of answers that the maker of an only offer goes through before the first run.
pub const WEIGHED_ANSWERS_MAX: f64 = 1e9;
/// Combinations of answers that a Bayesian party goes through for each deal it weighs.
pub const BELIEVED_ANSWERS_MAX: f64 = 1e5;
/// Deals times draws of all others, likewise: some minutes.
pub const WEIGHED_DRAWS_MAX: f64 = 1e10;

/// A scenario flattened to numbers: structure, quantile functions and every table that depends on no draw.
///
/// Nothing fails once it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Game {
    /// Number of rounds T, as long as no lever moves the deadline.
    pub rounds: u32,
    /// Most rounds that may be held; T where no lever can put off the deadline.
    pub rounds_most: u32,
    /// Whether some lever may move the deadline.
    pub(crate) deadline_moves: bool,
    /// Number of issues.
    pub issues: usize,
    /// Issue blocks and combos.
    pub blocks: Blocks,
    /// Consent rules and cases.
    pub consent: Consent,
    /// Issues of each package, as bits.
    pub package_issues: Vec<u64>,
    /// Blocks that each package touches.
    pub package_blocks: Vec<Vec<usize>>,
    /// Number of packages each block touches.
    pub block_packages: Vec<u32>,
    /// The parties.
    pub parties: Vec<CompiledParty>,
    pub(crate) joint: Option<CompiledJoint>,
    pub(crate) drivers: Vec<CompiledDriver>,
    pub(crate) levers: Vec<CompiledLever>,
    pub(crate) stages: Vec<CompiledStage>,
    /// The probability of a breakdown.
    pub(crate) clock: Numbers,
    /// Its change per unit of each driver of the next list.
    pub(crate) clock_loads: Numbers,
    pub(crate) clock_drivers: Vec<usize>,
    /// Those of [`crate::model::ChannelCore`].
    pub(crate) channel: Numbers,
    /// What is different in it for single parties.
    pub(crate) own_channels: Vec<CompiledChannel>,
    /// Who may speak when.
    pub protocol: Protocol,
    /// Combos of the opening text, where one is given.
    pub(crate) opening: Option<Vec<u32>>,
    pub(crate) agenda: CompiledAgenda,
    /// The mediator, where it may not press: its levers are never used.
    pub(crate) idle_presser: Option<usize>,
    /// The parties that speak in alternating offers, or answer when they are visited, as bits.
    pub(crate) speakers: PartySet,
    pub(crate) stamp: Stamp,
}

/// Refuses more deals than an offer can be chosen from.
fn check_deals(
    scenario: &Scenario,
    blocks: &Blocks,
    consent: &Consent,
) -> Result<(), CompileError> {
    if let Some((_, draws)) = scenario.protocol.only_offer() {
        let answers = blocks.deal_count() * consent.chance_steps();
        if answers > WEIGHED_ANSWERS_MAX {
            return Err(CompileError::TooManyAnswers(answers));
        }
        let asked = f64::from(consent.all_named().count_ones());
        let weighed = blocks.deal_count() * asked * f64::from(draws);
        if weighed > WEIGHED_DRAWS_MAX {
            return Err(CompileError::TooManyWeighed(weighed));
        }
    }
    let answers = consent.chance_steps();
    if answers > BELIEVED_ANSWERS_MAX && keeps_beliefs(scenario) {
        return Err(CompileError::TooManyBelieved(answers));
    }
    Ok(())
}

/// Whether some party goes by a belief about what the others would answer.
fn keeps_beliefs(scenario: &Scenario) -> bool {
    let kinds = scenario.parties.iter().flat_map(|party| &party.types);
    let mut concessions = kinds.map(|kind| kind.profile.strategy.concession);
    concessions.any(|concession| matches!(concession, Concession::Bayesian { .. }))
}

/// Types drawn together, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledJoint {
    pub(crate) owner: Owner,
    pub(crate) probabilities: Numbers,
    /// For each row party and type.
    pub(crate) rows: Vec<Vec<(usize, usize)>>,
}

impl Game {
    /// Compiles a scenario.
    ///
    /// # Errors
    /// A limit of [`CompileError`] is exceeded.
    pub fn compile(scenario: &Scenario) -> Result<Self, CompileError> {
        let blocks = Blocks::of(scenario).map_err(CompileError::BlockTooLarge)?;
        let mut consent = Consent::of(scenario, &blocks);
        if scenario.protocol.only_offer().is_some() || keeps_beliefs(scenario) {
            let with_odds = consent.with_odds(scenario.parties.len());
            consent = with_odds.ok_or(CompileError::TooManySums)?;
        }
        let package_issues = package_issues(scenario);
        let touches = |issues: &u64, block: &Block| {
            let mut of_block = block.issues.iter();
            of_block.any(|issue| issues >> issue.0 & 1 == 1)
        };
        let package_blocks = package_issues.iter().map(|issues| {
            let all = blocks.list.iter().enumerate();
            let own = all.filter(|(_, block)| touches(issues, block));
            own.map(|(index, _)| index).collect()
        });
        let block_packages = blocks.list.iter().map(|block| {
            let packages = package_issues.iter();
            packages
                .map(|issues| u32::from(touches(issues, block)))
                .sum()
        });
        check_wordings(scenario).map_err(CompileError::PackageTooLarge)?;
        check_deals(scenario, &blocks, &consent)?;
        let mediation = scenario.protocol.mediation();
        let mut streams = Streams::of(scenario);
        let parties = (0..).map(PartyId).zip(&scenario.parties);
        let drivers = (0..).map(DriverId).zip(&scenario.drivers);
        let levers = (0..).map(LeverId).zip(&scenario.levers);
        let stages = (0..).map(StageId).zip(&scenario.stages);
        Ok(Self {
            rounds: scenario.clock.rounds,
            rounds_most: scenario.rounds_most(),
            deadline_moves: scenario.deadline_moves(),
            issues: scenario.issues.len(),
            block_packages: block_packages.collect(),
            package_blocks: package_blocks.collect(),
            package_issues,
            parties: parties
                .map(|(id, party)| CompiledParty::of(party, id, scenario, &blocks, &mut streams))
                .collect(),
            joint: compile_joint(scenario, &mut streams),
            drivers: drivers
                .map(|(id, driver)| CompiledDriver::of(driver, id, &mut streams))
                .collect(),
            levers: levers
                .map(|(id, lever)| CompiledLever::of(lever, id, &mut streams))
                .collect(),
            stages: stages
                .map(|(id, stage)| CompiledStage::of(stage, id, &mut streams))
                .collect(),
            clock: streams.take(Subject::Clock, Group::Core),
            clock_loads: streams.take(Subject::Clock, Group::Loads),
            clock_drivers: (scenario.clock.loads.iter().map(|load| load.0.index())).collect(),
            channel: streams.take(Subject::Channel, Group::Core),
            own_channels: (scenario.protocol.own_channels().iter())
                .map(|own| CompiledChannel::of(own, &mut streams))
                .collect(),
            opening: mediation
                .and_then(|mediation| mediation.opening.as_ref())
                .map(|deal| blocks.combos_of(deal)),
            agenda: CompiledAgenda::of(scenario, &blocks),
            idle_presser: mediation
                .filter(|mediation| !mediation.roles.pressing)
                .map(|mediation| mediation.mediator.index()),
            speakers: mask(&scenario.speakers()),
            protocol: scenario.protocol.clone(),
            stamp: Stamp::new(),
            consent,
            blocks,
        })
    }

    /// Settings of a mediated negotiation, where it is one.
    pub(crate) fn mediation(&self) -> Option<&Mediation> {
        self.protocol.mediation()
    }

    /// Whether a party speaks in turn, or answers when it is visited.
    pub(crate) fn speaks(&self, party: usize) -> bool {
        self.speakers >> party & 1 == 1
    }

    /// Whether offers in turn are made one a round.
    pub(crate) fn one_offer_per_round(&self) -> bool {
        self.protocol.is_one_offer_per_round()
    }

    /// Whether the parties make offers in turn.
    pub(crate) fn takes_turns(&self) -> bool {
        !self.protocol.offers_in_turn().is_empty()
    }

    /// Number of a type of a party when the types of all parties are counted through.
    pub(crate) fn slot(&self, party: usize, kind: usize) -> usize {
        self.parties[party].first_slot + kind
    }

    /// Number of options of an issue.
    pub fn option_count(&self, issue: usize) -> usize {
        self.blocks.option_starts[issue + 1] - self.blocks.option_starts[issue]
    }

    /// Whether what a body at home makes of a deal may change from round to round.
    pub(crate) fn home_moves(&self) -> bool {
        let inherits = || self.stages.iter().any(|stage| stage.heir_of.is_some());
        self.home_shifts() || self.tables_move() && inherits()
    }

    /// Whether levers or drivers shift reservation values or support of bodies at home.
    pub(crate) fn home_shifts(&self) -> bool {
        self.stages
            .iter()
            .any(|stage| !stage.load_drivers.is_empty())
            || self.levers.iter().any(|lever| lever.moves_home)
    }

    /// Whether levers or drivers move the probability of a breakdown.
    pub(crate) fn breakdown_moves(&self) -> bool {
        !self.clock_drivers.is_empty() || self.levers.iter().any(|lever| lever.moves_breakdown)
    }

    /// Whether some lever moves what the tables hold.
    pub(crate) fn tables_move(&self) -> bool {
        self.levers.iter().any(|lever| lever.moves_tables)
    }
}

fn package_issues(scenario: &Scenario) -> Vec<u64> {
    let packages = (0..scenario.packages.len()).map(PackageId::at);
    let bits = |package| {
        let issues = scenario.issues_of(package);
        issues.fold(0, |bits, issue| bits | 1 << issue.0)
    };
    packages.map(bits).collect()
}

fn compile_joint(scenario: &Scenario, streams: &mut Streams) -> Option<CompiledJoint> {
    let rows = &scenario.joint_types;
    (!rows.is_empty()).then(|| CompiledJoint {
        owner: Owner::named("joint"),
        probabilities: streams.take(Subject::JointTypes, Group::Core),
        rows: rows
            .iter()
            .map(|row| {
                row.types
                    .iter()
                    .map(|(party, kind)| (party.index(), kind.index()))
                    .collect()
            })
            .collect(),
    })
}

/// Whether a deal matches one of some patterns, which may span blocks.
pub(crate) fn deal_matches(patterns: &[Pattern], blocks: &Blocks, deal: &[u32]) -> bool {
    let holds = |pattern: &Pattern| {
        let mut conditions = pattern.conditions.iter();
        conditions.all(|(issue, set)| set.contains(usize::from(blocks.option_in(deal, *issue))))
    };
    patterns.iter().any(holds)
}
