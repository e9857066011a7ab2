//! Alternating offers and ultimatum, by going through all deals.

use zopa::game::prior_draws;
use zopa::model::{Acceptance, Choose, Concession, Deal, PartyId, Protocol};

use crate::reference::plans::{Heard, Said, plan};
use crate::reference::rational::Tree;
use crate::reference::tastes::{Tastes, logistic};
use crate::reference::twin::{Step, Twin, open_twin};

/// Numbers nearer than this are equal.
const CLOSE: f64 = 1e-12;

/// The offer on the table.
#[derive(Clone, Debug)]
struct Standing {
    deal: Deal,
    author: usize,
    acceptors: Vec<usize>,
}

/// What offers have been made.
#[derive(Default)]
pub(crate) struct Offers {
    standing: Option<Standing>,
    /// Distinct offers each party has made, in order.
    sent: Vec<Vec<Deal>>,
    /// All offers made, by whom.
    history: Vec<(usize, Deal)>,
    /// What rational parties foresee, once one has looked ahead.
    tree: Option<Tree>,
    /// All offers, answers and votes.
    heard: Vec<Heard>,
}

impl Offers {
    pub(crate) fn withdraw(&mut self) {
        self.standing = None;
    }

    pub(crate) fn round(&mut self, twin: &mut Twin, t: u32) -> Step {
        self.sent.resize(twin.party_count(), Vec::new());
        match &twin.scenario.protocol {
            Protocol::AlternatingOffers {
                order,
                one_offer_per_round,
            } => {
                if *one_offer_per_round {
                    self.one_offer(twin, t, order)
                } else {
                    self.in_turn(twin, t, order)
                }
            }
            Protocol::Ultimatum {
                proposer,
                belief_draws,
            } => self.ultimatum(twin, t, proposer.index(), *belief_draws),
            _ => unreachable!("mediated talks have a table"),
        }
    }

    fn in_turn(&mut self, twin: &mut Twin, t: u32, order: &[PartyId]) -> Step {
        let all = twin.all_issues();
        for party in order.iter().map(|party| party.index()) {
            match self.standing.clone() {
                Some(standing) if self.could_sign_own(twin, t, party, order) => {
                    self.hear(t, party, &standing.deal, Said::Voted(true));
                    twin.accept_all(party, t);
                    let standing = self.standing.as_mut().expect("an offer stands");
                    standing.acceptors.push(party);
                }
                Some(standing) if standing.author != party => {
                    if !twin.named(&standing.deal, &all).contains(&party) {
                        continue;
                    }
                    let takes = self.takes(twin, t, party, &standing.deal);
                    self.hear(t, party, &standing.deal, Said::Answered(takes));
                    if takes {
                        twin.accept_all(party, t);
                        let standing = self.standing.as_mut().expect("an offer stands");
                        standing.acceptors.push(party);
                    } else {
                        twin.refuse(party, None, t);
                        self.propose(twin, t, party);
                    }
                }
                _ => self.propose(twin, t, party),
            }
            if let Some(deal) = self.complete(twin, t, order) {
                return Step::Signed(deal);
            }
        }
        Step::Open
    }

    /// Whether the offer that stands is a party's own, only its own consent is missing, and it can give that now.
    fn could_sign_own(&self, twin: &mut Twin, t: u32, party: usize, order: &[PartyId]) -> bool {
        let all = twin.all_issues();
        let Some(standing) = &self.standing else {
            return false;
        };
        if standing.author != party || standing.acceptors.contains(&party) {
            return false;
        }
        let with_it: Vec<bool> = (0..twin.party_count())
            .map(|other| {
                other == party
                    || standing.acceptors.contains(&other)
                    || !order.contains(&PartyId::at(other))
            })
            .collect();
        twin.named(&standing.deal, &all).contains(&party)
            && twin.met(&standing.deal, &all, &with_it)
            && twin.acceptable(party, t, &standing.deal)
    }

