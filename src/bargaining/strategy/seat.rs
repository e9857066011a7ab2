//! One party's place at the table: what it sees, and the searches it may ask for.

use std::ops::Deref;

use crate::analysis::equilibrium::Strategies;
use crate::bargaining::prepared::Prepared;
use crate::bargaining::search::{
    Answered, CounterOffers, MarkUps, Ranking, Rankings, best_deal, best_margin,
};
use crate::bargaining::strategy::foresight::Foresight;
use crate::bargaining::talks::{Side, Talks};
use crate::game::{Game, Owner, PartySet, Purpose, Stream};
use crate::model::{Choose, PartyId};

/// The offer that stands on the table; an empty deal for none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Standing<'a> {
    /// The deal.
    pub(crate) deal: &'a [u32],
    /// Who offered it.
    pub(crate) author: usize,
    /// Who has consented to it, as bits; not the author where the offer is not meant.
    pub(crate) accepting: PartySet,
}

/// What a party sees.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    /// What is known before the talks.
    pub(crate) prepared: &'a Prepared<'a>,
    /// The talks from its side.
    pub(crate) side: Side<'a>,
    /// The offer on the table.
    pub(crate) standing: Standing<'a>,
}

impl<'a> Deref for View<'a> {
    type Target = Side<'a>;

    fn deref(&self) -> &Self::Target {
        &self.side
    }
}

impl<'a> View<'a> {
    /// What a party sees of the talks as they stand.
    pub(crate) fn new(
        prepared: &'a Prepared<'a>,
        talks: &'a Talks,
        party: usize,
        standing: Standing<'a>,
    ) -> Self {
        Self {
            prepared,
            side: talks.side(prepared.game, party),
            standing,
        }
    }

    /// Those who make offers in turn, in order; nobody where a mediator drafts.
    pub(crate) fn order(self) -> &'a [PartyId] {
        self.side.game.protocol.offers_in_turn()
    }

    /// Place of a party among them; none for who does not speak.
    pub(crate) fn place_of(self, party: usize) -> Option<usize> {
        let mut order = self.order().iter();
        order.position(|speaker| speaker.index() == party)
    }

    /// The stream of its moves in this run, from its beginning.
    pub(crate) fn moves(self) -> Stream {
        let owner = self.side.game.parties[self.side.party].owners.kind;
        self.stream(owner)
    }

    /// One of its streams in this run, from its beginning.
    pub(crate) fn stream(self, owner: Owner) -> Stream {
        let talks = self.side.talks;
        Stream::new(talks.seed, Purpose::Moves, owner, talks.run)
    }
}

/// Memory of the searches, shared by all seats and reused.
#[derive(Debug, Default)]
pub(crate) struct Searches {
    rankings: Rankings,
    mark_ups: MarkUps,
    counter_offers: CounterOffers,
    foresight: Foresight,
    /// By party the margin total of the best deal that its bodies would approve, with the version of the tables it was found in.
    at_home: Vec<(u32, Option<f64>)>,
}

impl Searches {
    /// Forgets the run before.
    pub(crate) fn start(&mut self, game: &Game) {
        self.rankings.start(game);
        self.foresight.start();
        self.counter_offers.start();
        self.at_home.clear();
        self.at_home.resize(game.parties.len(), (0, None));
    }

    /// What is known of a party's best deal at home, as its values are now.
    fn at_home(&mut self, side: Side<'_>) -> &mut Option<f64> {
        let (version, known) = &mut self.at_home[side.party];
        if *version != side.talks.values.version {
            (*version, *known) = (side.talks.values.version, None);
        }
        known
    }

