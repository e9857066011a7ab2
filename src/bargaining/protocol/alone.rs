//! Packages in force alone: each takes effect by itself, open ones stay at the status quo.
//!
//! A party accepts the wording of package k when what k is worth to it, `Σ w·s` over k's issues and the linkages settled by
//! k, reaches k's share `W_k` (the weight of its issues) of the reservation value, of the risk of breach and of its target.

use crate::bargaining::Recorder;
use crate::bargaining::agenda::{package_met, package_named, packages_in};
use crate::bargaining::mediator::Answer;
use crate::bargaining::protocol::mediated::{Mediated, RoundEnd};
use crate::bargaining::strategy::Stance;
use crate::bargaining::talks::{INDIFFERENCE, Talks};
use crate::game::{Game, breach_penalty, shifted_score, shifted_weights};
use crate::model::{IssueId, Mediation};

/// The best rewording of a package found so far.
struct Rewording {
    deal: Vec<u32>,
    passes: bool,
    changes: u32,
    crosses: bool,
    surplus: f64,
}

impl Mediated {
    /// A principal's answer package by package.
    pub(crate) fn answer_alone(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        stance: Stance,
        answer: &mut Answer,
    ) {
        let asks = if stance.best < 0.0 {
            talks.parties[party].shock - talks.profile(game, party).tolerance
        } else {
            stance.takes
        };
        let floor = talks.profile(game, party).floor;
        let asks = if floor { asks.max(0.0) } else { asks };
        answer.accepted = 0;
        answer.markup.clear();
        answer.markup.extend_from_slice(&self.text);
        for package in packages_in(answer.asked) {
            let offered = with_package(game, package, &self.in_force, &self.text);
            let rewording = reword(talks, game, party, package, &offered, asks);
            answer.accepted |= u32::from(rewording.passes && rewording.changes == 0) << package;
            answer.markup = with_package(game, package, &answer.markup, &rewording.deal);
        }
    }

    /// Puts every package in force that all accept; signs when all are.
    pub(crate) fn close_alone(
        &mut self,
        talks: &mut Talks,
        game: &Game,
        mediation: &Mediation,
        recorder: &mut impl Recorder,
    ) -> RoundEnd {
        let visited = crate::game::mask(&mediation.visits);
        for package in packages_in(self.packages.open()) {
            let offered = with_package(game, package, &self.in_force, &self.text);
            let unvisited = (0..game.parties.len()).filter(|party| visited >> party & 1 == 0);
            let others = unvisited.filter(|&party| {
                talks
                    .package_surplus(game, party, package, &offered, 0.0)
                    .is_some_and(passes)
            });
            let others = others.fold(0, |set, party| set | 1 << party);
            let accepting = self.accepting(mediation, |answer| answer.accepted >> package & 1 == 1);
            if !package_met(game, package, &self.text, accepting | !visited) {
                continue;
            }
            if package_met(game, package, &self.text, accepting | others) {
                self.packages.agreed_now |= 1 << package;
                self.packages.ever |= 1 << package;
                self.packages.in_force |= 1 << package;
                self.packages.close(package, talks.round, recorder);
                self.in_force = offered;
                talks.moved = true;
            } else {
                let named = package_named(game, package, &self.text);
                for party in packages_in(named & !visited & !others) {
                    talks.refuse(party);
                    self.last_refusal = Some((party, Some(package)));
                }
            }
        }
        if self.packages.in_force == self.packages.all {
            RoundEnd::Signed
        } else {
            RoundEnd::Open
        }
    }
}

impl Talks {
    /// What a package is worth to a party beyond its share of what no agreement is worth and of what the party asks.
    ///
    /// `deal` holds the package's wording, the packages in force, and the status quo elsewhere. None: it crosses a red line.
    pub(crate) fn package_surplus(
        &self,
        game: &Game,
        party: usize,
        package: usize,
        deal: &[u32],
        asks: f64,
    ) -> Option<f64> {
        let crosses = self.profile(game, party).floor && self.crosses(game, party, deal);
        (!crosses).then(|| self.package_worth(game, party, package, deal, asks))
    }