    /// One offer; the others answer it until it is signed or cannot be any more.
    fn one_offer(&mut self, twin: &mut Twin, t: u32, order: &[PartyId]) -> Step {
        let all = twin.all_issues();
        let first = t as usize % order.len();
        let turns: Vec<usize> = (0..order.len())
            .map(|place| order[(first + place) % order.len()].index())
            .collect();
        self.propose(twin, t, turns[0]);
        for (place, &party) in turns.iter().enumerate() {
            let Some(standing) = self.standing.clone() else {
                return Step::Open;
            };
            if place > 0 {
                if !twin.named(&standing.deal, &all).contains(&party) {
                    continue;
                }
                let takes = self.takes(twin, t, party, &standing.deal);
                self.hear(t, party, &standing.deal, Said::Answered(takes));
                if takes {
                    twin.accept_all(party, t);
                    let standing = self.standing.as_mut().expect("an offer stands");
                    standing.acceptors.push(party);
                } else {
                    twin.refuse(party, None, t);
                    let hopeful: Vec<bool> = (0..twin.party_count())
                        .map(|other| {
                            let refused = turns[..=place].contains(&other)
                                && !standing.acceptors.contains(&other);
                            !refused
                        })
                        .collect();
                    if !twin.met(&standing.deal, &all, &hopeful) {
                        return Step::Open;
                    }
                    continue;
                }
            }
            if let Some(deal) = self.complete(twin, t, order) {
                return Step::Signed(deal);
            }
        }
        Step::Open
    }

    fn hear(&mut self, t: u32, party: usize, deal: &Deal, said: Said) {
        self.heard.push(Heard {
            t,
            party,
            deal: deal.clone(),
            said,
        });
    }

    /// Puts a complete offer to those who do not speak.
    fn complete(&mut self, twin: &mut Twin, t: u32, order: &[PartyId]) -> Option<Deal> {
        let all = twin.all_issues();
        let standing = self.standing.clone()?;
        let speaks = |party: usize| order.contains(&PartyId::at(party));
        let mut accepting: Vec<bool> = (0..twin.party_count())
            .map(|party| standing.acceptors.contains(&party) || !speaks(party))
            .collect();
        if !twin.met(&standing.deal, &all, &accepting) {
            return None;
        }
        let mut no = Vec::new();
        for party in (0..twin.party_count()).filter(|&party| !speaks(party)) {
            let named = twin.named(&standing.deal, &all).contains(&party);
            accepting[party] = named && twin.acceptable(party, t, &standing.deal);
            if named {
                self.hear(t, party, &standing.deal, Said::Voted(accepting[party]));
            }
            if named && !accepting[party] {
                no.push(party);
            }
        }
        if twin.met(&standing.deal, &all, &accepting) {
            twin.sign(&standing.deal, &accepting);
            return Some(standing.deal);
        }
        for party in no {
            twin.refuse(party, None, t);
        }
        self.standing = None;
        None
    }

    /// Asks the tree of the whole game, remembered by turn.
    fn look_ahead<T>(&mut self, twin: &mut Twin, ask: impl FnOnce(&mut Tree) -> T) -> T {
        let tree = self.tree.get_or_insert_with(|| {
            Tree::of(
                open_twin(twin.scenario, twin.game, twin.seed, twin.run),
                true,
            )
        });
        let answer = ask(tree);
        twin.close_call |= tree.close_call;
        answer
    }

    fn takes(&mut self, twin: &mut Twin, t: u32, party: usize, deal: &Deal) -> bool {
        if matches!(twin.strategy(party).concession, Concession::Rational) {
            let standing = self.standing.clone().expect("an offer stands");
            let by = (standing.author, standing.acceptors.as_slice());
            // What its author does not consent to is no offer.
            return by.1.contains(&by.0)
                && self.look_ahead(twin, |tree| tree.takes(t, party, deal, by))
                && twin.acceptable(party, t, deal);
        }
        let best = twin.best(party, t);
        let asks = match twin.strategy(party).concession {
            Concession::Micro => self.micro_asks(twin, t, party),
            Concession::Zeuthen | Concession::Random | Concession::Bayesian { .. } => {
                plan(twin, t, party, &self.heard).0
            }
            _ => twin.demand(party, t, best),
        };
        let threshold = twin.needs(party, t, deal, asks, best);
        let margin = twin.margin(party, t, deal);
        let floor = twin.strategy(party).floor;
        (!floor || twin.acceptable(party, t, deal)) && twin.at_least(margin, threshold)
    }

