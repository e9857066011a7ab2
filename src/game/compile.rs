//! A scenario flattened to numbers, once per cell.

use crate::game::consent::mask;
use crate::game::numbers::UtilityOwners;
use crate::game::profile::{CompiledParty, CompiledUtility, Numbers};
use crate::game::{Blocks, Consent, Owner};
use crate::model::{
    Agenda, Approval, EffectTarget, InForce, Mediation, OnFailure, Packaged, PartyId, Pattern,
    Process, Protocol, Scenario, Stage, Uncertain, Use,
};

/// Limits a scenario exceeds only when it is compiled.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum CompileError {
    /// A block has more than [`crate::game::BLOCK_COMBOS_MAX`] combinations.
    #[error(
        "issues tied by linkages, red lines or a breach table have {0} combinations, at most 65536 can be handled"
    )]
    BlockTooLarge(f64),
    /// A package in force alone has more than [`WORDINGS_MAX`] wordings.
    #[error("a package in force alone has {0} wordings, at most 100000 can be handled")]
    PackageTooLarge(f64),
    /// More than [`crate::game::CONDITIONAL_CONSENTERS_MAX`] parties are needed by some deals only.
    #[error("{0} parties must consent to some deals only, at most 16 can be handled")]
    TooManyConsenters(u32),
}

/// Most wordings a package in force alone may have: each is looked at in every answer.
pub const WORDINGS_MAX: f64 = 100_000.0;

/// A driver, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledDriver {
    pub(crate) numbers_owner: Owner,
    pub(crate) path_owner: Owner,
    /// Start, then the process' numbers in declaration order.
    pub(crate) numbers: Numbers,
    pub(crate) process: ProcessKind,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
}

/// The processes without their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProcessKind {
    RandomWalk,
    MeanReverting,
    Battles,
}

/// A lever, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledLever {
    pub(crate) owner: Owner,
    /// Stream of the one uniform that decides a use with some probability.
    pub(crate) use_owner: Owner,
    pub(crate) actor: usize,
    /// Cost, credibility, credibility half-life, half-life, delay, duration, probability of use, then effect sizes.
    pub(crate) numbers: Numbers,
    pub(crate) targets: Vec<EffectTarget>,
    pub(crate) usage: Use,
    /// Whether it moves what the tables hold: weights, scores or breach probabilities.
    pub(crate) moves_tables: bool,
}

/// A ratification stage, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledStage {
    pub(crate) owners: UtilityOwners,
    pub(crate) core_owner: Owner,
    pub(crate) moves_owner: Owner,
    /// Reservation value, λ, delay.
    pub(crate) core: Numbers,
    pub(crate) utility: Option<CompiledUtility>,
    pub(crate) rule: StageRule,
    pub(crate) when: Vec<Pattern>,
    pub(crate) forbid: Vec<Pattern>,
    pub(crate) on_failure: OnFailure,
}

/// How a body decides, without its numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum StageRule {
    Logit,
    Threshold,
    Quota {
        votes: Vec<(PartyId, f64)>,
        quota: f64,
    },
}

/// How packages close.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledAgenda {
    /// Whether one text must be accepted whole.
    pub(crate) single: bool,
    /// Round from which each package is open at the latest; with the package that must close before, in sequence.
    pub(crate) slots: Vec<(u32, Option<usize>)>,
    pub(crate) reopen_after: u32,
    /// Combos of the status quo where packages are in force alone.
    pub(crate) status_quo: Option<Vec<u32>>,
}

