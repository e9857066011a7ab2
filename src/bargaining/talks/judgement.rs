//! What a party makes of a deal in the present round: its margin, whether it may take it, whether its home would.
//!
//! Ratification seen ahead (Putnam 1988; Iida 1993): a party refuses what one of its own bodies would approve with a
//! probability below ρ. A body that counts the votes of parties asks in turn what these parties may take.

use crate::analysis::zone::Body;
use crate::bargaining::Reason;
use crate::bargaining::chance::{logistic, logit, normal};
use crate::bargaining::talks::state::Talks;
use crate::bargaining::talks::values::BlockRange;
use crate::game::{
    CompiledProfile, Game, INDIFFERENCE, PartyNumbers, PartyTables, StageRule, deal_matches,
    standard_normal, total,
};

/// What stands for a need that every deal meets, negative, or none: far beyond what any deal is worth to a body.
const OUT_OF_REACH: f64 = 1e3;

/// One side of the talks as they stand: a party with what it wants now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'a> {
    /// The talks as they stand.
    pub(crate) talks: &'a Talks,
    /// The game.
    pub(crate) game: &'a Game,
    /// The party.
    pub(crate) party: usize,
}

impl<'a> Side<'a> {
    /// Another side of the same talks.
    pub(crate) fn other(self, party: usize) -> Self {
        Self { party, ..self }
    }

    /// Its type in this run, compiled.
    pub(crate) fn profile(self) -> &'a CompiledProfile {
        self.talks.profile(self.game, self.party)
    }

    /// Number of its type when the types of all parties are counted through.
    pub(crate) fn slot(self) -> usize {
        self.game.slot(self.party, self.numbers().kind)
    }

    /// Its numbers in this run.
    pub(crate) fn numbers(self) -> &'a PartyNumbers {
        &self.talks.nature.parties[self.party]
    }

    /// What each combo is worth to it.
    pub(crate) fn tables(self) -> &'a PartyTables {
        &self.talks.values.tables[self.party]
    }

    /// Best and worst of each block to it.
    pub(crate) fn ranges(self) -> &'a [BlockRange] {
        self.talks.values.ranges(self.party)
    }

    /// Margin total of its best deal without red lines, before reservation value and constant.
    pub(crate) fn best_total(self) -> f64 {
        self.talks.values.best_totals[self.party]
    }

    /// What a deal's margin total must reach for a margin of 0: reservation value plus the constant risk of breach, less what is paid
    /// on agreement.
    pub(crate) fn floor(self) -> f64 {
        self.talks.reservations[self.party] + self.tables().constant
    }

    /// Its margin m of a deal now.
    pub(crate) fn margin(self, deal: &[u32]) -> f64 {
        total(&self.tables().margin, deal) - self.floor()
    }

    /// Margin total of a deal, minus infinity where it crosses a red line that it minds.
    pub(crate) fn worth(self, deal: &[u32]) -> f64 {
        self.profile().worth(&self.tables().margin, deal)
    }

    /// Whether a deal crosses a red line that it minds.
    pub(crate) fn crosses(self, deal: &[u32]) -> bool {
        self.profile().forbids(deal)
    }

    /// Whether a deal is acceptable to it now: better than none, no red line crossed, ratifiable enough.
    pub(crate) fn accepts(self, deal: &[u32]) -> bool {
        self.accepts_at(deal, self.margin(deal))
    }

    /// The same when the deal's margin is known.
    pub(crate) fn accepts_at(self, deal: &[u32], margin: f64) -> bool {
        margin >= -INDIFFERENCE
            && (!self.profile().floor || (!self.crosses(deal) && self.anticipates(deal)))
    }

    /// Whether it takes a deal if it takes deals from a margin on.
    pub(crate) fn takes(self, deal: &[u32], needed: f64) -> bool {
        let margin = self.margin(deal);
        margin >= needed - INDIFFERENCE && (!self.profile().floor || self.accepts_at(deal, margin))
    }

    /// What keeps it from a deal whatever it asks for, the first of the tests of [`Side::accepts`] that fails: a red line, its
    /// reservation value, its body at home.
    pub(crate) fn obstacle(self, deal: &[u32]) -> Option<Reason> {
        if !self.profile().floor {
            None
        } else if self.crosses(deal) {
            Some(Reason::RedLine)
        } else if self.margin(deal) < -INDIFFERENCE {
            Some(Reason::BelowReservation)
        } else if self.anticipates(deal) {
            None
        } else {
            Some(Reason::Anticipation)
        }
    }

    /// Whether it expects its own bodies to approve a deal with at least the probability it asks.
    pub(crate) fn anticipates(self, deal: &[u32]) -> bool {
        let least = self.profile().anticipate;
        least <= 0.0
            || self.game.parties[self.party].stages.iter().all(|&stage| {
                let body = &self.game.stages[stage];
                let utility = || total(self.talks.body_utility(self.game, stage), deal);
                !stage_is_held(self.game, stage, deal)
                    || !deal_matches(&body.forbid, &self.game.blocks, deal)
                        && utility() >= self.talks.need_at_home(self.game, stage, least)
            })
    }

    /// What a run pays it: `Σ_{s<n} (1−δ) δ^s r(s) + δ^n V`, with the reservation value at the end in V's place without a deal; costs not yet
    /// subtracted.
    pub(crate) fn payoff(self, periods: u32, deal: Option<&[u32]>) -> f64 {
        let discount = self.numbers().discount;
        let at = |round: u32| self.talks.history.reservations_in(round)[self.party];
        let mut sum = 0.0;
        let mut weight = 1.0;
        // Without discounting no round counts for anything but the last; beyond the deadline reservation values stand still.
        let moving = periods.min(self.game.rounds_most);
        let counted = if discount < 1.0 { moving } else { 0 };
        for round in 0..counted {
            sum += (1.0 - discount) * weight * at(round);
            weight *= discount;
        }
        let fallback = at(periods);
        if discount < 1.0 && periods > moving {
            let left = weight * libm::pow(discount, f64::from(periods - moving));
            sum += (weight - left) * fallback;
            weight = left;
        }
        let Some(deal) = deal else {
            return sum + weight * fallback;
        };
        let tables = self.tables();
        let profile = self.profile();
        let breach = tables.breach_probability(&self.game.blocks, profile, deal);
        let broken = fallback - self.numbers().loss;
        let kept = total(&tables.utility, deal) + tables.payment;
        let end = (1.0 - breach) * kept + breach * broken;
        sum + weight * end
    }

    /// Whether its bodies at home let it take a deal, if it minds them.
    pub(crate) fn is_ratifiable(self, deal: &[u32]) -> bool {
        !self.profile().floor || self.anticipates(deal)
    }
}

