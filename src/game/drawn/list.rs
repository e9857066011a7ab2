//! Which numbers of a scenario are drawn, from which slots, and what they are called.

use crate::game::compile::ProcessKind;
use crate::game::drawn::strategy::RuleNumber;
use crate::game::drawn::{Drawn, DrawnNumber, Place};
use crate::game::numbers::UtilityOwners;
use crate::game::profile::{CompiledUtility, Numbers};
use crate::game::{Game, Owner, Slot};
use crate::model::{EffectTarget, IssueId, PartyId, Scenario, Use};

/// The core numbers of a party, in the order of their slots; the key of a start depends on its rule.
const CORE: [&str; 8] = [
    "reservation",
    "discount",
    "round-cost",
    "breach.loss",
    "strategy.concession.start",
    "strategy.concession.time-dependent.exponent",
    "strategy.react",
    "strategy.acceptance.logit.lambda",
];
/// Place of a start among them.
const START: usize = 4;
/// The numbers of a lever before its effects, in the order of their slots.
const LEVER: [&str; 7] = [
    "cost",
    "credibility",
    "credibility-half-life",
    "half-life",
    "delay",
    "duration",
    "use.with-probability",
];

impl Drawn {
    /// Lists what nature draws in a scenario and the game it was compiled to.
    pub fn of(scenario: &Scenario, game: &Game) -> Self {
        let mut list = List {
            scenario,
            game,
            numbers: Vec::new(),
        };
        for party in 0..scenario.parties.len() {
            list.party(party);
        }
        list.joint_types();
        if game.clock.drawn {
            let slot = slot(game.clock_owner, 0);
            list.number("clock.breakdown".to_owned(), slot, Place::Breakdown);
        }
        list.group(&[&game.channel], game.channel_owner, |channel| {
            let name = ["noise", "bias", "reading-error"][channel];
            (format!("protocol.shuttle.{name}"), Place::Channel(channel))
        });
        for lever in 0..scenario.levers.len() {
            list.lever(lever);
        }
        for driver in 0..scenario.drivers.len() {
            list.driver(driver);
        }
        for stage in 0..scenario.stages.len() {
            list.stage(stage);
        }
        Self {
            numbers: list.numbers,
        }
    }
}

struct List<'a> {
    scenario: &'a Scenario,
    game: &'a Game,
    numbers: Vec<DrawnNumber>,
}

fn slot(owner: Owner, position: usize) -> Slot {
    let position = u32::try_from(position).expect("scenario sizes are limited far below 2^32");
    Slot { owner, position }
}