    /// One offer, taken or left.
    fn ultimatum(&mut self, twin: &mut Twin, t: u32, proposer: usize, draws: u32) -> Step {
        let all = twin.all_issues();
        let rational = |twin: &Twin, party| twin.strategy(party).concession == Concession::Rational;
        let planned = rational(twin, proposer).then(|| {
            self.look_ahead(twin, |tree| {
                tree.offer(0).map(|deal| tree.deal(deal).clone())
            })
        });
        let serious = planned != Some(None);
        let deal = match planned {
            Some(Some(deal)) => deal,
            Some(None) => own_best(twin, t, proposer),
            None => ultimatum_offer(twin, t, proposer, draws),
        };
        twin.log
            .push(format!("{t}: {proposer} offers {:?}", deal.0));
        let mut accepting = vec![false; twin.party_count()];
        accepting[proposer] = serious && twin.acceptable(proposer, t, &deal);
        if !accepting[proposer] {
            twin.withhold(proposer);
        }
        for party in twin.named(&deal, &all) {
            if party == proposer {
                continue;
            }
            if rational(twin, party) {
                let acceptors: Vec<usize> = (0..accepting.len())
                    .filter(|&other| accepting[other] || other == proposer)
                    .collect();
                if serious
                    && self.look_ahead(twin, |tree| {
                        tree.takes(t, party, &deal, (proposer, &acceptors))
                    })
                    && twin.acceptable(party, t, &deal)
                {
                    twin.accept_all(party, t);
                    accepting[party] = true;
                } else {
                    twin.refuse(party, None, t);
                }
                continue;
            }
            let best = twin.best(party, t);
            let needs = twin.needs(party, t, &deal, 0.0, best);
            let margin = twin.margin(party, t, &deal);
            let floor = twin.strategy(party).floor;
            if (!floor || twin.acceptable(party, t, &deal)) && twin.at_least(margin, needs) {
                twin.accept_all(party, t);
                accepting[party] = true;
            } else {
                twin.refuse(party, None, t);
            }
        }
        if accepting[proposer] && twin.met(&deal, &all, &accepting) {
            twin.sign(&deal, &accepting);
            Step::Signed(deal)
        } else {
            Step::Open
        }
    }

    fn propose(&mut self, twin: &mut Twin, t: u32, party: usize) {
        let (deal, serious) = if twin.strategy(party).concession == Concession::Rational {
            let offer = self.look_ahead(twin, |tree| {
                let turn = tree.turn(t, party);
                tree.offer(turn).map(|deal| tree.deal(deal).clone())
            });
            let serious = offer.is_some();
            (offer.unwrap_or_else(|| own_best(twin, t, party)), serious)
        } else {
            (self.proposal(twin, t, party), true)
        };
        twin.log.push(format!("{t}: {party} offers {:?}", deal.0));
        if !self.sent[party].contains(&deal) {
            self.sent[party].push(deal.clone());
        }
        let before = self.history.iter().rev().find(|offer| offer.0 == party);
        if before.is_none_or(|offer| offer.1 != deal) {
            twin.moved.insert(t);
        }
        self.history.push((party, deal.clone()));
        self.hear(t, party, &deal, Said::Offered);
        twin.tabled[party].push((t, deal.clone()));
        if !serious || !twin.acceptable(party, t, &deal) {
            twin.withhold(party);
        }
        self.standing = serious.then(|| Standing {
            author: party,
            // Whoever tables the best of a bad lot does not consent to it.
            acceptors: if twin.acceptable(party, t, &deal) {
                vec![party]
            } else {
                Vec::new()
            },
            deal,
        });
    }

    fn proposal(&mut self, twin: &mut Twin, t: u32, party: usize) -> Deal {
        match twin.strategy(party).concession {
            Concession::Hardliner => return own_best(twin, t, party),
            Concession::Micro => return self.micro_proposal(twin, t, party),
            Concession::Zeuthen | Concession::Random | Concession::Bayesian { .. } => {
                return plan(twin, t, party, &self.heard).1;
            }
            Concession::TimeDependent { .. } | Concession::TitForTat { .. } => {}
            Concession::Rational => unreachable!("it looks ahead"),
        }
        let best = twin.best(party, t);
        let asked = twin.demand(party, t, best);
        if twin.strategy(party).choose != Some(Choose::Least) {
            let refused = self.standing.clone().filter(|s| s.author != party);
            if let Some(standing) = refused
                && let Some(deal) = counter_offer(twin, t, party, &standing.deal, asked)
            {
                return deal;
            }
        }
        least(twin, t, party, asked)
    }

