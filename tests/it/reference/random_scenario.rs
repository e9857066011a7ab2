//! Random small negotiations with every feature switched on now and then.
//!
//! A feature left out of the mask is never used, so that a disagreement can be narrowed down to the features it needs.

use zopa::model::{
    Acceptance, Agenda, Approval, Belief, Body, BodyRule, Breach, Channel, Choose, Clock,
    Concession, ConsentRule, Deal, Distribution, Driver, DriverId, Effect, EffectTarget, Imitation,
    InForce, Issue, IssueId, IssueOption, JointType, Jumps, Lever, Linkage, Mediation, OnFailure,
    OptionSet, OwnChannel, OwnReading, Package, PackageId, Packaged, Party, PartyId, PartyType,
    Pattern, Process, Profile, Protocol, Range, Role, Roles, Scenario, Stage, StageId, Strategy,
    TypeId, Uncertain, Use, Utility,
};

/// Names of the features, in the order of their bits.
pub(crate) const FEATURES: [&str; 52] = [
    "spread numbers",
    "types",
    "joint types",
    "weight concentration",
    "score sd",
    "zero weights",
    "linkages",
    "red lines",
    "breach",
    "drivers",
    "barriers",
    "levers",
    "threats",
    "lever times",
    "levers on tables",
    "levers on the channel",
    "use by events",
    "consent overrides",
    "anticipation",
    "stages",
    "stage delays",
    "mediation",
    "ultimatum",
    "packaged agenda",
    "in force alone",
    "other concession rules",
    "logit",
    "react",
    "nearest",
    "floor off",
    "fair share",
    "breakdown",
    "belief draws",
    "channel and roles",
    "one offer per round",
    "rational",
    "tit for tat",
    "planned offers",
    "own acceptance",
    "types alike",
    "votes at home",
    "bodies that inherit",
    "moves at home",
    "breakdown that moves",
    "jumps",
    "use by what happens at home",
    "deadline that moves",
    "payments on agreement",
    "deadlines",
    "mere threats",
    "channels of their own",
    "visits to others with a say",
];

/// Everything on.
pub(crate) const ALL: u64 = (1 << FEATURES.len()) - 1;

pub(crate) const SPREAD: u32 = 0;
pub(crate) const TYPES: u32 = 1;
pub(crate) const JOINT: u32 = 2;
pub(crate) const CONCENTRATION: u32 = 3;
pub(crate) const SCORE_SD: u32 = 4;
pub(crate) const ZERO_WEIGHTS: u32 = 5;
pub(crate) const LINKAGES: u32 = 6;
pub(crate) const RED_LINES: u32 = 7;
pub(crate) const BREACH: u32 = 8;
pub(crate) const DRIVERS: u32 = 9;
pub(crate) const BARRIERS: u32 = 10;
pub(crate) const LEVERS: u32 = 11;
pub(crate) const THREATS: u32 = 12;
pub(crate) const LEVER_TIMES: u32 = 13;
pub(crate) const LEVER_TABLES: u32 = 14;
pub(crate) const LEVER_CHANNEL: u32 = 15;
pub(crate) const USE_EVENTS: u32 = 16;
pub(crate) const CONSENT: u32 = 17;
pub(crate) const ANTICIPATION: u32 = 18;
pub(crate) const STAGES: u32 = 19;
pub(crate) const STAGE_DELAYS: u32 = 20;
pub(crate) const MEDIATION: u32 = 21;
pub(crate) const ULTIMATUM: u32 = 22;
pub(crate) const PACKAGED: u32 = 23;
pub(crate) const ALONE: u32 = 24;
pub(crate) const CONCESSIONS: u32 = 25;
pub(crate) const LOGIT: u32 = 26;
pub(crate) const REACT: u32 = 27;
pub(crate) const NEAREST: u32 = 28;
pub(crate) const FLOOR_OFF: u32 = 29;
pub(crate) const FAIR_SHARE: u32 = 30;
pub(crate) const BREAKDOWN: u32 = 31;
pub(crate) const BELIEF: u32 = 32;
pub(crate) const CHANNEL: u32 = 33;
pub(crate) const ONE_OFFER: u32 = 34;
pub(crate) const RATIONAL: u32 = 35;
pub(crate) const TIT_FOR_TAT: u32 = 36;
pub(crate) const PLANS: u32 = 37;
pub(crate) const ACCEPTANCE: u32 = 38;
pub(crate) const ALIKE: u32 = 39;
pub(crate) const VOTES: u32 = 40;
pub(crate) const HEIRS: u32 = 41;
pub(crate) const HOME_MOVES: u32 = 42;
pub(crate) const BREAKDOWN_MOVES: u32 = 43;
pub(crate) const JUMPS: u32 = 44;
pub(crate) const USE_HOME: u32 = 45;
pub(crate) const DEADLINE_MOVES: u32 = 46;
pub(crate) const PAYMENTS: u32 = 47;
pub(crate) const DEADLINES: u32 = 48;
pub(crate) const MERE_THREATS: u32 = 49;
pub(crate) const OWN_CHANNELS: u32 = 50;
pub(crate) const VISITS: u32 = 51;

