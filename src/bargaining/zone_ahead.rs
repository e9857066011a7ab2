//! The zone of possible agreement of a run that is not played.

use crate::bargaining::{Prepared, Silent, Workspace, ZoneState};

/// Whether a run would have a zone in some round if its talks went to the deadline in silence.
///
/// Drivers and levers move as they would when nobody says anything, so that this depends on nature alone. It is a small
/// part of the work of playing the run, which makes it worth knowing for more runs than are played.
pub fn zone_ahead(prepared: &Prepared<'_>, run: u64, workspace: &mut Workspace) -> ZoneState {
    let game = prepared.game;
    workspace.talks.nature.draw(game, prepared.seed, run);
    workspace.talks.start(game, prepared.seed, run);
    for round in 0..game.rounds {
        workspace.talks.begin_round(game, round, true, &mut Silent);
    }
    workspace
        .zone
        .state(&prepared.map, &mut workspace.talks, game, game.rounds)
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, pie_above};
    use crate::bargaining::{Prepared, Workspace, ZoneState, zone_ahead};

    #[test]
    fn a_zone_is_open_where_the_claims_leave_something() {
        for (claims, zone) in [
            ([0.5, 0.5], ZoneState::Open),
            ([0.5, 0.51], ZoneState::Empty),
        ] {
            let game = pie_above(3, OFFERS, ["", ""], claims);
            let prepared = Prepared::new(&game, 1);
            assert_eq!(zone_ahead(&prepared, 0, &mut Workspace::default()), zone);
        }
    }
}