    /// Acceptable deals, best first.
    pub(crate) fn ranking(twin: &mut Twin, t: u32, party: usize) -> Vec<(f64, Deal)> {
        let mut ranking: Vec<(f64, Deal)> = Vec::new();
        for deal in twin.deals.clone() {
            if twin.acceptable(party, t, &deal) {
                ranking.push((twin.margin(party, t, &deal), deal));
            }
        }
        // Of equals the lowest comes first.
        ranking.sort_by(|one, other| {
            let better = other.0.total_cmp(&one.0);
            better.then_with(|| read(twin, &one.1).cmp(&read(twin, &other.1)))
        });
        ranking
    }

    /// The next deal of the ranking, where the party is ready to concede and there is one.
    fn micro_next(&self, twin: &mut Twin, t: u32, party: usize) -> (bool, Option<Deal>) {
        let mut received: Vec<&Deal> = Vec::new();
        for (author, deal) in &self.history {
            if *author != party && !received.contains(&deal) {
                received.push(deal);
            }
        }
        let sent = &self.sent[party];
        let ready = sent.len() <= received.len();
        let next = Self::ranking(twin, t, party)
            .into_iter()
            .map(|ranked| ranked.1)
            .find(|deal| !sent.contains(deal));
        (ready, next)
    }

    fn micro_proposal(&self, twin: &mut Twin, t: u32, party: usize) -> Deal {
        let (ready, next) = self.micro_next(twin, t, party);
        if let (true, Some(deal)) = (ready, next) {
            return deal;
        }
        let sent = &self.sent[party];
        if sent.is_empty() {
            return own_best(twin, t, party);
        }
        let owner = format!("party/{}/type", twin.scenario.parties[party].id);
        let count = u32::try_from(sent.len()).expect("few offers");
        sent[twin.stream(&owner).below(count) as usize].clone()
    }

    /// Margin of the deal a party would send now, or sent last where it is not ready to concede.
    fn micro_asks(&self, twin: &mut Twin, t: u32, party: usize) -> f64 {
        let (ready, next) = self.micro_next(twin, t, party);
        let bar = if ready {
            next
        } else {
            self.sent[party].last().cloned()
        };
        bar.map_or(0.0, |bar| twin.margin(party, t, &bar).max(0.0))
    }
}

/// The options of a deal, block by block.
pub(crate) fn read(twin: &Twin, deal: &Deal) -> Vec<u16> {
    let order = twin.blocks.iter().flatten();
    order.map(|&issue| deal.0[issue]).collect()
}

/// A party's best deal.
pub(crate) fn own_best(twin: &mut Twin, t: u32, party: usize) -> Deal {
    let any = twin.deals[0].clone();
    let tastes = twin.tastes(party, t);
    twin.own_best(party, &tastes, &any, &[])
}

/// The acceptable deal of least margin at or above what a party asks; else the best acceptable one; else its own best.
fn least(twin: &mut Twin, t: u32, party: usize, asked: f64) -> Deal {
    let mut least: Option<(f64, Deal)> = None;
    let mut best: Option<(f64, Deal)> = None;
    for deal in twin.deals.clone() {
        if twin.strategy(party).floor && !twin.acceptable(party, t, &deal) {
            continue;
        }
        let margin = twin.margin(party, t, &deal);
        if best
            .as_ref()
            .is_none_or(|known| twin.beats(margin, known.0))
        {
            best = Some((margin, deal.clone()));
        }
        if twin.at_least(margin, asked)
            && least
                .as_ref()
                .is_none_or(|known| twin.beats(known.0, margin))
        {
            least = Some((margin, deal));
        }
    }
    if let Some((_, deal)) = least.or(best) {
        return deal;
    }
    own_best(twin, t, party)
}