/// The scenario of a seed, with the features of a mask.
pub(crate) fn random_scenario(seed: u64, mask: u64) -> Scenario {
    let mut dice = Dice {
        state: seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x5851_f42d_4c95_7f2d,
        mask,
    };
    let mediated = dice.with(MEDIATION, 0.6);
    let cast = cast(&mut dice, mediated);
    let frame = Frame::random(&mut dice, &cast, mediated);
    let alternating = matches!(frame.protocol, Protocol::AlternatingOffers { .. });
    let drivers = drivers(&mut dice);
    let mut parties = parties(&mut dice, &cast, &frame, drivers.len(), alternating);
    let joint_types = joint_types(&mut dice, &mut parties);
    let levers = levers(&mut dice, &frame, parties.len(), drivers.len(), mediated);
    let alone = frame.is_alone();
    let stages = if alone {
        Vec::new()
    } else {
        stages(&mut dice, &frame, &cast)
    };
    let mut scenario = Scenario {
        title: format!("random {seed}"),
        description: None,
        clock: Clock {
            rounds: frame.rounds,
            round_length: None,
            breakdown: if dice.with(BREAKDOWN, 0.4) {
                dice.number(0.02, 0.3, Range::SHARE)
            } else {
                Uncertain::fixed(0.0)
            },
            loads: Vec::new(),
        },
        packages: frame.packages,
        issues: frame.issues,
        parties,
        joint_types,
        plans: Vec::new(),
        drivers,
        levers,
        stages,
        consent: ConsentRule::All(cast.principals()),
        protocol: frame.protocol,
        agenda: frame.agenda,
    };
    if !mediated && scenario.stages.is_empty() && dice.with(RATIONAL, 0.5) {
        make_rational(&mut dice, &mut scenario);
    }
    make_alike(&mut dice, &mut scenario);
    move_home(&mut dice, &mut scenario);
    move_breakdown(&mut dice, &mut scenario);
    for driver in &mut scenario.drivers {
        driver.jumps = dice.with(JUMPS, 0.4).then(|| Jumps {
            probability: dice.number(0.0, 0.5, Range::SHARE),
            size: dice.number(-0.4, 0.4, Range::ANY),
        });
    }
    if !scenario.levers.is_empty() && dice.with(PAYMENTS, 0.3) {
        for _ in 0..2 {
            let party = PartyId::at(dice.below(scenario.parties.len()));
            let target = EffectTarget::Payment(party);
            shift(&mut dice, &mut scenario.levers, target, 0.3);
        }
    }
    let mut kinds = scenario.parties.iter().flat_map(|party| &party.types);
    let is_fixed = matches!(scenario.protocol, Protocol::Ultimatum { .. })
        || scenario.levers.is_empty()
        || kinds.any(|kind| kind.profile.strategy.concession == Concession::Rational);
    if !is_fixed && dice.with(DEADLINE_MOVES, 0.3) {
        shift(&mut dice, &mut scenario.levers, EffectTarget::Rounds, 5.0);
    }
    let bodies = scenario.stages.len();
    for lever in &mut scenario.levers {
        if bodies > 0 && dice.with(USE_HOME, 0.4) {
            lever.usage = if dice.chance(0.5) {
                Use::UponSignature
            } else {
                let stage = StageId::at(dice.below(bodies));
                Use::OnceRefuses { stage }
            };
        }
    }
    make_leave(&mut dice, &mut scenario);
    for lever in &mut scenario.levers {
        if dice.with(MERE_THREATS, 0.1) {
            lever.usage = Use::Threat;
        }
    }
    visit_others(&mut dice, &mut scenario);
    own_channels(&mut dice, &mut scenario);
    scenario
}

/// Lets the mediator consult others whose consent some deal needs.
fn visit_others(dice: &mut Dice, scenario: &mut Scenario) {
    let needed = scenario.consenting();
    let (Protocol::Shuttle(mediation) | Protocol::SingleText(mediation)) = &mut scenario.protocol
    else {
        return;
    };
    let parties = (0..needed.len()).map(PartyId::at);
    for party in parties.filter(|party| needed[party.index()]) {
        let may_be = party != mediation.mediator && !mediation.visits.contains(&party);
        if may_be && dice.with(VISITS, 0.3) {
            mediation.visits.push(party);
        }
    }
}

/// Lets the mediator hear some parties otherwise than the others, as they are or as levers make them.
fn own_channels(dice: &mut Dice, scenario: &mut Scenario) {
    let Protocol::Shuttle(mediation) = &mut scenario.protocol else {
        return;
    };
    for &party in &mediation.visits {
        if dice.with(OWN_CHANNELS, 0.3) {
            let reading = match dice.below(3) {
                0 => OwnReading::AsOthers,
                1 => OwnReading::None,
                _ => OwnReading::Error(dice.number(0.0, 0.3, Range::NON_NEGATIVE)),
            };
            let noise = dice.number(0.0, 0.5, Range::SHARE);
            let bias = dice.number(-0.2, 0.2, Range::CHANGE);
            mediation.channel.own.push(OwnChannel {
                party,
                noise: dice.chance(0.7).then_some(noise),
                bias: dice.chance(0.7).then_some(bias),
                reading,
            });
        }
        if !scenario.levers.is_empty() && dice.with(OWN_CHANNELS, 0.1) {
            let target = if dice.chance(0.5) {
                EffectTarget::Noise(Some(party))
            } else {
                EffectTarget::ReadingError(Some(party))
            };
            shift(dice, &mut scenario.levers, target, 0.3);
        }
    }
}

