//! Tit for tat: a party concedes as the others have conceded (Faratin, Sierra and Jennings 1998).
//!
//! Every offer of another speaker that is better for the party than that speaker's offers before lowers its demand at
//! once: by `gain` times the size of the concession in its own utility if it is naive, by `gain` times the share of what
//! was still withheld from it if it is relative. With several others each counts with an equal share.

use crate::bargaining::talks::Talks;
use crate::game::{ConcessionKind, Game, total};
use crate::model::Imitation;

impl Talks {
    /// Sets a party's demand back to its start; says whether it plays tit for tat.
    pub(crate) fn start_imitating(&mut self, game: &Game, party: usize) -> bool {
        let ConcessionKind::TitForTat { imitation, .. } = self.profile(game, party).concession
        else {
            return false;
        };
        self.parties[party].given_back = match imitation {
            Imitation::Naive => 0.0,
            Imitation::Relative => 1.0,
        };
        true
    }

    /// Target margin of a party that plays tit for tat: `start · best` less what it gives back, never below 0.
    pub(crate) fn imitating_demand(&self, party: usize, imitation: Imitation, best: f64) -> f64 {
        let given_back = self.parties[party].given_back;
        let demand = self.nature.parties[party].start * best;
        match imitation {
            Imitation::Naive => (demand - given_back).max(0.0),
            Imitation::Relative => demand * given_back,
        }
    }

    /// Lets everybody who plays tit for tat see a deal that another party tables.
    pub(crate) fn imitate(&mut self, game: &Game, author: usize, deal: &[u32]) {
        let speakers = game.speakers();
        let others = f64::from((speakers.count_ones() - 1).max(1));
        for party in (0..self.parties.len()).filter(|&party| party != author) {
            let ConcessionKind::TitForTat { imitation, window } =
                self.profile(game, party).concession
            else {
                continue;
            };
            let seen = self.conceded_on_average(game, party, author, deal, window);
            let given = self.nature.parties[party].gain / others
                * match imitation {
                    Imitation::Naive => seen.size,
                    Imitation::Relative => seen.share,
                };
            let given_back = &mut self.parties[party].given_back;
            match imitation {
                Imitation::Naive => *given_back += given,
                Imitation::Relative => *given_back *= (1.0 - given).max(0.0),
            }
        }
        self.parties[author].history.extend_from_slice(deal);
    }

    /// What an offer concedes to a party against its author's offers before, as a mean over `window` offers.
    fn conceded_on_average(
        &self,
        game: &Game,
        party: usize,
        author: usize,
        deal: &[u32],
        window: u32,
    ) -> Seen {
        let history = &self.parties[author].history;
        let length = game.blocks.list.len();
        let back = (history.len() / length).min(window as usize);
        if back == 0 {
            return Seen::default();
        }
        let from = history.len() - back * length;
        let worth = |deal: &[u32]| total(&self.tables[party].utility, deal);
        let before = worth(&history[from..from + length]);
        let size = (worth(deal) - before).max(0.0) / back as f64;
        let withheld = self.best_utility(game, party) - before;
        let share = if withheld > 0.0 {
            (size / withheld).min(1.0)
        } else {
            0.0
        };
        Seen { size, share }
    }

    /// Greatest utility of any deal that crosses none of a party's red lines.
    fn best_utility(&self, game: &Game, party: usize) -> f64 {
        let profile = self.profile(game, party);
        let utility = &self.tables[party].utility;
        let blocks = game.blocks.list.iter();
        let best = blocks.map(|block| {
            let allowed = (block.start..block.end)
                .filter(|&combo| !profile.floor || profile.lines_crossed[combo as usize] == 0);
            allowed.fold(f64::NEG_INFINITY, |best, combo| {
                best.max(utility[combo as usize])
            })
        });
        best.fold(0.0, |sum, value| sum + value)
    }
}

/// A concession as the other side feels it.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// In its utility, ≥ 0.
    size: f64,
    /// As a share of what was withheld from it before, in 0..=1.
    share: f64,
}