/// From the standing offer a party takes back, block by block, what gains it most for its distance, until it has what it asks;
/// the last change goes no further than it must.
fn counter_offer(
    twin: &mut Twin,
    t: u32,
    party: usize,
    standing: &Deal,
    asked: f64,
) -> Option<Deal> {
    let floor = twin.strategy(party).floor;
    let least = if floor { asked.max(0.0) } else { asked };
    let tastes = twin.tastes(party, t);
    let blocks = twin.blocks.clone();
    let far = |twin: &Twin, deal: &Deal| -> f64 {
        let steps = deal.0.iter().zip(&standing.0).enumerate();
        steps
            .map(|(issue, (&one, &other))| {
                let steps_of_issue = twin.scenario.issues[issue].options.len() - 1;
                f64::from(one.abs_diff(other)) / steps_of_issue.max(1) as f64
            })
            .sum()
    };
    // All deals that differ from one in a single block, which crosses no red line there.
    let others = |twin: &Twin, deal: &Deal, block: &[usize]| -> Vec<Deal> {
        let all = twin.deals.iter().filter(|other| {
            let mut issues = 0..deal.0.len();
            issues.all(|issue| block.contains(&issue) || other.0[issue] == deal.0[issue])
        });
        all.filter(|other| !floor || !tastes.block_crossed(other, block))
            .cloned()
            .collect()
    };
    let mut offer = standing.clone();
    for block in &blocks {
        if floor && tastes.block_crossed(&offer, block) {
            offer = nearest_of(twin, t, party, others(twin, &offer, block), &far)?;
        }
    }
    loop {
        let now = twin.margin(party, t, &offer);
        if twin.at_least(now, least) {
            break;
        }
        let here = far(twin, &offer);
        let mut best: Option<(f64, f64, Deal)> = None;
        let mut of_block = 0;
        for (place, block) in blocks.iter().enumerate() {
            for other in others(twin, &offer, block) {
                let further = far(twin, &other) - here;
                let gain = twin.margin(party, t, &other) - now;
                if further <= CLOSE || gain <= CLOSE {
                    continue;
                }
                let slope = gain / further;
                let better = best.as_ref().is_none_or(|(steepest, nearest, _)| {
                    let same =
                        place == of_block && slope >= steepest - CLOSE && further < nearest - CLOSE;
                    slope > steepest + CLOSE || same
                });
                if better {
                    best = Some((slope, further, other));
                    of_block = place;
                }
            }
        }
        let (_, _, changed) = best?;
        let margin = twin.margin(party, t, &changed);
        if twin.at_least(margin, least) {
            let mut enough = others(twin, &offer, &blocks[of_block]);
            enough.retain(|other| {
                let margin = twin.margin(party, t, other);
                twin.at_least(margin, least)
            });
            offer = nearest_of(twin, t, party, enough, &far)?;
            break;
        }
        offer = changed;
    }
    if floor && !twin.bearable(party, t, &offer) {
        let mut passing = twin.deals.clone();
        passing.retain(|deal| {
            let margin = twin.margin(party, t, deal);
            twin.bearable(party, t, deal) && twin.at_least(margin, least)
        });
        return nearest_of(twin, t, party, passing, &far);
    }
    Some(offer)
}

/// Of some deals the nearest, of equals the best for a party.
fn nearest_of(
    twin: &Twin,
    t: u32,
    party: usize,
    deals: Vec<Deal>,
    far: &impl Fn(&Twin, &Deal) -> f64,
) -> Option<Deal> {
    let mut best: Option<(f64, f64, Deal)> = None;
    for deal in deals {
        let (distance, margin) = (far(twin, &deal), twin.margin(party, t, &deal));
        let better = best.as_ref().is_none_or(|(nearest, richest, _)| {
            distance < nearest - CLOSE || distance <= nearest + CLOSE && margin > richest + CLOSE
        });
        if better {
            best = Some((distance, margin, deal));
        }
    }
    best.map(|(.., deal)| deal)
}