/// Gives some types of those at the table a deadline of their own.
fn make_leave(dice: &mut Dice, scenario: &mut Scenario) {
    let needed = scenario.consenting();
    let most = f64::from(scenario.clock.rounds) + 1.0;
    for (party, needed) in needed.into_iter().enumerate() {
        if needed || scenario.protocol.seats(PartyId::at(party)) {
            for kind in &mut scenario.parties[party].types {
                let own = dice.with(DEADLINES, 0.1);
                kind.profile.deadline = own.then(|| dice.number(1.0, most, Range::DEADLINE));
            }
        }
    }
}

/// Lets levers and drivers act on bodies at home.
fn move_home(dice: &mut Dice, scenario: &mut Scenario) {
    let (levers, drivers) = (scenario.levers.len(), scenario.drivers.len());
    for (index, stage) in scenario.stages.iter_mut().enumerate() {
        if stage.approval.body().is_none() || !dice.with(HOME_MOVES, 0.5) {
            continue;
        }
        for driver in 0..drivers {
            if dice.chance(0.5) {
                let load = dice.number(-1.0, 1.0, Range::ANY);
                stage.loads.push((DriverId::at(driver), load));
            }
        }
        let has_support = stage
            .approval
            .body()
            .is_some_and(|body| body.rule != BodyRule::Threshold);
        if levers > 0 {
            let target = if has_support && dice.chance(0.5) {
                EffectTarget::Support(StageId::at(index))
            } else {
                EffectTarget::BodyReservation(StageId::at(index))
            };
            shift(dice, &mut scenario.levers, target, 0.3);
        }
    }
}

/// Lets levers and drivers act on the chance of a breakdown.
fn move_breakdown(dice: &mut Dice, scenario: &mut Scenario) {
    if !dice.with(BREAKDOWN_MOVES, 0.25) {
        return;
    }
    for driver in 0..scenario.drivers.len() {
        let load = dice.number(-0.5, 0.5, Range::ANY);
        scenario.clock.loads.push((DriverId::at(driver), load));
    }
    if !scenario.levers.is_empty() {
        shift(dice, &mut scenario.levers, EffectTarget::Breakdown, 0.2);
    }
}

/// Gives one of some levers an effect more.
fn shift(dice: &mut Dice, levers: &mut [Lever], target: EffectTarget, most: f64) {
    let lever = dice.below(levers.len());
    let size = dice.number(-most, most, Range::ANY);
    levers[lever].effects.push(Effect {
        entry: 0,
        target,
        size,
    });
}

/// Gives the first two types of some parties the same weights and scores.
fn make_alike(dice: &mut Dice, scenario: &mut Scenario) {
    for party in &mut scenario.parties {
        if let [first, second, ..] = &mut party.types[..]
            && dice.with(ALIKE, 0.5)
        {
            second.profile.utility = first.profile.utility.clone();
        }
    }
}

/// Makes some parties of a small game rational.
fn make_rational(dice: &mut Dice, scenario: &mut Scenario) {
    if scenario.deal_count() * f64::from(scenario.clock.rounds) > 150.0 {
        return;
    }
    for party in &mut scenario.parties {
        if dice.chance(0.7) {
            for kind in &mut party.types {
                kind.profile.strategy.concession = Concession::Rational;
                kind.profile.strategy.acceptance = Acceptance::NextOffer;
            }
        }
    }
}

/// A generator of the tests' own (Steele, Lea and Flood 2014, splitmix64).
#[derive(Debug)]
pub(crate) struct Dice {
    state: u64,
    mask: u64,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            state: seed,
            mask: ALL,
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Uniform in 0..1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// Uniform between two bounds.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A position below `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count as u64).expect("counts are small")
    }

    fn small(&mut self, count: u32) -> u32 {
        u32::try_from(self.below(count as usize)).expect("counts are small")
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    fn with(&mut self, feature: u32, probability: f64) -> bool {
        self.chance(probability) && self.mask >> feature & 1 == 1
    }

    /// Some of these, at least `least` of them, in random order.
    fn some<T: Copy>(&mut self, of: &[T], least: usize) -> Vec<T> {
        let mut left = of.to_vec();
        let count = least + self.below(of.len() - least + 1);
        (0..count)
            .map(|_| left.swap_remove(self.below(left.len())))
            .collect()
    }

    /// A number between two bounds, of any distribution.
    fn number(&mut self, low: f64, high: f64, legal: Range) -> Uncertain {
        let mut points = [
            self.between(low, high),
            self.between(low, high),
            self.between(low, high),
        ];
        points.sort_by(f64::total_cmp);
        let [least, mode, most] = points;
        let distribution = if self.with(SPREAD, 0.5) {
            match self.below(5) {
                0 => Distribution::Uniform {
                    low: least,
                    high: most,
                },
                1 => Distribution::Normal {
                    mean: mode,
                    sd: (most - least) / 2.0,
                },
                2 => Distribution::Triangular {
                    low: least,
                    mode,
                    high: most,
                },
                3 => Distribution::Pert {
                    low: least,
                    mode,
                    high: most,
                },
                _ if legal == Range::SHARE && low <= 0.2 && high >= 0.8 => Distribution::Beta {
                    alpha: self.between(0.5, 4.0),
                    beta: self.between(0.5, 4.0),
                },
                _ => Distribution::Fixed(mode),
            }
        } else {
            Distribution::Fixed(mode)
        };
        Uncertain::new(distribution, legal).expect("the bounds are legal")
    }
}

