//! `MiCRO`: one new deal of the own ranking for each new deal of the others (de Jonge 2022).
//!
//! The party goes down its ranking of all acceptable deals. Let m be the number of distinct deals it has sent and n that of
//! distinct deals it has received. If m ≤ n, the others have conceded at least as often as it has, and it sends the best
//! deal it has not sent yet; else it has conceded more, waits, and repeats one of its m deals at random. So two such
//! parties keep step: neither is ever more than one deal ahead, and no belief about the other is needed.
//!
//! It takes an offer that is worth at least the deal it would send next while it is ready to concede, and else at least
//! its last new deal, which is the least it has sent. A ranking used up, or whose next deal is worse than no agreement,
//! leaves the reservation value as the bar. Where levers move what deals are worth, the ranking is made anew and gone down
//! from the top; deals already sent are passed over, so each is still sent as new only once.

use crate::bargaining::strategy::heard::{Heard, Said};
use crate::bargaining::strategy::rule::Concession;
use crate::bargaining::strategy::seat::{Seat, View};
use crate::game::{INDIFFERENCE, Stream};

/// The memory of the rule: what the party has sent and received.
#[derive(Debug, Default)]
pub(crate) struct Micro {
    /// Distinct deals received from anybody, by number.
    received: Vec<u32>,
    /// Whether each deal is among them.
    is_received: Vec<bool>,
    /// Distinct deals sent, in order.
    sent: Vec<u32>,
    /// Whether each deal is among them.
    is_sent: Vec<bool>,
    /// Place in its ranking before which nothing is left to send, while the tables have this version.
    place: usize,
    version: Option<u32>,
    stream: Option<Stream>,
    deal: Vec<u32>,
}

impl Micro {
    /// Whether others have sent as many new deals.
    fn is_ready(&self) -> bool {
        self.sent.len() <= self.received.len()
    }

    /// Number of the party's best acceptable deal that it has not sent yet, with its margin.
    fn next(&mut self, seat: &mut Seat<'_>) -> Option<(u32, f64)> {
        let view = seat.view;
        if self.version != Some(view.talks.values.version) {
            (self.place, self.version) = (0, Some(view.talks.values.version));
        }
        let looks_home = view.profile().floor && view.profile().anticipate > 0.0;
        while let Some((total, number)) = seat.nth_best(self.place) {
            let ratifiable = !looks_home || {
                view.game.blocks.decode(number, &mut self.deal);
                view.is_ratifiable(&self.deal)
            };
            if ratifiable && !self.is_sent[number as usize] {
                let bearable = total >= view.floor() - INDIFFERENCE;
                return bearable.then_some((number, total - view.floor()));
            }
            self.place += 1;
        }
        None
    }
}

impl Concession for Micro {
    fn start(&mut self, view: View<'_>) {
        let deals = view.game.blocks.listed() as usize;
        for (found, marks) in [
            (&mut self.received, &mut self.is_received),
            (&mut self.sent, &mut self.is_sent),
        ] {
            // Of a million deals few were met in the run before.
            for number in found.drain(..) {
                marks[number as usize] = false;
            }
            marks.resize(deals, false);
        }
        (self.place, self.version) = (0, None);
        self.stream = None;
    }

    /// Margin of the deal it would send next, or has sent last.
    fn asks(&mut self, seat: &mut Seat<'_>) -> f64 {
        let bar = if self.is_ready() {
            self.next(seat).map(|(_, margin)| margin)
        } else {
            let view = seat.view;
            self.sent.last().map(|&number| {
                view.game.blocks.decode(number, &mut self.deal);
                view.margin(&self.deal)
            })
        };
        bar.unwrap_or(0.0).max(0.0)
    }

    fn offer(&mut self, seat: &mut Seat<'_>, offer: &mut Vec<u32>) {
        let view = seat.view;
        let blocks = &view.game.blocks;
        let next = if self.is_ready() {
            self.next(seat)
        } else {
            None
        };
        if let Some((number, _)) = next {
            blocks.decode(number, offer);
        } else if self.sent.is_empty() {
            seat.best_deal(offer);
        } else {
            let count = u32::try_from(self.sent.len()).expect("at most a million deals");
            let stream = self.stream.get_or_insert_with(|| view.moves());
            blocks.decode(self.sent[stream.below(count) as usize], offer);
        }
        let number = blocks.encode(offer);
        if !std::mem::replace(&mut self.is_sent[number as usize], true) {
            self.sent.push(number);
        }
    }

    fn listens(&self) -> bool {
        true
    }

    fn hear(&mut self, view: View<'_>, heard: Heard<'_>) {
        if heard.said == Said::Offered && heard.party != view.party {
            let number = view.game.blocks.encode(heard.deal);
            if !std::mem::replace(&mut self.is_received[number as usize], true) {
                self.received.push(number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Prepared;
    use crate::bargaining::fixture::{OFFERS, Table, pie};

    #[test]
    fn it_concedes_one_deal_for_each_new_one_it_receives() {
        let micro = "strategy.concession.micro = {}";
        let game = pie(9, OFFERS, [micro, micro]);
        let prepared = Prepared::new(&game, 1);
        let mut table = Table::of(&prepared);
        assert_eq!(table.offer(0), [4]);
        assert_eq!(table.offer(0), [4], "nothing new was received");
        assert_eq!(
            table.answer(0, &[3]),
            (1.0, false),
            "it holds to what it sent"
        );
        table.hear(1, &[0]);
        table.hear(1, &[0]);
        assert_eq!(
            table.answer(0, &[3]),
            (0.75, true),
            "it would send that next"
        );
        assert_eq!(table.offer(0), [3]);
        assert_eq!(
            table.answer(0, &[2]),
            (0.75, false),
            "the same deal twice counts once"
        );
    }
}