    /// The same without a look at red lines.
    fn package_worth(
        &self,
        game: &Game,
        party: usize,
        package: usize,
        deal: &[u32],
        asks: f64,
    ) -> f64 {
        let profile = self.profile(game, party);
        let numbers = &self.nature.parties[party];
        let shifts = self.shifts(game, party);
        let weights = shifted_weights(&numbers.weights, shifts);
        let issues = game.package_issues[package];
        let in_package = |issue: usize| issues >> issue & 1 == 1;
        let weight: f64 = (0..game.issues)
            .filter(|&issue| in_package(issue))
            .map(|issue| weights[issue])
            .sum();
        let scored: f64 = (0..game.issues)
            .filter(|&issue| in_package(issue))
            .map(|issue| {
                let combo = deal[game.blocks.of_issue[issue].0 as usize];
                let option = usize::from(game.blocks.option(combo, IssueId::at(issue)));
                let index = game.option_starts[issue] + option;
                weights[issue] * shifted_score(numbers.scores[index], shifts, index)
            })
            .sum();
        let linked = profile
            .linked
            .iter()
            .zip(&profile.linked_issues)
            .zip(&numbers.bonuses);
        let bonus: f64 = linked
            .filter(|((_, of_linkage), _)| *of_linkage & !issues == 0)
            .filter(|((combos, _), _)| combos.iter().any(|combo| deal.contains(combo)))
            .map(|(_, bonus)| bonus)
            .sum();
        let tables = &self.tables[party];
        let probability = tables.breach_probability(&game.blocks, profile, deal);
        let fallback = self.reservations[party] + breach_penalty(probability, numbers.loss);
        scored + bonus - weight * (fallback + asks)
    }
}

fn passes(surplus: f64) -> bool {
    surplus >= -INDIFFERENCE
}

/// A deal with the issues of one package taken from another.
fn with_package(game: &Game, package: usize, deal: &[u32], other: &[u32]) -> Vec<u32> {
    let mut deal = deal.to_vec();
    for issue in (0..game.issues).filter(|&issue| game.package_of[issue] == package) {
        let id = IssueId::at(issue);
        let block = game.blocks.of_issue[issue].0 as usize;
        deal[block] =
            game.blocks
                .with_option(deal[block], id, game.blocks.option(other[block], id));
    }
    deal
}

/// The nearest rewording of a package that passes the party's test; where none does the best one, without crossing red
/// lines where that can be had.
fn reword(
    talks: &Talks,
    game: &Game,
    party: usize,
    package: usize,
    offered: &[u32],
    asks: f64,
) -> Rewording {
    let mut best: Option<Rewording> = None;
    for_each_wording(game, package, offered, &mut |deal, changes| {
        let crosses = talks.profile(game, party).floor && talks.crosses(game, party, deal);
        let surplus = talks.package_worth(game, party, package, deal, asks);
        let passing = !crosses && passes(surplus);
        let better = best
            .as_ref()
            .is_none_or(|best| match (passing, best.passes) {
                (true, false) => true,
                (false, true) => false,
                (true, true) => {
                    changes < best.changes || (changes == best.changes && surplus > best.surplus)
                }
                (false, false) if crosses == best.crosses => surplus > best.surplus,
                (false, false) => best.crosses,
            });
        if better {
            best = Some(Rewording {
                deal: deal.to_vec(),
                passes: passing,
                changes,
                crosses,
                surplus,
            });
        }
    });
    best.unwrap_or(Rewording {
        deal: offered.to_vec(),
        passes: false,
        changes: 0,
        crosses: true,
        surplus: f64::NEG_INFINITY,
    })
}

/// Calls `visit` with every wording of a package and the number of its issues that differ from `offered`, lowest first.
pub(crate) fn for_each_wording(
    game: &Game,
    package: usize,
    offered: &[u32],
    visit: &mut impl FnMut(&[u32], u32),
) {
    let issues: Vec<usize> = (0..game.issues)
        .filter(|&issue| game.package_of[issue] == package)
        .collect();
    let mut options = vec![0_u8; issues.len()];
    let mut deal = offered.to_vec();
    loop {
        let mut changes = 0;
        for (&issue, &option) in issues.iter().zip(&options) {
            let id = IssueId::at(issue);
            let block = game.blocks.of_issue[issue].0 as usize;
            deal[block] = game.blocks.with_option(deal[block], id, option);
            changes += u32::from(game.blocks.option(offered[block], id) != option);
        }
        visit(&deal, changes);
        let mut place = issues.len();
        loop {
            let Some(before) = place.checked_sub(1) else {
                return;
            };
            place = before;
            options[place] += 1;
            if usize::from(options[place]) < game.option_count(issues[place]) {
                break;
            }
            options[place] = 0;
        }
    }
}

