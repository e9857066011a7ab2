//! Under which numbers a result comes about.

use crate::experiment::discovery::{BoxLimit, BoxSearch, FoundBox, SearchEnd};
use crate::report::chapters::chapter::{Chapter, Findings, made_with};
use crate::report::labels::{count, counted, decimal, limits_in_words, percent};
use crate::report::names::Names;
use crate::report::table::{Cell, Table};
use crate::report::words::joined;
use crate::results::Provenance;

/// What a person reads after `discover`; at most 100 columns.
pub fn discovery(found: &BoxSearch) -> String {
    let head = format!(
        "{}\nConditions for `{}`: boxes in the numbers drawn{}, {}, seed {}\n{} of all runs; boxes are found {}\n",
        found.title,
        found.of,
        if found.runs_of_point.is_some() {
            " and in ranges"
        } else {
            ""
        },
        counted(found.runs, "run"),
        found.seed,
        percent(found.rate().value()),
        match found.runs_of_point {
            Some(runs) => format!(
                "at even points in the ranges\nof assumptions, {} at each, and tested at odd ones",
                counted(runs.into(), "run")
            ),
            None => "in the even runs and tested on the odd ones".to_owned(),
        },
    );
    found.chapter(Names::TYPED).page(&head)
}

impl Findings for BoxSearch {
    fn chapter(&self, names: Names<'_>) -> Chapter {
        let of = names.measure(&self.of);
        Chapter {
            heading: "Conditions for the result",
            question: format!(
                "Within which limits on a few of the uncertain numbers is the result, here {of}, much more frequent than \
                 elsewhere?"
            ),
            answer: answer(self, names),
            tables: vec![limits(self), boxes(self)],
        }
    }

    fn method(&self, from: &Provenance) -> String {
        let choice = match self.density_min {
            Some(density) => format!(
                "the one of a density of at least {} with the greatest coverage was taken",
                percent(density)
            ),
            None => "the one that correlates best with the result (φ) was taken".to_owned(),
        };
        let halves = match self.runs_of_point {
            Some(runs) => format!(
                " Numbers with a range lie at places in it that are drawn uniformly and independently for each {}; the even runs \
                 are those of even points, the odd ones those of odd points, and tests and intervals take counts divided by their \
                 design effect, since the runs of a point are not independent (Rao and Scott 1992).",
                counted(runs.into(), "run")
            ),
            None => String::new(),
        };
        format!(
            "Boxes were sought by the patient rule induction method (PRIM; Friedman and Fisher 1999) for scenario discovery \
             (Bryant and Lempert 2010) with {}: of {} runs the even ones, {}, were peeled by a twentieth at one end of one \
             number, or by one category of a choice, at a time, whichever raises the density most for the runs given up (Kwakkel \
             and Jaxa-Rozen 2016), until {} of them were left. From the boxes on the way, {choice}; ends were moved out again \
             where that raises the density, and limits that chance explains were dropped. The odd runs, which had no part in \
             finding a box, test it; a box whose density there may be chance (p > 0.05) is not kept.{halves}",
            made_with(from),
            count(from.runs),
            count(from.runs.div_ceil(2)),
            percent(self.mass_min),
        )
    }
}

fn numbered(found: &BoxSearch) -> impl Iterator<Item = (u64, &FoundBox)> {
    (1..).zip(&found.boxes)
}

fn answer(found: &BoxSearch, names: Names<'_>) -> Vec<String> {
    let of_box = |(number, one): (u64, &FoundBox)| {
        let limits = one.limits.iter().map(|limit| {
            let name = names.called(&limit.parameter, &limit.title);
            format!("{name} {}", bounds(limit))
        });
        let held_out = &one.held_out;
        let among = if number == 1 {
            "of all runs held out"
        } else {
            "of the runs held out that lie in no earlier box"
        };
        format!(
            "Box {number}, {}: {} in {} of the runs inside, against {} {among}; the box holds {} of these runs and {} of \
             those with this result.",
            joined(limits, "; "),
            found.when,
            percent(held_out.density),
            percent(held_out.base),
            percent(held_out.mass),
            percent(held_out.coverage),
        )
    };
    let boxes = numbered(found).map(of_box);
    boxes.chain(ending(found)).collect()
}

/// Why there is no further box; nothing where there are as many as asked for.
fn ending(found: &BoxSearch) -> Option<String> {
    let which = if found.boxes.is_empty() {
        "No box"
    } else {
        "No further box"
    };
    let why = match found.ending {
        SearchEnd::NothingToTell => "none of the runs has the result, or all have it".to_owned(),
        SearchEnd::NoLimit => "no limit raises the density beyond what chance explains".to_owned(),
        SearchEnd::TooThin => {
            "the densest one of the smallest mass allowed is less dense than required".to_owned()
        }
        SearchEnd::NotConfirmed => {
            let best = found.not_confirmed.as_ref();
            let test = best.map_or_else(String::new, |one| {
                format!(
                    " (density {} against {}, p = {})",
                    percent(one.held_out.density),
                    percent(one.held_out.base),
                    Cell::P(one.p_value).words()
                )
            });
            format!("the best one found is not confirmed by the runs held out{test}")
        }
        SearchEnd::Interrupted => "the search was interrupted".to_owned(),
        SearchEnd::Enough => return None,
    };
    Some(format!("{which}: {why}."))
}

