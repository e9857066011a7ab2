//! How runs end, as readers group it.

use crate::bargaining::Failure;
use crate::report::chart::{BLUE, Colour, GREEN, NEUTRAL, ORANGE, PURPLE, WHITE, blend};

/// How a run can end, as readers group it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// An agreement in force.
    Agreement,
    /// No deal that all could have accepted.
    NoZone,
    /// Such a deal, and yet no agreement.
    Missed,
    /// Signed, and refused at home.
    AtHome,
    /// Not known.
    Undecided,
}

impl Group {
    /// All groups, in the order of bars.
    pub(super) const ALL: [Self; 5] = [
        Self::Agreement,
        Self::NoZone,
        Self::Missed,
        Self::AtHome,
        Self::Undecided,
    ];

    /// The group of a cause.
    pub(super) fn of(failure: Failure) -> Self {
        match failure {
            Failure::RedLines | Failure::NoZone | Failure::Commitment => Self::NoZone,
            Failure::Deadline | Failure::Breakdown | Failure::Agenda => Self::Missed,
            Failure::Ratification => Self::AtHome,
            Failure::Undecided => Self::Undecided,
        }
    }

    /// Name for readers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::NoZone => "no zone of possible agreement",
            Self::Missed => "zone open, no agreement",
            Self::AtHome => "refused at home",
            Self::Undecided => "undecided",
        }
    }

    /// Its colour: beside each other in a bar they differ in grey print too.
    pub(super) fn colour(self) -> Colour {
        match self {
            Self::Agreement => GREEN,
            Self::NoZone => ORANGE,
            Self::Missed => BLUE,
            Self::AtHome => PURPLE,
            Self::Undecided => NEUTRAL,
        }
    }
}

/// The colour of a cause among all causes: that of its group, paler for the second and third of one.
pub(super) fn colour_of(failure: Failure) -> Colour {
    let group = Group::of(failure);
    let before = Failure::ALL.into_iter().take_while(|item| *item != failure);
    let place = before.filter(|item| Group::of(*item) == group).count();
    blend(group.colour(), WHITE, [0.0, 0.4, 0.7][place.min(2)])
}
