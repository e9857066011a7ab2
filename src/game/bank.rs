//! Draws from the prior that stand for somebody's belief about the others.
//!
//! The draws of one party form a Latin hypercube (McKay, Beckman and Conover 1979): each number's distribution is cut into
//! as many equally likely strata as there are draws, and each stratum is met once. So even a few draws reproduce every
//! margin of the prior, and a belief about a single uncertain number is its exact grid of quantiles.

use ndarray::Array2;

use crate::game::party::{draw_kind, pick};
use crate::game::uniforms::{At, Median, Uniforms};
use crate::game::{
    Game, Given, GivenSlots, Owner, PartyNumbers, PartyTables, Purpose, Slot, Stream,
};

/// One prior draw of one party.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriorDraw {
    /// What the party wants in this draw.
    pub numbers: PartyNumbers,
    /// Its values by combo.
    pub tables: PartyTables,
    /// Margin total of its best deal without red lines, before reservation value and constant.
    pub best_total: f64,
    /// Probability of its type as a share of how often draws are of that type, in (0, 2].
    pub weight: f64,
}

impl PriorDraw {
    /// What a deal's margin total must reach to be worth as much as none, once everybody has seen the reservation value
    /// move by so much.
    pub(crate) fn floor(&self, shift: f64) -> f64 {
        (self.numbers.reservation + shift).clamp(0.0, 1.0) + self.tables.constant
    }
}

/// Times as many draws are banked as a belief uses in a run: each run takes its own stretch of the bank.
pub(crate) const BANK_FACTOR: u32 = 8;

/// Where the stretch of a run begins in a bank of so many draws.
pub(crate) fn stretch(seed: u64, run: u64, banked: u32) -> usize {
    let owner = Owner::named("stretch");
    Stream::new(seed, Purpose::Belief, owner, run).below(banked) as usize
}

/// How often draws are of each type.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Types {
    /// As often as it is probable.
    AsProbable,
    /// Half of the draws as often as it is probable, half of them as often as every other type.
    Spread,
}

/// Draws `count` times from the prior of one party, by a Latin hypercube.
pub fn prior_draws(game: &Game, party: usize, seed: u64, count: u32) -> Vec<PriorDraw> {
    let mut draws = Vec::with_capacity(count as usize);
    each_draw(game, party, (seed, count), Types::AsProbable, |draw| {
        draws.push(draw.clone());
    });
    draws
}

/// The same, but half of the draws have each type as often as any other: what is learnt may make an improbable type the one
/// that matters, and it is then not left with a few draws. Each draw carries the weight, at most 2, that makes up for it.
pub fn spread_draws(game: &Game, party: usize, seed: u64, count: u32) -> Vec<PriorDraw> {
    let mut draws = Vec::with_capacity(count as usize);
    each_draw(game, party, (seed, count), Types::Spread, |draw| {
        draws.push(draw.clone());
    });
    draws
}

/// Shows the draws of [`prior_draws`] one after the other, in memory that they share.
pub(crate) fn each_prior_draw(
    game: &Game,
    party: usize,
    seed: u64,
    count: u32,
    show: impl FnMut(&PriorDraw),
) {
    each_draw(game, party, (seed, count), Types::AsProbable, show);
}

fn each_draw(
    game: &Game,
    party: usize,
    (seed, count): (u64, u32),
    types: Types,
    mut show: impl FnMut(&PriorDraw),
) {
    let slots = slots(game, party);
    let hypercube = hypercube(&slots, seed, count);
    let slots = GivenSlots::of(slots);
    let mut scratch = Vec::new();
    let mut draw = PriorDraw::default();
    // The type whose tables stand, where no draw changes them.
    let mut standing = None;
    for row in hypercube.rows() {
        let uniforms = row.to_slice().unwrap_or_default();
        let given = Given {
            slots: &slots,
            uniforms,
        };
        let mut uniforms = given.over(Median);
        let (kind, of_type) = match types {
            Types::AsProbable => (kind(game, party, &mut uniforms, &mut scratch), 1.0),
            Types::Spread => spread_kind(game, party, &mut uniforms, &mut scratch),
        };
        let profile = &game.parties[party].profiles[kind];
        let PriorDraw {
            numbers,
            tables,
            best_total,
            weight,
        } = &mut draw;
        *weight = of_type;
        if standing == Some(kind) {
            numbers.draw_needs(&game.parties[party], kind, &mut uniforms, &mut scratch);
        } else {
            numbers.draw(&game.parties[party], kind, &mut uniforms, &mut scratch);
            tables.build(&game.blocks, profile, numbers);
            *best_total = profile.best_total(&game.blocks, &tables.margin);
            standing = profile.has_fixed_tables().then_some(kind);
        }
        show(&draw);
    }
}

/// Whether every prior draw of a party is the same.
pub(crate) fn is_certain(game: &Game, party: usize) -> bool {
    slots(game, party).is_empty()
}