/// A scenario flattened to numbers: structure, quantile functions and every table that depends on no draw.
///
/// Nothing fails once it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Game {
    /// Number of rounds T.
    pub rounds: u32,
    /// Number of issues.
    pub issues: usize,
    /// Issue blocks and combos.
    pub blocks: Blocks,
    /// Consent rules and cases.
    pub consent: Consent,
    /// Where each issue's options begin when all options are numbered through, and where the last ones end.
    pub option_starts: Vec<usize>,
    /// Package of each issue.
    pub package_of: Vec<usize>,
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
    pub(crate) clock: Numbers,
    pub(crate) clock_owner: Owner,
    /// Noise, bias, reading error.
    pub(crate) channel: Numbers,
    pub(crate) channel_owner: Owner,
    /// Who may speak when.
    pub protocol: Protocol,
    /// Combos of the opening text, where one is given.
    pub(crate) opening: Option<Vec<u32>>,
    pub(crate) agenda: CompiledAgenda,
    /// The mediator, where it may not press: its levers are never used.
    pub(crate) idle_presser: Option<usize>,
}

/// Types drawn together, compiled.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CompiledJoint {
    pub(crate) owner: Owner,
    pub(crate) probabilities_owner: Owner,
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
        let consent = Consent::of(scenario, &blocks).map_err(CompileError::TooManyConsenters)?;
        let package_of: Vec<usize> = scenario
            .issues
            .iter()
            .map(|issue| issue.package.index())
            .collect();
        let touches = |package: usize, block: usize| {
            blocks.list[block]
                .issues
                .iter()
                .any(|issue| package_of[issue.index()] == package)
        };
        let packages = 0..scenario.packages.len();
        let all_blocks = 0..blocks.list.len();
        let package_blocks: Vec<Vec<usize>> = packages
            .clone()
            .map(|package| {
                all_blocks
                    .clone()
                    .filter(|&block| touches(package, block))
                    .collect()
            })
            .collect();
        let block_packages = all_blocks.map(|block| {
            u32::try_from(
                packages
                    .clone()
                    .filter(|&package| touches(package, block))
                    .count(),
            )
            .expect("at most 32")
        });
        check_wordings(scenario)?;
        let mediation = mediation(&scenario.protocol);
        let parties = scenario.parties.iter().enumerate();
        Ok(Self {
            rounds: scenario.clock.rounds,
            issues: scenario.issues.len(),
            option_starts: option_starts(scenario),
            package_issues: package_issues(scenario),
            block_packages: block_packages.collect(),
            package_blocks,
            package_of,
            parties: parties
                .map(|(index, party)| CompiledParty::of(party, index, scenario, &blocks))
                .collect(),
            joint: compile_joint(scenario),
            drivers: scenario.drivers.iter().map(compile_driver).collect(),
            levers: scenario.levers.iter().map(compile_lever).collect(),
            stages: scenario.stages.iter().map(compile_stage).collect(),
            clock: Numbers::of([&scenario.clock.breakdown]),
            clock_owner: Owner::named("clock"),
            channel: compile_channel(scenario),
            channel_owner: Owner::named("channel"),
            opening: mediation
                .and_then(|mediation| mediation.opening.as_ref())
                .map(|deal| blocks.combos_of(deal)),
            agenda: compile_agenda(scenario, &blocks),
            idle_presser: mediation
                .filter(|mediation| !mediation.roles.pressing)
                .map(|m| m.mediator.index()),
            protocol: scenario.protocol.clone(),
            consent,
            blocks,
        })
    }

    /// Settings of a mediated negotiation, where it is one.
    pub(crate) fn mediation(&self) -> Option<&Mediation> {
        mediation(&self.protocol)
    }

    /// The parties that speak in alternating offers, or are visited, as bits.
    pub(crate) fn speakers(&self) -> u32 {
        match &self.protocol {
            Protocol::AlternatingOffers { order } => mask(order),
            Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) => {
                mask(&mediation.visits)
            }
            Protocol::Ultimatum { proposer, .. } => mask(&[*proposer]),
        }
    }

    /// Number of options of an issue.
    pub fn option_count(&self, issue: usize) -> usize {
        self.option_starts[issue + 1] - self.option_starts[issue]
    }

    /// Whether some lever moves what the tables hold.
    pub(crate) fn tables_move(&self) -> bool {
        self.levers.iter().any(|lever| lever.moves_tables)
    }
}

