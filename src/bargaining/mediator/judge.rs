//! What a draft is worth to a mediator with a belief, and the single change that improves it most.
//!
//! *Bound.* A party's term is f(s) = ln F(λ(s − r)) of its margin total s, F the logistic curve and r its reservation value.
//! f is concave with slope λ(1 − F), and so is the own term κ ln(s − r) with slope κ/(s − r). A concave function stays below
//! its tangent, so a change of s by d adds at most slope · d to a term. Summed over the parties once for each combo, this
//! bounds what every change adds to the score; a change whose bound does not beat the best one found is not looked at. The
//! own term cannot fall below that of the least gain that counts, which bounds it from below where the tangent would not.
//! The curves are read from tables, whose error the bound allows for.

use crate::bargaining::mediator::particle::Particle;
use crate::bargaining::mediator::prior::PartyPrior;
use crate::bargaining::mediator::table::{log_logistic, logistic};
use crate::bargaining::talks::Side;
use crate::game::{Game, PartySet, total};
use crate::model::Mediation;

/// Own gains below this count as this much: the logarithm must not swallow everything else.
const OWN_GAIN_MIN: f64 = 1e-6;
/// The tables of the logistic curve err by less than this, in sum over at most 64 parties.
const TABLE_SLACK: f64 = 2e-5;
/// A change must improve a draft by more than rounding.
const IMPROVEMENT_MIN: f64 = 1e-12;

/// A text and what it is worth to the mediator.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Draft {
    pub(super) text: Vec<u32>,
    pub(super) score: f64,
}

/// A posterior draw that stands for one party in a redraft.
#[derive(Clone, Debug, Default)]
pub(super) struct Pick {
    pub(super) party: usize,
    pub(super) kind: usize,
    /// Margin of each combo.
    pub(super) margins: Vec<f64>,
    /// Margin total from which that draw would accept.
    pub(super) floor: f64,
    /// What its term counts.
    pub(super) weight: f64,
}

impl Pick {
    /// Takes over what a draw wants, once everybody has seen its fallback move by so much, and what its term counts.
    pub(super) fn take(
        &mut self,
        (game, bank): (&Game, &PartyPrior),
        draw: &Particle,
        (shift, weight): (f64, f64),
    ) {
        let core = &bank.cores[draw.core as usize];
        self.party = bank.party;
        self.kind = core.kind;
        self.weight = weight;
        self.floor = draw.floor(bank, shift) + core.constant;
        draw.margins(game, bank, &mut self.margins);
    }
}

/// Bound of what a change adds to the mediator's own term.
#[derive(Clone, Copy, Debug)]
struct OwnBound {
    /// Slope of the term; none where the gain is too small to have one.
    slope: Option<f64>,
    /// What is left when the whole gain is lost: the term falls no lower.
    least: f64,
}

impl OwnBound {
    fn most(self, change: f64) -> f64 {
        self.slope
            .map_or(f64::INFINITY, |slope| (slope * change).max(self.least))
    }
}

/// Values drafts.
pub(super) struct Judge<'a> {
    /// The mediator's own side.
    pub(super) own: Side<'a>,
    game: &'a Game,
    pub(super) mediation: &'a Mediation,
    picks: &'a [Pick],
    /// The own term of the mediator's best deal: no draft has a greater one.
    own_most: f64,
}

impl<'a> Judge<'a> {
    pub(super) fn new(own: Side<'a>, mediation: &'a Mediation, picks: &'a [Pick]) -> Self {
        let mut judge = Self {
            own,
            game: own.game,
            mediation,
            picks,
            own_most: 0.0,
        };
        let most = own.ranges().iter().map(|range| range.most_value).sum();
        judge.own_most = judge.own_term(most);
        judge
    }

    /// What the mediator reckons a party wants: its margins by combo and the red lines each combo crosses.
    fn seat(&self, seat: usize) -> (&'a [f64], &'a [u8]) {
        let pick = &self.picks[seat];
        let profile = &self.game.parties[pick.party].profiles[pick.kind];
        (&pick.margins, &profile.lines_crossed)
    }

    /// Margin total and red lines crossed of a text, for the mediator and then for each seat.
    fn add_up(&self, text: &[u32], sums: &mut Vec<(f64, f64)>) {
        sums.clear();
        sums.push((total(&self.own.tables().margin, text), 0.0));
        for seat in 0..self.picks.len() {
            let (margin, lines) = self.seat(seat);
            let crossed = text
                .iter()
                .map(|&combo| f64::from(lines[combo as usize]))
                .sum();
            sums.push((total(margin, text), crossed));
        }
    }

