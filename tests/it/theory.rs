//! What theory says agrees with going through all deals by the plain formulas, on random small games with every feature.

use std::collections::BTreeSet;

use zopa::analysis::position::{
    Counting, Objection, Obstacle, PlanPlace, Request, Theorist, Theory, objectives,
};
use zopa::bargaining::Opening;
use zopa::game::{Game, Realization};
use zopa::model::{Approval, Deal, PartyId, PartyType, Plan, Scenario, TypeId};

use crate::reference::random_scenario::{ALL, Dice, random_scenario};
use crate::reference::tastes::all_deals;
use crate::reference::twin::{Twin, held, open_twin};

/// Seed of every realization; another one than the scenarios' own.
const SEED: u64 = 4_711;
/// How far numbers may differ whose sums are added in another order.
const TOLERANCE: f64 = 1e-9;

/// What every deal means to everybody in round 0, by the plain formulas.
struct Plain {
    deals: Vec<Deal>,
    /// By deal and party.
    utilities: Vec<Vec<f64>>,
    /// What agreement pays each party.
    payments: Vec<f64>,
    margins: Vec<Vec<f64>>,
    crossed: Vec<Vec<usize>>,
    reservations: Vec<f64>,
    /// Whether some comparison could fall either way where sums are added in another order.
    close_call: bool,
}

impl Plain {
    fn of(twin: &Twin<'_>) -> Self {
        let deals = all_deals(twin.scenario);
        let tastes: Vec<_> = (0..twin.party_count()).map(|p| twin.tastes(p, 0)).collect();
        let reservations: Vec<f64> = (0..tastes.len()).map(|p| twin.reservation(p, 0)).collect();
        let table = |value: &dyn Fn(usize, &Deal) -> f64| -> Vec<Vec<f64>> {
            let row = |deal| (0..tastes.len()).map(|p| value(p, deal)).collect();
            deals.iter().map(row).collect()
        };
        let utilities = table(&|p, deal| tastes[p].utility(deal));
        let margins = table(&|p, deal| tastes[p].margin(deal, reservations[p]));
        let crossed = deals
            .iter()
            .map(|deal| tastes.iter().map(|taste| taste.crossed(deal)).collect());
        let near = |value: &f64, edge: f64| (value - edge).abs() < TOLERANCE;
        let close_call = margins.iter().flatten().any(|margin| near(margin, 0.0))
            || utilities
                .iter()
                .any(|row| row.iter().zip(&reservations).any(|(u, r)| near(u, *r)));
        Self {
            crossed: crossed.collect(),
            deals,
            payments: tastes.iter().map(|tastes| tastes.payment).collect(),
            utilities,
            margins,
            reservations,
            close_call,
        }
    }

    /// The deals for which the parties that `accepts` holds for are enough.
    fn passing(&self, twin: &Twin<'_>, accepts: impl Fn(usize, usize) -> bool) -> Vec<usize> {
        let parties = self.reservations.len();
        (0..self.deals.len())
            .filter(|&deal| {
                let accepting: Vec<bool> = (0..parties).map(|p| accepts(deal, p)).collect();
                twin.met(&self.deals[deal], &twin.all_issues(), &accepting)
            })
            .collect()
    }

    fn zone(&self, twin: &Twin<'_>) -> Vec<usize> {
        self.passing(twin, |deal, p| {
            self.crossed[deal][p] == 0 && self.margins[deal][p] >= 0.0
        })
    }

    fn obstacle(&self, twin: &Twin<'_>) -> Option<Obstacle> {
        let within = |deal: usize, p: usize| self.crossed[deal][p] == 0;
        if !self.zone(twin).is_empty() {
            None
        } else if self.passing(twin, within).is_empty() {
            Some(Obstacle::RedLines)
        } else if self
            .passing(twin, |deal, p| {
                within(deal, p)
                    && self.utilities[deal][p] + self.payments[p] >= self.reservations[p]
            })
            .is_empty()
        {
            Some(Obstacle::NoZone)
        } else {
            Some(Obstacle::Commitment)
        }
    }

