//! What uncertain numbers and results of interest are called before readers: words made of the scenario's titles.

use crate::bargaining::Failure;
use crate::experiment::parameters::OTHERS;
use crate::experiment::sensitivity::NOISE;
use crate::model::{Issue, Party, Scenario};
use crate::report::words::cause_sentence;

/// The words for an uncertain number, or for a group of them, by its path; the path itself where it names nothing known.
pub(super) fn title(scenario: &Scenario, path: &str) -> String {
    let segments: Vec<&str> = path.split('.').collect();
    let (owner, rest) = match segments.as_slice() {
        [name] if *name == NOISE => return "Noise of the talks".to_owned(),
        [name] if *name == OTHERS => return "All other numbers".to_owned(),
        ["party", id, rest @ ..] => match scenario.parties.iter().find(|it| it.id == *id) {
            Some(party) => (party.title.clone(), of_party(scenario, party, rest)),
            None => return path.to_owned(),
        },
        ["leverage", id, rest @ ..] => match scenario.levers.iter().find(|it| it.id == *id) {
            Some(lever) => (format!("Lever {}", lever.title), of_lever(rest)),
            None => return path.to_owned(),
        },
        ["driver", id, rest @ ..] => match scenario.drivers.iter().find(|it| it.id == *id) {
            Some(driver) => (driver.title.clone(), of_driver(rest)),
            None => return path.to_owned(),
        },
        ["stage", id, rest @ ..] => match scenario.stages.iter().find(|it| it.id == *id) {
            Some(stage) => (stage.title.clone(), of_stage(scenario, rest)),
            None => return path.to_owned(),
        },
        ["issue", id, rest @ ..] => match scenario.issues.iter().find(|it| it.id == *id) {
            Some(issue) => (issue.title.clone(), of_issue(issue, rest)),
            None => return path.to_owned(),
        },
        ["joint-type", rest @ ..] => ("Types drawn together".to_owned(), of_joint_type(rest)),
        ["clock", rest @ ..] => ("Time".to_owned(), of_clock(rest)),
        ["protocol", "shuttle", rest @ ..] => ("Channel".to_owned(), plain(rest)),
        ["protocol"] => ("Channel".to_owned(), String::new()),
        _ => return path.to_owned(),
    };
    if rest.is_empty() {
        owner
    } else {
        format!("{owner}: {rest}")
    }
}

/// The words for what can be chosen at a path: the titles of a party's types; other choices speak for themselves.
pub(super) fn choices(scenario: &Scenario, path: &str, ids: &[String]) -> Vec<String> {
    let party = path
        .strip_prefix("party.")
        .and_then(|rest| rest.strip_suffix(".type"));
    let party = party.and_then(|id| scenario.parties.iter().find(|it| it.id == id));
    let in_words = |id: &String| {
        let types = party.map_or(&[][..], |party| &party.types);
        let kind = types.iter().find(|kind| kind.id == *id);
        kind.map_or_else(|| id.clone(), |kind| kind.title.clone())
    };
    ids.iter().map(in_words).collect()
}

/// What holds when a result comes about: `agreement` is "talks agree", `not agreement` "talks fail".
pub(super) fn when(scenario: &Scenario, of: &str) -> String {
    let positive = of.strip_prefix("not ");
    let (of, is) = positive.map_or((of, true), |of| (of, false));
    let not = if is { "" } else { "not " };
    let package = |id: &str| {
        let package = scenario.packages.iter().find(|it| it.id == id);
        package.map_or(id, |it| &it.title).to_owned()
    };
    match of.split_once('.') {
        None if of == "agreement" => (if is { "talks agree" } else { "talks fail" }).to_owned(),
        None if of == "signed" => format!("{} is signed", if is { "something" } else { "nothing" }),
        None if of == "zone" => {
            let a = if is { "a" } else { "no" };
            format!("there is {a} zone of possible agreement")
        }
        Some(("package", id)) => format!("“{}” is {not}agreed", package(id)),
        Some(("refused-package", id)) => format!("the last refusal is {not}of “{}”", package(id)),
        Some(("refused-by", id)) => {
            let party = scenario.parties.iter().find(|it| it.id == id);
            let title = party.map_or(id, |it| &it.title);
            format!("the last refusal is {not}by {title}")
        }
        Some(("failure", name)) => match Failure::ALL.into_iter().find(|it| it.name() == name) {
            Some(failure) if is => format!("talks fail ({})", cause_sentence(failure)),
            Some(failure) => format!("talks do not fail this way ({})", cause_sentence(failure)),
            None => format!("{not}{of}"),
        },
        _ => format!("{not}{of}"),
    }
}

