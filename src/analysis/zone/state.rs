//! What the zone test finds.

use crate::game::named;

named! {
    /// Whether some deal lies in the zone of possible agreement, in some round where there are several.
    pub enum ZoneState {
        /// Some deal does.
        Open = "open",
        /// None does.
        Empty = "empty",
        /// The search stopped at its limit.
        Undecided = "undecided",
    }
}