    /// Writes the deal that a party chooses among those whose margin total reaches a need, whatever its bodies at home would
    /// say: the one nearest to the standing offer, without one that of least margin; its best one when none does. Returns
    /// the needs that have the same.
    pub(crate) fn offer_of_need(
        &mut self,
        view: View<'_>,
        standing: Option<&[u32]>,
        need: f64,
        offer: &mut Vec<u32>,
    ) -> Option<Answered> {
        let side = view.side;
        let nearest = standing.and_then(|standing| {
            let search = &mut self.counter_offers;
            search.climb(side, standing, need, offer)
        });
        let types = &view.prepared.sorted;
        let found = nearest.or_else(|| self.rankings.least_total(types, side, need, offer));
        if found.is_none() {
            best_deal(side, offer);
        }
        found
    }
}

/// A party's view of the talks with the searches it may ask for.
#[derive(Debug)]
pub(crate) struct Seat<'a> {
    /// What it sees.
    pub(crate) view: View<'a>,
    searches: &'a mut Searches,
    best: Option<f64>,
}

impl<'a> Deref for Seat<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &Self::Target {
        &self.view
    }
}

impl<'a> Seat<'a> {
    /// The seat of a party.
    pub(crate) fn new(view: View<'a>, searches: &'a mut Searches) -> Self {
        Self {
            view,
            searches,
            best: None,
        }
    }

    /// Greatest margin of any deal it may take, whatever its sign.
    pub(crate) fn best_margin(&mut self) -> f64 {
        let side = self.view.side;
        let at_home = self.searches.at_home(side);
        *self.best.get_or_insert_with(|| best_margin(side, at_home))
    }

    /// Writes its best deal, without red lines where that can be had.
    pub(crate) fn best_deal(&self, deal: &mut Vec<u32>) {
        best_deal(self.view.side, deal);
    }

    /// Writes the acceptable deal worth least to it from a margin on; false when there is none.
    pub(crate) fn least_deal(&mut self, margin: f64, deal: &mut Vec<u32>) -> bool {
        let (side, types) = (self.view.side, &self.view.prepared.sorted);
        let need = side.profile().least_margin(margin) + side.floor();
        self.searches.rankings.least(types, side, need, deal)
    }

    /// Writes the acceptable deal nearest to a text from a margin on; false, and an undefined deal, when there is none.
    ///
    /// The issues `locked`, as bits, stay as they are in the text.
    pub(crate) fn nearest_deal(
        &mut self,
        text: &[u32],
        locked: u64,
        margin: f64,
        deal: &mut Vec<u32>,
    ) -> bool {
        let searches = &mut self.searches.mark_ups;
        searches.find(self.view.side, text, locked, margin, deal)
    }

    /// Writes the acceptable deal that a party chooses among those that meet its target: the one nearest to the standing offer of
    /// another, or, where it chooses so or there is none, the one of least margin; its best one when none does.
    pub(crate) fn offer_at_target(&mut self, asks: f64, offer: &mut Vec<u32>) {
        let standing = self.standing;
        let nearest = self.profile().choose == Choose::Nearest
            && !standing.deal.is_empty()
            && standing.author != self.party
            && self
                .searches
                .counter_offers
                .find(self.view.side, standing.deal, asks, offer);
        if !nearest && !self.least_deal(asks, offer) {
            self.best_deal(offer);
        }
    }

    /// Margin total and number of its deal in a place from the best down, of equals the lowest first; none where it has fewer
    /// that cross no red line it minds.
    pub(crate) fn nth_best(&mut self, place: usize) -> Option<(f64, u32)> {
        let types = &self.view.prepared.sorted;
        let rankings = &mut self.searches.rankings;
        rankings.nth_best(types, self.view.side, place)
    }

    /// Its deals in the order of its margin.
    pub(crate) fn ranking(&mut self) -> &Ranking {
        let types = &self.view.prepared.sorted;
        self.searches.rankings.sorted(types, self.view.side)
    }

    /// Everybody's equilibrium strategy under complete information.
    pub(crate) fn strategies(&mut self) -> Option<&Strategies> {
        let (side, known) = (self.view.side, self.view.prepared.strategies.as_ref());
        self.searches
            .foresight
            .strategies(known, side.talks, side.game)
    }
}
