//! What reservation values were in each round that has begun.

use std::ops::Range;

/// The rounds begun so far, as stretches in which nothing moved.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// First round of each stretch, rising.
    starts: Vec<u32>,
    /// Reservation values of all parties, stretch by stretch.
    reservations: Vec<f64>,
    /// Whether the rounds of each stretch were held.
    held: Vec<bool>,
    parties: usize,
}

impl History {
    /// Forgets the run before.
    pub(crate) fn start(&mut self, parties: usize) {
        self.starts.clear();
        self.reservations.clear();
        self.held.clear();
        self.parties = parties;
    }

    /// Notes what holds from a round on; rounds come one after the other.
    pub(crate) fn note(&mut self, round: u32, reservations: &[f64], held: bool) {
        let goes_on = self.held.last() == Some(&held)
            && self.reservations[self.reservations.len() - self.parties..] == *reservations;
        if !goes_on {
            self.starts.push(round);
            self.reservations.extend_from_slice(reservations);
            self.held.push(held);
        }
    }

    /// Reservation values in a round, those of the last stretch beyond it.
    pub(crate) fn reservations_in(&self, round: u32) -> &[f64] {
        self.of_stretch(self.stretch(round))
    }

    /// Whether a round that has begun was held.
    pub(crate) fn was_held(&self, round: u32) -> bool {
        self.held[self.stretch(round)]
    }

    /// Reservation values in the rounds of a range that were held, those of each stretch once.
    pub(crate) fn held_in(&self, rounds: Range<u32>) -> impl Iterator<Item = &[f64]> + Clone {
        let last = self.stretch(rounds.end.saturating_sub(1));
        let stretches = self.stretch(rounds.start)..last + 1;
        stretches
            .filter(|&stretch| self.held[stretch])
            .map(|stretch| self.of_stretch(stretch))
    }

    fn of_stretch(&self, stretch: usize) -> &[f64] {
        &self.reservations[stretch * self.parties..][..self.parties]
    }

    /// The stretch a round lies in; the first for rounds before it.
    fn stretch(&self, round: u32) -> usize {
        let begun = self.starts.partition_point(|&start| start <= round);
        begun.saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::History;

    #[test]
    fn rounds_that_are_alike_are_kept_once() {
        let mut history = History::default();
        history.start(2);
        for (round, values, held) in [
            (0, [0.1, 0.2], true),
            (1, [0.1, 0.2], true),
            (2, [0.1, 0.3], true),
            (3, [0.1, 0.3], false),
            (4, [0.1, 0.3], true),
        ] {
            history.note(round, &values, held);
        }
        assert_eq!(history.starts, [0, 2, 3, 4]);
        assert_eq!(history.reservations_in(1), [0.1, 0.2]);
        assert_eq!(history.reservations_in(9), [0.1, 0.3]);
        assert_eq!(
            [2, 3, 4].map(|round| history.was_held(round)),
            [true, false, true]
        );
        let held: Vec<&[f64]> = history.held_in(1..4).collect();
        assert_eq!(held, [[0.1, 0.2], [0.1, 0.3]]);
        history.start(1);
        history.note(0, &[0.5], true);
        assert_eq!(
            history.reservations_in(0),
            [0.5],
            "nothing is left of the run before"
        );
    }
}
