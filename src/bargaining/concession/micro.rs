//! `MiCRO`: one new deal of the own ranking for each new deal of the others (de Jonge 2022).

use crate::bargaining::concession::best_offer;
use crate::bargaining::ranking::{OfferBook, Rankings, count, decode, encode};
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::{AcceptanceKind, CompiledProfile, ConcessionKind, Game, median_tables, total};
use crate::model::PartyId;

/// Most numbers that all tables of offers by rank together hold.
const WORTH_MAX: usize = 4_000_000;

/// What the offers of one type by rank are worth to a type of the other party, where two concede offer by offer.
#[derive(Debug, Default)]
pub(crate) struct Exchanges {
    /// By slot of author and listener: margin total by rank, minus infinity where the offer crosses a red line.
    worth: Vec<Vec<Vec<f64>>>,
}

impl Exchanges {
    /// The tables of a game in which two parties speak and nothing drawn enters what they offer; empty for others.
    pub(crate) fn of(game: &Game, order: &[PartyId], book: &OfferBook) -> Self {
        let [one, other] = *order else {
            return Self::default();
        };
        let types = |party: PartyId| {
            let count = game.parties[party.index()].profiles.len();
            (0..count).map(move |kind| (party.index(), kind))
        };
        let speakers: Vec<(usize, usize)> = types(one).chain(types(other)).collect();
        let fits = speakers.iter().all(|&(party, kind)| {
            let profile = &game.parties[party].profiles[kind];
            book.has(party, kind) && passes_by_rank(profile)
        });
        let deals = count(&game.blocks) as usize;
        if !fits || deals * speakers.len() * speakers.len() > WORTH_MAX {
            return Self::default();
        }
        let slots: usize = game.parties.iter().map(|party| party.profiles.len()).sum();
        let mut worth = vec![vec![Vec::new(); slots]; slots];
        for &(author, kind) in &speakers {
            for &(listener, heard_as) in speakers.iter().filter(|listener| listener.0 != author) {
                let profile = &game.parties[listener].profiles[heard_as];
                let margin = median_tables(game, listener, heard_as).margin;
                let mut deal = Vec::new();
                let (sorted, falling) = book.ranked(author, kind).expect("it is in the book");
                let table = falling.iter().map(|&place| {
                    sorted.deal(&game.blocks, place as usize, &mut deal);
                    let lines = &profile.lines_crossed;
                    if profile.floor && deal.iter().any(|&combo| lines[combo as usize] > 0) {
                        f64::NEG_INFINITY
                    } else {
                        total(&margin, &deal)
                    }
                });
                worth[book.slot(author, kind)][book.slot(listener, heard_as)] = table.collect();
            }
        }
        Self { worth }
    }
}

/// Whether a type concedes offer by offer and takes what it would send next, with nobody at home to look to.
fn passes_by_rank(profile: &CompiledProfile) -> bool {
    profile.concession == ConcessionKind::Micro
        && profile.acceptance == AcceptanceKind::NextOffer
        && profile.anticipate <= 0.0
}

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
                decode(&game.blocks, deal, &mut self.deal);
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
            decode(&game.blocks, deal, offer);
        }
        let exchange = &mut self.parties[party];
        let deal = encode(&game.blocks, offer);
        if exchange.sent_marks.insert(deal) {
            exchange.sent.push(deal);
        }
    }

    /// First rounds in which both refuse and each sends its next deal, less than all rounds; what was sent is noted.
    ///
    /// Both send a new deal in each of them, so both are ready throughout: each sends rank k in round k, and holds out for
    /// the rank it would send next.
    pub(crate) fn pass_quiet_rounds(
        &mut self,
        talks: &Talks,
        game: &Game,
        order: &[PartyId],
        book: &OfferBook,
    ) -> u32 {
        let [one, other] = *order else {
            return 0;
        };
        let parties = [one.index(), other.index()];
        let kinds = parties.map(|party| talks.nature.parties[party].kind);
        let slots = [0, 1].map(|seat| book.slot(parties[seat], kinds[seat]));
        let worth = |author: usize| -> &[f64] {
            let tables = book.exchanges().worth.get(slots[author]);
            tables.map_or(&[], |tables| &tables[slots[1 - author]])
        };
        let (Some(first), Some(second)) = (
            book.ranked(parties[0], kinds[0]),
            book.ranked(parties[1], kinds[1]),
        ) else {
            return 0;
        };
        let rankings = [first, second];
        let floors = parties.map(|party| talks.floor(party));
        // Margin of the deal of a rank to its author; none where it is not acceptable.
        let own = |seat: usize, rank: usize| {
            let (sorted, falling) = rankings[seat];
            let total = falling.get(rank).map(|&place| sorted.total(place as usize));
            let acceptable = total.filter(|&total| total >= floors[seat] - INDIFFERENCE);
            acceptable.map(|total| total - floors[seat])
        };
        // Whether the party in a seat takes what the other sent as a rank, holding out for so much.
        let takes = |seat: usize, rank: usize, bar: f64| {
            worth(1 - seat)[rank] - floors[seat] >= bar.max(0.0) - INDIFFERENCE
        };
        let is_quiet = |rank: usize| {
            own(0, rank).is_some_and(|bar| rank == 0 || !takes(0, rank - 1, bar))
                && own(1, rank).is_some_and(|bar| !takes(1, rank, bar))
        };
        if worth(0).is_empty() || worth(1).is_empty() {
            return 0;
        }
        let rounds = (0..game.rounds as usize - 1)
            .take_while(|&rank| is_quiet(rank))
            .count();
        for seat in [0, 1] {
            let (sorted, falling) = rankings[seat];
            let exchange = &mut self.parties[parties[seat]];
            for &place in &falling[..rounds] {
                let deal = sorted.number(place as usize);
                exchange.sent.push(deal);
                exchange.sent_marks.insert(deal);
            }
            (exchange.place, exchange.version) = (rounds, Some(talks.tables_version));
            let (sorted, falling) = rankings[1 - seat];
            for &place in &falling[..rounds] {
                let new = exchange.received.insert(sorted.number(place as usize));
                exchange.received_count += usize::from(new);
            }
        }
        u32::try_from(rounds).expect("fewer than all rounds")
    }

    /// Writes what a party sent last.
    pub(crate) fn last_sent(&self, game: &Game, party: usize, offer: &mut Vec<u32>) {
        if let Some(&deal) = self.parties[party].sent.last() {
            decode(&game.blocks, deal, offer);
        }
    }
}