impl Talks {
    /// One side of the talks.
    pub(crate) fn side<'a>(&'a self, game: &'a Game, party: usize) -> Side<'a> {
        Side {
            talks: self,
            game,
            party,
        }
    }

    /// What a deal's utility to a body must reach for it to approve with at least this probability, unless it forbids the deal.
    ///
    /// Logit approval is at least ρ where `u ≥ r + logit(ρ)/λ`, so that looking ahead is a bound on one sum. A vote passes with
    /// probability `Φ((s − threshold)/swing)`, which is at least ρ where the share of yes s is at least
    /// `c = threshold + swing · Φ⁻¹(ρ)`, hence where `u ≥ r + logit(c)/λ`: never for c ≥ 1, always for c ≤ 0. Where levers add to
    /// s, or to the probability of a logit, and keep the sum in 0..1, c less what they add stands in c's place.
    pub(crate) fn need_at_home(&self, game: &Game, stage: usize, probability: f64) -> f64 {
        let numbers = &self.nature.stages[stage];
        let share = match game.stages[stage].rule {
            StageRule::Logit => probability,
            StageRule::Vote if numbers.swing > 0.0 => {
                numbers.threshold + numbers.swing * standard_normal(probability)
            }
            StageRule::Vote => numbers.threshold,
            StageRule::Threshold => return self.body_reservation(stage) - INDIFFERENCE,
            StageRule::Quota { .. } => return -OUT_OF_REACH,
        };
        let unaided = share - self.bodies[stage].support;
        let asks = if share <= 0.0 || unaided <= 0.0 {
            f64::NEG_INFINITY
        } else if share > 1.0 {
            f64::INFINITY
        } else {
            logit(unaided)
        };
        let need = self.body_reservation(stage) + asks / numbers.lambda;
        need.clamp(-OUT_OF_REACH, OUT_OF_REACH) - INDIFFERENCE
    }

    /// Utility of each combo to a body: its own, or its party's as it is now.
    pub(crate) fn body_utility(&self, game: &Game, stage: usize) -> &[f64] {
        match game.stages[stage].heir_of {
            Some(party) => &self.values.tables[party].utility,
            None => &self.nature.stages[stage].utility,
        }
    }

    /// Share of a body that is for a deal before any swing, or the probability of its logit.
    pub(crate) fn support(&self, game: &Game, stage: usize, deal: &[u32]) -> f64 {
        let utility = total(self.body_utility(game, stage), deal);
        let gain = utility - self.body_reservation(stage);
        let unaided = logistic(self.nature.stages[stage].lambda * gain);
        (unaided + self.bodies[stage].support).clamp(0.0, 1.0)
    }

    /// Whether some party looks ahead to what its bodies at home would say.
    pub(crate) fn look_home(&self, game: &Game) -> bool {
        self.parties_ahead(game).next().is_some()
    }

