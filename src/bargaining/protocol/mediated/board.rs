//! What a mediated negotiation over one text has come to: the answers, and which packages are open, closed, in force.

use crate::bargaining::mediator::Answer;
use crate::bargaining::protocol::room::OnTable;
use crate::bargaining::{Action, PackageVerdict, Recorder};
use crate::game::{Game, PackageSet, PartySet, members, set_of};
use crate::model::{IssueId, PackageId, PartyId};

/// The text, the packages, and the answers of this round.
#[derive(Debug, Default)]
pub(super) struct Board {
    /// Parties in the order in which they are visited.
    pub(super) visits: Vec<PartyId>,
    /// The text on the table; who consented to the whole deal or, with packages in force alone, to one of them.
    pub(super) table: OnTable,
    /// Where the packages stand.
    pub(super) packages: Packages,
    /// What is in force with packages in force alone.
    pub(super) in_force: Vec<u32>,
    /// The answers of the visited, in order; whoever is only read accepts nothing.
    pub(super) answers: Vec<Answer>,
    /// Parties that voted no on the whole deal in this round, as bits; the mediator has yet to learn from it.
    pub(super) voted_no: PartySet,
}

impl Board {
    pub(super) fn new(visits: Vec<PartyId>) -> Self {
        Self {
            answers: vec![Answer::default(); visits.len()],
            visits,
            ..Self::default()
        }
    }

    /// The parties whose answer meets a condition, as bits.
    pub(super) fn accepting(&self, condition: impl Fn(&Answer) -> bool) -> PartySet {
        let pairs = self.visits.iter().zip(&self.answers);
        let accepting = pairs.filter(|(_, answer)| condition(answer));
        set_of(accepting.map(|(party, _)| party.index()))
    }
}

/// Where the packages of one run stand; sets of packages are bits.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Packages {
    /// All packages.
    pub(crate) all: PackageSet,
    /// Opened: in sequence not all are at first.
    pub(crate) opened: PackageSet,
    /// Closed: accepted by all whose consent they need, on the wording of the text.
    pub(crate) closed: PackageSet,
    /// Accepted by all whose consent they need in the present round.
    pub(crate) agreed_now: PackageSet,
    /// Accepted so in any round.
    pub(crate) ever: PackageSet,
    /// In force by themselves, or part of an agreement.
    pub(crate) in_force: PackageSet,
    /// Whether each has been closed at some time, reopened or not.
    closed_once: PackageSet,
    last_closing: u32,
}

impl Packages {
    /// Everything open, as far as the agenda opens it in round 0.
    pub(crate) fn start(&mut self, game: &Game) {
        let packages = game.package_blocks.len();
        *self = Self {
            all: set_of(0..packages),
            ..Self::default()
        };
    }

    /// Opens what the agenda opens in a round: in sequence, when the package before has closed or at its time slot.
    pub(crate) fn open_due(&mut self, game: &Game, round: u32) {
        for (package, &(slot, before)) in game.agenda.slots.iter().enumerate() {
            let due = match before {
                None => true,
                Some(before) => round >= slot || self.closed_once >> before & 1 == 1,
            };
            self.opened |= PackageSet::from(due) << package;
        }
        self.agreed_now = 0;
    }

    /// The packages on the table.
    pub(crate) fn open(&self) -> PackageSet {
        self.opened & !self.closed
    }

    /// Closes a package.
    pub(crate) fn close(&mut self, package: usize, round: u32, recorder: &mut dyn Recorder) {
        self.closed |= 1 << package;
        self.closed_once |= 1 << package;
        self.last_closing = round;
        recorder.record(round, Action::Closed(PackageId::at(package)));
    }

    /// Reopens everything that is closed.
    pub(crate) fn reopen(&mut self, round: u32, recorder: &mut dyn Recorder) {
        if self.closed != 0 {
            self.closed = 0;
            recorder.record(round, Action::Reopened);
        }
    }

    /// Whether some packages are closed and none has closed for so many rounds, so that early wordings lock the talks.
    pub(crate) fn is_locked_up(&self, round: u32, reopen_after: u32) -> bool {
        self.closed != 0 && self.closed != self.all && round - self.last_closing >= reopen_after
    }

    /// What became of a package.
    pub(crate) fn verdict(&self, package: usize) -> PackageVerdict {
        let has = |set: PackageSet| set >> package & 1 == 1;
        PackageVerdict {
            agreed: has(self.closed | self.agreed_now),
            ever: has(self.ever),
            in_force: has(self.in_force),
        }
    }
}

/// The issues of a package with the options a deal gives them.
fn choices(game: &Game, package: usize, deal: &[u32]) -> impl Iterator<Item = (IssueId, u16)> {
    let issues = game.blocks.issues(game.package_issues[package]);
    issues.map(move |issue| (issue, game.blocks.option_in(deal, issue)))
}

/// Whether the rules of a package's options in a deal are met by these parties.
pub(crate) fn package_met(game: &Game, package: usize, deal: &[u32], accepting: PartySet) -> bool {
    choices(game, package, deal)
        .all(|(issue, option)| game.consent.option_met(issue, option, accepting))
}

/// The parties that the rules of a package's options in a deal name, as bits.
pub(crate) fn package_named(game: &Game, package: usize, deal: &[u32]) -> PartySet {
    choices(game, package, deal).fold(0, |named, (issue, option)| {
        named | game.consent.option_named(issue, option)
    })
}

/// Whether two deals give the issues of a package the same options.
pub(crate) fn same_on(game: &Game, package: usize, one: &[u32], other: &[u32]) -> bool {
    let issues = game.package_issues[package];
    let mut blocks = game.package_blocks[package].iter();
    blocks.all(|&block| game.blocks.agree_on(issues, one[block], other[block]))
}

/// Issues of some packages, both as bits.
pub(super) fn issues_of(game: &Game, packages: PackageSet) -> u64 {
    members(packages).fold(0, |issues, package| issues | game.package_issues[package])
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Silent;
    use crate::bargaining::protocol::mediated::board::Packages;

    fn three() -> Packages {
        Packages {
            all: 0b111,
            opened: 0b111,
            ..Packages::default()
        }
    }

    #[test]
    fn packages_close_and_reopen() {
        let mut packages = three();
        packages.close(1, 4, &mut Silent);
        assert_eq!(packages.open(), 0b101);
        assert!(packages.verdict(1).agreed && !packages.verdict(0).agreed);
        assert!(!packages.is_locked_up(6, 3), "two rounds ago");
        assert!(packages.is_locked_up(7, 3));
        packages.reopen(7, &mut Silent);
        assert_eq!(packages.open(), 0b111);
        assert!(!packages.is_locked_up(9, 3), "nothing is closed");
    }
}
