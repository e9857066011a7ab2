//! What one negotiation costs, roughly: how many deals are looked at, and how much memory that takes.
//!
//! A *look* is one judgement of a deal, or of a combination of issues tied together, by one party or in one draw of a
//! belief. The numbers follow the loops of the rules, each with its largest term only, so they say whether a run takes a
//! thousandth of a second or a minute, and no more than that.

use std::num::NonZeroUsize;

use crate::analysis::equilibrium::catalogue_bytes_max;
use crate::analysis::zone::VOTE_NODES_MAX;
use crate::bargaining::mediator::{
    MEDIATOR_BANK_FACTOR, SEVERAL, evidence_bytes_max, particle_bytes_max, reports_weighed_max,
};
use crate::bargaining::search::{CounterOffers, EXACT_DEALS_MAX, FINE_MAX, Rankings, SortedTypes};
use crate::bargaining::strategy::{
    Bayesian, InStep, OpponentBank, Overheard, is_anybody_rational, is_foreseen,
};
use crate::game::{CompileError, CompiledProfile, Game, PriorDraw, members};
use crate::model::{Belief, Choose, Concession, Scenario};

/// Looks a second on one core at least: most are faster, and most talks end before the deadline.
pub const LOOKS_A_SECOND: f64 = 2e7;

/// Bytes that a command may hold at a time; what needs more is refused, what needs less by itself gets fewer threads.
pub const BYTES_MAX: f64 = 4e9;

/// What one negotiation costs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// Looks before the first run.
    pub looks_before: f64,
    /// Looks in a run in which the talks go on to the deadline.
    pub looks: f64,
    /// Bytes that all threads share, beyond what the scenario itself takes.
    pub bytes_shared: f64,
    /// Bytes held by each thread at a time.
    pub bytes: f64,
}

/// Compiles a scenario that can be played within memory.
///
/// # Errors
/// A limit of [`CompileError`] is exceeded.
pub fn compile(scenario: &Scenario) -> Result<Game, CompileError> {
    let game = Game::compile(scenario)?;
    let bytes = Cost::of(&game).bytes_on(NonZeroUsize::MIN);
    if bytes > BYTES_MAX {
        return Err(CompileError::TooMuchMemory(bytes / 1e9));
    }
    Ok(game)
}

/// As many of some threads as can play all of these games at a time within [`BYTES_MAX`]; none: as many as the machine offers.
pub fn threads_within_memory<'a>(
    threads: Option<usize>,
    games: impl IntoIterator<Item = &'a Game>,
) -> Option<usize> {
    let (mut shared, mut each) = (0.0, 0.0_f64);
    for game in games {
        let cost = Cost::of(game);
        shared += cost.bytes_shared;
        each = each.max(cost.bytes);
    }
    within((BYTES_MAX - shared) / each.max(1.0), threads)
}

/// As many of some threads as do not exceed a number, at least one; none: as many as the machine offers.
fn within(most: f64, threads: Option<usize>) -> Option<usize> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float too large or below 0 becomes the nearest whole number"
    )]
    let most = most as usize;
    let offered = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let wanted = threads.unwrap_or(offered);
    (most < wanted).then_some(most.max(1)).or(threads)
}

impl Cost {
    /// What a run of a game costs.
    pub fn of(game: &Game) -> Self {
        let combos = game.blocks.combos() as f64;
        let parties = game.parties.len() as f64;
        let rounds = f64::from(game.rounds_most);
        // Drawing the tables of every party, and the zone test of each round without agreement.
        let mut cost = Self {
            looks_before: 0.0,
            looks: parties * combos * (2.0 + rounds.min(100.0)),
            bytes_shared: 0.0,
            bytes: parties * combos * 32.0,
        };
        if game.consent.listed().is_none() {
            let nodes = game.blocks.deal_count().min(f64::from(VOTE_NODES_MAX));
            cost.looks += nodes * parties * rounds;
        }
        if game.takes_turns() {
            cost.add_turns(game);
        } else if let Some((_, draws)) = game.protocol.only_offer() {
            let deals = game.blocks.deal_count();
            let weighed = deals * (parties * f64::from(draws) + game.consent.chance_steps());
            cost.looks += deals * parties;
            if game.levers.is_empty() && game.drivers.is_empty() {
                cost.looks_before += weighed;
            } else {
                cost.looks += weighed;
            }
            cost.bytes_shared += deals * 8.0;
            cost.add_draws(game, parties * f64::from(draws), 0.0);
        } else if let Some(mediation) = game.protocol.mediation() {
            let draws = f64::from(mediation.belief.draws.max(1));
            let visits = mediation.visits.len() as f64;
            let edits = f64::from(mediation.edits + 1);
            let explores = mediation.explore.iter().all(|&weight| weight >= 1.0);
            let picks = if explores { 1.0 } else { 1.0 + SEVERAL as f64 };
            cost.looks += rounds * visits * (draws * 4.0 + edits * combos * picks);
            if mediation.belief.draws > 0 {
                cost.add_belief(game, &mediation.belief);
            }
        }
        cost
    }

