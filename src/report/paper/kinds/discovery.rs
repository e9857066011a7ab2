//! Under which numbers a result comes about, read from its JSON.

use serde_json::Value;

use crate::report::labels::{count, percent};
use crate::report::paper::Part;
use crate::report::paper::kinds::{Chapter, made_with};
use crate::report::paper::names::Names;
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::values::{decimal, items, measure, share, texts, words};

/// Under which numbers a result comes about.
pub(super) fn chapter(part: &Part, found: &Value, names: Names<'_>) -> Chapter {
    let name = words(found, "of");
    let (name, not) = match name.strip_prefix("not ") {
        Some(rest) => (rest, "no "),
        None => (name, ""),
    };
    let of = measure(name, |kind, id| names.of_measure(kind, id));
    let of = format!("{not}{of}");
    Chapter {
        heading: "Under which numbers it comes about",
        question: format!(
            "Within which limits on a few of the uncertain numbers is the result, here {of}, much more frequent than elsewhere?"
        ),
        answer: answer(found, &of, names),
        tables: vec![limits(found, names), boxes(found, &of)],
        method: method(part, found),
    }
}

fn answer(found: &Value, of: &str, names: Names<'_>) -> Vec<String> {
    let mut paragraphs: Vec<String> = (1..)
        .zip(items(found, "boxes"))
        .map(|(number, found)| {
            let held_out = &found["held-out"];
            let told = |key: &str| percent(held_out[key].as_f64().unwrap_or(0.0));
            let limits: Vec<String> = items(found, "limits")
                .map(|limit| {
                    let path = words(limit, "parameter");
                    let name = names.path(path).unwrap_or_else(|| path.to_owned());
                    format!("{name} {}", bounds(limit, names))
                })
                .collect();
            let among = if number == 1 {
                "of all runs held out"
            } else {
                "of the runs held out that lie in no earlier box"
            };
            format!(
                "Box {number}, {}: {of} in {} of the runs inside, against {} {among}; the box holds {} of these runs and {} of \
                 those with this result.",
                limits.join("; "),
                told("density"),
                told("base"),
                told("mass"),
                told("coverage"),
            )
        })
        .collect();
    paragraphs.extend(ending(found));
    paragraphs
}

/// Why there is no further box; nothing where there are as many as asked for.
fn ending(found: &Value) -> Option<String> {
    let number = items(found, "boxes").count();
    let which = if number == 0 {
        "No box"
    } else {
        "No further box"
    };
    let why = match words(found, "ending") {
        "nothing-to-tell" => "none of the runs has the result, or all have it",
        "no-limit" => "no limit raises the density beyond what chance explains",
        "too-thin" => "the densest one of the least mass is not as dense as was asked for",
        "not-confirmed" => "the best one found is not confirmed by the runs held out",
        _ => return None,
    };
    Some(format!("{which}: {why}."))
}

/// A limit in words.
fn bounds(limit: &Value, names: Names<'_>) -> String {
    if limit["categories"].is_array() {
        let path = words(limit, "parameter");
        let party = path
            .strip_prefix("party.")
            .and_then(|it| it.strip_suffix(".type"));
        let kind = |id: &&str| party.map_or((*id).to_owned(), |party| names.kind(party, id));
        let categories = texts(limit, "categories");
        let categories: Vec<String> = categories.iter().map(kind).collect();
        return categories.join(" or ");
    }
    match (limit["low"].as_f64(), limit["high"].as_f64()) {
        (None, Some(high)) => format!("at most {}", decimal(high)),
        (Some(low), None) => format!("at least {}", decimal(low)),
        (Some(low), Some(high)) => format!("{} to {}", decimal(low), decimal(high)),
        (None, None) => "any".to_owned(),
    }
}

fn p_value(value: &Value) -> Cell {
    let words = |p: f64| {
        if p < 0.001 {
            "<0.001".to_owned()
        } else {
            format!("{p:.3}")
        }
    };
    let cell = |p: f64| Cell::number(words(p), p);
    value.as_f64().map_or_else(Cell::none, cell)
}