/// A limit in words.
fn bounds(limit: &BoxLimit) -> String {
    let Some(kept) = &limit.categories else {
        return limits_in_words([limit.low, limit.high], decimal);
    };
    let title = |id: &String| {
        let mut choices = limit.choices.iter().flatten();
        let choice = choices.find(|choice| choice.id == *id);
        choice.map_or_else(|| id.clone(), |choice| choice.title.clone())
    };
    joined(kept.iter().map(title), " or ")
}

fn limits(found: &BoxSearch) -> Table {
    let limits = numbered(found)
        .flat_map(|(number, one)| one.limits.iter().map(move |limit| (number, limit)));
    let drawn = match found.runs_of_point {
        Some(_) => "Drawn: all values that were drawn, by nature or within a range.",
        None => "Drawn: all values that were drawn.",
    };
    let legend = format!(
        "{drawn} By chance: the probability of so many runs with the result inside if the limit were dropped and nothing lost \
         (quasi-p-value)."
    );
    Table::new("Limits of the boxes")
        .legend(&legend)
        .of(limits)
        .column("box", |(number, _)| Cell::Count(*number))
        .column("number", |(_, limit)| {
            Cell::path(&limit.title, &limit.parameter)
        })
        .column("limit", |(_, limit)| bounds(limit))
        .keyed()
        .column("drawn", |(_, limit)| {
            let range = limit.range;
            range.map(|[low, high]| format!("{} to {}", decimal(low), decimal(high)))
        })
        .column("by chance", |(_, limit)| Cell::P(limit.quasi_p))
        .table()
}

fn boxes(found: &BoxSearch) -> Table {
    let later = if found.boxes.len() > 1 {
        " For box 2 and later, all runs are those left by the earlier boxes."
    } else {
        ""
    };
    let legend = format!(
        "The runs held out had no part in finding the box; those it was found in flatter it.{later}"
    );
    let judged = numbered(found).flat_map(|(number, one)| {
        let judges = [
            ("the runs held out", one.held_out, Cell::P(one.p_value)),
            ("the runs it was found in", one.training, Cell::Empty),
        ];
        judges.map(|(by, counts, p)| {
            let shares = [counts.density, counts.base, counts.coverage, counts.mass];
            let mut cells = vec![Cell::Count(number), by.into()];
            cells.extend(shares.map(Cell::Share));
            cells.push(p);
            cells
        })
    });
    let names = ["box", "judged by"];
    let shares = ["density", "of all runs", "coverage", "mass", "by chance"];
    let table = Table::new("How good the boxes are")
        .note(
            "density: share of the runs inside the box with the result; coverage: share of all runs with it that lie inside; \
             mass: share of all runs that lie inside",
        )
        .legend(&legend)
        .heads(names.iter().chain(&shares).copied())
        .rows(judged);
    Table { keys: 2, ..table }
}

#[cfg(test)]
mod tests {
    use super::{bounds, ending};
    use crate::experiment::Titled;
    use crate::experiment::discovery::{BoxLimit, BoxSearch, SearchEnd};

    fn limit(low: Option<f64>, high: Option<f64>) -> BoxLimit {
        BoxLimit {
            parameter: "party.a.type".to_owned(),
            title: "A: type".to_owned(),
            low,
            high,
            range: None,
            categories: None,
            choices: None,
            quasi_p: 0.01,
        }
    }

    #[test]
    fn limits_are_put_in_words() {
        assert_eq!(bounds(&limit(None, Some(0.25))), "at most 0.250");
        assert_eq!(bounds(&limit(Some(0.1), Some(0.2))), "0.100 to 0.200");
        let mut kinds = limit(None, None);
        kinds.categories = Some(vec!["x".to_owned(), "y".to_owned()]);
        assert_eq!(bounds(&kinds), "x or y");
        kinds.choices = Some(vec![Titled {
            id: "x".to_owned(),
            title: "Hard line".to_owned(),
        }]);
        assert_eq!(bounds(&kinds), "Hard line or y");
    }

    #[test]
    fn a_search_without_a_box_says_why() {
        let mut found = BoxSearch {
            title: String::new(),
            of: "agreement".to_owned(),
            when: "talks agree".to_owned(),
            seed: 1,
            runs: 10,
            interesting: 10,
            runs_of_point: None,
            effect: None,
            mass_min: 0.05,
            density_min: None,
            boxes: Vec::new(),
            ending: SearchEnd::NothingToTell,
            not_confirmed: None,
        };
        let words = ending(&found).expect("a reason");
        assert!(words.starts_with("No box: none"), "{words}");
        found.ending = SearchEnd::Enough;
        assert_eq!(ending(&found), None);
    }
}