/// Who takes part, by role.
struct Cast {
    roles: Vec<Role>,
}

impl Cast {
    fn of(&self, role: Role) -> Vec<PartyId> {
        (0..self.roles.len())
            .filter(|&party| self.roles[party] == role)
            .map(PartyId::at)
            .collect()
    }

    fn principals(&self) -> Vec<PartyId> {
        self.of(Role::Principal)
    }

    fn all(&self) -> Vec<PartyId> {
        (0..self.roles.len()).map(PartyId::at).collect()
    }
}

fn cast(dice: &mut Dice, mediated: bool) -> Cast {
    let mut roles = vec![Role::Principal, Role::Principal];
    if dice.chance(0.35) {
        roles.push(Role::Principal);
    }
    if mediated || dice.chance(0.1) {
        roles.insert(dice.below(roles.len() + 1), Role::Mediator);
    }
    if roles.len() < 4 && dice.with(CONSENT, 0.4) {
        roles.insert(dice.below(roles.len() + 1), Role::Observer);
    }
    Cast { roles }
}

/// What the parties talk about, and how.
struct Frame {
    rounds: u32,
    packages: Vec<Package>,
    issues: Vec<Issue>,
    counts: Vec<usize>,
    protocol: Protocol,
    agenda: Agenda,
}

impl Frame {
    fn random(dice: &mut Dice, cast: &Cast, mediated: bool) -> Self {
        let counts = option_counts(dice);
        let rounds = 1 + dice.small(8);
        let packages = 1 + dice.below(counts.len().min(3));
        let mut package_of: Vec<usize> = (0..counts.len())
            .map(|issue| {
                if issue < packages {
                    issue
                } else {
                    dice.below(packages)
                }
            })
            .collect();
        // Any order of packages may occur among the issues.
        if dice.chance(0.5) {
            package_of.reverse();
        }
        let consent = dice.with(CONSENT, 0.7);
        let issues = counts.iter().enumerate().map(|(index, &count)| {
            let rules = consent.then_some(cast);
            issue(dice, index, package_of[index], count, rules)
        });
        let issues: Vec<Issue> = issues.collect();
        let packages = (0..packages).map(|index| Package {
            id: format!("k{index}"),
            title: format!("Package {index}"),
            // The package of the first issue keeps a rule that names two.
            consent: (consent && dice.chance(0.3))
                .then(|| rule(dice, cast, if package_of[0] == index { 2 } else { 0 })),
        });
        let packages: Vec<Package> = packages.collect();
        let agenda = if mediated {
            agenda(dice, packages.len(), &counts)
        } else {
            Agenda::SingleUndertaking
        };
        Self {
            rounds,
            protocol: protocol(dice, cast, mediated, &counts),
            packages,
            issues,
            counts,
            agenda,
        }
    }

    fn is_alone(&self) -> bool {
        match &self.agenda {
            Agenda::SingleUndertaking => false,
            Agenda::Parallel(packaged) | Agenda::Sequential { packaged, .. } => {
                packaged.in_force != InForce::Together
            }
        }
    }

    /// A pattern over some issues, `least` at least and `most` at most.
    fn pattern(&self, dice: &mut Dice, least: usize, most: usize) -> Pattern {
        let all: Vec<usize> = (0..self.counts.len()).collect();
        let most = most.min(all.len());
        let mut issues = dice.some(&all, least.min(most));
        issues.truncate(most);
        issues.sort_unstable();
        let conditions = issues.into_iter().map(|issue| {
            let options: Vec<usize> = (0..self.counts[issue]).collect();
            let few = dice.some(&options, 1);
            let few = few.into_iter().take(2);
            (IssueId::at(issue), OptionSet::of(few))
        });
        Pattern {
            conditions: conditions.collect(),
        }
    }
}

fn option_counts(dice: &mut Dice) -> Vec<usize> {
    let mut counts: Vec<usize> = (0..=dice.below(5)).map(|_| 1 + dice.below(4)).collect();
    // Everything is enumerated, so the product of the counts stays small.
    while counts.iter().product::<usize>() > 108 {
        let largest = (0..counts.len())
            .max_by_key(|&issue| counts[issue])
            .expect("at least one issue");
        counts[largest] -= 1;
    }
    if counts.iter().product::<usize>() == 1 {
        counts[0] = 3;
    }
    counts
}

fn issue(
    dice: &mut Dice,
    index: usize,
    package: usize,
    count: usize,
    cast: Option<&Cast>,
) -> Issue {
    // The first issue names at least two parties whatever option is chosen, so every deal needs two.
    let least = if index == 0 { 2 } else { 0 };
    let options = (0..count).map(|option| IssueOption {
        id: format!("o{option}"),
        title: format!("Option {option}"),
        value: None,
        consent: cast.and_then(|cast| dice.chance(0.2).then(|| rule(dice, cast, least))),
    });
    let options = options.collect();
    Issue {
        id: format!("i{index}"),
        title: format!("Issue {index}"),
        package: PackageId::at(package),
        options,
        consent: cast.and_then(|cast| dice.chance(0.3).then(|| rule(dice, cast, least))),
    }
}

