//! Whatever is passed leaves what was held round by round.

use std::fmt::Write;

use crate::bargaining::fixture::{LINEAR, OFFERS, compiled, opened, pie, pie_above};
use crate::bargaining::strategy::quiet::ranked;
use crate::bargaining::strategy::quiet::{Standing, View, by_the_clock, ranked_seats};
use crate::bargaining::{Outcome, Prepared, Silent, Trace, Workspace, play, play_given};
use crate::game::{Given, GivenSlots, Owner, Purpose, Slot, Stream};
use crate::model::PartyId;

/// Random choices for made-up scenarios.
struct Dice(Stream);

impl Dice {
    fn below(&mut self, count: u32) -> u32 {
        self.0.below(count)
    }

    fn one_of<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.below(u32::try_from(texts.len()).expect("a few")) as usize]
    }

    /// A share on a grid, so that ties are met.
    fn share(&mut self) -> f64 {
        f64::from(self.below(21)) / 20.0
    }
}

/// Speakers who concede with time, with what may change from round to round around them.
fn scenario(dice: &mut Dice) -> String {
    let (rounds, parties, issues) = (2 + dice.below(30), 2 + dice.below(2), 1 + dice.below(4));
    let breakdown = dice.one_of(&["", "", "clock.breakdown = 0.03\n"]);
    let mut text =
        format!("format = 1\ntitle = \"Game\"\nclock.rounds = {rounds}\n{breakdown}{OFFERS}\n");
    let counts: Vec<u32> = (0..issues).map(|_| 2 + dice.below(3)).collect();
    for (issue, &count) in counts.iter().enumerate() {
        let options = (0..count).map(|option| format!("{{ id = \"o{option}\" }}"));
        let options = options.collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "[[issue]]\nid = \"i{issue}\"\noptions = [{options}]");
    }
    for party in 0..parties {
        let reservation = dice.one_of(&[
            "0.3",
            "{ uniform = [0.0, 0.9] }",
            "{ uniform = [0.2, 0.5] }",
        ]);
        let _ = writeln!(
            text,
            "[[party]]\nid = \"p{party}\"\nrole = \"principal\"\nreservation = {reservation}"
        );
        let exponent = dice.one_of(&["1.0", "4.0", "0.5", "{ uniform = [0.3, 5.0] }"]);
        let start = dice.one_of(&["1.0", "{ uniform = [0.4, 1.0] }"]);
        let tolerance = dice.one_of(&["", "", ", tolerance = 0.1"]);
        let _ = writeln!(
            text,
            "strategy.concession.time-dependent = {{ start = {start}, exponent = {exponent}{tolerance} }}"
        );
        text += dice.one_of(&[
            "",
            "",
            "strategy.acceptance.constant = { share = 0.6 }\n",
            "strategy.acceptance.time-dependent = { start = 0.9, exponent = 2.0 }\n",
            "strategy.acceptance.logit = { lambda = 20.0 }\n",
        ]);
        text += dice.one_of(&[
            "strategy.choose = \"least\"\n",
            "strategy.choose = \"nearest\"\n",
        ]);
        text += dice.one_of(&["", "", "", "strategy.floor = false\n"]);
        text += dice.one_of(&["", "", "round-cost = 0.01\n", "discount = 0.98\n"]);
        text += dice.one_of(&["", "", "never = [{ i0 = \"o1\" }]\n"]);
        if issues > 1 {
            text += dice.one_of(&[
                "",
                "",
                "linkages = [{ when = { i0 = \"o0\", i1 = \"o1\" }, bonus = 0.2 }]\n",
            ]);
        }
        for (issue, &count) in counts.iter().enumerate() {
            let drawn = dice.below(4) == 0;
            let score = |_| {
                let score = dice.share();
                if drawn {
                    format!("{{ uniform = [{}, {score}] }}", 0.5 * score)
                } else {
                    format!("{score:?}")
                }
            };
            let scores = (0..count).map(score).collect::<Vec<_>>().join(", ");
            let weight = dice.one_of(&["1", "2", "{ uniform = [0.5, 2.0] }"]);
            let _ = writeln!(
                text,
                "utility.i{issue} = {{ weight = {weight}, scores = [{scores}] }}"
            );
        }
    }
    add_levers(dice, &mut text);
    text
}

fn add_levers(dice: &mut Dice, text: &mut String) {
    for lever in 0..dice.below(3) {
        let usage = dice.one_of(&[
            "use = \"always\"",
            "use.rounds = { from = 3 }",
            "use.rounds = { from = 2, until = 9 }",
            "use.after-refusals = { party = \"p1\", count = 3 }",
            "use.when-stuck = { rounds = 2 }",
            "use.once-accepts = { party = \"p0\" }",
            "use.with-probability = 0.5",
        ]);
        let more = dice.one_of(&[
            "",
            "half-life = 4\n",
            "duration = 5\n",
            "delay = 2\n",
            "cost = 0.01\n",
        ]);
        let credibility = dice.one_of(&[
            "",
            "credibility = 0.5\n",
            "credibility = 0.5\ncredibility-half-life = 3\n",
        ]);
        let effect = dice.one_of(&[
            "reservation = -0.2",
            "reservation = 0.1",
            "round-cost = 0.02",
        ]);
        let _ = writeln!(
            text,
            "[[leverage]]\nid = \"l{lever}\"\ntitle = \"L\"\nactor = \"p0\"\n{more}{credibility}{usage}\n\
             effects = [{{ party = \"p1\", {effect} }}]"
        );
    }
}