/// Segments in words, where no title belongs to them.
fn plain(segments: &[&str]) -> String {
    segments.join(", ").replace('-', " ")
}

/// A position in a file's list as people count.
fn counted(position: &str) -> String {
    let number = position.parse::<u32>().ok();
    number.map_or_else(|| position.to_owned(), |it| (it + 1).to_string())
}

fn of_party(scenario: &Scenario, party: &Party, rest: &[&str]) -> String {
    match rest {
        ["type", kind, "probability"] => {
            let found = party.types.iter().find(|it| it.id == *kind);
            format!("chance of “{}”", found.map_or(*kind, |it| &it.title))
        }
        ["reservation"] => "reservation value".to_owned(),
        ["discount"] => "discount factor".to_owned(),
        ["round-cost"] => "cost of a round".to_owned(),
        ["utility", below @ ..] => of_utility(scenario, below),
        ["linkages", number, ..] => format!("bonus of linkage {}", counted(number)),
        ["breach", "loss"] => "loss by a breach".to_owned(),
        ["breach", "probability", entry @ ..] => of_breach(scenario, party, entry),
        ["loads", driver] => {
            let found = scenario.drivers.iter().find(|it| it.id == *driver);
            format!("load on “{}”", found.map_or(*driver, |it| &it.title))
        }
        ["loads"] => "loads on drivers".to_owned(),
        _ => plain(rest),
    }
}

fn of_breach(scenario: &Scenario, party: &Party, entry: &[&str]) -> String {
    let mut tables = party
        .types
        .iter()
        .filter_map(|it| it.profile.breach.as_ref());
    let issues = tables.next().map_or(&[][..], |breach| &breach.issues);
    let options = issues.iter().zip(entry).filter_map(|(issue, position)| {
        let position: usize = position.parse().ok()?;
        let option = scenario.issues[issue.index()].options.get(position)?;
        Some(option.title.as_str())
    });
    let options: Vec<&str> = options.collect();
    if options.is_empty() {
        return "chance of a breach".to_owned();
    }
    format!("chance of a breach under “{}”", options.join("”, “"))
}

fn of_utility(scenario: &Scenario, rest: &[&str]) -> String {
    let [id, below @ ..] = rest else {
        return "utility".to_owned();
    };
    let Some(issue) = scenario.issues.iter().find(|it| it.id == *id) else {
        return plain(rest);
    };
    match below {
        ["weight"] => format!("weight of “{}”", issue.title),
        ["scores", position] => {
            let option = position.parse().ok();
            let option = option.and_then(|it: usize| issue.options.get(it));
            format!("score of “{}”", option.map_or(*position, |it| &it.title))
        }
        ["scores"] => format!("scores of “{}”", issue.title),
        _ => format!("utility of “{}”", issue.title),
    }
}

fn of_lever(rest: &[&str]) -> String {
    match rest {
        ["use"] => "used or not".to_owned(),
        ["use", "with-probability"] => "chance of its use".to_owned(),
        ["effects", number, key @ ..] => {
            format!("effect {} ({})", counted(number), plain(key))
        }
        _ => plain(rest),
    }
}

fn of_driver(rest: &[&str]) -> String {
    match rest {
        ["path"] => "course".to_owned(),
        ["process", _, name] => plain(&[name]),
        _ => plain(rest),
    }
}

