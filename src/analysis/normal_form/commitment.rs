//! What a player can have by committing first, where all others see it (von Stackelberg 1934; Schelling 1960).

use num_bigint::BigInt;

use crate::analysis::normal_form::exact::Exact;
use crate::analysis::normal_form::game::NormalForm;
use crate::analysis::normal_form::linear::maximize;
use crate::analysis::normal_form::pure::pure_equilibria;

/// What a player, the leader, can have by committing to a single choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Who commits.
    pub leader: usize,
    /// What follows, by its choice.
    pub choices: Vec<Committed>,
    /// Its best choice where the others break ties for it; none if no choice leaves the others a pure equilibrium.
    pub most: Option<Lead>,
    /// Its best choice where the others break ties against it, counted over choices that leave them a pure equilibrium.
    pub least: Option<Lead>,
}

/// What follows when the leader has committed to a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The profiles in which the others have no regret: best replies of one other, pure equilibria of several. There may be
    /// none, and then what follows is open.
    pub replies: Vec<usize>,
    /// The most the leader has in these.
    pub most: Option<Exact>,
    /// The least.
    pub least: Option<Exact>,
}

/// A choice to commit to, and its worth to the leader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// The choice, the first of those worth as much.
    pub choice: usize,
    /// What the leader has.
    pub worth: Exact,
}

/// The best mix to commit to, where the other breaks ties for the leader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MixedLead {
    /// The mix, a share for each choice of the leader.
    pub mix: Vec<Exact>,
    /// The choice with which the other replies.
    pub reply: usize,
    /// What the leader has.
    pub worth: Exact,
}

/// What committing first gives over equilibria, to the leader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advantage {
    /// With ties broken against the leader, over its best equilibrium: above 0, it gains for certain.
    pub least: Exact,
    /// With ties broken for the leader, over its worst equilibrium: below 0, it loses for certain.
    pub most: Exact,
}

/// What a player can have by committing to a single choice.
pub fn commitment(game: &NormalForm, leader: usize) -> Commitment {
    let choices: Vec<Committed> = (0..game.choices(leader))
        .map(|choice| committed(game, leader, choice))
        .collect();
    let best = |worth: fn(&Committed) -> Option<&Exact>| {
        let mut lead: Option<Lead> = None;
        for (choice, committed) in choices.iter().enumerate() {
            if let Some(worth) = worth(committed)
                && lead.as_ref().is_none_or(|lead| *worth > lead.worth)
            {
                let worth = worth.clone();
                lead = Some(Lead { choice, worth });
            }
        }
        lead
    };
    Commitment {
        leader,
        most: best(|committed| committed.most.as_ref()),
        least: best(|committed| committed.least.as_ref()),
        choices,
    }
}

/// The best mix to commit to; none unless two play.
///
/// For each reply, the best mix among those to which it is a best reply, by one linear program (Conitzer and Sandholm 2006). The
/// leader's payoffs are counted from one below its least, so that a program makes its shares sum to 1 wherever it can, and "at
/// most 1" says enough: all shares at 0 are then a first solution, and the answer exactly where no mix calls forth that reply.
pub fn commitment_to_mix(game: &NormalForm, leader: usize) -> Option<MixedLead> {
    if game.players() != 2 {
        return None;
    }
    let other = 1 - leader;
    let (leads, replies) = (game.matrix(leader), game.matrix(other));
    let one = BigInt::from(1);
    // No mix leads to more with a reply than the best choice against it.
    let bound = |reply: usize| {
        let worths = leads.rows.iter().map(|row| Exact::from(row[reply].clone()));
        worths.max().map(|most| leads.payoff(&most))
    };
    let pure = commitment(game, leader).most.map(|lead| lead.worth);
    let mut best: Option<(Exact, MixedLead)> = None;
    for reply in 0..game.choices(other) {
        let found = best.as_ref().map(|(_, lead)| &lead.worth);
        if bound(reply) < pure || found.is_some_and(|worth| bound(reply).as_ref() <= Some(worth)) {
            continue;
        }
        let goal: Vec<BigInt> = leads.rows.iter().map(|row| &row[reply] + &one).collect();
        let here = &replies.rows[reply];
        let mut rows: Vec<Vec<BigInt>> = replies
            .rows
            .iter()
            .map(|there| {
                let pairs = there.iter().zip(here);
                pairs.map(|(there, here)| there - here).collect()
            })
            .collect();
        let mut right = vec![BigInt::ZERO; rows.len()];
        rows.push(vec![one.clone(); goal.len()]);
        right.push(one.clone());
        let found = maximize(&goal, &rows, &right).expect("shares are bounded");
        let is_better = best.as_ref().is_none_or(|(value, _)| found.value > *value);
        if found.value.is_positive() && is_better {
            let lead = MixedLead {
                mix: found.solution,
                reply,
                worth: leads.payoff(&(&found.value - &Exact::one())),
            };
            best = Some((found.value, lead));
        }
    }
    best.map(|(_, lead)| lead)
}