impl List<'_> {
    fn number(&mut self, path: String, slot: Slot, place: Place) {
        self.add(path, Vec::new(), vec![slot], place);
    }

    fn add(&mut self, path: String, categories: Vec<String>, slots: Vec<Slot>, place: Place) {
        self.numbers.push(DrawnNumber {
            path,
            categories,
            slots,
            place,
        });
    }

    /// The numbers of a stream that are drawn in one of the variants that share it.
    fn group(
        &mut self,
        variants: &[&Numbers],
        owner: Owner,
        named: impl Fn(usize) -> (String, Place),
    ) {
        for position in drawn_positions(variants) {
            let (path, place) = named(position);
            self.number(path, slot(owner, position), place);
        }
    }

    fn party(&mut self, index: usize) {
        let game = self.game;
        let (party, compiled) = (&self.scenario.parties[index], &game.parties[index]);
        let (id, owners) = (&party.id, &compiled.owners);
        let profiles = || compiled.profiles.iter();
        self.types(index);
        let cores: Vec<&Numbers> = profiles().map(|profile| &profile.core).collect();
        self.group(&cores, owners.core, |core| {
            let name = match core {
                START => RuleNumber::Start.path(party),
                _ => CORE[core],
            };
            (format!("party.{id}.{name}"), Place::Core(index, core))
        });
        let rules: Vec<&Numbers> = profiles().map(|profile| &profile.rules).collect();
        self.group(&rules, owners.rules, |rule| {
            let name = match rule {
                0 => RuleNumber::Gain.path(party),
                1 => RuleNumber::Needed.path(party),
                _ => "strategy.acceptance.time-dependent.exponent",
            };
            (format!("party.{id}.{name}"), Place::Rule(index, rule))
        });
        let breaches = profiles().filter_map(|profile| profile.breach.as_ref());
        let breaches: Vec<&Numbers> = breaches.map(|breach| &breach.entries).collect();
        for entry in drawn_positions(&breaches) {
            let path = format!("party.{id}.breach.probability{}", self.entry(index, entry));
            self.number(
                path,
                slot(owners.breach, entry),
                Place::Breach(index, entry),
            );
        }
        let bonuses: Vec<&Numbers> = profiles().map(|profile| &profile.bonuses).collect();
        self.group(&bonuses, owners.linkages, |linkage| {
            let path = format!("party.{id}.linkages.{linkage}.bonus");
            (path, Place::Bonus(index, linkage))
        });
        let loads: Vec<&Numbers> = profiles().map(|profile| &profile.loads).collect();
        for load in drawn_positions(&loads) {
            // Types that load on different drivers share the slot; the first of them names it.
            let mut drivers = party.types.iter().map(|kind| &kind.profile.loads);
            let driver = drivers.find_map(|loads| loads.get(load)).map(|load| load.0);
            let driver = driver.map_or("", |driver| &self.scenario.drivers[driver.index()].id);
            let path = format!("party.{id}.loads.{driver}");
            self.number(path, slot(owners.loads, load), Place::Load(index, load));
        }
        let utilities: Vec<&CompiledUtility> = profiles().map(|profile| &profile.utility).collect();
        let places = [
            |of, issue| Place::Weight(of, issue),
            |of, option| Place::Score(of, option),
        ];
        self.utility(
            &format!("party.{id}"),
            &utilities,
            owners.utility(),
            index,
            places,
        );
    }

    fn types(&mut self, index: usize) {
        let (party, compiled) = (&self.scenario.parties[index], &self.game.parties[index]);
        if compiled.profiles.len() == 1 {
            return;
        }
        let (id, owners) = (&party.id, &compiled.owners);
        let kinds = party.types.iter().map(|kind| kind.id.clone()).collect();
        // Where types are drawn jointly, the choice of the row decides.
        let slots = if compiled.joint {
            Vec::new()
        } else {
            vec![slot(owners.kind, 0)]
        };
        self.add(format!("party.{id}.type"), kinds, slots, Place::Type(index));
        if !compiled.joint {
            self.group(&[&compiled.probabilities], owners.probabilities, |kind| {
                let path = format!("party.{id}.type.{}.probability", party.types[kind].id);
                (path, Place::TypeProbability(index, kind))
            });
        }
    }

    fn joint_types(&mut self) {
        let Some(joint) = &self.game.joint else {
            return;
        };
        let named = |&(party, kind): &(PartyId, crate::model::TypeId)| {
            let party = &self.scenario.parties[party.index()];
            format!("{} {}", party.id, party.types[kind.index()].id)
        };
        let rows = self.scenario.joint_types.iter();
        let rows: Vec<String> = rows
            .map(|row| row.types.iter().map(named).collect::<Vec<_>>().join(" + "))
            .collect();
        let slots = vec![slot(joint.owner, 0)];
        self.add("joint-type".to_owned(), rows, slots, Place::JointType);
        self.group(&[&joint.probabilities], joint.probabilities_owner, |row| {
            let path = format!("joint-type.{row}.probability");
            (path, Place::JointProbability(row))
        });
    }

    /// Weights and scores, each with the error around its centre.
    fn utility(
        &mut self,
        prefix: &str,
        variants: &[&CompiledUtility],
        owners: UtilityOwners,
        of: usize,
        [weight_at, score_at]: [fn(usize, usize) -> Place; 2],
    ) {
        let weights: Vec<&Numbers> = variants.iter().map(|variant| &variant.weights).collect();
        let scores: Vec<&Numbers> = variants.iter().map(|variant| &variant.scores).collect();
        let scores_err = variants.iter().any(|variant| variant.score_deviation > 0.0);
        let mut option = 0;
        for (index, issue) in self.scenario.issues.iter().enumerate() {
            let errs = |variant: &&CompiledUtility| {
                variant
                    .weight_deviations
                    .get(index)
                    .is_some_and(|&it| it > 0.0)
            };
            let centre = is_drawn(&weights, index).then(|| slot(owners.weights, index));
            let error = variants
                .iter()
                .any(errs)
                .then(|| slot(owners.weight_errors, index));
            let slots: Vec<Slot> = centre.into_iter().chain(error).collect();
            if !slots.is_empty() {
                let path = format!("{prefix}.utility.{}.weight", issue.id);
                self.add(path, Vec::new(), slots, weight_at(of, index));
            }
            for position in 0..issue.options.len() {
                let centre = is_drawn(&scores, option).then(|| slot(owners.scores, option));
                let error = scores_err.then(|| slot(owners.score_errors, option));
                let slots: Vec<Slot> = centre.into_iter().chain(error).collect();
                if !slots.is_empty() {
                    let path = format!("{prefix}.utility.{}.scores.{position}", issue.id);
                    self.add(path, Vec::new(), slots, score_at(of, option));
                }
                option += 1;
            }
        }
    }

    /// The indices of an entry of a breach table, as its path writes them.
    fn entry(&self, party: usize, mut entry: usize) -> String {
        let types = self.scenario.parties[party].types.iter();
        let mut tables = types.filter_map(|kind| kind.profile.breach.as_ref());
        let issues: &[IssueId] = tables.next().map_or(&[], |breach| &breach.issues);
        let mut indices = String::new();
        for issue in issues.iter().rev() {
            let options = self.scenario.issues[issue.index()].options.len();
            indices.insert_str(0, &format!(".{}", entry % options));
            entry /= options;
        }
        indices
    }

    fn lever(&mut self, index: usize) {
        let (lever, compiled) = (&self.scenario.levers[index], &self.game.levers[index]);
        let id = &lever.id;
        self.group(&[&compiled.numbers], compiled.owner, |position| {
            let name = match LEVER.get(position) {
                Some(name) => (*name).to_owned(),
                None => self::effect(self.scenario, index, position - LEVER.len()),
            };
            (
                format!("leverage.{id}.{name}"),
                Place::Lever(index, position),
            )
        });
        if let Use::WithProbability(probability) = lever.usage
            && probability.known() != Some(1.0)
        {
            let categories = vec!["no".to_owned(), "yes".to_owned()];
            let slots = vec![slot(compiled.use_owner, 0)];
            let path = format!("leverage.{id}.use");
            self.add(path, categories, slots, Place::LeverUse(index));
        }
    }

    fn driver(&mut self, index: usize) {
        let (driver, compiled) = (&self.scenario.drivers[index], &self.game.drivers[index]);
        let (id, rounds) = (&driver.id, self.game.rounds as usize);
        let (process, names): (&str, [&str; 3]) = match compiled.process {
            ProcessKind::RandomWalk => ("random-walk", ["drift", "sd", ""]),
            ProcessKind::MeanReverting => ("mean-reverting", ["mean", "speed", "sd"]),
            ProcessKind::Battles => ("battles", ["step", "up", ""]),
        };
        self.group(&[&compiled.numbers], compiled.numbers_owner, |position| {
            let path = match position.checked_sub(1) {
                None => format!("driver.{id}.start"),
                Some(number) => format!("driver.{id}.process.{process}.{}", names[number]),
            };
            (path, Place::Driver(index, position))
        });
        let slots = (0..rounds).map(|round| slot(compiled.path_owner, round));
        let path = format!("driver.{id}.path");
        self.add(path, Vec::new(), slots.collect(), Place::DriverPath(index));
    }

    fn stage(&mut self, index: usize) {
        let (stage, compiled) = (&self.scenario.stages[index], &self.game.stages[index]);
        let id = &stage.id;
        self.group(&[&compiled.core], compiled.core_owner, |position| {
            let name = ["reservation", "approval.logit.lambda", "delay"][position];
            (format!("stage.{id}.{name}"), Place::Stage(index, position))
        });
        if let Some(utility) = &compiled.utility {
            let places = [
                |of, issue| Place::StageWeight(of, issue),
                |of, option| Place::StageScore(of, option),
            ];
            self.utility(
                &format!("stage.{id}"),
                &[utility],
                compiled.owners,
                index,
                places,
            );
        }
    }
}

/// The path of an effect inside its lever.
fn effect(scenario: &Scenario, lever: usize, position: usize) -> String {
    let effect = &scenario.levers[lever].effects[position];
    let key = match effect.target {
        EffectTarget::Reservation(_) => "reservation",
        EffectTarget::RoundCost(_) => "round-cost",
        EffectTarget::Weight(..) => "weight.shift",
        EffectTarget::Score(..) => "score.shift",
        EffectTarget::Breach(_) => "breach",
        EffectTarget::Driver(_) | EffectTarget::Noise | EffectTarget::ReadingError => "shift",
    };
    format!("effects.{}.{key}", effect.entry)
}

fn is_drawn(variants: &[&Numbers], position: usize) -> bool {
    let mut quantiles = variants
        .iter()
        .map(|numbers| numbers.quantiles.get(position));
    quantiles.any(|quantile| quantile.is_some_and(|it| !it.is_fixed()))
}

fn drawn_positions(variants: &[&Numbers]) -> Vec<usize> {
    let longest = variants.iter().map(|numbers| numbers.quantiles.len()).max();
    let positions = 0..longest.unwrap_or(0);
    positions
        .filter(|&position| is_drawn(variants, position))
        .collect()
}