/// The deal of greatest expected gain to the proposer; of equals the likeliest to be signed, then the best for the others in
/// their order, then the lowest.
fn ultimatum_offer(twin: &mut Twin, t: u32, proposer: usize, draws: u32) -> Deal {
    let all = twin.all_issues();
    let chances: Vec<Vec<f64>> = (0..twin.party_count())
        .map(|party| {
            if party == proposer {
                vec![1.0; twin.deals.len()]
            } else {
                acceptance(twin, t, party, draws)
            }
        })
        .collect();
    let deals = twin.deals.clone();
    let others: Vec<usize> = (0..twin.party_count())
        .filter(|other| *other != proposer)
        .filter(|other| {
            deals
                .iter()
                .any(|deal| twin.named(deal, &all).contains(other))
        })
        .collect();
    let mut best: Option<(f64, f64, Deal)> = None;
    for (index, deal) in deals.into_iter().enumerate() {
        if !twin.acceptable(proposer, t, &deal) {
            continue;
        }
        let named: Vec<usize> = twin.named(&deal, &all);
        let mut probability = 0.0;
        for answers in 0..1_u32 << named.len() {
            let mut accepting = vec![false; twin.party_count()];
            accepting[proposer] = true;
            let mut chance = 1.0;
            for (place, &party) in named.iter().enumerate() {
                accepting[party] = answers >> place & 1 == 1;
                let yes = chances[party][index];
                chance *= if accepting[party] { yes } else { 1.0 - yes };
            }
            if twin.met(&deal, &all, &accepting) {
                probability += chance;
            }
        }
        if probability <= 0.0 {
            continue;
        }
        let gain = probability * twin.margin(proposer, t, &deal).max(0.0);
        let is_better = best.as_ref().is_none_or(|(known, chance, other)| {
            let own = [gain - known, probability - chance];
            let worths = others.iter().map(|&party| {
                let [here, there] = [&deal, other].map(|deal| worth(twin, t, party, deal, draws));
                here - there
            });
            let mut decisive = own.into_iter().chain(worths);
            let decisive = decisive.find(|gain| gain.abs() > 1e-12);
            decisive.is_some_and(|gain| gain > 0.0)
        });
        if is_better {
            best = Some((gain, probability, deal));
        }
    }
    match best {
        Some((.., deal)) => deal,
        None => own_best(twin, t, proposer),
    }
}

/// Mean margin of a deal to a party over the proposer's belief.
fn worth(twin: &Twin, t: u32, party: usize, deal: &Deal, draws: u32) -> f64 {
    let shift = twin.reservation(party, t) - twin.nature.parties[party].reservation;
    let priors = prior_draws(twin.game, party, twin.seed, draws);
    let margins = priors.iter().map(|prior| {
        let numbers = &prior.numbers;
        let profile = &twin.scenario.parties[party].types[numbers.kind].profile;
        let reservation = (numbers.reservation + shift).clamp(0.0, 1.0);
        Tastes::of(twin.scenario, profile, numbers).margin(deal, reservation)
    });
    margins.sum::<f64>() / priors.len() as f64
}

/// Probability, over the proposer's belief, that a party takes each deal.
fn acceptance(twin: &Twin, t: u32, party: usize, draws: u32) -> Vec<f64> {
    let shift = twin.reservation(party, t) - twin.nature.parties[party].reservation;
    let priors = prior_draws(twin.game, party, twin.seed, draws);
    let mut sums = vec![0.0; twin.deals.len()];
    for prior in &priors {
        let numbers = &prior.numbers;
        let profile = &twin.scenario.parties[party].types[numbers.kind].profile;
        let tastes = Tastes::of(twin.scenario, profile, numbers);
        let reservation = (numbers.reservation + shift).clamp(0.0, 1.0);
        for (sum, deal) in sums.iter_mut().zip(&twin.deals) {
            let margin = tastes.margin(deal, reservation);
            let floor = profile.strategy.floor;
            if floor && (tastes.crossed(deal) > 0 || margin < 0.0) {
                continue;
            }
            *sum += match profile.strategy.acceptance {
                Acceptance::Logit { .. } => logistic(numbers.lambda * margin),
                Acceptance::NextOffer => f64::from(margin >= 0.0),
                Acceptance::Constant { .. } | Acceptance::TimeDependent { .. } => {
                    let allowed = twin.deals.iter();
                    let allowed = allowed.filter(|deal| !floor || tastes.crossed(deal) == 0);
                    let best = allowed
                        .map(|deal| tastes.margin(deal, reservation))
                        .fold(f64::NEG_INFINITY, f64::max);
                    let share = twin.needed_share(&profile.strategy, numbers, t);
                    f64::from(margin >= share * best - 1e-12)
                }
            };
        }
    }
    sums.iter().map(|sum| sum / priors.len() as f64).collect()
}