    fn of_objectives(&self, deal: usize, objectives: &[u32]) -> Vec<f64> {
        let parties = objectives.iter();
        parties.map(|&p| self.utilities[deal][p as usize]).collect()
    }

    /// Greatest least gain of the objectives over a deal that some of these deals give.
    fn shared_gain(&self, from: &[f64], to: &[usize], objectives: &[u32]) -> Option<f64> {
        let least = |&deal: &usize| {
            let there = self.of_objectives(deal, objectives);
            let gains = there.iter().zip(from).map(|(there, here)| there - here);
            gains.fold(f64::INFINITY, f64::min)
        };
        to.iter().map(least).max_by(f64::total_cmp)
    }
}

/// Utility vectors that no other of them matches or beats, in billionths.
fn maximal(vectors: impl Iterator<Item = Vec<f64>>) -> BTreeSet<Vec<i64>> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "utilities are of order one"
    )]
    let whole = |vector: Vec<f64>| vector.iter().map(|u| (u * 1e9).round() as i64).collect();
    let all: BTreeSet<Vec<i64>> = vectors.map(whole).collect();
    let beaten = |one: &Vec<i64>| {
        all.iter()
            .any(|other| other != one && other.iter().zip(one).all(|(a, b)| a >= b))
    };
    all.iter().filter(|one| !beaten(one)).cloned().collect()
}

fn with_plans(seed: u64) -> Scenario {
    let mut scenario = random_scenario(seed, ALL);
    let mut dice = Dice::new(seed ^ 0x5eed);
    let counts: Vec<usize> = scenario
        .issues
        .iter()
        .map(|issue| issue.options.len())
        .collect();
    for number in 0..3 {
        let options = counts.iter().map(|&count| u16::try_from(dice.below(count)));
        let deal = options.map(|option| option.expect("few options")).collect();
        scenario.plans.push(Plan {
            id: format!("plan{number}"),
            title: format!("Plan {number}"),
            author: None,
            deal: Deal(deal),
        });
    }
    scenario
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= TOLERANCE || (one.is_infinite() && one.total_cmp(&other).is_eq())
}

fn assert_theory(theory: &Theory, plain: &Plain, twin: &Twin<'_>, objectives: &[u32]) {
    let zone = plain.zone(twin);
    assert_eq!(theory.zone.exists, Some(!zone.is_empty()));
    let deals = theory.zone.deals.map(|deals| deals.0);
    assert_eq!(deals, Some(zone.len() as f64));
    assert_eq!(theory.zone.obstacle, plain.obstacle(twin));
    for (p, figures) in theory.parties.iter().enumerate() {
        let of_deals = |value: &dyn Fn(usize) -> bool| {
            (0..plain.deals.len()).filter(|&deal| value(deal)).count()
        };
        let win = of_deals(&|d| plain.crossed[d][p] == 0 && plain.margins[d][p] >= 0.0);
        assert_eq!(figures.acceptance_set, Some(win as u128));
        let column = || plain.utilities.iter().map(|row| row[p]);
        assert!(near(
            figures.best,
            column().fold(f64::NEG_INFINITY, f64::max)
        ));
        assert!(near(figures.worst, column().fold(f64::INFINITY, f64::min)));
        assert!(near(figures.reservation, plain.reservations[p]));
    }
    let frontier = &theory.solved.frontier;
    assert!(frontier.complete && frontier.epsilon <= 0.0);
    let listed = frontier.points.iter().map(|point| {
        let parties = objectives.iter();
        parties.map(|&p| point.utilities[p as usize]).collect()
    });
    let wanted = zone.iter().map(|&d| plain.of_objectives(d, objectives));
    assert_eq!(maximal(listed), maximal(wanted));
    let whole = theory.free.points.iter().map(|point| {
        let parties = objectives.iter();
        parties.map(|&p| point.utilities[p as usize]).collect()
    });
    let all = (0..plain.deals.len()).map(|d| plain.of_objectives(d, objectives));
    assert_eq!(maximal(whole), maximal(all));
    assert_solutions(theory, plain, &zone, objectives);
    for (plan, place) in twin.scenario.plans.iter().zip(&theory.plans) {
        assert_place(place, &plan.deal, (theory, plain, &zone), twin, objectives);
    }
}