fn rule(dice: &mut Dice, cast: &Cast, least: usize) -> ConsentRule {
    let all = cast.all();
    match dice.below(4) {
        0 | 1 => ConsentRule::All(dice.some(&all, least)),
        2 => ConsentRule::Any(dice.some(&all, least.max(1))),
        _ => {
            let votes: Vec<(PartyId, f64)> = dice
                .some(&all, least.max(1))
                .into_iter()
                .map(|party| (party, 1.0 + dice.below(3) as f64))
                .collect();
            let sum: f64 = votes.iter().map(|vote| vote.1).sum();
            ConsentRule::Quota {
                quota: sum * [0.5, 0.7, 1.0][dice.below(3)],
                votes,
            }
        }
    }
}

fn agenda(dice: &mut Dice, packages: usize, counts: &[usize]) -> Agenda {
    if !dice.with(PACKAGED, 0.7) {
        return Agenda::SingleUndertaking;
    }
    let closing = Packaged {
        in_force: if dice.with(ALONE, 0.3) {
            InForce::Alone {
                status_quo: deal(dice, counts),
            }
        } else {
            InForce::Together
        },
        reopen_after: 1 + dice.small(3),
    };
    if dice.chance(0.5) {
        Agenda::Parallel(closing)
    } else {
        let all: Vec<PackageId> = (0..packages).map(PackageId::at).collect();
        Agenda::Sequential {
            order: dice.some(&all, packages),
            packaged: closing,
        }
    }
}

fn deal(dice: &mut Dice, counts: &[usize]) -> Deal {
    Deal(
        counts
            .iter()
            .map(|&count| u16::try_from(dice.below(count)).expect("few options"))
            .collect(),
    )
}

fn protocol(dice: &mut Dice, cast: &Cast, mediated: bool, counts: &[usize]) -> Protocol {
    if mediated {
        let mediation = mediation(dice, cast, counts);
        return if dice.chance(0.6) {
            Protocol::Shuttle(mediation)
        } else {
            Protocol::SingleText(mediation)
        };
    }
    let principals = cast.principals();
    if dice.with(ULTIMATUM, 0.3) {
        Protocol::Ultimatum {
            proposer: principals[dice.below(principals.len())],
            belief_draws: [1, 4, 16][dice.below(3)],
        }
    } else {
        let least = if dice.chance(0.7) {
            principals.len()
        } else {
            2
        };
        let pool = if dice.chance(0.2) {
            cast.all()
        } else {
            principals
        };
        Protocol::AlternatingOffers {
            order: dice.some(&pool, least),
            one_offer_per_round: dice.with(ONE_OFFER, 0.3),
        }
    }
}

fn mediation(dice: &mut Dice, cast: &Cast, counts: &[usize]) -> Mediation {
    let principals = cast.principals();
    let least = if dice.chance(0.7) {
        principals.len()
    } else {
        2
    };
    let mut roles = Roles {
        carrying: true,
        formulating: true,
        pressing: true,
    };
    if dice.with(CHANNEL, 0.4) {
        roles = Roles {
            carrying: dice.chance(0.6),
            formulating: dice.chance(0.6),
            pressing: dice.chance(0.6),
        };
    }
    let noisy = dice.with(CHANNEL, 0.6);
    let reading = dice.with(CHANNEL, 0.5);
    Mediation {
        mediator: cast.of(Role::Mediator)[0],
        visits: dice.some(&principals, least),
        opening: dice.chance(0.6).then(|| deal(dice, counts)),
        kappa: [0.0, 0.5][dice.below(2)],
        edits: dice.small(4),
        explore: [[1.0, 1.0], [1.0, 0.0], [0.3, 0.6]][dice.below(3)],
        belief: Belief {
            draws: if dice.with(BELIEF, 0.75) {
                [4, 16][dice.below(2)]
            } else {
                0
            },
            likelihood_lambda: dice.between(3.0, 30.0),
            forgetting: if dice.chance(0.4) {
                dice.between(0.5, 1.0)
            } else {
                1.0
            },
            red_line_penalty: dice.between(0.5, 5.0),
        },
        channel: Channel {
            noise: if noisy {
                dice.number(0.05, 0.4, Range::SHARE)
            } else {
                Uncertain::fixed(0.0)
            },
            bias: if reading {
                dice.number(-0.1, 0.1, Range::CHANGE)
            } else {
                Uncertain::fixed(0.0)
            },
            reading_error: reading.then(|| dice.number(0.02, 0.3, Range::NON_NEGATIVE)),
            own: Vec::new(),
        },
        roles,
    }
}

