//! What asks for too much is refused beforehand, with what to change; costs are said; misspelt names are answered.

use std::fmt::Write as _;

use crate::tool::{WAGE, call, code, names, place_with};

/// A scenario of so many issues of eight options.
fn issues(count: usize) -> String {
    let mut text = String::from(
        "format = 1\ntitle = \"Many issues\"\nclock.rounds = 50\nprotocol.alternating-offers = {}\n",
    );
    for issue in 0..count {
        let options: Vec<String> = (0..8)
            .map(|option| format!("{{ id = \"o{option}\" }}"))
            .collect();
        let _ = writeln!(
            text,
            "[[issue]]\nid = \"i{issue}\"\noptions = [{}]",
            options.join(", ")
        );
    }
    for (party, scores) in [
        ("a", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("b", [7, 6, 5, 4, 3, 2, 1, 0]),
    ] {
        let _ = writeln!(
            text,
            "[[party]]\nid = \"{party}\"\nrole = \"principal\"\nreservation = 0.3\n[party.utility]"
        );
        let scores = scores
            .map(|score| format!("{}", f64::from(score) / 8.0))
            .join(", ");
        for issue in 0..count {
            let _ = writeln!(text, "i{issue} = {{ weight = 1, scores = [{scores}] }}");
        }
    }
    text
}

/// Six issues of eight options have a quarter of a million deals, 64 have 10⁵⁷.
#[test]
fn offers_are_made_from_any_number_of_deals() {
    let files = [
        ("small.toml", issues(6)),
        ("large.toml", issues(20)),
        ("huge.toml", issues(64)),
    ];
    let place = place_with(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    for (name, _) in files {
        for choose in ["least", "nearest"] {
            let both = format!(
                "--set party.a.strategy.choose={choose} --set party.b.strategy.choose={choose}"
            );
            let command = format!("run {name} {both} --runs 20 --rules 0 --format json");
            let output = call(&place, &format!("{command} --output {choose}-{name}"));
            assert_eq!(code(&output), 0, "{command}: {output:?}");
            let printed = String::from_utf8_lossy(&output.stdout);
            let summary: serde_json::Value = serde_json::from_str(&printed).expect("a summary");
            let agreed = summary["agreement"]["rate"].as_f64();
            assert_eq!(agreed, Some(1.0), "{command}: both have much to gain");
        }
        for command in ["check", "trace"] {
            let output = call(&place, &format!("{command} {name}"));
            assert_eq!(code(&output), 0, "{command} {name}: {output:?}");
        }
    }
}

/// An ultimatum to which many parties must agree asks each of them once.
#[test]
fn an_ultimatum_to_many_takes_no_longer_than_its_parties() {
    let mut text = String::from(
        "format = 1\ntitle = \"Many sign\"\nprotocol.ultimatum = { proposer = \"p0\", belief-draws = 4 }\n\
         [[issue]]\nid = \"x\"\noptions = [{ id = \"no\" }, { id = \"yes\" }]\n",
    );
    for party in 0..64 {
        let _ = writeln!(
            text,
            "[[party]]\nid = \"p{party}\"\nrole = \"principal\"\nreservation = {{ uniform = [0.1, 0.6] }}\n\
             utility.x = {{ weight = 1, scores = [0, 1] }}"
        );
    }
    let place = place_with(&[("many.toml", &text)]);
    let output = call(&place, "run many.toml --runs 20 --rules 0 --no-runs");
    assert_eq!(code(&output), 0, "{output:?}");
    // A million draws from the prior of each would not fit into memory.
    for (draws, expected) in [(100_000, 0), (1_000_000, 2)] {
        let line = format!("check many.toml --set protocol.ultimatum.belief-draws={draws}");
        assert_eq!(code(&call(&place, &line)), expected, "{line}");
    }
}

#[test]
fn numbers_no_machine_can_play_are_refused() {
    let sweep = "format = 1\nscenario = \"wage.toml\"\nruns = 1000\ndesign = \"full-factorial\"\n\
                 [[factor]]\nid = \"rounds\"\npath = \"clock.rounds\"\nrange = [2, 5]\nsteps = 4\n";
    let place = place_with(&[("wage.toml", WAGE), ("rounds.toml", sweep)]);
    for command in [
        "run wage.toml --runs 18446744073709551615",
        "run wage.toml --runs 99999999999999999999999",
        "sweep rounds.toml --runs 1000000000000",
        "sweep rounds.toml --runs 1000000000000 --dry-run",
        "sweep rounds.toml --runs 9000000000 --dry-run",
        "sweep rounds.toml --runs 18446744073709551615 --dry-run",
        "how-many wage.toml --half-width 0.01 --pilot 1000000000000",
        "solve wage.toml --realizations 18446744073709551615",
        "run wage.toml --set party.union.strategy.concession.bayesian.belief-draws=1000000000",
        "check wage.toml --set party.union.reservation={beta=[1e-301,1]}",
        "check wage.toml --set party.union.reservation={beta=[1e300,1]}",
    ] {
        let output = call(&place, command);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(code(&output), 2, "{command}: {said}");
        assert!(
            ["at most", "between", "not allowed"]
                .iter()
                .any(|words| said.contains(words)),
            "{command}: {said}"
        );
        assert_eq!(
            names(place.path()),
            ["rounds.toml", "wage.toml"],
            "{command}"
        );
    }
    // Huge values that mean "all there are" are taken as that.
    for command in [
        "run wage.toml --runs 10 --rules 18446744073709551615 --no-runs --output out",
        "solve wage.toml --limit 1000000000000",
    ] {
        let output = call(&place, command);
        assert_eq!(code(&output), 0, "{command}: {output:?}");
    }
}

#[test]
fn a_range_of_a_whole_number_has_whole_numbers() {
    let sweep = |range: &str| {
        format!(
            "format = 1\nscenario = \"wage.toml\"\nruns = 20\ndesign = \"full-factorial\"\n\
             [[factor]]\nid = \"rounds\"\npath = \"clock.rounds\"\n{range}\n"
        )
    };
    let bare = sweep("range = [2, 5]\nsteps = 4");
    let said = sweep("range = [2, 5]\nsteps = 4\nwhole = true");
    let place = place_with(&[
        ("wage.toml", WAGE),
        ("bare.toml", &bare),
        ("said.toml", &said),
    ]);
    let plan = |file: &str| {
        let output = call(&place, &format!("sweep {file} --output {file}-out"));
        assert_eq!(code(&output), 0, "{output:?}");
        std::fs::read_to_string(place.path().join(format!("{file}-out/settings.csv")))
            .expect("settings are written")
    };
    let bare = plan("bare.toml");
    assert_eq!(bare, plan("said.toml"));
    assert!(bare.contains("rounds = 5,5"), "{bare}");
}

#[test]
fn a_path_that_is_wrong_is_reported_at_the_path() {
    let sweep = "format = 1\nscenario = \"wage.toml\"\nruns = 20\ndesign = \"full-factorial\"\n\
                 [[factor]]\nid = \"fallback\"\npath = \"party.onion.reservation\"\nrange = [0.2, 0.5]\nsteps = 3\n";
    let place = place_with(&[("wage.toml", WAGE), ("sweep.toml", sweep)]);
    let output = call(&place, "check sweep.toml");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(code(&output), 2, "{said}");
    assert!(
        said.starts_with("sweep.toml:7:8: `party.onion`: there is no party `onion`"),
        "{said}"
    );
    assert!(said.contains("did you mean `union`?"), "{said}");
}

#[test]
fn files_that_are_not_there_are_answered_with_those_that_are() {
    let sweep = "format = 1\nscenario = \"wage.toml\"\ndesign = \"full-factorial\"\n";
    let place = place_with(&[("wage.toml", WAGE), ("levers.toml", sweep)]);
    for (command, answer) in [
        ("run wag.toml", "did you mean `wage.toml`?"),
        ("run wage", "did you mean `wage.toml`?"),
        ("check ./wagee.toml", "did you mean `./wage.toml`?"),
        ("sweep lever.toml", "did you mean `levers.toml`?"),
        ("solve .\\wage.toml", "did you mean `./wage.toml`?"),
        ("run nowhere.toml", "give the path of a scenario file"),
        ("run levers.toml", "this is a sweep, not a scenario"),
        ("sweep wage.toml", "this is a scenario, not a sweep"),
        ("compare levers.toml", "this is a sweep, not a scenario"),
    ] {
        let output = call(&place, command);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(code(&output), 2, "{command}: {said}");
        assert!(said.contains(answer), "{command}: {said}");
    }
}

#[test]
fn templates_are_listed_without_a_file() {
    let place = place_with(&[]);
    for command in ["new --template list", "new talks --template list"] {
        let output = call(&place, command);
        assert_eq!(code(&output), 0, "{output:?}");
        let listed = String::from_utf8_lossy(&output.stdout);
        assert!(
            listed.contains("two-party") && listed.contains("ultimatum"),
            "{listed}"
        );
        assert!(names(place.path()).is_empty());
    }
    let output = call(&place, "new --template mediation");
    assert_eq!(code(&output), 2, "{output:?}");
}

#[test]
fn a_pilot_whose_runs_are_alike_and_a_scenario_without_uncertainty_say_so() {
    let certain = WAGE.replace("{ uniform = [0.1, 0.9] }", "0.9");
    let place = place_with(&[("certain.toml", &certain)]);
    let output = call(&place, "how-many certain.toml --half-width 0.01 --pilot 50");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("no run of the pilot has `agreement`"),
        "{said}"
    );
    let output = call(&place, "sensitivity certain.toml --samples 4");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("no number of this scenario is uncertain"),
        "{said}"
    );
}

