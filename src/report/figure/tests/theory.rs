//! The same of what shows theory and single runs: words apart, on sheets of a right height, usual names whole.

use crate::bargaining::{Action, Event, Reason};
use crate::model::{PackageId, Party, PartyId};
use crate::report::figure::frontier;
use crate::report::figure::plans;
use crate::report::figure::timeline;
use crate::report::fixture;
use crate::results::{DealPoint, FrontierPoints, ObjectionReason, Solution, Terms};

use crate::report::chart::print::tree;
use crate::report::chart::{Chart, Sheet};
use crate::report::figure::tests::invented::{long, spread};
use crate::report::figure::tests::print::{draw_on_all, words};

/// A name of some sixty letters, as institutions have.
fn usual(number: usize) -> String {
    let names = [
        "European Commission, Directorate-General for Trade and Growth",
        "Ministry of water and power of the upstream federation, east",
        "Farmers",
        "Association of hydropower operating companies and grid users",
    ];
    let name = names[number % names.len()];
    format!("{name} {}", number / names.len() + 1)
}

type Name = fn(usize) -> String;

/// Plans and parties with numbers that spread without a pattern, every other plan acceptable.
fn central(parties: usize, plans: usize, worth: f64, name: Name) -> Solution {
    let titles: Vec<String> = (0..parties).map(name).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut solution = fixture::solution(&titles, plans);
    solution.title = name(0);
    for (number, party) in solution.parties.iter_mut().enumerate() {
        party.reservation = spread(number);
    }
    for (number, plan) in (1..).zip(&mut solution.plans) {
        plan.title = name(number);
        plan.acceptable = number.is_multiple_of(2);
        plan.at_home = vec![fixture::refusing_body(Some("p0"))];
        for (party, utility) in plan.utilities.values_mut().enumerate() {
            *utility = worth * spread(party + 7 * number);
        }
        let refusing = plan.utilities.values().enumerate();
        let refusing = refusing.filter(|&(party, &utility)| utility < spread(party));
        let refusing = refusing
            .map(|(party, _)| fixture::objection(&format!("p{party}"), ObjectionReason::RedLine));
        plan.refused_by = refusing.collect();
    }
    solution
}

/// Frontiers of a game without a pattern, with or without a zone.
fn marks(parties: usize, plans: usize, zone: bool, name: Name) -> (Solution, FrontierPoints) {
    let deal = |number: usize| {
        (0..parties)
            .map(|item| spread(number * (item + 2) + item))
            .collect()
    };
    let free: Vec<Vec<f64>> = (1..200).map(deal).collect();
    let zone = if zone {
        free[20..60].to_vec()
    } else {
        Vec::new()
    };
    let mut solution = central(parties, plans, 1.0, name);
    let ids = |solution: &Solution| solution.objectives.clone();
    let pick = |concept: usize| {
        let points = zone.iter().skip(concept * 5).take(2);
        let points = points.map(|point| DealPoint {
            deal: Terms::default(),
            utilities: ids(&solution)
                .into_iter()
                .zip(point.iter().copied())
                .collect(),
        });
        points.collect::<Vec<_>>()
    };
    let picked = [0, 1, 2, 3, 4].map(pick);
    [
        solution.nash,
        solution.kalai_smorodinsky,
        solution.kalai_smorodinsky_max_min,
        solution.egalitarian,
        solution.utilitarian,
    ] = picked;
    let parties = ids(&solution);
    (
        solution,
        FrontierPoints {
            parties,
            free,
            zone,
        },
    )
}

/// The chart of these marks.
fn frontier((solution, points): &(Solution, FrontierPoints)) -> Chart {
    frontier::frontier(solution, points).expect("all seek gains")
}

/// The chart of these plans.
fn plans(solution: &Solution) -> Chart {
    plans::plans(solution).expect("there are plans")
}

/// Whether sheets keep to the greatest height, by sheet in millimetres.
fn assert_on_sheets(name: &str, chart: &Chart) {
    for (sheet, highest) in Sheet::ALL.into_iter().zip([234.1, 234.1, 190.6]) {
        for (number, page) in chart.draw(Some(sheet)).pages.iter().enumerate() {
            let after = page.split_once("height=\"").expect("a height").1;
            let (height, _) = after.split_once("mm").expect("in millimetres");
            let height: f64 = height.parse().expect("a number");
            assert!(
                height <= highest,
                "{name}, sheet {number} on {sheet:?}: {height} mm"
            );
        }
    }
}

