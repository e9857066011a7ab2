//! What a rational party foresees: the rounds to come as far as no move changes them, and everybody's best play in them.

use crate::analysis::equilibrium::{Equilibrium, Outlook, Strategies, Turns, Unsolved};
use crate::bargaining::Silent;
use crate::bargaining::strategy::offer_belief::{OneTimeOffer, best_by_belief};
use crate::bargaining::talks::{Passing, Talks};
use crate::game::{ConcessionKind, Game, PartyNumbers, Realization};
use crate::model::{LeverId, Scenario, Use};

/// What rational parties foresee in one run, worked out when the first of them asks.
#[derive(Debug, Default)]
pub(crate) struct Foresight {
    talks: Talks,
    /// Whether somebody has asked in this run.
    asked: bool,
    /// None before that, and where it cannot be worked out.
    strategies: Option<Strategies>,
}

impl Foresight {
    /// Forgets the run before.
    pub(crate) fn start(&mut self) {
        (self.asked, self.strategies) = (false, None);
    }

    /// Everybody's equilibrium strategy in the run that these talks belong to, unless it is known beforehand.
    pub(crate) fn strategies<'a>(
        &'a mut self,
        known: Option<&'a Strategies>,
        talks: &Talks,
        game: &Game,
    ) -> Option<&'a Strategies> {
        if known.is_some() {
            return known;
        }
        if !std::mem::replace(&mut self.asked, true) {
            self.talks.nature.clone_from(&talks.nature);
            // Scenarios in which it cannot be worked out are refused when they are read.
            self.strategies = self.solve(game, talks.seed, talks.run).ok();
        }
        self.strategies.as_ref()
    }

    /// Solves the run whose numbers nature has drawn.
    fn solve(&mut self, game: &Game, seed: u64, run: u64) -> Result<Strategies, Unsolved> {
        let rounds = Turns::of(game)?.rounds.min(self.talks.nature.rounds(game));
        self.talks.start(game, seed, run);
        Strategies::of(game, look_ahead(&mut self.talks, game, rounds))
    }
}

/// Subgame-perfect equilibrium of one position: what nature draws for run `run` under `seed`.
///
/// Levers whose use depends on what is said at the table are not pulled; [`left_out`] names them.
///
/// # Errors
/// The game is not of a kind that is solved, or too large.
pub fn equilibrium(game: &Game, seed: u64, run: u64) -> Result<Equilibrium, Unsolved> {
    Turns::of(game)?.check_size(game)?;
    let mut foresight = Foresight::default();
    foresight.talks.nature.draw(game, seed, run);
    Ok(foresight.solve(game, seed, run)?.equilibrium(game))
}

/// The position at central values in which talks open, and its equilibrium.
///
/// `game` is the scenario's, `central` that of its central values; the prior of everybody is that of the scenario, under
/// `seed`.
///
/// # Errors
/// The game is not of a kind that is solved, or too large.
fn solve_central(
    scenario: &Scenario,
    game: &Game,
    central: &Game,
    seed: u64,
) -> Result<(Equilibrium, Talks), Unsolved> {
    let equilibrium = equilibrium(central, 0, 0)?;
    let mut nature = Realization::default();
    nature.draw(central, 0, 0);
    let mut talks = Talks::default();
    talks.draw(game, seed, 0);
    talks.nature.paths = nature.paths;
    talks.nature.levers = nature.levers;
    let kinds = scenario.central_types();
    for (party, (numbers, kind)) in nature.parties.into_iter().zip(kinds).enumerate() {
        let kind = kind.index();
        talks.replace(game, party, PartyNumbers { kind, ..numbers });
    }
    talks.begin_round(game, 0, Passing::Held, &mut Silent);
    Ok((equilibrium, talks))
}

/// What theory foretells of a scenario whose parties are rational.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Subgame-perfect equilibrium at central values, everybody knowing everything.
    pub equilibrium: Equilibrium,
    /// Levers whose use depends on what is said at the table: they are not pulled.
    pub left_out: Vec<LeverId>,
    /// The best one-time offer by belief, where the protocol is an ultimatum.
    pub offer: Option<OneTimeOffer>,
}

