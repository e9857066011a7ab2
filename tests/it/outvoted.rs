//! Whoever has a vote on an agreement that is made without its consent is named.

use std::collections::BTreeSet;

use zopa::bargaining::Outcome;
use zopa::game::{Game, has};
use zopa::model::{Approval, ConsentRule, IssueId, PartyId, Scenario};

use crate::reference::random_scenario::{ALL, random_scenario};

const SEED: u64 = 5;

/// Three vote on a pie of three parts, of which the last takes the first's loss; `rest` is what differs.
fn pie(rest: &str) -> (Scenario, Game) {
    let party = |id: &str, scores: &str| {
        format!(
            "[[party]]\nid = \"{id}\"\nrole = \"principal\"\nreservation = 0.4\n\
             utility.pie = {{ weight = 1, scores = [{scores}] }}\n"
        )
    };
    let text = format!(
        "format = 1\ntitle = \"A pie\"\nclock.rounds = 4\n{rest}\
         [[issue]]\nid = \"pie\"\noptions = [{{ id = \"a\" }}, {{ id = \"b\" }}, {{ id = \"c\" }}]\n{}{}{}",
        party("one", "1, 0.5, 0"),
        party("two", "1, 0.5, 0"),
        party("three", "0, 0.2, 1"),
    );
    let scenario = Scenario::parse("test.toml", &text, &[]).expect("a legal scenario");
    let game = Game::compile(&scenario).expect("within limits");
    (scenario, game)
}

const ORDER: &str = "protocol.alternating-offers.order = [\"one\", \"two\", \"three\"]\n";
const TWO_OF_THREE: &str =
    "consent.quota = { votes = { one = 1, two = 1, three = 1 }, needed = 2 }\n";

#[test]
fn two_of_three_outvote_the_third_and_nobody_where_all_must_consent() {
    let (scenario, game) = pie(&format!("{ORDER}{TWO_OF_THREE}"));
    let (outcome, _) = game.trace(0, SEED);
    assert_eq!((outcome.agreed.is_some(), outcome.outvoted), (true, 0b100));
    let rows = game.simulate(&scenario, 50, SEED);
    let share = |party: &str| rows.row("outvoted", party).and_then(|row| row.value);
    let shares = ["one", "two", "three"].map(share);
    assert_eq!(shares, [Some(0.0), Some(0.0), Some(1.0)]);

    let any = "consent.any = [\"one\", \"three\"]\n";
    let both = "consent.all = [\"one\", \"two\"]\n";
    let (scenario, game) = pie(&format!("{ORDER}{both}"));
    assert_eq!(game.play(0, SEED).outvoted, 0, "the third has no vote");
    assert_eq!(scenario.may_be_outvoted(), [false; 3]);
    let rows = game.simulate(&scenario, 50, SEED);
    assert!(rows.rows.iter().all(|row| row.measure != "outvoted"));
    assert!(Scenario::parse("test.toml", any, &[]).is_err());
}

#[test]
fn a_vote_at_home_overrules_too_and_a_vote_that_decides_cannot_be_overruled() {
    let stage = |needed: u32| {
        format!(
            "{ORDER}consent.all = [\"one\", \"two\"]\n\
             [[stage]]\nid = \"council\"\n\
             approval.quota = {{ votes = {{ one = 1, two = 1, three = 1 }}, needed = {needed} }}\n"
        )
    };
    let (scenario, game) = pie(&stage(2));
    assert_eq!(scenario.may_be_outvoted(), [true; 3]);
    let outcome = game.play(0, SEED);
    assert_eq!((outcome.agreed.is_some(), outcome.outvoted), (true, 0b100));
    let (scenario, game) = pie(&stage(3));
    assert_eq!(scenario.may_be_outvoted(), [false; 3]);
    let outcome = game.play(0, SEED);
    assert_eq!((outcome.agreed, outcome.outvoted), (None, 0));
}

/// The rules of an agreement: those of its options, and of the votes at home held on it.
fn rules(scenario: &Scenario, outcome: &Outcome) -> Option<[Vec<ConsentRule>; 2]> {
    let deal = outcome.agreed_deal()?;
    let issues = (0..scenario.issues.len()).map(IssueId::at);
    let table = issues.map(|issue| scenario.consent_rule(issue, deal.option(issue)).clone());
    let held = scenario.stages.iter().filter(|stage| {
        stage.when.is_empty() || stage.when.iter().any(|pattern| pattern.matches(deal))
    });
    let home = held.filter_map(|stage| match &stage.approval {
        Approval::Quota { votes, quota } => Some(ConsentRule::Quota {
            votes: votes.clone(),
            quota: *quota,
        }),
        Approval::Body(_) => None,
    });
    Some([table.collect(), home.collect()])
}

#[test]
fn the_outvoted_have_a_vote_that_is_not_needed() {
    let mut met = BTreeSet::new();
    for seed in 0..3_000 {
        let scenario = random_scenario(seed, ALL);
        let game = Game::compile(&scenario).expect("small scenarios compile");
        let may = scenario.may_be_outvoted();
        for run in 0..3 {
            let outcome = game.play(run, SEED);
            let is_outvoted = |party: PartyId| has(outcome.outvoted, party);
            let Some([table, home]) = rules(&scenario, &outcome) else {
                assert_eq!(outcome.outvoted, 0, "scenario {seed}, run {run}");
                continue;
            };
            let names = |rules: &[ConsentRule], party: PartyId| {
                rules.iter().any(|rule| rule.parties().contains(&party))
            };
            for party in (0..scenario.parties.len()).map(PartyId::at) {
                let has_vote = names(&table, party) || names(&home, party);
                assert!(!is_outvoted(party) || has_vote && may[party.index()]);
                // With packages in force alone, consent is to some package.
                let consents = has(outcome.consenting, party);
                assert!(!names(&table, party) || consents || is_outvoted(party));
                let also_consents = is_outvoted(party) && consents;
                met.extend(also_consents.then_some("with consent to another part"));
            }
            let needs_all = |rule: &ConsentRule| matches!(rule, ConsentRule::All(_));
            let unanimous = table.iter().all(needs_all) && home.is_empty();
            assert!(!unanimous || outcome.outvoted == 0);
            for rule in &table {
                assert!(rule.is_met(|party| has(outcome.consenting, party)));
            }
            for rule in &home {
                // Whoever was passed over at the table may have voted yes at home.
                let passed_over = |party| names(&table, party) && !has(outcome.consenting, party);
                assert!(rule.is_met(|party| !is_outvoted(party) || passed_over(party)));
                met.extend((outcome.outvoted > 0).then_some("with a vote at home"));
            }
            met.extend((outcome.outvoted > 0).then_some("outvoted"));
            met.extend((outcome.outvoted.count_ones() > 1).then_some("several"));
        }
    }
    for case in [
        "outvoted",
        "several",
        "with a vote at home",
        "with consent to another part",
    ] {
        assert!(met.contains(case), "{case}");
    }
}
