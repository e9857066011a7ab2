//! Words for the numbers of a scenario, and for groups of them.

use crate::experiment::study::RANGE_ENDING;
use crate::experiment::titled::{Titled, titled};
use crate::model::Scenario;

/// Name of what is left when some numbers are named.
pub const OTHERS: &str = "others";

/// Name of the factor that stands for the noise of the talks.
pub const NOISE: &str = "noise";

/// Names of all ranges together, and of all that nature draws.
pub const SIDES: [&str; 2] = ["ranges", "nature"];

/// The words for an uncertain number, or for a group of them, by its path; the path itself where it names nothing known.
pub fn title(scenario: &Scenario, path: &str) -> String {
    if let Some(path) = path.strip_suffix(RANGE_ENDING) {
        return format!("{}, range", title(scenario, path));
    }
    match path {
        NOISE => "Noise of the talks".to_owned(),
        OTHERS => "All other numbers".to_owned(),
        _ => scenario.title_of(path),
    }
}

/// The words for all ranges together, or for all that nature draws.
pub(in crate::experiment) fn side_title(name: &str) -> String {
    let words = if name == SIDES[0] {
        "Ranges of assumptions"
    } else {
        "What nature draws"
    };
    words.to_owned()
}

/// What can be chosen at a path, with the titles of a party's types; other choices speak for themselves.
pub(in crate::experiment) fn choices(
    scenario: &Scenario,
    path: &str,
    ids: &[String],
) -> Vec<Titled> {
    let party = path
        .strip_prefix("party.")
        .and_then(|rest| rest.strip_suffix(".type"));
    let party = party.and_then(|id| scenario.parties.iter().find(|party| party.id == id));
    let types = party.map_or(&[][..], |party| &party.types);
    let titled_ids = ids.iter().map(|id| {
        let kind = types.iter().find(|kind| kind.id == *id);
        (id, kind.map_or(id, |kind| &kind.title))
    });
    titled(titled_ids)
}

#[cfg(test)]
mod tests {
    use super::{choices, title};
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
    fn types_have_titles_and_other_choices_speak_for_themselves() {
        let mut scenario = fixture::scenario();
        scenario.parties[0].types[0].title = "Hard line".to_owned();
        let ids = [scenario.parties[0].types[0].id.clone(), "no".to_owned()];
        let path = format!("party.{}.type", scenario.parties[0].id);
        let titles = |path: &str| -> Vec<String> {
            let choices = choices(&scenario, path, &ids).into_iter();
            choices.map(|choice| choice.title).collect()
        };
        assert_eq!(titles(&path), ["Hard line", "no"]);
        assert_eq!(titles("leverage.a.use"), ids);
    }
}