fn drivers(dice: &mut Dice) -> Vec<Driver> {
    if !dice.with(DRIVERS, 0.6) {
        return Vec::new();
    }
    (0..=dice.below(2))
        .map(|index| {
            let process = match dice.below(3) {
                0 => Process::RandomWalk {
                    drift: dice.number(-0.05, 0.05, Range::ANY),
                    sd: dice.number(0.0, 0.2, Range::NON_NEGATIVE),
                },
                1 => Process::MeanReverting {
                    mean: dice.number(-0.3, 0.3, Range::ANY),
                    speed: dice.number(0.0, 1.0, Range::SHARE),
                    sd: dice.number(0.0, 0.2, Range::NON_NEGATIVE),
                },
                _ => Process::Battles {
                    step: dice.number(0.05, 0.3, Range::NON_NEGATIVE),
                    up: dice.number(0.0, 1.0, Range::SHARE),
                },
            };
            Driver {
                id: format!("d{index}"),
                title: format!("Driver {index}"),
                start: dice.number(-0.2, 0.2, Range::ANY),
                process,
                jumps: None,
                lower: dice.with(BARRIERS, 0.4).then(|| dice.between(-0.4, -0.1)),
                upper: dice.with(BARRIERS, 0.4).then(|| dice.between(0.1, 0.4)),
            }
        })
        .collect()
}

fn parties(
    dice: &mut Dice,
    cast: &Cast,
    frame: &Frame,
    drivers: usize,
    alternating: bool,
) -> Vec<Party> {
    cast.roles
        .iter()
        .enumerate()
        .map(|(index, &role)| {
            let kinds = if dice.with(TYPES, 0.4) {
                2 + dice.below(2)
            } else {
                1
            };
            let types = (0..kinds).map(|kind| PartyType {
                id: format!("p{index}t{kind}"),
                title: format!("Type {kind}"),
                probability: if kinds == 1 {
                    Uncertain::fixed(1.0)
                } else {
                    dice.number(0.1, 0.9, Range::SHARE)
                },
                profile: profile(dice, frame, role, drivers, alternating),
            });
            Party {
                id: format!("p{index}"),
                title: format!("Party {index}"),
                role,
                influence: None,
                types: types.collect(),
            }
        })
        .collect()
}

fn joint_types(dice: &mut Dice, parties: &mut [Party]) -> Vec<JointType> {
    let typed: Vec<usize> = (0..parties.len())
        .filter(|&party| parties[party].types.len() > 1)
        .collect();
    if typed.len() < 2 || !dice.with(JOINT, 0.7) {
        return Vec::new();
    }
    (0..2 + dice.below(3))
        .map(|_| JointType {
            probability: dice.number(0.1, 0.9, Range::SHARE),
            types: typed
                .iter()
                .map(|&party| {
                    let kind = dice.below(parties[party].types.len());
                    (PartyId::at(party), TypeId::at(kind))
                })
                .collect(),
        })
        .collect()
}

fn utility(dice: &mut Dice, frame: &Frame) -> Utility {
    let zeros = dice.with(ZERO_WEIGHTS, 0.25);
    // Without one positive weight a party would be indifferent between all deals.
    let weights = (0..frame.counts.len()).map(|issue| {
        if issue > 0 && zeros && dice.chance(0.4) {
            Uncertain::fixed(0.0)
        } else {
            dice.number(0.1, 1.0, Range::NON_NEGATIVE)
        }
    });
    let weights = weights.collect();
    Utility {
        weights,
        weight_concentration: dice
            .with(CONCENTRATION, 0.3)
            .then(|| dice.between(5.0, 50.0)),
        scores: frame
            .counts
            .iter()
            .map(|&count| {
                (0..count)
                    .map(|_| dice.number(0.0, 1.0, Range::SHARE))
                    .collect()
            })
            .collect(),
        score_sd: if dice.with(SCORE_SD, 0.3) {
            dice.between(0.01, 0.2)
        } else {
            0.0
        },
    }
}

fn profile(
    dice: &mut Dice,
    frame: &Frame,
    role: Role,
    drivers: usize,
    alternating: bool,
) -> Profile {
    let linkages = if dice.with(LINKAGES, 0.4) {
        (0..=dice.below(2))
            .map(|_| Linkage {
                pattern: frame.pattern(dice, 1, 3),
                bonus: dice.number(-0.2, 0.3, Range::CHANGE),
            })
            .collect()
    } else {
        Vec::new()
    };
    let red_lines = if dice.with(RED_LINES, 0.4) {
        (0..=dice.below(2))
            .map(|_| frame.pattern(dice, 1, 3))
            .collect()
    } else {
        Vec::new()
    };
    let breach = dice.with(BREACH, 0.35).then(|| breach(dice, frame));
    let most = if role == Role::Mediator { 0.4 } else { 0.65 };
    Profile {
        utility: utility(dice, frame),
        linkages,
        red_lines,
        breach,
        reservation: dice.number(0.1, most, Range::SHARE),
        discount: dice.number(0.8, 1.0, Range::SHARE),
        round_cost: if dice.chance(0.3) {
            dice.number(0.0, 0.05, Range::NON_NEGATIVE)
        } else {
            Uncertain::fixed(0.0)
        },
        deadline: None,
        loads: (0..drivers)
            .filter(|_| dice.chance(0.6))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|driver| (DriverId::at(driver), dice.number(-1.0, 1.0, Range::CHANGE)))
            .collect(),
        anticipate: if dice.with(ANTICIPATION, 0.4) {
            dice.between(0.1, 0.7)
        } else {
            0.0
        },
        strategy: strategy(dice, alternating),
    }
}