/// A score of a deal by its number; none where the deal has none.
type Score<'a> = Box<dyn Fn(usize) -> Option<f64> + 'a>;

/// Every deal that a concept picks has the best score of all deals in the zone, by the plain formulas.
fn assert_solutions(theory: &Theory, plain: &Plain, zone: &[usize], objectives: &[u32]) {
    let gains = |deal: usize| -> Vec<f64> {
        let parties = objectives.iter();
        parties.map(|&p| plain.margins[deal][p as usize]).collect()
    };
    let ideal = |place: usize| {
        let best = zone.iter().map(|&deal| gains(deal)[place]);
        best.fold(f64::NEG_INFINITY, f64::max)
    };
    let ideals: Vec<f64> = (0..objectives.len()).map(ideal).collect();
    // Who cannot gain is left out of account.
    let relative = |deal: usize| -> Vec<f64> {
        let pairs = gains(deal).into_iter().zip(&ideals);
        let able = pairs.filter(|(_, ideal)| **ideal > 1e-12);
        able.map(|(gain, ideal)| gain / ideal).collect()
    };
    let able = |deal: usize| -> Vec<f64> {
        let pairs = gains(deal).into_iter().zip(&ideals);
        let able = pairs.filter(|(_, ideal)| **ideal > 1e-12);
        able.map(|(gain, _)| gain).collect()
    };
    let least = |values: &[f64]| values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = |values: &[f64]| values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let costs_nobody = |deal: usize| gains(deal).iter().all(|&gain| gain >= -1e-12);
    let beaten = |deal: usize| {
        let own = gains(deal);
        zone.iter().any(|&other| {
            let other = gains(other);
            let mut pairs = other.iter().zip(&own);
            let mut ahead = other.iter().zip(&own);
            pairs.all(|(other, own)| other >= own) && ahead.any(|(other, own)| other > own)
        })
    };
    let scores: [Score<'_>; 5] = [
        Box::new(|deal| costs_nobody(deal).then(|| able(deal).iter().product())),
        Box::new(|deal| (!beaten(deal)).then(|| least(&relative(deal)) - most(&relative(deal)))),
        Box::new(|deal| Some(least(&relative(deal)))),
        Box::new(|deal| Some(least(&able(deal)))),
        Box::new(|deal| Some(plain.of_objectives(deal, objectives).iter().sum())),
    ];
    for (score, pick) in scores.iter().zip(theory.solved.concepts()) {
        assert!(pick.proven);
        let reached = zone.iter().filter_map(|&deal| score(deal));
        let best = reached.max_by(f64::total_cmp);
        assert_eq!(pick.points.is_empty(), best.is_none());
        for point in &pick.points {
            let deal = zone.iter().find(|&&deal| {
                let pairs = point.utilities.iter().zip(&plain.utilities[deal]);
                pairs.into_iter().all(|(one, other)| near(*one, *other))
                    && score(deal)
                        .zip(best)
                        .is_some_and(|(score, best)| near(score, best))
            });
            assert!(deal.is_some(), "{point:?} does not score {best:?}");
        }
    }
}