fn check_wordings(scenario: &Scenario) -> Result<(), CompileError> {
    let (Agenda::Parallel(packaged) | Agenda::Sequential { packaged, .. }) = &scenario.agenda
    else {
        return Ok(());
    };
    if packaged.in_force == InForce::Together {
        return Ok(());
    }
    let options =
        |issue: &crate::model::IssueId| scenario.issues[issue.index()].options.len() as f64;
    let wordings = scenario
        .packages
        .iter()
        .map(|package| package.issues.iter().map(options).product::<f64>());
    let most = wordings.fold(0.0, f64::max);
    if most > WORDINGS_MAX {
        Err(CompileError::PackageTooLarge(most))
    } else {
        Ok(())
    }
}

fn mediation(protocol: &Protocol) -> Option<&Mediation> {
    match protocol {
        Protocol::Shuttle(mediation) | Protocol::SingleText(mediation) => Some(mediation),
        _ => None,
    }
}

fn option_starts(scenario: &Scenario) -> Vec<usize> {
    let mut start = 0;
    let mut starts = Vec::with_capacity(scenario.issues.len() + 1);
    for issue in &scenario.issues {
        starts.push(start);
        start += issue.options.len();
    }
    starts.push(start);
    starts
}

fn package_issues(scenario: &Scenario) -> Vec<u64> {
    let bits = |package: &crate::model::Package| {
        package
            .issues
            .iter()
            .fold(0, |bits, issue| bits | 1 << issue.0)
    };
    scenario.packages.iter().map(bits).collect()
}