/// One row a draw, one column a slot: the middle of the stratum that the draw takes of the slot's distribution.
fn hypercube(slots: &[Slot], seed: u64, draws: u32) -> Array2<f64> {
    let mut points = Array2::zeros((draws as usize, slots.len()));
    for (slot, mut column) in slots.iter().zip(points.columns_mut()) {
        let position = u64::from(slot.position);
        let mut stream = Stream::new(seed, Purpose::Belief, slot.owner, position);
        for (point, stratum) in column.iter_mut().zip(stream.permutation(draws)) {
            *point = (f64::from(stratum) + 0.5) / f64::from(draws);
        }
    }
    points
}

/// The slots of all uniforms that a party's type and numbers may be made of.
fn slots(game: &Game, party: usize) -> Vec<Slot> {
    let mut asked = Asked::default();
    let mut scratch = Vec::new();
    kind(game, party, &mut asked, &mut scratch);
    let compiled = &game.parties[party];
    for kind in 0..compiled.profiles.len() {
        PartyNumbers::default().draw(compiled, kind, &mut asked, &mut scratch);
    }
    asked.slots.sort_unstable();
    asked.slots.dedup();
    asked.slots
}

/// Draws the type of a party as others believe it.
fn kind(game: &Game, party: usize, uniforms: &mut impl Uniforms, scratch: &mut Vec<f64>) -> usize {
    let compiled = &game.parties[party];
    match &game.joint {
        // Others' types are not seen, so a party drawn jointly has its marginal probabilities here.
        Some(joint) if compiled.joint => {
            joint.probabilities.draw(uniforms, scratch);
            uniforms.open(compiled.owners.kind);
            let row = &joint.rows[pick(scratch, uniforms.next())];
            let cell = row.iter().find(|cell| cell.0 == party);
            cell.map_or(0, |cell| cell.1)
        }
        _ => draw_kind(compiled, uniforms, scratch),
    }
}

/// Draws a type, half of the time evenly among those that are possible, with its weight.
fn spread_kind(
    game: &Game,
    party: usize,
    uniforms: &mut impl Uniforms,
    scratch: &mut Vec<f64>,
) -> (usize, f64) {
    let compiled = &game.parties[party];
    let types = compiled.profiles.len();
    if types == 1 {
        return (0, 1.0);
    }
    let mut probabilities = vec![0.0; types];
    match &game.joint {
        Some(joint) if compiled.joint => {
            joint.probabilities.draw(uniforms, scratch);
            for (row, probability) in joint.rows.iter().zip(&*scratch) {
                let cell = row.iter().find(|cell| cell.0 == party);
                probabilities[cell.map_or(0, |cell| cell.1)] += probability;
            }
        }
        _ => {
            compiled.probabilities.draw(uniforms, scratch);
            probabilities.copy_from_slice(scratch);
        }
    }
    let sum: f64 = probabilities.iter().sum();
    if sum <= 0.0 {
        // All were drawn as 0: the first type stands for them, as where nature draws them so.
        uniforms.open(compiled.owners.kind);
        return (pick(&probabilities, uniforms.next()), 1.0);
    }
    let possible = probabilities.iter().filter(|share| **share > 0.0).count();
    let spread = |&probability: &f64| {
        let even = if probability > 0.0 {
            1.0 / possible as f64
        } else {
            0.0
        };
        0.5 * (probability / sum + even)
    };
    let shares: Vec<f64> = probabilities.iter().map(spread).collect();
    uniforms.open(compiled.owners.kind);
    let kind = pick(&shares, uniforms.next());
    (kind, probabilities[kind] / sum / shares[kind])
}

/// A source of uniforms that keeps the slots it is asked for.
#[derive(Default)]
struct Asked {
    slots: Vec<Slot>,
    next: Option<Slot>,
}

impl Uniforms for Asked {
    fn open(&mut self, owner: Owner) {
        self.next = Some(Slot { owner, position: 0 });
    }

    fn next(&mut self) -> f64 {
        self.slots.extend(self.next);
        if let Some(next) = &mut self.next {
            next.position += 1;
        }
        0.5
    }
}

/// A party's tables when every number stands at its median: exact for types whose tables no draw changes.
pub fn median_tables(game: &Game, party: usize, kind: usize) -> PartyTables {
    tables(game, party, &median_numbers(game, party, kind))
}

/// What a party of one type wants when every number stands at its median.
pub(crate) fn median_numbers(game: &Game, party: usize, kind: usize) -> PartyNumbers {
    let mut numbers = PartyNumbers::default();
    numbers.draw(&game.parties[party], kind, &mut Median, &mut Vec::new());
    numbers
}

/// Reservation values of a party of one type, in utility: the middles of `count` equally likely strata, none lower than the one
/// before.
pub fn fallbacks(game: &Game, party: usize, kind: usize, count: usize) -> Vec<f64> {
    let compiled = &game.parties[party];
    let (mut numbers, mut scratch) = (PartyNumbers::default(), Vec::new());
    let strata = (0..count).map(|stratum| (stratum as f64 + 0.5) / count as f64);
    let fallbacks = strata.map(|share| {
        numbers.draw(compiled, kind, &mut At(share), &mut scratch);
        numbers.reservation
    });
    fallbacks.collect()
}

