//! How figures head, group and colour the ways in which talks end.

use crate::bargaining::Failure;
use crate::report::chart::{BLUE, Colour, GREEN, NEUTRAL, ORANGE, PURPLE, WHITE, blend};

/// The heading of every figure of all ends.
pub(super) const HEADING: &str = "How the talks end, and why they fail";

/// Names and colours of the groups of ends, in the order of bars: beside each other in a bar they differ in grey print too.
pub(super) const GROUPS: [(&str, Colour); 5] = [
    ("agreement", GREEN),
    ("no zone of possible agreement", ORANGE),
    ("zone open, no agreement", BLUE),
    ("refused at home, or sure to be", PURPLE),
    ("undecided", NEUTRAL),
];

/// The place of agreement among the groups.
pub(super) const AGREEMENT: usize = 0;

/// The place of a cause among the groups.
pub(super) fn group_of(failure: Failure) -> usize {
    match failure {
        Failure::RedLines | Failure::NoZone | Failure::Commitment => 1,
        Failure::Deadline | Failure::Breakdown | Failure::Agenda => 2,
        Failure::Ratification | Failure::Foreseen => 3,
        Failure::Undecided => 4,
    }
}

/// The colour of a cause among all causes: that of its group, paler for the second and third of one.
pub(super) fn colour_of(failure: Failure) -> Colour {
    let group = group_of(failure);
    let before = Failure::ALL.into_iter().take_while(|item| *item != failure);
    let place = before.filter(|item| group_of(*item) == group).count();
    blend(GROUPS[group].1, WHITE, [0.0, 0.4, 0.7][place.min(2)])
}