fn compile_joint(scenario: &Scenario) -> Option<CompiledJoint> {
    let rows = &scenario.joint_types;
    (!rows.is_empty()).then(|| CompiledJoint {
        owner: Owner::named("joint"),
        probabilities_owner: Owner::named("joint/probabilities"),
        probabilities: Numbers::of(rows.iter().map(|row| &row.probability)),
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

fn compile_driver(driver: &crate::model::Driver) -> CompiledDriver {
    let (process, numbers) = match &driver.process {
        Process::RandomWalk { drift, sd } => {
            (ProcessKind::RandomWalk, vec![&driver.start, drift, sd])
        }
        Process::MeanReverting { mean, speed, sd } => (
            ProcessKind::MeanReverting,
            vec![&driver.start, mean, speed, sd],
        ),
        Process::Battles { step, up } => (ProcessKind::Battles, vec![&driver.start, step, up]),
    };
    CompiledDriver {
        numbers_owner: Owner::named(&format!("driver/{}/numbers", driver.id)),
        path_owner: Owner::named(&format!("driver/{}/path", driver.id)),
        numbers: Numbers::of(numbers),
        process,
        lower: driver.lower.unwrap_or(f64::NEG_INFINITY),
        upper: driver.upper.unwrap_or(f64::INFINITY),
    }
}

fn compile_lever(lever: &crate::model::Lever) -> CompiledLever {
    let forever = Uncertain::fixed(f64::INFINITY);
    let always = Uncertain::fixed(1.0);
    let probability = if let Use::WithProbability(probability) = &lever.usage {
        probability
    } else {
        &always
    };
    let head = [
        &lever.cost,
        &lever.credibility,
        lever.credibility_half_life.as_ref().unwrap_or(&forever),
        lever.half_life.as_ref().unwrap_or(&forever),
        &lever.delay,
        lever.duration.as_ref().unwrap_or(&forever),
        probability,
    ];
    let targets: Vec<EffectTarget> = lever.effects.iter().map(|effect| effect.target).collect();
    let moves = |target: &EffectTarget| {
        matches!(
            target,
            EffectTarget::Weight(..) | EffectTarget::Score(..) | EffectTarget::Breach(_)
        )
    };
    CompiledLever {
        owner: Owner::named(&format!("lever/{}", lever.id)),
        use_owner: Owner::named(&format!("lever/{}/use", lever.id)),
        actor: lever.actor.index(),
        numbers: Numbers::of(
            head.into_iter()
                .chain(lever.effects.iter().map(|effect| &effect.size)),
        ),
        moves_tables: lever.usage != Use::Never && targets.iter().any(moves),
        targets,
        usage: lever.usage.clone(),
    }
}

fn compile_stage(stage: &Stage) -> CompiledStage {
    let one = Uncertain::fixed(1.0);
    let zero = Uncertain::fixed(0.0);
    let (utility, reservation, lambda, rule) = match &stage.approval {
        Approval::Logit {
            utility,
            reservation,
            lambda,
        } => (Some(utility), reservation, lambda, StageRule::Logit),
        Approval::Threshold {
            utility,
            reservation,
        } => (Some(utility), reservation, &one, StageRule::Threshold),
        Approval::Quota { votes, quota } => (
            None,
            &zero,
            &one,
            StageRule::Quota {
                votes: votes.clone(),
                quota: *quota,
            },
        ),
    };
    let owner = |part: &str| Owner::named(&format!("stage/{}/{part}", stage.id));
    CompiledStage {
        owners: UtilityOwners {
            weights: owner("weights"),
            weight_errors: owner("weight-errors"),
            scores: owner("scores"),
            score_errors: owner("score-errors"),
        },
        core_owner: owner("core"),
        moves_owner: Owner::named(&format!("stage/{}", stage.id)),
        core: Numbers::of([reservation, lambda, &stage.delay]),
        utility: utility.map(CompiledUtility::of),
        rule,
        when: stage.when.clone(),
        forbid: stage.forbid.clone(),
        on_failure: stage.on_failure,
    }
}

fn compile_channel(scenario: &Scenario) -> Numbers {
    let zero = Uncertain::fixed(0.0);
    // No reading at all is written as an infinite error, which no report can carry.
    let none = Uncertain::fixed(f64::INFINITY);
    match &scenario.protocol {
        Protocol::Shuttle(mediation) => {
            let channel = &mediation.channel;
            Numbers::of([
                &channel.noise,
                &channel.bias,
                channel.reading_error.as_ref().unwrap_or(&none),
            ])
        }
        _ => Numbers::of([&zero, &zero, &none]),
    }
}

fn compile_agenda(scenario: &Scenario, blocks: &Blocks) -> CompiledAgenda {
    let packages = scenario.packages.len();
    let mut slots = vec![(0, None); packages];
    let packaged: Option<&Packaged> = match &scenario.agenda {
        Agenda::SingleUndertaking => None,
        Agenda::Parallel(packaged) => Some(packaged),
        Agenda::Sequential { order, packaged } => {
            for (place, package) in order.iter().enumerate() {
                let slot = place as u64 * u64::from(scenario.clock.rounds) / packages as u64;
                let before = place.checked_sub(1).map(|before| order[before].index());
                slots[package.index()] = (
                    u32::try_from(slot).expect("a slot lies below the deadline"),
                    before,
                );
            }
            Some(packaged)
        }
    };
    let status_quo = packaged.and_then(|packaged| match &packaged.in_force {
        InForce::Together => None,
        InForce::Alone { status_quo } => Some(blocks.combos_of(status_quo)),
    });
    CompiledAgenda {
        single: packaged.is_none(),
        slots,
        reopen_after: packaged.map_or(u32::MAX, |packaged| packaged.reopen_after),
        status_quo,
    }
}

/// Whether a deal matches one of some patterns, which may span blocks.
pub(crate) fn deal_matches(patterns: &[Pattern], blocks: &Blocks, deal: &[u32]) -> bool {
    let holds = |pattern: &Pattern| {
        pattern.conditions.iter().all(|&(issue, set)| {
            let combo = deal[blocks.of_issue[issue.index()].0 as usize];
            set.contains(usize::from(blocks.option(combo, issue)))
        })
    };
    patterns.iter().any(holds)
}