fn assert_place(
    place: &PlanPlace,
    deal: &Deal,
    (theory, plain, zone): (&Theory, &Plain, &[usize]),
    twin: &Twin<'_>,
    objectives: &[u32],
) {
    let number = plain.deals.iter().position(|listed| listed == deal);
    let number = number.expect("a plan is a deal");
    let parties = plain.reservations.len();
    let mut accepting = vec![false; parties];
    for (p, accepts) in accepting.iter_mut().enumerate() {
        let verdict = &place.parties[p];
        let utility = plain.utilities[number][p];
        let margin = plain.margins[number][p];
        assert!(near(place.utilities[p], utility));
        let mut wanted = Vec::new();
        if plain.crossed[number][p] > 0 {
            wanted.push(("red line", plain.crossed[number][p] as f64));
        }
        let kept = utility + plain.payments[p];
        if kept < plain.reservations[p] {
            wanted.push(("reservation", plain.reservations[p] - kept));
        } else if margin < 0.0 {
            let sure = margin < -1e5;
            wanted.push(("commitment", if sure { f64::INFINITY } else { -margin }));
        }
        if !twin.bearable(p, 0, deal) && plain.crossed[number][p] == 0 {
            wanted.push(("at home", 0.0));
        }
        let told = verdict.objections.iter().map(|objection| match *objection {
            Objection::RedLines(lines) => ("red line", f64::from(lines)),
            Objection::Reservation(lack) => ("reservation", lack),
            Objection::Commitment(lack) => ("commitment", lack),
            Objection::Anticipation { .. } => ("at home", 0.0),
        });
        let mut told: Vec<_> = told.collect();
        // A red line and a body at home may object at once, and several bodies of one party may.
        told.dedup_by_key(|said| said.0);
        if plain.crossed[number][p] > 0 {
            told.retain(|said| said.0 != "at home");
        }
        assert_eq!(told.len(), wanted.len(), "{told:?} {wanted:?}");
        for (one, other) in told.iter().zip(&wanted) {
            assert!(
                one.0 == other.0 && near(one.1, other.1),
                "{one:?} {other:?}"
            );
        }
        *accepts = wanted.is_empty();
    }
    assert_eq!(
        place.signable,
        twin.met(deal, &twin.all_issues(), &accepting)
    );
    for p in 0..parties {
        let verdict = &place.parties[p];
        let named = twin.named(deal, &twin.all_issues()).contains(&p);
        assert_eq!(verdict.asked, named);
        // It blocks when some rule of the deal that names it is not met by those who accept.
        let rules = twin.rules(deal, &twin.all_issues());
        let unmet = rules.iter().any(|rule| {
            rule.parties().iter().any(|party| party.index() == p)
                && !rule.is_met(|party| accepting[party.index()])
        });
        assert_eq!(verdict.blocks, unmet && !accepting[p]);
    }
    let stages = (0..twin.scenario.stages.len()).filter(|&s| held(&twin.scenario.stages[s], deal));
    let stages: Vec<usize> = stages.collect();
    let told: Vec<usize> = place.bodies.iter().map(|body| body.stage).collect();
    assert_eq!(told, stages);
    for body in &place.bodies {
        let stage = &twin.scenario.stages[body.stage];
        let wanted = match &stage.approval {
            Approval::Quota { votes, quota } if twin.approval(body.stage, 0, deal) > 0.0 => {
                let yes = votes.iter().filter(|(party, _)| {
                    let p = party.index();
                    let bears = !twin.strategy(p).floor || twin.bearable(p, 0, deal);
                    bears && plain.margins[number][p] >= 0.0
                });
                let sum: f64 = yes.map(|vote| vote.1).sum();
                f64::from(u8::from(sum >= quota - 1e-9))
            }
            _ => twin.approval(body.stage, 0, deal),
        };
        assert!(near(body.probability, wanted));
        let forbid = &twin.scenario.stages[body.stage].forbid;
        assert_eq!(
            body.forbidden,
            forbid.iter().any(|pattern| pattern.matches(deal))
        );
    }
    let here = plain.of_objectives(number, objectives);
    let everything: Vec<usize> = (0..plain.deals.len()).collect();
    for (told, to) in [(place.distance, zone), (place.inefficiency, &everything)] {
        match (told, plain.shared_gain(&here, to, objectives)) {
            (Some(told), Some(wanted)) => assert!(near(told, wanted), "{told} {wanted}"),
            (told, wanted) => assert_eq!(told, wanted),
        }
    }
    let nash = theory.solved.solutions.nash.points.first();
    assert_eq!(place.gains.is_some(), nash.is_some());
    if let (Some(gains), Some(nash)) = (&place.gains, nash) {
        for ((gain, &p), here) in gains.iter().zip(objectives).zip(here) {
            assert!(near(*gain, nash.utilities[p as usize] - here));
        }
    }
}

