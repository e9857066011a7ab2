//! How runs end, as readers group it.

use crate::bargaining::Failure;
use crate::report::chart::{
    BLUE, Colour, GREEN, Look, NEUTRAL, ORANGE, PURPLE, Series, WHITE, blend,
};

// How a run can end, as readers group it: places in `GROUPS`.
/// An agreement in force.
pub(super) const AGREEMENT: usize = 0;
/// No deal that all could have accepted.
const NO_ZONE: usize = 1;
/// Such a deal, and yet no agreement.
const MISSED: usize = 2;
/// Signed, and refused at home.
const AT_HOME: usize = 3;
/// Not known.
const UNDECIDED: usize = 4;

/// Names and colours of the groups, in the order of bars: beside each other in a bar they differ in grey print too.
pub(super) const GROUPS: [(&str, Colour); 5] = [
    ("agreement", GREEN),
    ("no zone of possible agreement", ORANGE),
    ("zone open, no agreement", BLUE),
    ("refused at home", PURPLE),
    ("undecided", NEUTRAL),
];

/// A series for each group.
pub(super) fn series() -> Vec<Series> {
    GROUPS
        .map(|(name, colour)| Series::new(name, Look::of(colour)))
        .into()
}

/// The group of a cause.
pub(super) fn group_of(failure: Failure) -> usize {
    match failure {
        Failure::RedLines | Failure::NoZone | Failure::Commitment => NO_ZONE,
        Failure::Deadline | Failure::Breakdown | Failure::Agenda => MISSED,
        Failure::Ratification => AT_HOME,
        Failure::Undecided => UNDECIDED,
    }
}

/// The colour of a cause among all causes: that of its group, paler for the second and third of one.
pub(super) fn colour_of(failure: Failure) -> Colour {
    let group = group_of(failure);
    let before = Failure::ALL.into_iter().take_while(|item| *item != failure);
    let place = before.filter(|item| group_of(*item) == group).count();
    blend(GROUPS[group].1, WHITE, [0.0, 0.4, 0.7][place.min(2)])
}