/// What makes a run take longer than a check may, before a party's role.
const DEAR: &str = "strategy.concession.bayesian = { belief-draws = 1000 }\nrole";

#[test]
fn a_check_says_what_runs_cost_and_warns_where_that_is_much() {
    let dear = issues(5).replace("role", DEAR);
    let place = place_with(&[("wage.toml", WAGE), ("dear.toml", &dear)]);
    let output = call(&place, "check wage.toml");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("10000 runs take less than 10 s"), "{said}");
    assert!(output.stderr.is_empty(), "{output:?}");
    let output = call(&place, "check dear.toml");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("warning: this is dear"), "{said}");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("10000 runs take at most about"), "{said}");
}

#[test]
fn a_check_says_what_a_sweep_costs() {
    let sweep = |scenario: &str| {
        format!(
            "format = 1\nscenario = \"{scenario}.toml\"\nruns = 500\ndesign = \"full-factorial\"\n\
             [[factor]]\nid = \"rounds\"\npath = \"clock.rounds\"\nrange = [20, 50]\nsteps = 4\n"
        )
    };
    let dear = issues(5).replace("role", DEAR);
    let place = place_with(&[
        ("wage.toml", WAGE),
        ("dear.toml", &dear),
        ("cheap-sweep.toml", &sweep("wage")),
        ("dear-sweep.toml", &sweep("dear")),
    ]);
    let output = call(&place, "check cheap-sweep.toml");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("500 runs of each cell take less than 10 s and 1 MB"),
        "{said}"
    );
    assert!(output.stderr.is_empty(), "{output:?}");
    let output = call(&place, "check dear-sweep.toml");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("warning: this is dear"), "{said}");
}

/// One thread could hold a cell with so many draws, but not all cells that a comparison plays side by side.
#[test]
fn what_cells_hold_together_is_bounded() {
    let text =
        std::fs::read_to_string("scenarios/ukraine-2025.toml").expect("it comes with the program");
    let place = place_with(&[("talks.toml", &text)]);
    let draws = "--set protocol.shuttle.belief-draws=4096";
    let output = call(&place, &format!("check talks.toml {draws}"));
    assert_eq!(code(&output), 0, "{output:?}");
    let policies =
        (0..16).map(|policy| format!(" --policy p{policy}=oil-sanctions+lukoil-licence"));
    let policies: String = policies.collect();
    let output = call(
        &place,
        &format!("compare talks.toml {draws} --runs 10{policies}"),
    );
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(code(&output), 2, "{said}");
    assert!(
        said.contains("its cells together would hold about"),
        "{said}"
    );
    assert_eq!(names(place.path()), ["talks.toml"]);
}