/// Foretells what rational parties do, from a scenario's game and that of its central values.
///
/// The one-time offer is made by a proposer at central values whose belief about the others is drawn from the prior under
/// `seed`.
///
/// # Errors
/// The game is not of a kind that is solved, or too large.
pub fn forecast(
    scenario: &Scenario,
    game: &Game,
    central: &Game,
    seed: u64,
) -> Result<Forecast, Unsolved> {
    let (equilibrium, talks) = solve_central(scenario, game, central, seed)?;
    Ok(Forecast {
        equilibrium,
        left_out: left_out(game),
        offer: best_by_belief(&talks, game, seed),
    })
}

/// The levers whose use depends on what is said at the table, which foresight cannot know.
pub fn left_out(game: &Game) -> Vec<LeverId> {
    let by_moves = |usage: &Use| {
        matches!(
            usage,
            Use::AfterRefusals { .. }
                | Use::WhenStuck { .. }
                | Use::OnceAccepts { .. }
                | Use::UponSignature
                | Use::OnceRefuses { .. }
        )
    };
    let levers = game.levers.iter().enumerate();
    levers
        .filter(|(_, lever)| by_moves(&lever.usage))
        .map(|(lever, _)| LeverId::at(lever))
        .collect()
}

/// The strategies of a game in which somebody is rational and nothing is drawn.
pub(crate) fn known_strategies(game: &Game) -> Option<Strategies> {
    if !is_anybody_rational(game) || !is_foreseen(game) {
        return None;
    }
    let mut foresight = Foresight::default();
    foresight.talks.nature.draw(game, 0, 0);
    foresight.solve(game, 0, 0).ok()
}

/// Whether a type of some party is rational.
pub(crate) fn is_anybody_rational(game: &Game) -> bool {
    let mut profiles = game.parties.iter().flat_map(|party| &party.profiles);
    profiles.any(|profile| profile.concession == ConcessionKind::Rational)
}

/// Whether all runs are foreseen alike, since nothing is drawn.
pub(crate) fn is_foreseen(game: &Game) -> bool {
    !game.clock.drawn
        && game.clock_drivers.is_empty()
        && game.levers.is_empty()
        && game.parties.iter().all(|party| {
            let [profile] = party.profiles.as_slice() else {
                return false;
            };
            !profile.core.drawn
                && !profile.rules.drawn
                && profile.load_drivers.is_empty()
                && profile.has_fixed_tables()
        })
}

/// Lets the rounds of a run pass without a word and notes what they bring.
fn look_ahead(talks: &mut Talks, game: &Game, rounds: u32) -> Outlook {
    let numbers = &talks.nature.parties;
    let mut outlook = Outlook {
        parties: game.parties.len(),
        kinds: numbers.iter().map(|numbers| numbers.kind).collect(),
        discounts: numbers.iter().map(|numbers| numbers.discount).collect(),
        losses: numbers.iter().map(|numbers| numbers.loss).collect(),
        ..Outlook::default()
    };
    for round in 0..=rounds {
        if round > 0 {
            // When talks end, nobody pulls a new lever any more.
            pass(talks, game, round, Passing::Over);
            outlook.fallbacks.extend_from_slice(&talks.reservations);
        }
        if round < rounds {
            let before = talks.round_costs.clone();
            talks.costs.fill(0.0);
            pass(talks, game, round, Passing::Held);
            let levers = talks.costs.iter().zip(&before);
            outlook.lever_costs.extend(levers.map(|(all, waiting)| {
                if game.levers.is_empty() {
                    0.0
                } else {
                    all - if round > 0 { *waiting } else { 0.0 }
                }
            }));
            outlook.reservations.extend_from_slice(&talks.reservations);
            outlook.round_costs.extend_from_slice(&talks.round_costs);
            outlook.breakdowns.push(talks.breakdown);
            if round == 0
                || game.tables_move() && outlook.tables.last() != Some(&talks.values.tables)
            {
                outlook.tables.push(talks.values.tables.clone());
            }
        }
        outlook.tables_of.push(outlook.tables.len() - 1);
    }
    outlook
}

fn pass(talks: &mut Talks, game: &Game, round: u32, passing: Passing) {
    // Levers that wait for a standstill do not start while nobody has said anything yet.
    talks.conduct.note_move();
    talks.begin_round(game, round, passing, &mut Silent);
}