fn breach(dice: &mut Dice, frame: &Frame) -> Breach {
    let all: Vec<usize> = (0..frame.counts.len()).collect();
    let mut issues = dice.some(&all, 0);
    issues.truncate(dice.below(4));
    issues.sort_unstable();
    let entries: usize = issues.iter().map(|&issue| frame.counts[issue]).product();
    Breach {
        issues: issues.into_iter().map(IssueId::at).collect(),
        probability: (0..entries)
            .map(|_| {
                if dice.chance(0.1) {
                    Uncertain::fixed(1.0)
                } else {
                    dice.number(0.0, 0.6, Range::SHARE)
                }
            })
            .collect(),
        loss: if dice.chance(0.2) {
            Uncertain::fixed(0.0)
        } else {
            dice.number(0.0, 0.5, Range::NON_NEGATIVE)
        },
    }
}

/// Rounds until somebody has conceded fully, most often those of the clock.
fn horizon(dice: &mut Dice) -> Option<Uncertain> {
    let own = dice.chance(0.3);
    own.then(|| dice.number(1.0, 12.0, Range::HORIZON))
}

fn strategy(dice: &mut Dice, alternating: bool) -> Strategy {
    let logit = dice.with(LOGIT, 0.35);
    let planned = dice.with(PLANS, 0.25);
    let concession = if dice.with(TIT_FOR_TAT, 0.15) {
        Concession::TitForTat {
            imitation: [Imitation::Naive, Imitation::Relative][dice.below(2)],
            start: dice.number(0.3, 1.0, Range::SHARE),
            gain: dice.number(0.0, 2.0, Range::NON_NEGATIVE),
            window: [1, 1, 2, 5][dice.below(4)],
        }
    } else if planned {
        match dice.below(4) {
            0 | 1 if alternating => Concession::Zeuthen,
            2 if alternating => Concession::Bayesian {
                draws: [1, 3, 8][dice.below(3)],
                likelihood_lambda: dice.between(3.0, 30.0),
            },
            _ => Concession::Random,
        }
    } else if dice.with(CONCESSIONS, 0.35) {
        if alternating && !logit && dice.chance(0.7) {
            Concession::Micro
        } else {
            Concession::Hardliner
        }
    } else {
        Concession::TimeDependent {
            start: dice.number(0.1, 1.0, Range::SHARE),
            exponent: dice.number(0.2, 3.0, Range::new("this number", 0.01, f64::INFINITY)),
            horizon: horizon(dice),
            tolerance: if dice.chance(0.2) {
                dice.between(0.0, 0.05)
            } else {
                0.0
            },
        }
    };
    Strategy {
        concession,
        acceptance: if !logit && dice.with(ACCEPTANCE, 0.3) {
            if dice.chance(0.5) {
                Acceptance::Constant {
                    share: dice.number(0.0, 1.0, Range::SHARE),
                }
            } else {
                Acceptance::TimeDependent {
                    start: dice.number(0.1, 1.0, Range::SHARE),
                    exponent: dice.number(0.2, 3.0, Range::new("this number", 0.01, f64::INFINITY)),
                    horizon: horizon(dice),
                }
            }
        } else if logit {
            Acceptance::Logit {
                lambda: dice.number(5.0, 60.0, Range::new("this number", 0.01, f64::INFINITY)),
            }
        } else {
            Acceptance::NextOffer
        },
        react: if dice.with(REACT, 0.3) {
            dice.number(0.1, 2.0, Range::NON_NEGATIVE)
        } else {
            Uncertain::fixed(0.0)
        },
        choose: match dice.with(NEAREST, 0.6) {
            true if alternating && dice.chance(0.5) => Some(Choose::Nearest),
            true => None,
            false => Some(Choose::Least),
        },
        floor: !dice.with(FLOOR_OFF, 0.1),
        fair_share: dice.with(FAIR_SHARE, 0.7),
    }
}

fn levers(
    dice: &mut Dice,
    frame: &Frame,
    parties: usize,
    drivers: usize,
    mediated: bool,
) -> Vec<Lever> {
    if !dice.with(LEVERS, 0.6) {
        return Vec::new();
    }
    let positive = Range::new("this number", 0.01, f64::INFINITY);
    (0..=dice.below(3))
        .map(|index| {
            let threat = dice.with(THREATS, 0.5);
            let timed = dice.with(LEVER_TIMES, 0.6);
            Lever {
                id: format!("l{index}"),
                title: format!("Lever {index}"),
                actor: PartyId::at(dice.below(parties)),
                cost: dice.number(0.0, 0.02, Range::NON_NEGATIVE),
                credibility: if threat {
                    dice.number(0.2, 1.0, Range::SHARE)
                } else {
                    Uncertain::fixed(0.0)
                },
                credibility_half_life: (threat && dice.chance(0.5))
                    .then(|| dice.number(1.0, 6.0, positive)),
                half_life: (timed && dice.chance(0.5)).then(|| dice.number(1.0, 6.0, positive)),
                delay: if timed && dice.chance(0.5) {
                    dice.number(0.0, 3.0, Range::NON_NEGATIVE)
                } else {
                    Uncertain::fixed(0.0)
                },
                duration: (timed && dice.chance(0.4))
                    .then(|| dice.number(0.0, 5.0, Range::NON_NEGATIVE)),
                effects: (0..=dice.below(3))
                    .map(|_| effect(dice, frame, parties, drivers, mediated))
                    .collect(),
                usage: usage(dice, frame.rounds, parties),
            }
        })
        .collect()
}