/// Some runs of a scenario, passed where they can be and held round by round.
fn both_ways(text: &str, runs: u64) -> Vec<(Outcome, Outcome)> {
    let game = compiled(text);
    let prepared = Prepared::new(&game, 1);
    let mut workspace = Workspace::default();
    let runs = (0..runs).map(|run| {
        let passed = play(&prepared, run, &mut workspace, &mut Silent);
        let held = play(
            &prepared,
            run,
            &mut Workspace::default(),
            &mut Trace::default(),
        );
        (passed, held)
    });
    runs.collect()
}

#[test]
fn passing_quiet_rounds_changes_nothing_whatever_moves() {
    let (mut agreed, mut failed, mut late) = (0, 0, 0);
    for number in 0..600 {
        let mut dice = Dice(Stream::new(
            7,
            Purpose::Design,
            Owner::named("scenarios"),
            number,
        ));
        let text = scenario(&mut dice);
        for (passed, held) in both_ways(&text, 4) {
            assert_eq!(passed, held, "scenario {number}:\n{text}");
            agreed += u32::from(passed.agreed.is_some());
            failed += u32::from(passed.agreed.is_none());
            late += u32::from(passed.agreed.is_some_and(|round| round > 3));
        }
    }
    assert!(
        agreed > 300 && failed > 300 && late > 150,
        "{agreed} {failed} {late}"
    );
}

#[test]
fn passing_quiet_rounds_changes_nothing_where_deals_are_the_same_in_every_run() {
    let micro = "strategy.concession.micro = {}";
    for lines in [[LINEAR, LINEAR], [micro, micro], [LINEAR, micro]] {
        let game = pie_above(20, OFFERS, lines, [0.3, 0.1]);
        let prepared = Prepared::new(&game, 1);
        let mut workspace = Workspace::default();
        let passed = play(&prepared, 0, &mut workspace, &mut Silent);
        let held = play(&prepared, 0, &mut workspace, &mut Trace::default());
        assert_eq!(passed, held, "{lines:?}");
        assert!(passed.agreed.is_some());
    }
}

/// The first round of a pie in nine rounds in which somebody may accept.
fn first_loud(lines: [&str; 2]) -> Option<u32> {
    let game = pie(9, OFFERS, lines);
    let prepared = Prepared::new(&game, 1);
    let talks = opened(&game);
    let view = |party| View::new(&prepared, &talks, party, Standing::default());
    let order = [PartyId(0), PartyId(1)];
    let seats = by_the_clock(&order, view)?;
    let ranked = ranked_seats(&seats)?;
    Some(ranked::pass(&ranked, None, 0, 8).next)
}

#[test]
fn quiet_rounds_end_before_the_first_acceptance() {
    // Both ask for 1 − (t + 1)/10: the second takes the first offer that leaves it that much.
    assert_eq!(first_loud([LINEAR, LINEAR]), Some(4));
}

#[test]
fn who_goes_by_more_than_the_clock_is_asked_in_every_round() {
    for lines in [
        "strategy.react = 0.5\nstrategy.choose = \"least\"",
        "strategy.acceptance.logit = { lambda = 9.0 }\nstrategy.choose = \"least\"",
        "strategy.concession.hardliner = {}",
        "strategy.choose = \"nearest\"",
    ] {
        assert_eq!(first_loud([lines, LINEAR]), None, "{lines}");
    }
}

/// Numbers of one run that are given again and again, as a sensitivity analysis does it.
#[test]
fn nothing_is_remembered_of_other_margins_in_the_same_run() {
    let score = "{ uniform = [0.0, 1.0] }";
    let scores = [score; 4].join(", ");
    let party = |id: &str| {
        let issues = (0..3)
            .map(|issue| format!("utility.i{issue} = {{ weight = 1, scores = [{scores}] }}\n"));
        format!(
            "[[party]]\nid = \"{id}\"\nrole = \"principal\"\nreservation = 0.2\n{}",
            issues.collect::<String>()
        )
    };
    let options = "[{ id = \"o0\" }, { id = \"o1\" }, { id = \"o2\" }, { id = \"o3\" }]";
    let issues = (0..3).map(|issue| format!("[[issue]]\nid = \"i{issue}\"\noptions = {options}\n"));
    let game = compiled(&format!(
        "format = 1\ntitle = \"Game\"\nclock.rounds = 12\n{OFFERS}\n{}{}{}",
        issues.collect::<String>(),
        party("p0"),
        party("p1"),
    ));
    let prepared = Prepared::new(&game, 1);
    let owner = Owner::named("party/p0/scores");
    let slots = GivenSlots::of((0..12).map(|position| Slot { owner, position }));
    let mut stream = Stream::new(1, Purpose::Design, Owner::named("given"), 0);
    let mut workspace = Workspace::default();
    let mut seen = Vec::new();
    for _ in 0..60 {
        let uniforms: Vec<f64> = (0..12).map(|_| stream.uniform()).collect();
        let given = Given {
            slots: &slots,
            uniforms: &uniforms,
        };
        let again = play_given(&prepared, 0, &given, &mut workspace, &mut Silent);
        let fresh = &mut Workspace::default();
        let alone = play_given(&prepared, 0, &given, fresh, &mut Silent);
        assert_eq!(again, alone);
        seen.push(again.deal);
    }
    seen.dedup();
    assert!(seen.len() > 20, "the numbers given make a difference");
}
