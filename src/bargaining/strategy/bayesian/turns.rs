//! When a party may offer, and when it may again.

use crate::bargaining::strategy::seat::View;

/// Rounds from now to the party's next offer, and from each of its offers to the one after.
pub(super) fn until_next_offer(view: View<'_>) -> (u32, u32) {
    if !view.game.one_offer_per_round() {
        return (1, 1);
    }
    let narrow = |count: usize| u32::try_from(count).expect("at most 64 parties");
    let speakers = narrow(view.order().len());
    let place = view.place_of(view.party).map(narrow);
    let place = place.expect("whose turn it is speaks");
    let past = (speakers + view.talks.round % speakers - place) % speakers;
    (speakers - past, speakers)
}

/// Whether the party may make an offer in this round: always, or where a round is one offer, when that is its own.
pub(super) fn may_offer(view: View<'_>) -> bool {
    let (next, between) = until_next_offer(view);
    next == between
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Prepared;
    use crate::bargaining::fixture::{opened, pie};
    use crate::bargaining::strategy::bayesian::turns::{may_offer, until_next_offer};
    use crate::bargaining::strategy::{Standing, View};

    const BAYESIAN: &str = "strategy.concession.bayesian = { belief-draws = 8 }";

    #[test]
    fn turns_come_round_when_a_round_is_one_offer() {
        let protocol = "protocol.alternating-offers = { one-offer-per-round = true }";
        let game = pie(9, protocol, [BAYESIAN, BAYESIAN]);
        let prepared = Prepared::new(&game, 1);
        let talks = opened(&game);
        let view = |party| View::new(&prepared, &talks, party, Standing::default());
        assert_eq!(until_next_offer(view(0)), (2, 2), "its own offer is now");
        assert_eq!(until_next_offer(view(1)), (1, 2));
        assert!(may_offer(view(0)) && !may_offer(view(1)));
    }
}
