//! What uncertain numbers and results of interest are called before readers: words made of the scenario's titles.

use crate::bargaining::Failure;
use crate::experiment::parameters::OTHERS;
use crate::experiment::sensitivity::NOISE;
use crate::model::Scenario;
use crate::report::words::cause_sentence;

/// The words for an uncertain number, or for a group of them, by its path; the path itself where it names nothing known.
pub(super) fn title(scenario: &Scenario, path: &str) -> String {
    match path {
        NOISE => "Noise of the talks".to_owned(),
        OTHERS => "All other numbers".to_owned(),
        _ => scenario.title_of(path),
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

#[cfg(test)]
mod tests {
    use super::{choices, title, when};
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
