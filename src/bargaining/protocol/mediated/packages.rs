//! Which packages are open, closed, in force; when closed ones reopen.

use crate::bargaining::{Action, PackageVerdict, Recorder};
use crate::game::Game;
use crate::model::PackageId;

/// Where the packages of one run stand; sets of packages are bits.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Packages {
    /// All packages.
    pub(crate) all: u32,
    /// Opened: in sequence not all are at first.
    pub(crate) opened: u32,
    /// Closed: accepted by all whose consent they need, on the wording of the text.
    pub(crate) closed: u32,
    /// Accepted by all whose consent they need in the present round.
    pub(crate) agreed_now: u32,
    /// Accepted so in any round.
    pub(crate) ever: u32,
    /// In force by themselves, or part of an agreement.
    pub(crate) in_force: u32,
    /// Whether each has been closed at some time, reopened or not.
    closed_once: u32,
    last_closing: u32,
}

impl Packages {
    /// Everything open, as far as the agenda opens it in round 0.
    pub(crate) fn start(&mut self, game: &Game) {
        let packages = game.package_blocks.len();
        *self = Self {
            all: bits(packages),
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
            self.opened |= u32::from(due) << package;
        }
        self.agreed_now = 0;
    }

    /// The packages on the table.
    pub(crate) fn open(&self) -> u32 {
        self.opened & !self.closed
    }

    /// Issues of closed packages, as bits.
    pub(crate) fn locked_issues(&self, game: &Game) -> u64 {
        issues_of(game, self.closed)
    }

    /// Issues of packages on the table, as bits.
    pub(crate) fn open_issues(&self, game: &Game) -> u64 {
        issues_of(game, self.open())
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
        let has = |set: u32| set >> package & 1 == 1;
        PackageVerdict {
            agreed: has(self.closed | self.agreed_now),
            ever: has(self.ever),
            in_force: has(self.in_force),
        }
    }
}

/// The members of a set of packages or parties given as bits, lowest first.
pub(crate) fn members(set: u32) -> impl Iterator<Item = usize> {
    (0..32).filter(move |&package| set >> package & 1 == 1)
}

/// Whether the rules of a package's options in a deal are met by these parties.
pub(crate) fn package_met(game: &Game, package: usize, deal: &[u32], accepting: u32) -> bool {
    game.package_blocks[package].iter().all(|&block| {
        let issues = &game.blocks.list[block].issues;
        let pairs = issues.iter().zip(game.blocks.options(deal[block]));
        pairs.into_iter().all(|(&issue, &option)| {
            game.package_of[issue.index()] != package
                || game.consent.option_met(issue, option, accepting)
        })
    })
}

/// The parties that the rules of a package's options in a deal name, as bits.
pub(crate) fn package_named(game: &Game, package: usize, deal: &[u32]) -> u32 {
    game.package_blocks[package]
        .iter()
        .fold(0, |named, &block| {
            let issues = &game.blocks.list[block].issues;
            let pairs = issues.iter().zip(game.blocks.options(deal[block]));
            let own = pairs.filter(|(issue, _)| game.package_of[issue.index()] == package);
            own.fold(named, |named, (&issue, &option)| {
                named | game.consent.option_named(issue, option)
            })
        })
}

/// Whether two combos of a block give the issues of a package the same options.
pub(crate) fn same_on(game: &Game, package: usize, one: u32, other: u32) -> bool {
    if one == other {
        return true;
    }
    let block = &game.blocks.list[game.blocks.of_combo[one as usize] as usize];
    let pairs = game
        .blocks
        .options(one)
        .iter()
        .zip(game.blocks.options(other));
    block
        .issues
        .iter()
        .zip(pairs)
        .all(|(issue, (left, right))| game.package_of[issue.index()] != package || left == right)
}

/// The first so many bits.
fn bits(count: usize) -> u32 {
    u32::MAX
        .checked_shr(32 - u32::try_from(count.min(32)).expect("at most 32"))
        .unwrap_or(0)
}

fn issues_of(game: &Game, packages: u32) -> u64 {
    let chosen = game
        .package_issues
        .iter()
        .enumerate()
        .filter(|(package, _)| packages >> package & 1 == 1);
    chosen.fold(0, |issues, (_, of_package)| issues | of_package)
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Silent;
    use crate::bargaining::protocol::mediated::packages::{Packages, bits, members};

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

    #[test]
    fn bits_are_members() {
        assert_eq!(members(0b1010).collect::<Vec<_>>(), [1, 3]);
        assert_eq!([0, 1, 3, 32].map(bits), [0, 1, 0b111, u32::MAX]);
    }
}
