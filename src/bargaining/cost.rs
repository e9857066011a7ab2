//! What one negotiation costs, roughly: how many deals are looked at, and how much memory that takes.
//!
//! A *look* is one judgement of a deal, or of a combination of issues tied together, by one party or in one draw of a
//! belief. The numbers follow the loops of the rules, each with its largest term only, so they say whether a run takes a
//! thousandth of a second or a minute, and no more than that.

use std::num::NonZeroUsize;

use crate::analysis::zone::VOTE_NODES_MAX;
use crate::bargaining::search::{EXACT_DEALS_MAX, FINE_MAX};
use crate::game::{BANK_FACTOR, CompileError, Game, PriorDraw, has};
use crate::model::{Choose, Concession, PartyId, Scenario};

/// Looks a second on one core at least: most are faster, and most talks end before the deadline.
pub const LOOKS_A_SECOND: f64 = 2e7;

/// Bytes that a command may hold at a time; what needs more is refused, what needs less by itself gets fewer threads.
pub const BYTES_MAX: f64 = 4e9;

/// Bytes of a sum of margins with the number of its deal.
const SORTED_BYTES: f64 = 16.0;
/// Later rounds that a Bayesian party looks at.
const LATER_ROUNDS: f64 = 16.0;

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
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float too large or below 0 becomes the nearest whole number"
    )]
    let most = ((BYTES_MAX - shared) / each.max(1.0)) as usize;
    let offered = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let wanted = threads.unwrap_or(offered);
    (most < wanted).then_some(most.max(1)).or(threads)
}

impl Cost {
    /// What a run of a game costs.
    pub fn of(game: &Game) -> Self {
        let combos = game.blocks.combos() as f64;
        let parties = game.parties.len() as f64;
        let rounds = f64::from(game.rounds);
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
            cost.add_turns(game, rounds);
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
            cost.looks += rounds * visits * (draws * 4.0 + edits * combos);
            let banked = f64::from(mediation.belief.draws) * f64::from(BANK_FACTOR);
            cost.add_draws(game, parties * banked, 2.0);
        }
        cost
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

    /// Offers in turn: each speaker, of whose types the dearest counts.
    fn add_turns(&mut self, game: &Game, rounds: f64) {
        let (deals, combos) = (game.blocks.deal_count(), game.blocks.combos() as f64);
        let listed = if deals <= EXACT_DEALS_MAX { deals } else { 0.0 };
        let sums = if listed > 0.0 {
            game.blocks.larger_half()
        } else {
            2.0 * FINE_MAX
        };
        let mut most_banked = 0.0_f64;
        let parties = game.parties.len() as f64;
        for (party, compiled) in game.parties.iter().enumerate() {
            if !has(game.speakers(), PartyId::at(party)) {
                continue;
            }
            let dearest = compiled.profiles.iter().map(|profile| {
                let mut looks = match profile.concession {
                    Concession::Bayesian { draws, .. } => {
                        let answers = game.consent.chance_steps().max(parties);
                        rounds * deals * (parties * f64::from(draws) + answers * LATER_ROUNDS)
                    }
                    Concession::Zeuthen | Concession::Micro | Concession::Random => {
                        deals * (20.0 + rounds)
                    }
                    // What is certain is worked out once, for all runs.
                    Concession::Rational if profile.has_fixed_tables() => deals,
                    Concession::Rational => deals * rounds,
                    _ if profile.choose == Choose::Nearest => combos * rounds + sums * 20.0,
                    _ => sums * (20.0 + rounds),
                };
                // The deal of least margin is sought among all that pass at home, the nearest by its distance.
                if profile.anticipate > 0.0 && profile.choose == Choose::Least {
                    looks += deals * parties;
                }
                looks
            });
            self.looks += dearest.fold(0.0, f64::max);
            let draws = compiled
                .profiles
                .iter()
                .map(|profile| match profile.concession {
                    Concession::Bayesian { draws, .. } => f64::from(draws) * f64::from(BANK_FACTOR),
                    _ => 0.0,
                });
            let banked = draws.fold(0.0, f64::max);
            most_banked = most_banked.max(banked);
            self.bytes += SORTED_BYTES * (3.0 * sums).max(listed);
        }
        self.add_draws(game, parties * most_banked, 0.0);
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

    /// Seconds that so many runs take on one core.
    pub fn seconds(&self, runs: u64) -> f64 {
        (self.looks_before + self.looks * runs as f64) / LOOKS_A_SECOND
    }

    /// Bytes held at a time by so many threads.
    pub fn bytes_on(&self, threads: NonZeroUsize) -> f64 {
        self.bytes_shared + self.bytes * threads.get() as f64
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use crate::bargaining::cost::{BYTES_MAX, Cost, threads_within_memory};
    use crate::bargaining::fixture::{OFFERS, mediated, pie};

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
    fn threads_are_kept_to_what_fits_and_share_what_is_banked() {
        let [few, many] = [8, 4_000].map(|draws| {
            let game = mediated("single-text", &format!("belief-draws = {draws}"));
            let cost = Cost::of(&game);
            // Draws are shared, so that threads cost no more with many of them.
            assert_eq!(
                cost.bytes_on(NonZeroUsize::MIN),
                cost.bytes_shared + cost.bytes
            );
            assert_eq!(threads_within_memory(Some(200), [&game]), Some(200));
            (game, cost)
        });
        assert!(many.1.bytes_shared > 400.0 * few.1.bytes_shared);
        assert_eq!(many.1.bytes, few.1.bytes);
        // As many games at a time as leave half of the memory; of too many at a time one thread is left.
        let fit = many.1.games_at_a_time();
        assert!(fit as f64 * many.1.bytes_shared <= 0.5 * BYTES_MAX);
        assert!((fit + 1) as f64 * many.1.bytes_shared > 0.5 * BYTES_MAX);
        let games = (0..3 * fit).map(|_| &many.0);
        assert_eq!(threads_within_memory(None, games.clone()), Some(1));
        assert_eq!(threads_within_memory(Some(8), games), Some(1));
    }
}
