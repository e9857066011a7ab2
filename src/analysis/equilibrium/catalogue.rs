//! All deals of a game, one by one: whose consent each needs and what it is worth to everybody.

use crate::analysis::equilibrium::answers::{Offered, named};
use crate::analysis::equilibrium::{Outlook, Worth};
use crate::game::{Game, PartySet};
use crate::model::ConsentRule;

/// All deals: whose consent they need, and what they are worth at the terms of one round and the next.
pub(super) struct Catalogue<'a> {
    pub(super) count: u32,
    parties: usize,
    /// The different combinations of consent rules, with the parties they name.
    consents: Vec<(Vec<&'a ConsentRule>, PartySet)>,
    /// Which of them each deal has; empty where there is only one.
    consent_of: Vec<u32>,
    now: Terms,
    next: Terms,
    /// Whether the next round has the same terms.
    steady: bool,
}

/// Worths of all deals to all parties at the terms of a round.
#[derive(Default)]
struct Terms {
    /// Which of the outlook's tables they come from.
    tables: Option<usize>,
    worths: Vec<Worth>,
}

/// Bytes that all deals of a game take at most.
pub(crate) fn catalogue_bytes_max(game: &Game) -> f64 {
    let worths = 2 * game.parties.len() * size_of::<Worth>();
    game.blocks.deal_count() * (worths + size_of::<u32>()) as f64
}

impl<'a> Catalogue<'a> {
    pub(super) fn of(game: &'a Game) -> Self {
        let count = game.blocks.listed();
        let mut catalogue = Self {
            count,
            parties: game.parties.len(),
            consents: Vec::new(),
            consent_of: Vec::new(),
            now: Terms::default(),
            next: Terms::default(),
            steady: true,
        };
        let mut combos = Vec::new();
        // Where every deal needs the same consent, one look is enough.
        let looks = if game.consent.unanimous().is_some() {
            count.min(1)
        } else {
            count
        };
        for deal in 0..looks {
            game.blocks.decode(deal, &mut combos);
            let rules = game.consent.deal_rules(&game.blocks, &combos);
            let known = catalogue
                .consents
                .iter()
                .position(|known| known.0.len() == rules.len() && same(&known.0, &rules));
            let place = known.unwrap_or_else(|| {
                let parties = named(&rules);
                catalogue.consents.push((rules, parties));
                catalogue.consents.len() - 1
            });
            if looks > 1 {
                let place = u32::try_from(place).expect("no more than deals");
                catalogue.consent_of.push(place);
            }
        }
        catalogue
    }

    /// Makes the terms of a round and the next the present ones.
    pub(super) fn turn_to(&mut self, game: &Game, outlook: &Outlook, round: u32) {
        let now = outlook.tables_of[round as usize];
        let next = outlook.tables_of[round as usize + 1];
        if self.now.tables != Some(now) {
            // Turns are visited from the last to the first: what is past then lies ahead now.
            std::mem::swap(&mut self.now, &mut self.next);
        }
        fill(&mut self.now, game, outlook, round);
        if next != now {
            fill(&mut self.next, game, outlook, round + 1);
        }
        self.steady = next == now;
    }

    pub(super) fn worths(&self, deal: u32) -> [&[Worth]; 2] {
        let from = deal as usize * self.parties;
        let row = from..from + self.parties;
        let next = if self.steady { &self.now } else { &self.next };
        [&self.now.worths[row.clone()], &next.worths[row]]
    }

    fn consent(&self, deal: u32) -> &(Vec<&'a ConsentRule>, PartySet) {
        let place = self.consent_of.get(deal as usize).copied().unwrap_or(0);
        &self.consents[place as usize]
    }

    pub(super) fn offered(&self, deal: u32, round: u32) -> Offered<'_> {
        let (rules, named) = self.consent(deal);
        Offered {
            rules,
            named: *named,
            round,
            worths: self.worths(deal),
        }
    }
}

/// Works the worths out at the terms of a round, unless they are at hand.
fn fill(terms: &mut Terms, game: &Game, outlook: &Outlook, round: u32) {
    let tables = Some(outlook.tables_of[round as usize]);
    if terms.tables == tables {
        return;
    }
    terms.tables = tables;
    terms.worths.clear();
    let mut combos = Vec::new();
    for deal in 0..game.blocks.listed() {
        game.blocks.decode(deal, &mut combos);
        outlook.appraise(game, round, &combos, &mut terms.worths);
    }
}

/// Whether two lists hold the same rules; each rule of a game is kept once.
fn same(one: &[&ConsentRule], other: &[&ConsentRule]) -> bool {
    one.iter()
        .zip(other)
        .all(|(left, right)| std::ptr::eq(*left, *right))
}