    /// Beliefs of a mediator about all others.
    fn add_belief(&mut self, game: &Game, belief: &Belief) {
        let others = game.parties.len() as f64 - 1.0;
        let rounds = f64::from(game.rounds_most);
        let (blocks, packages) = (game.blocks.list.len(), game.package_blocks.len());
        let (blocks, packages) = (blocks as f64, packages as f64);
        let types = game.parties.iter().map(|party| party.profiles.len());
        let types = types.max().unwrap_or(1) as f64;
        // A report and a vote in each round.
        let reports = 2.0 * rounds;
        let draws = f64::from(belief.draws);
        if belief.forgetting >= 1.0 {
            self.looks += rounds * others * reports_weighed_max(draws, reports);
        }
        self.bytes += others * evidence_bytes_max(reports, (blocks, packages), types);
        // Those of one party are resampled into memory of their own.
        self.bytes += (others + 1.0) * draws * particle_bytes_max((blocks, packages));
        let banked = others * draws * f64::from(MEDIATOR_BANK_FACTOR);
        self.add_draws(game, banked, 2.0);
        // The best and worst combo of each block, by type.
        self.bytes_shared += banked * types * blocks * 2.0 * size_of::<f64>() as f64;
    }

    /// Draws from the prior, each with so many tables beside its own two.
    fn add_draws(&mut self, game: &Game, draws: f64, tables: f64) {
        let combos = game.blocks.combos() as f64;
        // The hypercube has about a slot for each number; weights and scores are kept beside the tables.
        let numbers = 2.0 * (game.issues as f64 + combos);
        let bytes = size_of::<PriorDraw>() as f64 + 8.0 * (combos * (2.0 + tables) + numbers);
        self.looks_before += draws * (combos + numbers);
        self.bytes_shared += draws * bytes;
    }

    /// Offers in turn: each speaker, of whose types the dearest counts; what is kept from run to run may be kept for each type.
    fn add_turns(&mut self, game: &Game) {
        for party in members(game.speakers) {
            let profiles = &game.parties[party].profiles;
            let looks = profiles.iter().map(|profile| looks_in_turn(game, profile));
            self.looks += looks.fold(0.0, f64::max);
            for profile in profiles {
                self.bytes += Rankings::bytes_max(game, profile);
                self.bytes += bytes_kept(game, profile);
                self.bytes_shared += SortedTypes::bytes_max(game, profile);
            }
        }
        self.bytes_shared += InStep::bytes_max(game) + Overheard::bytes_max(game);
        if is_anybody_rational(game) {
            let bytes = catalogue_bytes_max(game);
            if is_foreseen(game) {
                self.bytes_shared += bytes;
            } else {
                self.bytes += bytes;
            }
        }
        self.add_draws(game, OpponentBank::size(game), 0.0);
    }

    /// The cost of this and of other games played one after the other: looks add up, memory is what the greatest takes.
    #[must_use]
    pub fn then(self, other: Self) -> Self {
        Self {
            looks_before: self.looks_before + other.looks_before,
            looks: self.looks + other.looks,
            bytes_shared: self.bytes_shared.max(other.bytes_shared),
            bytes: self.bytes.max(other.bytes),
        }
    }

    /// How many such games are prepared at a time at most: as many as leave half of [`BYTES_MAX`] to the threads, at least one.
    pub fn games_at_a_time(&self) -> u64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a positive float too large becomes the greatest whole number"
        )]
        let games = (0.5 * BYTES_MAX / self.bytes_shared.max(1.0)) as u64;
        games.max(1)
    }

    /// As many of some threads as can each prepare and play such a game of their own within [`BYTES_MAX`]; none: as many as the
    /// machine offers.
    pub fn threads_alone(&self, threads: Option<usize>) -> Option<usize> {
        within(
            BYTES_MAX / (self.bytes_shared + self.bytes).max(1.0),
            threads,
        )
    }

    /// Seconds that so many runs take on one core.
    pub fn seconds(&self, runs: u64) -> f64 {
        (self.looks_before + self.looks * runs as f64) / LOOKS_A_SECOND
    }

    /// Bytes held at a time by so many threads.
    pub fn bytes_on(&self, threads: NonZeroUsize) -> f64 {
        self.bytes_shared + self.bytes * threads.get() as f64
    }
}

/// Looks of a party of this type that makes offers in turn.
fn looks_in_turn(game: &Game, profile: &CompiledProfile) -> f64 {
    let (deals, combos) = (game.blocks.deal_count(), game.blocks.combos() as f64);
    let (parties, rounds) = (game.parties.len() as f64, f64::from(game.rounds_most));
    let sums = if deals <= EXACT_DEALS_MAX {
        game.blocks.larger_half()
    } else {
        2.0 * FINE_MAX
    };
    let looks = match profile.concession {
        Concession::Bayesian { draws, .. } => rounds * Bayesian::looks_a_turn(game, draws),
        Concession::Zeuthen | Concession::Micro | Concession::Random => deals * (20.0 + rounds),
        // What is certain is worked out once, for all runs.
        Concession::Rational if profile.has_fixed_tables() => deals,
        Concession::Rational => deals * rounds,
        _ if profile.choose == Choose::Nearest => combos * rounds + sums * 20.0,
        _ => sums * (20.0 + rounds),
    };
    // The deal of least margin is sought among all that pass at home, the nearest by its distance.
    if profile.anticipate > 0.0 && profile.choose == Choose::Least {
        looks + deals * parties
    } else {
        looks
    }
}

