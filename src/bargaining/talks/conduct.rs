//! What the parties have done so far, as far as levers wait for it.

/// What one party has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Deeds {
    /// Rounds before this one in which it refused something.
    refusals: u32,
    refused_now: bool,
    /// Whether it has accepted a whole text or a standing offer.
    accepted: bool,
}

/// Who refused, who accepted, and for how long nothing has moved.
#[derive(Debug, Default)]
pub(crate) struct Conduct {
    parties: Vec<Deeds>,
    /// Whether each body at home has refused something.
    refused_at_home: Vec<bool>,
    still_rounds: u32,
    moved: bool,
}

impl Conduct {
    /// Before the first round.
    pub(crate) fn start(&mut self, parties: usize, bodies: usize) {
        self.refused_at_home.clear();
        self.refused_at_home.resize(bodies, false);
        self.parties.clear();
        self.parties.resize(parties, Deeds::default());
        (self.still_rounds, self.moved) = (0, true);
    }

    /// Closes the books on the round before and opens those of a new one.
    pub(crate) fn begin_round(&mut self, round: u32) {
        if round > 0 {
            self.still_rounds = if self.moved { 0 } else { self.still_rounds + 1 };
        }
        self.moved = false;
        for party in &mut self.parties {
            party.refusals += u32::from(party.refused_now);
            party.refused_now = false;
        }
    }

    /// A party refuses something in this round.
    pub(crate) fn refuse(&mut self, party: usize) {
        self.parties[party].refused_now = true;
    }

    /// A party accepts a whole text or a standing offer.
    pub(crate) fn accept(&mut self, party: usize) {
        self.parties[party].accepted = true;
    }

    /// A body at home refuses what was signed.
    pub(crate) fn refuse_at_home(&mut self, body: usize) {
        self.refused_at_home[body] = true;
    }

    /// Whether a body at home has refused something at some time.
    pub(crate) fn has_refused_at_home(&self, body: usize) -> bool {
        self.refused_at_home[body]
    }

    /// Something moves in this round: an offer, the text, a package that closes.
    pub(crate) fn note_move(&mut self) {
        self.moved = true;
    }

    /// Rounds before this one in which a party refused something.
    pub(crate) fn refusals(&self, party: usize) -> u32 {
        self.parties[party].refusals
    }

    /// Whether a party has accepted a whole text or a standing offer at some time.
    pub(crate) fn has_accepted(&self, party: usize) -> bool {
        self.parties[party].accepted
    }

    /// Rounds in a row before this one in which nothing moved.
    pub(crate) fn still_rounds(&self) -> u32 {
        self.still_rounds
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::talks::conduct::Conduct;

    #[test]
    fn a_round_counts_as_one_refusal_however_much_is_refused_in_it() {
        let mut conduct = Conduct::default();
        conduct.start(2, 0);
        conduct.begin_round(0);
        conduct.refuse(1);
        conduct.refuse(1);
        assert_eq!(conduct.refusals(1), 0, "the round is not over");
        conduct.begin_round(1);
        conduct.begin_round(2);
        assert_eq!((conduct.refusals(0), conduct.refusals(1)), (0, 1));
    }

    #[test]
    fn stillness_is_counted_from_the_round_after_the_last_move() {
        let mut conduct = Conduct::default();
        conduct.start(1, 1);
        conduct.begin_round(0);
        conduct.begin_round(1);
        assert_eq!(conduct.still_rounds(), 1);
        conduct.note_move();
        conduct.begin_round(2);
        assert_eq!(conduct.still_rounds(), 0);
        conduct.begin_round(3);
        conduct.begin_round(4);
        assert_eq!(conduct.still_rounds(), 2);
    }

    #[test]
    fn nothing_is_remembered_from_the_run_before() {
        let mut conduct = Conduct::default();
        conduct.start(1, 1);
        conduct.accept(0);
        conduct.refuse_at_home(0);
        assert!(conduct.has_accepted(0) && conduct.has_refused_at_home(0));
        conduct.start(1, 1);
        assert!(!conduct.has_accepted(0) && !conduct.has_refused_at_home(0));
    }
}