/// Whether names are whole and a text stands in the figure: all its words, whatever the lines they are on.
fn assert_whole(name: &str, chart: &Chart, wanted: &[String]) {
    for sheet in Sheet::ALL {
        let mut found = Vec::new();
        for page in chart.draw(Some(sheet)).pages {
            words(tree(&page).root(), &mut found);
        }
        let all: Vec<&str> = found.iter().map(|item| item.0.as_str()).collect();
        let cut = all.iter().find(|line| line.ends_with('…'));
        assert!(cut.is_none(), "{name} on {sheet:?}: {cut:?}");
        let letters = |text: &str| text.replace([' ', '\u{a0}'], "");
        let all = letters(&all.concat());
        for words in wanted {
            assert!(
                all.contains(&letters(words)),
                "{name} on {sheet:?}: {words}"
            );
        }
    }
}

#[test]
fn slopes_of_two_to_twelve_parties_keep_their_names_apart_and_whole() {
    for (parties, worth) in [(2, 1.0), (5, 0.02), (12, 1.0), (12, 0.0)] {
        for name in [long, usual] {
            let found = central(parties, 5, worth, name);
            let chart = plans(&found);
            draw_on_all("plans", &chart);
            assert_on_sheets("plans", &chart);
        }
        let found = central(parties, 5, worth, usual);
        let names: Vec<String> = (0..parties).map(usual).collect();
        assert_whole("plans", &plans(&found), &names);
    }
}

#[test]
fn five_plans_fit_one_column_and_one_slide() {
    let short: Name = |number| format!("Side {number}");
    for parties in [2, 4] {
        let found = central(parties, 5, 1.0, short);
        for sheet in Sheet::ALL {
            let figure = plans(&found).draw(Some(sheet));
            assert_eq!(figure.pages.len(), 1, "{parties} parties on {sheet:?}");
        }
    }
}

#[test]
fn frontiers_of_two_to_twelve_parties_keep_their_words_apart_and_whole() {
    for (parties, count) in [(2, 1), (2, 26), (3, 5), (4, 8), (12, 5)] {
        for zone in [true, false] {
            for name in [long, usual] {
                let found = marks(parties, count, zone, name);
                let chart = frontier(&found);
                draw_on_all("frontier", &chart);
                assert_on_sheets("frontier", &chart);
            }
            let found = marks(parties, count, zone, usual);
            let chart = frontier(&found);
            let traced = "No deal is acceptable to all at central values";
            let mut lines = Vec::new();
            words(tree(&chart.draw(None).pages[0]).root(), &mut lines);
            let lines: Vec<String> = lines.into_iter().map(|item| item.0).collect();
            assert_eq!(lines.join(" ").contains(traced), !zone);
            let names: Vec<String> = (0..parties.min(3)).map(usual).collect();
            assert_whole("frontier", &chart, &names);
        }
    }
}

#[test]
fn plans_with_room_are_named_beside_their_marks() {
    let short: Name = |number| format!("Side {number}");
    let mut found = marks(2, 1, false, short);
    found.1.free = vec![vec![0.0, 1.0], vec![1.0, 0.0]];
    found.0.plans[0].utilities[0] = 0.5;
    found.0.plans[0].utilities[1] = 0.5;
    let svg = frontier(&found).draw(Some(Sheet::Column)).pages.concat();
    let lines: Vec<&str> = svg.lines().collect();
    assert!(lines.contains(&"Side 1") && lines.contains(&"reservation value"));
    assert!(!lines.contains(&"A"));
    // Where points are everywhere, a letter and the key take the place of the name.
    found.1.free = (0..2_500)
        .map(|item| vec![f64::from(item / 50) / 49.0, f64::from(item % 50) / 49.0])
        .collect();
    let svg = frontier(&found).draw(Some(Sheet::Column)).pages.concat();
    let lines: Vec<&str> = svg.lines().collect();
    assert!(lines.contains(&"A") && lines.contains(&"A Side 1"));
}