    /// The parties that look ahead, with the probability of approval each asks.
    fn parties_ahead<'a>(&'a self, game: &'a Game) -> impl Iterator<Item = (usize, f64)> + 'a {
        (0..game.parties.len()).filter_map(move |party| {
            let profile = self.profile(game, party);
            let ahead =
                profile.floor && profile.anticipate > 0.0 && !game.parties[party].stages.is_empty();
            ahead.then_some((party, profile.anticipate))
        })
    }

    /// The bodies at home that parties look ahead to, as each party sees its own.
    pub(crate) fn bodies_ahead<'a>(&'a self, game: &'a Game) -> Vec<Body<'a>> {
        let bodies = self.parties_ahead(game).flat_map(|(party, least)| {
            let stages = game.parties[party].stages.iter();
            stages.map(move |&stage| Body {
                party,
                utility: self.body_utility(game, stage),
                need: self.need_at_home(game, stage, least),
                when: &game.stages[stage].when,
                forbid: &game.stages[stage].forbid,
            })
        });
        bodies.collect()
    }

    /// Probability with which a body approves a deal, as known before it decides; of a vote of parties, 0 or 1.
    pub(crate) fn approval(&self, game: &Game, stage: usize, deal: &[u32]) -> f64 {
        let compiled = &game.stages[stage];
        if deal_matches(&compiled.forbid, &game.blocks, deal) {
            return 0.0;
        }
        let numbers = &self.nature.stages[stage];
        match &compiled.rule {
            StageRule::Logit => self.support(game, stage, deal),
            StageRule::Vote if numbers.swing > 0.0 => {
                normal((self.support(game, stage, deal) - numbers.threshold) / numbers.swing)
            }
            // Without a swing any probability asks the same.
            StageRule::Vote | StageRule::Threshold => {
                let need = self.need_at_home(game, stage, 0.5);
                f64::from(u8::from(
                    total(self.body_utility(game, stage), deal) >= need,
                ))
            }
            StageRule::Quota { votes, quota } => {
                let yes = votes
                    .iter()
                    .filter(|vote| self.side(game, vote.0.index()).accepts(deal));
                let sum: f64 = yes.map(|vote| vote.1).sum();
                f64::from(u8::from(sum >= quota - 1e-9))
            }
        }
    }
}

/// Whether a stage is held for a deal.
pub(crate) fn stage_is_held(game: &Game, stage: usize, deal: &[u32]) -> bool {
    let when = &game.stages[stage].when;
    when.is_empty() || deal_matches(when, &game.blocks, deal)
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{OFFERS, opened, pie, pie_above};

    #[test]
    fn a_deal_worth_just_as_much_as_none_is_acceptable() {
        let game = pie_above(1, OFFERS, ["", ""], [0.5, 0.0]);
        let talks = opened(&game);
        let side = talks.side(&game, 0);
        assert_eq!(
            [1, 2, 3].map(|option| side.margin(&[option])),
            [-0.25, 0.0, 0.25]
        );
        assert_eq!(
            [1, 2, 3].map(|option| side.accepts(&[option])),
            [false, true, true]
        );
        assert!(!side.takes(&[2], 0.25));
        assert!(side.takes(&[3], 0.25));
    }

    #[test]
    fn a_red_line_is_refused_at_any_price_unless_the_floor_is_off() {
        let line = "never = [{ i0 = \"o4\" }]";
        let without_floor = format!("{line}\nstrategy.floor = false");
        for (lines, accepts) in [(line, false), (without_floor.as_str(), true)] {
            let game = pie(1, OFFERS, [lines, ""]);
            let talks = opened(&game);
            assert_eq!(talks.side(&game, 0).accepts(&[4]), accepts);
            assert!(talks.side(&game, 0).accepts(&[3]));
        }
    }

    #[test]
    fn without_a_deal_a_constant_reservation_value_is_what_a_run_pays() {
        for discount in ["0.5", "1.0"] {
            let lines = format!("discount = {discount}");
            let game = pie_above(9, OFFERS, [&lines, ""], [0.3, 0.0]);
            let talks = opened(&game);
            for periods in [0, 1, 7] {
                let paid = talks.side(&game, 0).payoff(periods, None);
                assert!((paid - 0.3).abs() < 1e-12, "{discount} {periods}");
            }
        }
    }

    #[test]
    fn a_deal_counts_from_the_round_it_is_agreed_in() {
        let game = pie_above(9, OFFERS, ["discount = 0.5", ""], [0.2, 0.0]);
        let talks = opened(&game);
        // (1 − ½)(1 + ½) · 0.2 + ¼ · 1.
        let paid = talks.side(&game, 0).payoff(2, Some(&[4]));
        assert!((paid - (0.15 + 0.25)).abs() < 1e-12);
    }
}
