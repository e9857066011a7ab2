//! `MiCRO`: one new deal of the own ranking for each new deal of the others (de Jonge 2022).

use crate::bargaining::concession::best_offer;
use crate::bargaining::ranking::{OfferBook, Rankings, count, encode};
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::{ConcessionKind, Game};

/// A set of deals by number that is emptied without being gone through.
#[derive(Debug, Default)]
struct Marks {
    /// The run in which each deal was last marked.
    marked_in: Vec<u32>,
    run: u32,
}

impl Marks {
    fn forget(&mut self, deals: usize) {
        self.run = self.run.wrapping_add(1);
        if self.run == 0 || self.marked_in.len() != deals {
            self.marked_in.clear();
            self.marked_in.resize(deals, 0);
            self.run = 1;
        }
    }

    fn contains(&self, deal: u32) -> bool {
        self.marked_in[deal as usize] == self.run
    }

    /// Marks a deal; says whether it is new.
    fn insert(&mut self, deal: u32) -> bool {
        let mark = &mut self.marked_in[deal as usize];
        let new = *mark != self.run;
        *mark = self.run;
        new
    }
}

/// What one party has sent and received.
#[derive(Debug, Default)]
struct Exchange {
    /// Distinct deals received from anybody.
    received: Marks,
    received_count: usize,
    /// Distinct deals sent, in order.
    sent: Vec<u32>,
    sent_marks: Marks,
    /// Place in its ranking before which nothing is left to send, while the tables have this version.
    place: usize,
    version: Option<u32>,
}

impl Exchange {
    fn forget(&mut self, deals: usize) {
        self.received.forget(deals);
        self.sent_marks.forget(deals);
        self.received_count = 0;
        self.sent.clear();
        (self.place, self.version) = (0, None);
    }

    /// Whether others have sent as many new deals.
    fn is_ready(&self) -> bool {
        self.sent.len() <= self.received_count
    }
}

/// The exchange of all who concede offer by offer.
#[derive(Debug, Default)]
pub(crate) struct Micro {
    parties: Vec<Exchange>,
    /// Those who concede so, as bits.
    who: u32,
    deal: Vec<u32>,
}

impl Micro {
    /// Forgets the run before.
    pub(crate) fn start(&mut self, talks: &Talks, game: &Game) {
        self.who = (0..game.parties.len())
            .filter(|&party| talks.profile(game, party).concession == ConcessionKind::Micro)
            .fold(0, |set, party| set | 1 << party);
        if self.who != 0 {
            let deals = count(&game.blocks) as usize;
            self.parties
                .resize_with(game.parties.len(), Exchange::default);
            for (party, exchange) in self.parties.iter_mut().enumerate() {
                if self.who >> party & 1 == 1 {
                    exchange.forget(deals);
                }
            }
        }
    }

    /// Lets everybody but its author receive an offer.
    pub(crate) fn receive(&mut self, game: &Game, author: usize, offer: &[u32]) {
        let receivers = self.who & !(1 << author);
        if receivers == 0 {
            return;
        }
        let deal = encode(&game.blocks, offer);
        for (party, exchange) in self.parties.iter_mut().enumerate() {
            if receivers >> party & 1 == 1 && exchange.received.insert(deal) {
                exchange.received_count += 1;
            }
        }
    }

    /// Place among a party's sorted deals of the best acceptable one it has not sent yet.
    fn next(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
        rankings: &mut Rankings,
    ) -> Option<usize> {
        let (sorted, falling) = rankings.sorted(book, talks, game, party);
        let exchange = &mut self.parties[party];
        if exchange.version != Some(talks.tables_version) {
            (exchange.place, exchange.version) = (0, Some(talks.tables_version));
        }
        let profile = talks.profile(game, party);
        let looks_home = profile.floor && profile.anticipate > 0.0;
        while let Some(&place) = falling.get(exchange.place) {
            let place = place as usize;
            let ratifiable = !looks_home || {
                sorted.deal(&game.blocks, place, &mut self.deal);
                talks.anticipated(game, party, &self.deal)
            };
            if ratifiable && !exchange.sent_marks.contains(sorted.number(place)) {
                break;
            }
            exchange.place += 1;
        }
        let next = falling.get(exchange.place).map(|&place| place as usize);
        next.filter(|&place| sorted.total(place) >= talks.floor(party) - INDIFFERENCE)
    }

    /// Margin from which a party takes an offer: that of the deal it would send, or has sent.
    pub(crate) fn asks(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
        rankings: &mut Rankings,
    ) -> f64 {
        let bar = if self.parties[party].is_ready() {
            self.next(talks, game, party, book, rankings).map(|place| {
                let (sorted, _) = rankings.sorted(book, talks, game, party);
                sorted.total(place) - talks.floor(party)
            })
        } else {
            let last = self.parties[party].sent.last();
            last.map(|&deal| {
                crate::bargaining::ranking::decode(&game.blocks, deal, &mut self.deal);
                talks.margin(party, &self.deal)
            })
        };
        // A ranking used up, or a deal worse than none, leaves the reservation value as the bar.
        bar.unwrap_or(0.0).max(0.0)
    }

    /// The next deal of the ranking when others have sent as many new ones; else an earlier own offer at random.
    pub(crate) fn offer(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        party: usize,
        book: &OfferBook,
        rankings: &mut Rankings,
        offer: &mut Vec<u32>,
    ) {
        let next = if self.parties[party].is_ready() {
            self.next(talks, game, party, book, rankings)
        } else {
            None
        };
        if let Some(place) = next {
            let (sorted, _) = rankings.sorted(book, talks, game, party);
            sorted.deal(&game.blocks, place, offer);
        } else if self.parties[party].sent.is_empty() {
            best_offer(talks, game, party, offer);
        } else {
            let sent = &self.parties[party].sent;
            let count = u32::try_from(sent.len()).expect("at most a million deals");
            let deal = sent[talks.moves(game, party).below(count) as usize];
            crate::bargaining::ranking::decode(&game.blocks, deal, offer);
        }
        let exchange = &mut self.parties[party];
        let deal = encode(&game.blocks, offer);
        if exchange.sent_marks.insert(deal) {
            exchange.sent.push(deal);
        }
    }
}
