//! The zone under the rules of many voters, against every deal by itself.

use std::fmt::Write as _;

use zopa::analysis::position::{Counting, Obstacle, Position, Request, Theorist, ZoneSize};
use zopa::bargaining::Opening;
use zopa::game::Game;
use zopa::scenario;

use crate::reference::random_scenario::Dice;

/// What differs between assemblies.
struct Assembly<'a> {
    members: usize,
    /// Options of each issue.
    issues: &'a [usize],
    /// What the members need at least and at most.
    reservations: [f64; 2],
    /// Share of the members with a red line.
    red_lines: f64,
    /// Whether issues and options have rules of their own.
    own_rules: bool,
}

impl Assembly<'_> {
    fn text(&self, dice: &mut Dice) -> String {
        let mut text = format!(
            "format = 1\ntitle = \"Assembly\"\nclock.rounds = 2\nprotocol.alternating-offers = {{}}\nconsent = {}\n",
            quota(dice, self.members)
        );
        for (issue, &count) in self.issues.iter().enumerate() {
            let options: Vec<String> = (0..count)
                .map(|option| match issue {
                    1.. if self.own_rules && dice.below(4) == 0 => {
                        format!("{{ id = \"o{option}\", consent = {} }}", self.rule(dice))
                    }
                    _ => format!("{{ id = \"o{option}\" }}"),
                })
                .collect();
            let _ = writeln!(
                text,
                "[[issue]]\nid = \"i{issue}\"\noptions = [{}]",
                options.join(", ")
            );
        }
        for member in 0..self.members {
            let [low, high] = self.reservations;
            let _ = writeln!(
                text,
                "[[party]]\nid = \"m{member}\"\nrole = \"principal\"\nreservation = {:.3}",
                dice.between(low, high)
            );
            if dice.unit() < self.red_lines {
                let issue = dice.below(self.issues.len());
                let option = dice.below(self.issues[issue]);
                let _ = writeln!(text, "never = [{{ i{issue} = \"o{option}\" }}]");
            }
            for (issue, &count) in self.issues.iter().enumerate() {
                let scores: Vec<String> =
                    (0..count).map(|_| format!("{:.2}", dice.unit())).collect();
                let _ = writeln!(
                    text,
                    "utility.i{issue} = {{ weight = {}, scores = [{}] }}",
                    1 + dice.below(4),
                    scores.join(", ")
                );
            }
        }
        text
    }

    fn rule(&self, dice: &mut Dice) -> String {
        let some: Vec<String> = (0..3)
            .map(|part| 3 * dice.below(self.members / 3) + part)
            .map(|member| format!("\"m{member}\""))
            .collect();
        match dice.below(3) {
            0 => format!("{{ all = [{}] }}", some.join(", ")),
            1 => format!("{{ any = [{}] }}", some.join(", ")),
            _ => quota(dice, self.members / 2),
        }
    }

    /// The zone as found, and whether some deal lies in it, each looked at by itself.
    fn judge(&self, dice: &mut Dice) -> (ZoneSize, bool) {
        let text = self.text(dice);
        let loaded = scenario::parse("assembly.toml", &text, &[])
            .unwrap_or_else(|problems| panic!("{problems}\n{text}"));
        let game = Game::compile(&loaded.scenario).expect("assemblies compile");
        let position: Position = Opening::default().position(&game, 1, 0, &[]);
        let request = Request {
            points_max: 10,
            count: Counting::No,
        };
        let theorist = Theorist::new(&game, vec![0, 1], request);
        let mut deal = Vec::new();
        let mut deals = 0..game.blocks.listed();
        let is_open = deals.any(|number| {
            game.blocks.decode(number, &mut deal);
            theorist.in_zone(&position, &deal)
        });
        (theorist.zone(&position), is_open)
    }
}

/// A quota of these first members by random votes.
fn quota(dice: &mut Dice, members: usize) -> String {
    let votes: Vec<usize> = (0..members).map(|_| 1 + dice.below(9)).collect();
    let all: usize = votes.iter().sum();
    let needed = all as f64 / 10.0 * dice.between(0.5, 0.8);
    let votes: Vec<String> = votes
        .iter()
        .enumerate()
        .map(|(member, votes)| format!("m{member} = {:.1}", *votes as f64 / 10.0))
        .collect();
    format!(
        "{{ quota = {{ votes = {{ {} }}, needed = {needed:.1} }} }}",
        votes.join(", ")
    )
}

#[test]
fn zones_of_many_voters_are_those_of_every_deal_by_itself() {
    let mut dice = Dice::new(11);
    let (mut open, mut empty) = (0, 0);
    for case in 0..200 {
        let low = dice.between(0.3, 0.6);
        let assembly = Assembly {
            members: 18 + dice.below(20),
            issues: &[4, 3, 5, 3],
            reservations: [low, low + 0.1],
            red_lines: 0.3,
            own_rules: dice.below(2) == 0,
        };
        let (zone, is_open) = assembly.judge(&mut dice);
        assert_eq!(zone.exists, Some(is_open), "case {case}");
        open += u32::from(is_open);
        empty += u32::from(!is_open);
    }
    assert!(open > 40 && empty > 40, "{open} {empty}");
}

#[test]
fn red_lines_of_many_voters_are_those_of_every_deal_by_itself() {
    let mut dice = Dice::new(12);
    let mut empty = 0;
    for case in 0..150 {
        let assembly = Assembly {
            members: 18 + dice.below(20),
            issues: &[2, 2, 2],
            reservations: [0.0, 0.0],
            red_lines: 0.95,
            own_rules: dice.below(2) == 0,
        };
        let (zone, is_open) = assembly.judge(&mut dice);
        let obstacle = (!is_open).then_some(Obstacle::RedLines);
        assert_eq!(
            (zone.exists, zone.obstacle),
            (Some(is_open), obstacle),
            "case {case}"
        );
        empty += u32::from(!is_open);
    }
    assert!((20..130).contains(&empty), "{empty}");
}

/// More deals than are gone through one by one: what is decided is right.
#[test]
fn zones_of_more_deals_than_a_search_visits_are_never_wrong() {
    let mut dice = Dice::new(13);
    let (mut open, mut empty) = (0, 0);
    for case in 0..5 {
        let low = 0.43 + 0.03 * f64::from(case);
        let assembly = Assembly {
            members: 64,
            issues: &[8, 8, 8, 8, 8, 5],
            reservations: [low, low + 0.1],
            red_lines: 0.1,
            own_rules: false,
        };
        let (zone, is_open) = assembly.judge(&mut dice);
        if let Some(exists) = zone.exists {
            assert_eq!(exists, is_open, "case {case}");
            open += u32::from(exists);
            empty += u32::from(!exists);
        }
    }
    assert!(open > 0 && empty > 0, "{open} {empty}");
}