/// Bytes that a thread keeps from run to run for a type that makes offers in turn.
fn bytes_kept(game: &Game, profile: &CompiledProfile) -> f64 {
    match profile.concession {
        Concession::Bayesian { draws, .. } => Bayesian::bytes_about(game, draws),
        Concession::Zeuthen | Concession::Micro | Concession::Random | Concession::Rational => 0.0,
        _ if profile.choose == Choose::Nearest => CounterOffers::bytes_max(game, profile),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use crate::bargaining::cost::{BYTES_MAX, Cost, threads_within_memory};
    use crate::bargaining::fixture::{OFFERS, mediated, pie, three_issues};

    #[test]
    fn dearer_rules_cost_more() {
        let cost = |strategy: &str| Cost::of(&pie(10, OFFERS, [strategy, ""])).looks;
        let plain = cost("");
        let zeuthen = cost("strategy.concession = \"zeuthen\"");
        let bayesian = cost("strategy.concession.bayesian = { belief-draws = 4000 }");
        assert!(
            plain <= zeuthen && zeuthen < bayesian,
            "{plain} {zeuthen} {bayesian}"
        );
    }

    #[test]
    fn what_talks_keep_counts_by_type_and_what_is_sorted_once_is_shared() {
        let cost = |lines: &str| Cost::of(&three_issues([lines, lines], ""));
        let (nearest, least) = (cost(""), cost("strategy.choose = \"least\""));
        // Where the nearest deal is chosen answers are kept, where the least is chosen worths are found once.
        assert!(nearest.bytes > least.bytes, "{nearest:?} {least:?}");
        assert!(
            least.bytes_shared > nearest.bytes_shared,
            "{nearest:?} {least:?}"
        );
        let typed =
            "type = [{ id = \"soft\", probability = 0.5 }, { id = \"hard\", probability = 0.5 }]";
        let kept = |cost: Cost| cost.bytes - least.bytes;
        assert!(kept(cost(typed)) >= 2.0 * kept(nearest));
        // What is drawn is sorted by each thread.
        let micro = "strategy.concession = \"micro\"\n";
        let drawn = format!("{micro}weight-concentration = 20");
        let (fixed, drawn) = (cost(micro), cost(&drawn));
        assert!(drawn.bytes > fixed.bytes, "{fixed:?} {drawn:?}");
        assert!(
            drawn.bytes_shared < fixed.bytes_shared,
            "{fixed:?} {drawn:?}"
        );
    }

    #[test]
    fn a_bayesian_party_looks_at_few_deals_in_each_draw() {
        let cost = |draws: u32| {
            let line = format!("strategy.concession.bayesian = {{ belief-draws = {draws} }}");
            Cost::of(&pie(10, OFFERS, [&line, ""]))
        };
        let (few, many) = (cost(40), cost(4_000));
        let times = |of: fn(&Cost) -> f64| of(&many) / of(&few);
        // Looks and pictures grow with the draws, and no faster.
        assert!((10.0..=100.0).contains(&times(|cost| cost.looks)));
        assert!((10.0..=100.0).contains(&times(|cost| cost.bytes)));
    }

    #[test]
    fn threads_are_kept_to_what_fits_and_share_what_is_banked() {
        let [few, many] = [8, 4_000].map(|draws| {
            let game = mediated("single-text", &format!("belief-draws = {draws}"));
            let cost = Cost::of(&game);
            // The bank is shared, what a belief makes of texts is each thread's own.
            assert_eq!(
                cost.bytes_on(NonZeroUsize::MIN),
                cost.bytes_shared + cost.bytes
            );
            assert_eq!(threads_within_memory(Some(100), [&game]), Some(100));
            (game, cost)
        });
        assert!(many.1.bytes_shared > 400.0 * few.1.bytes_shared);
        assert!(many.1.bytes > 100.0 * few.1.bytes);
        assert!(threads_within_memory(Some(1_000), [&many.0]) < Some(1_000));
        // As many games at a time as leave half of the memory; of too many at a time one thread is left.
        let fit = many.1.games_at_a_time();
        assert!(fit as f64 * many.1.bytes_shared <= 0.5 * BYTES_MAX);
        assert!((fit + 1) as f64 * many.1.bytes_shared > 0.5 * BYTES_MAX);
        let games = (0..3 * fit).map(|_| &many.0);
        assert_eq!(threads_within_memory(None, games.clone()), Some(1));
        assert_eq!(threads_within_memory(Some(8), games), Some(1));
    }
}