#[test]
fn of_many_pairs_the_most_opposed_are_shown() {
    let found = marks(12, 2, true, usual);
    let figure = frontier(&found).draw(Some(Sheet::Page));
    let svg = figure.pages.concat();
    assert!(svg.contains("12 of 66 pairs of parties"));
    assert!(figure.pages.len() > 1 && svg.contains("(2 of "));
    assert_eq!(figure.pages, frontier(&found).draw(Some(Sheet::Page)).pages);
}

#[test]
fn time_lines_of_two_to_twelve_parties_keep_their_words_apart() {
    let cases = [(2, 1), (2, 26), (12, 400)];
    let spellings: [Name; 2] = [long, usual];
    for ((parties, rounds), name) in cases
        .into_iter()
        .flat_map(|item| spellings.map(|name| (item, name)))
    {
        let mut scenario = fixture::scenario();
        scenario.title = name(0);
        scenario.parties = (0..parties)
            .map(|number| Party {
                title: name(number),
                ..scenario.parties[number % 2].clone()
            })
            .collect();
        for package in &mut scenario.packages {
            package.title = name(parties);
        }
        let (outcome, mut trace) = fixture::agreed();
        for round in 0..rounds {
            for party in (0..parties).map(PartyId::at) {
                let package = Some(PackageId(round % 2));
                let action = if spread(party.index() + round as usize) < 0.5 {
                    let margin = 0.1;
                    Action::Accept {
                        party,
                        package,
                        margin,
                        target: 0.1,
                    }
                } else {
                    Action::Refuse {
                        party,
                        package: None,
                        margin: -0.1,
                        target: 0.1,
                        reason: Reason::BelowTarget,
                    }
                };
                trace.events.push(Event { round, action });
            }
            let action = Action::Closed(PackageId(1));
            trace.events.push(Event { round, action });
        }
        let run = (outcome, trace);
        let traced = fixture::traced(&scenario, &run);
        let chart = timeline(&traced);
        draw_on_all("time line", &chart);
        assert_on_sheets("time line", &chart);
        if name(0) == usual(0) {
            let names: Vec<String> = (0..=parties).map(usual).collect();
            assert_whole("time line", &chart, &names);
        }
        let svg = chart.draw(None).pages.concat();
        assert!(svg.contains("One run: agreement in round 1") && svg.contains("Run 3 of seed 7."));
    }
}

#[test]
fn a_time_line_tells_who_answered_what() {
    let scenario = fixture::scenario();
    let run = fixture::agreed();
    let data = timeline(&fixture::traced(&scenario, &run)).draw(None).data;
    let lines: Vec<&str> = data.lines().collect();
    assert_eq!(lines[0], "who,on,from-round,to-round,what");
    for wanted in [
        "Union,offers,0,0,offer",
        "Firm,offers,1,1,offer",
        "Union,the whole text,1,1,accepted",
    ] {
        assert!(lines.contains(&wanted), "{wanted}: {data}");
    }
    let refused = lines.iter().filter(|line| line.ends_with("0,0,refused"));
    assert_eq!(refused.count(), 1);
}

#[test]
fn captions_of_time_lines_explain_what_is_drawn() {
    let mut scenario = fixture::scenario();
    scenario.clock.round_length = Some("1 week".to_owned());
    let mut run = fixture::agreed();
    let svg = timeline(&fixture::traced(&scenario, &run))
        .draw(None)
        .pages
        .concat();
    assert!(svg.contains("round, from 0 (1 week each)"));
    run.1
        .events
        .retain(|event| matches!(event.action, Action::Offer { .. }));
    let svg = timeline(&fixture::traced(&scenario, &run))
        .draw(None)
        .pages
        .concat();
    assert!(svg.contains("Discs: offers."));
    for absent in ["Squares", "rings", "Rings", "bars", "line: signed"] {
        assert!(!svg.contains(absent), "{absent}");
    }
    let event = Event {
        round: 0,
        action: Action::Closed(PackageId(0)),
    };
    run.1.events.push(event);
    let svg = timeline(&fixture::traced(&scenario, &run))
        .draw(None)
        .pages
        .concat();
    assert!(svg.contains("Outlined bars: packages closed.") && !svg.contains("Filled bars"));
}