/// What committing gives over the leader's payoffs in equilibria; none without equilibria, or if what follows is open.
pub fn advantage(commitment: &Commitment, equilibria: &[Exact]) -> Option<Advantage> {
    let (most, least) = (commitment.most.as_ref()?, commitment.least.as_ref()?);
    let (worst, best) = (equilibria.iter().min()?, equilibria.iter().max()?);
    Some(Advantage {
        least: &least.worth - best,
        most: &most.worth - worst,
    })
}

fn committed(game: &NormalForm, leader: usize, choice: usize) -> Committed {
    let mut kept: Vec<Vec<usize>> = (0..game.players())
        .map(|player| (0..game.choices(player)).collect())
        .collect();
    kept[leader] = vec![choice];
    // With a single choice the leader has no regret, and the equilibria are those of the others.
    let rest = game.restricted(&kept);
    let replies = pure_equilibria(&rest).into_iter().map(|position| {
        let mut profile = rest.profile(position);
        profile[leader] = choice;
        game.position(&profile)
    });
    let replies: Vec<usize> = replies.collect();
    let worths = || replies.iter().map(|&profile| game.payoff(profile, leader));
    Committed {
        most: worths().max().cloned(),
        least: worths().min().cloned(),
        replies,
    }
}

#[cfg(test)]
mod tests {
    use super::{advantage, commitment, commitment_to_mix};
    use crate::analysis::normal_form::exact::Exact;
    use crate::analysis::normal_form::game::NormalForm;
    use crate::analysis::normal_form::slow::{bimatrix, fractions, grid, random_game, rng};

    #[test]
    fn committing_to_a_mix_can_be_worth_more_than_to_a_choice() {
        // Conitzer and Sandholm (2006), section 2: 2 in equilibrium, 3 by the second row, 3.5 by half of each.
        let game = bimatrix(&[&[2, 4], &[1, 3]], &[&[1, 0], &[0, 1]]);
        let lead = commitment(&game, 0);
        let most = lead.most.as_ref().expect("one follower always replies");
        assert_eq!((most.choice, &most.worth), (1, &Exact::from(3)));
        let mixed = commitment_to_mix(&game, 0).expect("two play");
        assert_eq!(mixed.mix, fractions(&[(1, 2), (1, 2)]));
        assert_eq!((mixed.reply, mixed.worth), (1, Exact::fraction(7, 2)));
        let gain = advantage(&lead, &[Exact::from(2)]).expect("it has an equilibrium");
        assert_eq!((gain.least, gain.most), (Exact::one(), Exact::one()));
    }

    #[test]
    fn whoever_commits_first_wins_at_chicken_and_loses_at_pennies() {
        let chicken = bimatrix(&[&[0, 7], &[2, 6]], &[&[0, 2], &[7, 6]]);
        for leader in 0..2 {
            let lead = commitment(&chicken, leader);
            assert_eq!(lead.least.expect("a reply").worth, Exact::from(7));
        }
        let pennies = bimatrix(&[&[1, -1], &[-1, 1]], &[&[-1, 1], &[1, -1]]);
        let lead = commitment(&pennies, 0);
        let loss = advantage(&lead, &[Exact::zero()]).expect("an equilibrium");
        assert_eq!(loss.most, Exact::from(-1));
        assert_eq!(
            commitment_to_mix(&pennies, 0).expect("two play").worth,
            Exact::zero()
        );
    }