    pub(super) fn score(&self, text: &[u32], sums: &mut Vec<(f64, f64)>) -> f64 {
        self.add_up(text, sums);
        let named = self.game.consent.deal_named(text);
        let own = self.own_term(sums[0].0);
        (0..self.picks.len()).fold(own, |score, seat| {
            let (sum, crossed) = sums[seat + 1];
            score + self.seat_term(seat, named, sum, crossed)
        })
    }

    fn own_term(&self, sum: f64) -> f64 {
        if self.mediation.kappa <= 0.0 {
            return 0.0;
        }
        let gain = sum - self.own.floor();
        self.mediation.kappa * libm::log(gain.max(OWN_GAIN_MIN))
    }

    fn seat_term(&self, seat: usize, named: PartySet, sum: f64, crossed: f64) -> f64 {
        let pick = &self.picks[seat];
        if named >> pick.party & 1 == 0 {
            return 0.0;
        }
        let belief = &self.mediation.belief;
        let term = log_logistic(belief.likelihood_lambda * (sum - pick.floor))
            - belief.red_line_penalty * crossed;
        pick.weight * term
    }

    /// The single-issue change of open issues that improves a draft most, with the score it leads to.
    pub(super) fn best_change(
        &self,
        draft: &mut Draft,
        open: u64,
        sums: &mut Vec<(f64, f64)>,
        pulls: &mut Vec<f64>,
    ) -> Option<(f64, usize, u32)> {
        self.add_up(&draft.text, sums);
        // Parties named by the combos before and after each block.
        let (mut before, mut after) = (0, [0; 64]);
        for index in (1..draft.text.len()).rev() {
            after[index - 1] = after[index] | self.game.consent.named[draft.text[index] as usize];
        }
        let named_now = self.game.consent.deal_named(&draft.text);
        let own_bound = self.tangents(named_now, sums, pulls);
        let own = &self.own.tables().margin;
        let mut best: Option<(f64, usize, u32)> = None;
        for (index, block) in self.game.blocks.list.iter().enumerate() {
            let present = draft.text[index];
            let others = before | after[index];
            before |= self.game.consent.named[present as usize];
            if block.issues.iter().all(|issue| open >> issue.0 & 1 == 0) {
                continue;
            }
            for combo in block.combos() {
                if !self.single_change(open, block.issues.len(), present, combo) {
                    continue;
                }
                let named = others | self.game.consent.named[combo as usize];
                let bar = best.map_or(draft.score + IMPROVEMENT_MIN, |(score, ..)| score);
                let (here, there) = (present as usize, combo as usize);
                let most = pulls[there] - pulls[here] + own_bound.most(own[there] - own[here]);
                if named == named_now && draft.score + most + TABLE_SLACK < bar {
                    continue;
                }
                if let Some(score) = self.changed_score(present, combo, named, sums, bar)
                    && !self.changed_forbidden(draft, index, combo, named)
                {
                    best = Some((score, index, combo));
                }
            }
        }
        best
    }

    /// Fills `pulls` with more than what each combo adds to the parties' terms of a draft's score, up to a constant of its
    /// block, and returns the same for the mediator's own term: the terms are concave, so they stay below their tangents.
    fn tangents(&self, named: PartySet, sums: &[(f64, f64)], pulls: &mut Vec<f64>) -> OwnBound {
        pulls.clear();
        pulls.resize(self.game.blocks.combos(), 0.0);
        let belief = &self.mediation.belief;
        let sharpness = belief.likelihood_lambda;
        for (seat, &(sum, _)) in sums[1..].iter().enumerate() {
            let pick = &self.picks[seat];
            if named >> pick.party & 1 == 0 {
                continue;
            }
            let slope = sharpness * (1.0 - logistic(sharpness * (sum - pick.floor)));
            let (slope, penalty) = (pick.weight * slope, pick.weight * belief.red_line_penalty);
            let (margin, lines) = self.seat(seat);
            for (pull, (margin, &lines)) in pulls.iter_mut().zip(margin.iter().zip(lines)) {
                *pull += slope * margin - penalty * f64::from(lines);
            }
        }
        let gain = sums[0].0 - self.own.floor();
        let least = self.mediation.kappa * libm::log(OWN_GAIN_MIN);
        OwnBound {
            slope: (gain > OWN_GAIN_MIN).then(|| self.mediation.kappa / gain),
            least: least - self.own_term(sums[0].0),
        }
    }

    fn single_change(&self, open: u64, issues: usize, present: u32, combo: u32) -> bool {
        if present == combo || issues == 1 {
            return present != combo;
        }
        self.game.blocks.distance(present, combo) == 1
            && self.game.blocks.agree_on(!open, present, combo)
    }