/// Whether some deal passes package by package for everybody its packages need, at their reservation values.
///
/// The risk of breach and red lines may tie packages together; for each combination of the options it depends on they fall apart.
pub(crate) fn package_by_package(talks: &Talks, game: &Game) -> bool {
    let tied = tied_issues(talks, game);
    let mut deal: Vec<u32> = game.blocks.list.iter().map(|block| block.start).collect();
    try_combinations(talks, game, &tied, 0, &mut deal)
}

/// Issues that tie packages together: those some party's risk of breach depends on, and those of blocks that span packages
/// and hold a red line of somebody.
fn tied_issues(talks: &Talks, game: &Game) -> Vec<usize> {
    let mut issues: Vec<usize> = Vec::new();
    for party in 0..game.parties.len() {
        if let Some(block) = talks
            .profile(game, party)
            .breach
            .as_ref()
            .and_then(|breach| breach.block)
        {
            issues.extend(
                game.blocks.list[block]
                    .issues
                    .iter()
                    .map(|issue| issue.index()),
            );
        }
    }
    for (index, block) in game.blocks.list.iter().enumerate() {
        let lined = (0..game.parties.len()).any(|party| {
            let lines = &talks.profile(game, party).lines_crossed;
            lines[block.start as usize..block.end as usize]
                .iter()
                .any(|&crossed| crossed > 0)
        });
        if game.block_packages[index] > 1 && lined {
            issues.extend(block.issues.iter().map(|issue| issue.index()));
        }
    }
    issues.sort_unstable();
    issues.dedup();
    issues
}

fn try_combinations(
    talks: &Talks,
    game: &Game,
    tied: &[usize],
    place: usize,
    deal: &mut Vec<u32>,
) -> bool {
    let Some(&issue) = tied.get(place) else {
        return (0..game.package_blocks.len())
            .all(|package| some_wording_passes(talks, game, package, tied, deal));
    };
    let block = game.blocks.of_issue[issue].0 as usize;
    (0..game.option_count(issue)).any(|option| {
        let option = u8::try_from(option).expect("at most 64 options");
        deal[block] = game
            .blocks
            .with_option(deal[block], IssueId::at(issue), option);
        try_combinations(talks, game, tied, place + 1, deal)
    })
}

/// Whether some wording of a package that keeps the tied issues passes for everybody it needs.
fn some_wording_passes(
    talks: &Talks,
    game: &Game,
    package: usize,
    tied: &[usize],
    deal: &[u32],
) -> bool {
    let mut found = false;
    for_each_wording(game, package, deal, &mut |wording, _| {
        let keeps = tied.iter().all(|&issue| {
            let id = IssueId::at(issue);
            let block = game.blocks.of_issue[issue].0 as usize;
            game.blocks.option(wording[block], id) == game.blocks.option(deal[block], id)
        });
        found |= !found && keeps && wording_passes(talks, game, package, wording);
    });
    found
}

fn wording_passes(talks: &Talks, game: &Game, package: usize, wording: &[u32]) -> bool {
    let willing = (0..game.parties.len()).filter(|&party| {
        let crossing = crosses_in_package(talks, game, party, package, wording);
        !crossing && talks.package_worth(game, party, package, wording, 0.0) >= -INDIFFERENCE
    });
    let willing = willing.fold(0, |set, party| set | 1 << party);
    package_met(game, package, wording, willing)
}

/// Whether a package's own wording crosses a red line of a party.
fn crosses_in_package(
    talks: &Talks,
    game: &Game,
    party: usize,
    package: usize,
    wording: &[u32],
) -> bool {
    let profile = talks.profile(game, party);
    profile.floor
        && game.package_blocks[package]
            .iter()
            .any(|&block| profile.lines_crossed[wording[block] as usize] > 0)
}