fn tables(game: &Game, party: usize, numbers: &PartyNumbers) -> PartyTables {
    let mut tables = PartyTables::default();
    let profile = &game.parties[party].profiles[numbers.kind];
    tables.build(&game.blocks, profile, numbers);
    tables
}

#[cfg(test)]
mod tests {
    use super::{Slot, hypercube, prior_draws, spread_draws};
    use crate::game::{Game, Owner};

    /// The weights of spread draws, by type, stand for the probabilities; each type has its share of the draws.
    #[test]
    fn spread_draws_stand_for_the_prior_by_their_weights() {
        let text = "format = 1\ntitle = \"Game\"\nclock.rounds = 3\nprotocol.alternating-offers = {}\n\
            [[issue]]\nid = \"i\"\noptions = [{ id = \"a\" }, { id = \"b\" }]\n\
            [[party]]\nid = \"p\"\nrole = \"principal\"\nreservation = 0.2\n\
            utility.i = { weight = 1, scores = [0, 1] }\n\
            [[party.type]]\nid = \"one\"\nprobability = 0.9\n\
            [[party.type]]\nid = \"other\"\nprobability = 0.1\n\
            [[party]]\nid = \"q\"\nrole = \"principal\"\nreservation = 0.2\n\
            utility.i = { weight = 1, scores = [1, 0] }\n";
        let loaded = crate::scenario::parse("game", text, &[]).unwrap_or_else(|e| panic!("{e}"));
        let game = Game::compile(&loaded.scenario).expect("a small game");
        let draws = spread_draws(&game, 0, 3, 100);
        let rare = draws.iter().filter(|draw| draw.numbers.kind == 1);
        let weights: Vec<f64> = rare.map(|draw| draw.weight).collect();
        assert_eq!(weights.len(), 30, "half of a tenth and half of a half");
        assert!((weights.iter().sum::<f64>() - 10.0).abs() < 1e-9);
        let all: f64 = draws.iter().map(|draw| draw.weight).sum();
        assert!((all - 100.0).abs() < 1e-9);
        let plain = prior_draws(&game, 0, 3, 100);
        let rare = plain.iter().filter(|draw| draw.numbers.kind == 1).count();
        assert_eq!(rare, 10);
        assert!(
            spread_draws(&game, 1, 3, 4)
                .iter()
                .all(|draw| draw.weight.to_bits() == 1.0_f64.to_bits())
        );
    }

    /// Probabilities that nature may draw as 0, all of them at once: the first type then, in runs and in beliefs.
    #[test]
    fn types_that_are_all_drawn_as_impossible_have_weights_that_are_numbers() {
        let chance = "{ normal = [0.5, 5.0] }";
        let text = format!(
            "format = 1\ntitle = \"Game\"\nclock.rounds = 3\nprotocol.alternating-offers = {{}}\n\
            [[issue]]\nid = \"i\"\noptions = [{{ id = \"a\" }}, {{ id = \"b\" }}]\n\
            [[party]]\nid = \"p\"\nrole = \"principal\"\nreservation = 0.2\n\
            utility.i = {{ weight = 1, scores = [0, 1] }}\n\
            [[party.type]]\nid = \"one\"\nprobability = {chance}\n\
            [[party.type]]\nid = \"other\"\nprobability = {chance}\n\
            [[party]]\nid = \"q\"\nrole = \"principal\"\nreservation = 0.2\n\
            utility.i = {{ weight = 1, scores = [1, 0] }}\n"
        );
        let loaded = crate::scenario::parse("game", &text, &[]).unwrap_or_else(|e| panic!("{e}"));
        let game = Game::compile(&loaded.scenario).expect("a small game");
        let draws = spread_draws(&game, 0, 3, 200);
        assert!(draws.iter().all(|draw| (0.0..=2.0).contains(&draw.weight)));
        // A fifth of the pairs of chances is 0 and 0.
        let first = draws.iter().filter(|draw| draw.numbers.kind == 0).count();
        assert!((100..160).contains(&first), "{first}");
    }

    #[test]
    fn each_number_meets_each_stratum_once() {
        let slot = |position| Slot {
            owner: Owner::named("party/a/core"),
            position,
        };
        let points = hypercube(&[slot(0), slot(3)], 7, 4);
        for column in points.columns() {
            let mut met = column.to_vec();
            met.sort_by(f64::total_cmp);
            assert_eq!(met, [0.125, 0.375, 0.625, 0.875]);
        }
        // A slot has its own permutation, whichever other slots there are.
        let alone = hypercube(&[slot(3)], 7, 4);
        assert_eq!(alone.column(0), points.column(1));
    }
}