    #[test]
    fn ties_of_the_follower_are_broken_both_ways() {
        let game = bimatrix(&[&[5, 0], &[2, 1]], &[&[1, 1], &[1, 0]]);
        let lead = commitment(&game, 0);
        assert_eq!(lead.choices[0].replies, [0, 1]);
        assert_eq!(
            lead.most.map(|lead| (lead.choice, lead.worth)),
            Some((0, Exact::from(5)))
        );
        assert_eq!(
            lead.least.map(|lead| (lead.choice, lead.worth)),
            Some((1, Exact::from(2)))
        );
    }

    #[test]
    fn what_several_others_do_is_open_without_a_pure_equilibrium() {
        // After the leader's first choice the others play matching pennies, after the second they agree.
        let pennies = [[1, -1], [-1, 1], [-1, 1], [1, -1]];
        let agree = [[2, 2], [0, 0], [0, 0], [1, 1]];
        let payoffs = pennies
            .iter()
            .chain(&agree)
            .enumerate()
            .flat_map(|(place, pair)| {
                let leader = i64::try_from(place).expect("small");
                [
                    Exact::from(leader),
                    Exact::from(pair[0]),
                    Exact::from(pair[1]),
                ]
            });
        let game = NormalForm::new(vec![2, 2, 2], payoffs.collect()).expect("a game");
        let lead = commitment(&game, 0);
        assert!(lead.choices[0].replies.is_empty() && lead.choices[0].most.is_none());
        assert_eq!(lead.choices[1].replies, [4, 7]);
        assert_eq!(lead.most.map(|lead| lead.worth), Some(Exact::from(7)));
        assert_eq!(lead.least.map(|lead| lead.worth), Some(Exact::from(4)));
        assert!(commitment_to_mix(&game, 0).is_none());
    }

    #[test]
    fn no_mix_of_a_grid_leads_to_more() {
        let mut rng = rng(51);
        for round in 0..80 {
            let game = random_game(&mut rng, [&[2, 3][..], &[3, 3], &[3, 2]][round % 3], 5);
            for leader in 0..2 {
                let other = 1 - leader;
                let payoff = |lead: usize, reply: usize, player: usize| {
                    let profile = if leader == 0 {
                        [lead, reply]
                    } else {
                        [reply, lead]
                    };
                    game.payoff(game.position(&profile), player)
                };
                let mean = |mix: &[Exact], reply: usize, player: usize| {
                    let shares = mix.iter().enumerate();
                    shares
                        .map(|(lead, share)| share * payoff(lead, reply, player))
                        .sum::<Exact>()
                };
                // The best reply to a mix that is best for the leader.
                let worth = |mix: &[Exact]| {
                    let replies = 0..game.choices(other);
                    let most = replies.clone().map(|reply| mean(mix, reply, other)).max();
                    let best = replies.filter(|&reply| Some(mean(mix, reply, other)) == most);
                    best.map(|reply| mean(mix, reply, leader))
                        .max()
                        .expect("it replies")
                };
                let found = commitment_to_mix(&game, leader).expect("two play");
                assert_eq!(worth(&found.mix), found.worth);
                assert_eq!(mean(&found.mix, found.reply, leader), found.worth);
                let best = grid(game.choices(leader), 12)
                    .iter()
                    .map(|mix| worth(mix))
                    .max();
                assert!(best <= Some(found.worth.clone()));
                let pure = commitment(&game, leader)
                    .most
                    .expect("one follower replies");
                assert_eq!(
                    grid(game.choices(leader), 1)
                        .iter()
                        .map(|mix| worth(mix))
                        .max(),
                    Some(pure.worth)
                );
            }
        }
    }
}