fn limits(found: &Value, names: Names<'_>) -> Table {
    let columns = ["box", "number", "limit", "drawn", "by chance"];
    let note = "Drawn: all values that were drawn. By chance: the probability of so many runs with the result inside if the limit \
                were dropped and nothing lost (quasi-p-value).";
    let mut table = Table::new("Limits of the boxes", &columns).noted(note);
    for (number, found) in (1..).zip(items(found, "boxes")) {
        for limit in items(found, "limits") {
            let path = words(limit, "parameter");
            let range = &limit["range"];
            let drawn = match (range[0].as_f64(), range[1].as_f64()) {
                (Some(low), Some(high)) => format!("{} to {}", decimal(low), decimal(high)),
                _ => "–".to_owned(),
            };
            table.rows.push(vec![
                Cell::number(number.to_string(), f64::from(number)),
                Cell::named(&names.path(path).unwrap_or_default(), path),
                Cell::words(&bounds(limit, names)),
                Cell::words(&drawn),
                p_value(&limit["quasi-p"]),
            ]);
        }
    }
    table
}

fn boxes(found: &Value, of: &str) -> Table {
    let columns = [
        "box",
        "judged by",
        "density",
        "of all runs",
        "coverage",
        "mass",
        "by chance",
    ];
    let later = if items(found, "boxes").nth(1).is_some() {
        " For box 2 and later, all runs are those left by the boxes before."
    } else {
        ""
    };
    let note = format!(
        "Density: share of the runs inside with {of}. Coverage: share of all runs with it that lie inside. Mass: share of all \
         runs that lie inside. The runs held out had no part in finding the box; those it was found in flatter it.{later}"
    );
    let mut table = Table::new("How good the boxes are", &columns).noted(&note);
    for (number, found) in (1..).zip(items(found, "boxes")) {
        for (which, key) in [
            ("the runs held out", "held-out"),
            ("the runs it was found in", "training"),
        ] {
            let it = &found[key];
            let chance = if key == "held-out" {
                p_value(&found["p-value"])
            } else {
                Cell::none()
            };
            table.rows.push(vec![
                Cell::number(number.to_string(), f64::from(number)),
                Cell::words(which),
                share(&it["density"]),
                share(&it["base"]),
                share(&it["coverage"]),
                share(&it["mass"]),
                chance,
            ]);
        }
    }
    table
}

fn method(part: &Part, found: &Value) -> String {
    let runs = part.provenance.runs;
    let choice = match found["density-min"].as_f64() {
        Some(density) => format!(
            "From the boxes on the way the one of a density of at least {} that covers most was taken",
            percent(density)
        ),
        None => {
            "From the boxes on the way the one was taken that correlates best with the result (φ)"
                .to_owned()
        }
    };
    format!(
        "Boxes were sought by the patient rule induction method (PRIM; Friedman and Fisher 1999) for scenario discovery (Bryant \
         and Lempert 2010) with {}: of {} runs the even ones, {}, were peeled by a twentieth at one end of one number, or by one \
         category of a choice, at a time, whichever raises the density most for the runs given up (Kwakkel and Jaxa-Rozen 2016), \
         until {} of them were left. {choice}; ends were moved out again where that raises the density, and limits that chance \
         explains were dropped. The odd runs, which had no part in finding a box, judge it; a box whose density there may be \
         chance (p > 0.05) is not kept.",
        made_with(part),
        count(runs),
        count(runs.div_ceil(2)),
        percent(found["mass-min"].as_f64().unwrap_or(0.0)),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{bounds, ending};
    use crate::report::paper::names::Names;

    #[test]
    fn limits_are_said_in_words() {
        let said = |limit: serde_json::Value| bounds(&limit, Names(None));
        assert_eq!(said(json!({ "high": 0.25 })), "at most 0.250");
        assert_eq!(said(json!({ "low": 0.1, "high": 0.2 })), "0.100 to 0.200");
        let kinds = json!({ "parameter": "party.a.type", "categories": ["x", "y"] });
        assert_eq!(said(kinds), "x or y");
    }

    #[test]
    fn a_search_without_a_box_says_why() {
        let found = json!({ "boxes": [], "ending": "nothing-to-tell" });
        assert!(
            ending(&found)
                .expect("a reason")
                .starts_with("No box: none")
        );
        assert_eq!(ending(&json!({ "boxes": [{}], "ending": "enough" })), None);
    }
}
