//! Where the parties stand when talks open, before anybody has spoken.

use crate::analysis::position::{Position, Proposal, Stance};
use crate::bargaining::Silent;
use crate::bargaining::talks::{Passing, Talks, stage_is_held};
use crate::game::{Game, best_option};

/// Makes the positions in which negotiations open; one value serves many runs.
#[derive(Debug, Default)]
pub struct Opening {
    talks: Talks,
}

impl Opening {
    /// The position in round 0 of a run: nature drawn, drivers at their start, levers as they act then.
    ///
    /// `plans` are deals to be judged in it, a combo for each block.
    pub fn position(&mut self, game: &Game, seed: u64, run: u64, plans: &[Vec<u32>]) -> Position {
        let talks = &mut self.talks;
        talks.draw(game, seed, run);
        talks.begin_round(game, 0, Passing::Held, &mut Silent);
        let parties = &talks.nature.parties;
        let proposal = |deal: &Vec<u32>| Proposal {
            approvals: (0..game.stages.len())
                .map(|stage| {
                    stage_is_held(game, stage, deal).then(|| talks.approval(game, stage, deal))
                })
                .collect(),
            deal: deal.clone(),
        };
        Position {
            kinds: parties.iter().map(|party| party.kind).collect(),
            losses: parties.iter().map(|party| party.loss).collect(),
            stances: (0..parties.len())
                .map(|party| stance(game, talks, party))
                .collect(),
            tables: talks.values.tables.clone(),
            reservations: talks.reservations.clone(),
            plans: plans.iter().map(proposal).collect(),
        }
    }
}

/// What a party wants issue by issue now, as levers shift it.
fn stance(game: &Game, talks: &Talks, party: usize) -> Stance {
    let wants = talks.wants(game, party);
    let favourite = |issue: usize| {
        let scores = wants.scores.get(game.blocks.option_starts[issue]..);
        let score = |option: usize| scores.and_then(|scores| scores.get(option)).copied();
        best_option(game.option_count(issue), score)
    };
    let salience = |weight: &f64| wants.scale * weight;
    Stance {
        saliences: wants.weights.iter().map(salience).collect(),
        favourites: (0..game.issues).map(favourite).collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Opening;
    use crate::bargaining::fixture::three_issues;

    #[test]
    fn a_position_holds_what_is_wanted_at_first() {
        let game = three_issues(["", ""], "");
        let position = Opening::default().position(&game, 1, 0, &[vec![0, 3, 6]]);
        assert_eq!(position.reservations, [0.2, 0.2]);
        assert_eq!(position.stances[0].favourites, [2, 2, 1]);
        assert_eq!(position.stances[1].favourites, [0, 0, 0]);
        assert_eq!(position.plans[0].deal, [0, 3, 6]);
    }
}