fn effect(
    dice: &mut Dice,
    frame: &Frame,
    parties: usize,
    drivers: usize,
    mediated: bool,
) -> Effect {
    let party = PartyId::at(dice.below(parties));
    let issue = dice.below(frame.counts.len());
    let target = if dice.with(LEVER_TABLES, 0.4) {
        match dice.below(3) {
            0 => EffectTarget::Weight(party, IssueId::at(issue)),
            1 => {
                let option = dice.below(frame.counts[issue]);
                EffectTarget::Score(party, IssueId::at(issue), option)
            }
            _ => EffectTarget::Breach(party),
        }
    } else if mediated && dice.with(LEVER_CHANNEL, 0.3) {
        if dice.chance(0.5) {
            EffectTarget::Noise(None)
        } else {
            EffectTarget::ReadingError(None)
        }
    } else if drivers > 0 && dice.chance(0.3) {
        EffectTarget::Driver(DriverId::at(dice.below(drivers)))
    } else if dice.chance(0.2) {
        EffectTarget::RoundCost(party)
    } else {
        EffectTarget::Reservation(party)
    };
    Effect {
        entry: 0,
        target,
        size: dice.number(-0.3, 0.3, Range::ANY),
    }
}

fn usage(dice: &mut Dice, rounds: u32, parties: usize) -> Use {
    let party = PartyId::at(dice.below(parties));
    if dice.with(USE_EVENTS, 0.5) {
        return match dice.below(3) {
            0 => Use::AfterRefusals {
                party,
                count: 1 + dice.small(3),
            },
            1 => Use::WhenStuck {
                rounds: 1 + dice.small(3),
            },
            _ => Use::OnceAccepts { party },
        };
    }
    match dice.below(4) {
        0 => Use::Never,
        1 => Use::Always,
        2 => {
            let from = dice.small(rounds);
            let until = dice.chance(0.5).then(|| from + 1 + dice.small(4));
            Use::Rounds { from, until }
        }
        _ => Use::WithProbability(dice.number(0.2, 0.8, Range::SHARE)),
    }
}

fn stages(dice: &mut Dice, frame: &Frame, cast: &Cast) -> Vec<Stage> {
    if !dice.with(STAGES, 0.5) {
        return Vec::new();
    }
    (0..=dice.below(2))
        .map(|index| {
            let party = dice
                .chance(0.8)
                .then(|| PartyId::at(dice.below(cast.roles.len())));
            let approval = approval(dice, frame, cast, party.is_some());
            Stage {
                id: format!("s{index}"),
                title: format!("Stage {index}"),
                party,
                approval,
                loads: Vec::new(),
                delay: if dice.with(STAGE_DELAYS, 0.5) {
                    dice.number(0.0, 3.0, Range::NON_NEGATIVE)
                } else {
                    Uncertain::fixed(0.0)
                },
                when: (0..dice.below(2))
                    .map(|_| frame.pattern(dice, 1, 2))
                    .collect(),
                forbid: (0..dice.below(2))
                    .map(|_| frame.pattern(dice, 1, 2))
                    .collect(),
                on_failure: if dice.chance(0.5) {
                    OnFailure::Back
                } else {
                    OnFailure::End
                },
            }
        })
        .collect()
}

fn approval(dice: &mut Dice, frame: &Frame, cast: &Cast, may_inherit: bool) -> Approval {
    let legal = Range::new("this number", -10.0, 10.0);
    // A body without a utility of its own decides by its party's.
    let own = |dice: &mut Dice| {
        let inherits = may_inherit && dice.with(HEIRS, 0.4);
        (!inherits).then(|| utility(dice, frame))
    };
    // Utility and reservation value come before the numbers of the rule.
    let body = |dice: &mut Dice| (own(dice), dice.number(0.2, 0.6, legal));
    let positive = Range::new("this number", 0.01, f64::INFINITY);
    let (seen, rule) = match dice.below(3) {
        0 => {
            let seen = body(dice);
            let lambda = dice.number(3.0, 30.0, positive);
            (seen, BodyRule::Logit { lambda })
        }
        1 if dice.with(VOTES, 0.5) => {
            let seen = body(dice);
            let rule = BodyRule::Vote {
                lambda: dice.number(2.0, 12.0, positive),
                threshold: dice.number(0.3, 0.7, Range::SHARE),
                swing: if dice.chance(0.2) {
                    Uncertain::fixed(0.0)
                } else {
                    dice.number(0.0, 0.3, Range::NON_NEGATIVE)
                },
            };
            (seen, rule)
        }
        1 => (body(dice), BodyRule::Threshold),
        _ => {
            let votes: Vec<(PartyId, f64)> = dice
                .some(&cast.all(), 1)
                .into_iter()
                .map(|party| (party, 1.0 + dice.below(3) as f64))
                .collect();
            let sum: f64 = votes.iter().map(|vote| vote.1).sum();
            return Approval::Quota {
                quota: sum * [0.5, 1.0][dice.below(2)],
                votes,
            };
        }
    };
    let (utility, reservation) = seen;
    Approval::Body(Box::new(Body {
        utility,
        reservation,
        rule,
    }))
}