fn agree_on(seeds: std::ops::Range<u64>) {
    let request = Request {
        points_max: 10_000,
        count: Counting::Yes,
    };
    let (mut judged, mut close_calls, mut zones, mut held_apart) = (0, 0, 0, 0);
    let mut obstacles = BTreeSet::new();
    for seed in seeds {
        let scenario = with_plans(seed);
        let game = Game::compile(&scenario).expect("small scenarios compile");
        let objectives = objectives(&scenario);
        let plans = scenario.plans.iter();
        let plans: Vec<_> = plans
            .map(|plan| game.blocks.combos_of(&plan.deal))
            .collect();
        let theorist = Theorist::new(&game, objectives.clone(), request);
        for run in 0..2 {
            let twin = open_twin(&scenario, &game, SEED, run);
            let plain = Plain::of(&twin);
            judged += 1;
            if plain.close_call {
                close_calls += 1;
                continue;
            }
            let position = Opening::default().position(&game, SEED, run, &plans);
            let theory = theorist.judge(&position);
            let told = std::panic::catch_unwind(|| {
                assert_theory(&theory, &plain, &twin, &objectives);
            });
            assert!(told.is_ok(), "scenario {seed}, run {run}: see above");
            let entries = objectives.iter().map(|&p| {
                let breach = &twin.profile(p as usize).breach;
                breach
                    .as_ref()
                    .map_or(1, |breach| breach.probability.len().max(1))
            });
            // Beyond this, breach tables are not cut into regions.
            held_apart += u32::from(entries.product::<usize>() > 64);
            zones += u32::from(theory.zone.exists == Some(true));
            obstacles.extend(theory.zone.obstacle);
        }
    }
    assert!(close_calls * 50 <= judged, "{close_calls} of {judged}");
    // The comparison is worth something only if everything that may happen has happened.
    assert!(held_apart > 5, "{held_apart}");
    assert!(zones * 10 > judged && obstacles.len() == Obstacle::ALL.len());
}

#[test]
fn central_values_leave_nothing_to_chance() {
    for seed in 0..300 {
        let scenario = random_scenario(seed, ALL);
        let central = scenario.central();
        let game = Game::compile(&central).expect("small scenarios compile");
        let position = |seed, run| Opening::default().position(&game, seed, run, &[]);
        assert_eq!(position(1, 0), position(2, 7), "scenario {seed}");
        let mut nature = Realization::default();
        nature.draw(&game, 3, 4);
        for (p, party) in scenario.parties.iter().enumerate() {
            let kind = scenario.central_types()[p];
            let chosen = &party.types[kind.index()];
            let joint = scenario.joint_types.iter().any(|row| {
                let party = |cell: &(PartyId, TypeId)| cell.0.index() == p;
                row.types.iter().any(party)
            });
            let likelier =
                |other: &PartyType| other.probability.central() > chosen.probability.central();
            assert!(joint || !party.types.iter().any(likelier));
            assert_eq!(central.parties[p].types[0].id, chosen.id);
            let numbers = &nature.parties[p];
            let wanted = chosen.profile.reservation.central();
            assert!(near(numbers.reservation, wanted));
            let weights = &chosen.profile.utility.weights;
            let total: f64 = weights.iter().map(|weight| weight.central()).sum();
            for (drawn, weight) in numbers.weights.iter().zip(weights) {
                assert!(near(*drawn, weight.central() / total));
            }
        }
    }
}

#[test]
fn theory_agrees_with_going_through_all_deals() {
    agree_on(0..1_500);
}

#[test]
#[ignore = "slow: minutes"]
fn theory_agrees_with_going_through_all_deals_of_many_games() {
    agree_on(1_500..30_000);
}