fn of_stage(scenario: &Scenario, rest: &[&str]) -> String {
    match rest {
        ["reservation"] => "reservation value".to_owned(),
        ["approval", "logit", ..] => "sharpness of the vote".to_owned(),
        ["utility", below @ ..] => of_utility(scenario, below),
        _ => plain(rest),
    }
}

fn of_issue(issue: &Issue, rest: &[&str]) -> String {
    match rest {
        ["options", id, below @ ..] => {
            let option = issue.options.iter().find(|it| it.id == *id);
            let title = option.map_or(*id, |it| &it.title);
            let below = below.iter().map(|it| format!(", {}", plain(&[it])));
            format!("“{title}”{}", below.collect::<String>())
        }
        _ => plain(rest),
    }
}

fn of_joint_type(rest: &[&str]) -> String {
    match rest {
        [row, "probability"] => format!("chance of row {}", counted(row)),
        _ => plain(rest),
    }
}

fn of_clock(rest: &[&str]) -> String {
    match rest {
        ["breakdown"] => "chance of a breakdown".to_owned(),
        _ => plain(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::{choices, of_stage, title, when};
    use crate::report::fixture;

    #[test]
    fn paths_become_words_of_the_scenario() {
        let scenario = fixture::scenario();
        for (path, words) in [
            ("noise", "Noise of the talks"),
            ("others", "All other numbers"),
            ("party.union", "Union"),
            ("party.union.type", "Union: type"),
            ("party.union.reservation", "Union: reservation value"),
            (
                "party.union.type.hard.probability",
                "Union: chance of “hard”",
            ),
            ("party.union.utility", "Union: utility"),
            ("party.union.linkages.0.bonus", "Union: bonus of linkage 1"),
            ("party.union.strategy.react", "Union: strategy, react"),
            ("clock.breakdown", "Time: chance of a breakdown"),
            ("protocol.shuttle.reading-error", "Channel: reading error"),
            (
                "joint-type.0.probability",
                "Types drawn together: chance of row 1",
            ),
            ("party.nobody.type", "party.nobody.type"),
            ("leverage.strike", "leverage.strike"),
        ] {
            assert_eq!(title(&scenario, path), words, "{path}");
        }
        let weight = format!("party.firm.utility.{}.weight", scenario.issues[0].id);
        let words = format!("Firm: weight of “{}”", scenario.issues[0].title);
        assert_eq!(title(&scenario, &weight), words);
    }

    #[test]
    fn only_a_logit_vote_has_a_sharpness() {
        let scenario = fixture::scenario();
        let logit = ["approval", "logit", "lambda"];
        assert_eq!(of_stage(&scenario, &logit), "sharpness of the vote");
        let quota = ["approval", "quota", "votes"];
        assert_eq!(of_stage(&scenario, &quota), "approval, quota, votes");
    }

    #[test]
    fn results_of_interest_are_clauses() {
        let scenario = fixture::scenario();
        assert_eq!(when(&scenario, "agreement"), "talks agree");
        let package = &scenario.packages[0];
        let of = format!("not package.{}", package.id);
        let words = format!("“{}” is not agreed", package.title);
        assert_eq!(when(&scenario, "not agreement"), "talks fail");
        assert_eq!(when(&scenario, &of), words);
        let words = "talks fail (whether any acceptable deal existed is undecided)";
        assert_eq!(when(&scenario, "failure.undecided"), words);
    }

    #[test]
    fn types_have_titles_and_other_choices_speak_for_themselves() {
        let mut scenario = fixture::scenario();
        scenario.parties[0].types[0].title = "Hard line".to_owned();
        let ids = [scenario.parties[0].types[0].id.clone(), "no".to_owned()];
        let path = format!("party.{}.type", scenario.parties[0].id);
        assert_eq!(choices(&scenario, &path, &ids), ["Hard line", "no"]);
        assert_eq!(choices(&scenario, "leverage.a.use", &ids), ids);
    }
}