    /// Score of a draft with one combo changed where it exceeds `bar`; terms are at most 0 or [`Judge::own_most`], so most
    /// changes are given up before the last term.
    fn changed_score(
        &self,
        present: u32,
        combo: u32,
        named: PartySet,
        sums: &[(f64, f64)],
        bar: f64,
    ) -> Option<f64> {
        let (present, combo) = (present as usize, combo as usize);
        let mut seats = 0.0;
        for (seat, &(sum, crossed)) in sums[1..].iter().enumerate() {
            let (margin, lines) = self.seat(seat);
            let sum = sum - margin[present] + margin[combo];
            let crossed = crossed - f64::from(lines[present]) + f64::from(lines[combo]);
            seats += self.seat_term(seat, named, sum, crossed);
            if seats + self.own_most <= bar {
                return None;
            }
        }
        let own = &self.own.tables().margin;
        let score = seats + self.own_term(sums[0].0 - own[present] + own[combo]);
        (score > bar).then_some(score)
    }

    fn changed_forbidden(
        &self,
        draft: &mut Draft,
        block: usize,
        combo: u32,
        named: PartySet,
    ) -> bool {
        if named >> self.own.party & 1 == 0 {
            return false;
        }
        let present = std::mem::replace(&mut draft.text[block], combo);
        let refused = !self.own.accepts(&draft.text);
        draft.text[block] = present;
        refused
    }
}

/// A mediator never tables what it would itself refuse where its consent is needed.
pub(super) fn forbidden(mediator: Side<'_>, text: &[u32]) -> bool {
    let named = mediator.game.consent.deal_named(text);
    named >> mediator.party & 1 == 1 && !mediator.accepts(text)
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Prepared;
    use crate::bargaining::fixture::{deals, mediated, opened};
    use crate::bargaining::mediator::judge::{Draft, IMPROVEMENT_MIN, Judge, Pick, forbidden};
    use crate::bargaining::mediator::particle::Particle;
    use crate::bargaining::talks::Talks;
    use crate::game::Game;

    fn judge<'a>(prepared: &'a Prepared<'a>, talks: &'a Talks, picks: &'a [Pick]) -> Judge<'a> {
        let mediation = prepared.game.mediation().expect("a mediator drafts");
        let own = talks.side(prepared.game, mediation.mediator.index());
        Judge::new(own, mediation, picks)
    }

    /// One draw of each bank.
    fn picks(prepared: &Prepared<'_>, place: u32) -> Vec<Pick> {
        let banks = prepared.prior.parties.iter();
        let picks = banks.map(|bank| {
            let mut draw = Particle::default();
            draw.begin(prepared.game, bank, place);
            let mut pick = Pick::default();
            pick.take((prepared.game, bank), &draw, (0.0, 1.0));
            pick
        });
        picks.collect()
    }

    /// The best single-issue change of a text by trying all of them; the first of equals.
    fn by_hand(judge: &Judge<'_>, game: &Game, text: &[u32], open: u64) -> Option<f64> {
        let mut sums = Vec::new();
        let present = judge.score(text, &mut sums);
        let options = game.blocks.deal_of(text).0;
        let neighbours = deals(game).into_iter().filter(|deal| {
            let other = game.blocks.deal_of(deal).0;
            let changed = (0..options.len()).filter(|&issue| options[issue] != other[issue]);
            let changed: Vec<usize> = changed.collect();
            changed.len() == 1 && open >> changed[0] & 1 == 1
        });
        let allowed = neighbours.filter(|deal| !forbidden(judge.own, deal));
        let scores = allowed.map(|deal| judge.score(&deal, &mut sums));
        let best = scores.fold(f64::NEG_INFINITY, f64::max);
        (best > present + IMPROVEMENT_MIN).then_some(best)
    }

    #[test]
    fn the_bounded_search_finds_the_best_single_change() {
        let game = mediated("single-text", "belief-draws = 8\nkappa = 0.7");
        let prepared = Prepared::new(&game, 1);
        let talks = opened(&game);
        let (mut improved, mut peaks) = (0, 0);
        for draw in 0..16 {
            let picks = picks(&prepared, draw);
            let judge = judge(&prepared, &talks, &picks);
            for text in deals(&game) {
                for open in [0b111, 0b001] {
                    let wanted = by_hand(&judge, &game, &text, open);
                    let score = judge.score(&text, &mut Vec::new());
                    let mut draft = Draft {
                        text: text.clone(),
                        score,
                    };
                    let found =
                        judge.best_change(&mut draft, open, &mut Vec::new(), &mut Vec::new());
                    let close = match (found, wanted) {
                        (Some((score, ..)), Some(wanted)) => (score - wanted).abs() < 1e-9,
                        (None, None) => true,
                        _ => false,
                    };
                    assert!(
                        close,
                        "draw {draw}, {text:?}: {found:?}, by hand {wanted:?}"
                    );
                    improved += u32::from(found.is_some());
                    peaks += u32::from(found.is_none());
                }
            }
        }
        assert!(improved > 100 && peaks > 10, "{improved} {peaks}");
    }
}
