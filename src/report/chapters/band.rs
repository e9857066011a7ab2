//! What results are over the ranges of all assumptions together, in words.

use crate::report::labels::{count, counted, percent};
use crate::report::table::Cell;
use crate::report::words::rests_on;
use crate::simulation::{Band, Spread, Summary};

/// Head of the column of bands.
pub(super) const HEAD: &str = "over the ranges";

/// The headline with its band: what a reader may quote.
pub(super) fn headline(summary: &Summary) -> Option<String> {
    let band = summary.band.as_ref()?;
    let spread = band.find("agreement", "")?;
    Some(format!(
        "Agreement: {} as written, {} over the ranges of {}; least and greatest {} and {}.",
        percent(spread.value),
        share(spread).words(),
        counted(band.numbers as u64, "assumption"),
        percent(spread.least),
        percent(spread.greatest),
    ))
}

/// How the bands were made.
pub(super) fn method(band: &Band) -> String {
    format!(
        "The band of a result is what it is over the ranges of all assumptions together, from the 2.5 % to the 97.5 % quantile: \
         {} of a Latin hypercube (McKay, Beckman and Conover 1979) over {}, with {} at each, paired with the same runs as \
         written; the simulation error of the paired differences is estimated and taken out (Louis 1984). ± is the greater half-width \
         of the intervals at 95 % of the two ends, from the error of the result as written and a bootstrap over points (Efron 1979). Ranges are uniform and independent of \
         each other.{}",
        counted(band.points as u64, "point"),
        counted(band.numbers as u64, "number"),
        format_args!("{} runs", count(band.runs)),
        if band.has_among() {
            format!(" {}", among_agreements(band))
        } else {
            String::new()
        },
    )
}

/// Why bands among agreements have no ±.
const WITHOUT_ERROR: &str = "Bands among agreements have no ±: it would be too small.";

/// On what bands among agreements rest, and why they have no ±.
fn among_agreements(band: &Band) -> String {
    let rests = rests_on(band).map_or_else(String::new, |words| format!("Bands {words}. "));
    format!("{rests}{WITHOUT_ERROR}")
}

/// The band of a result; nothing to say where there is none.
pub(super) fn cell(summary: &Summary, measure: &str, of: &str) -> Cell {
    written(summary, measure, of, Cell::Band)
}

/// The band of a mean; nothing to say where there is none.
pub(super) fn number(summary: &Summary, measure: &str, of: &str) -> Cell {
    written(summary, measure, of, Cell::NumberBand)
}

/// Bands among agreements have no error: it would be too small.
fn written(
    summary: &Summary,
    measure: &str,
    of: &str,
    cell: fn([f64; 2], Option<f64>) -> Cell,
) -> Cell {
    let band = summary.band.as_ref();
    let found = band.and_then(|band| band.result(measure, of));
    found.map_or(Cell::Empty, |found| {
        let spread = &found.spread;
        let error = (!found.is_among()).then(|| spread.error());
        cell([spread.low, spread.high], error)
    })
}

/// The band of a share.
pub(super) fn share(spread: &Spread) -> Cell {
    Cell::Band([spread.low, spread.high], Some(spread.error()))
}

/// A note and a legend of a table with the bands of a measure among agreements, where there are any.
pub(super) fn among(summary: &Summary, measure: &str, [note, legend]: [&str; 2]) -> [String; 2] {
    let band = summary.band.as_ref();
    let Some(band) = band.filter(|band| band.has(measure)) else {
        return [note, legend].map(str::to_owned);
    };
    let rests = rests_on(band).map_or_else(String::new, |words| format!("; bands {words}"));
    [
        format!("{note}{rests}"),
        format!("{legend} {WITHOUT_ERROR}"),
    ]
}

/// The band of a difference of shares.
pub(super) fn difference(spread: &Spread) -> Cell {
    Cell::PointsBand([spread.low, spread.high], spread.error())
}

/// The head of the column, where there are bands.
pub(super) fn head(summary: &Summary) -> Option<&'static str> {
    summary.band.as_ref().map(|_| HEAD)
}

#[cfg(test)]
mod tests {
    use crate::report::chapters::band::method;
    use crate::report::chapters::run::table;
    use crate::report::fixture;
    use crate::simulation::{Band, Banded, Spread, Summary};

    #[test]
    fn the_band_stands_before_everything_else_and_beside_each_rate() {
        let mut summary = fixture::summary();
        assert!(!table(&summary).contains("over the ranges"));
        let result = |measure: &str, of: &str, low, high| Banded {
            measure: measure.to_owned(),
            of: of.to_owned(),
            among_points: None,
            spread: Spread {
                value: 0.12,
                low,
                high,
                low_error: 0.011,
                high_error: 0.024,
                least: 0.02,
                greatest: 0.31,
            },
        };
        let package = summary.packages[0].id.clone();
        summary.band = Some(Band {
            numbers: 7,
            points: 128,
            runs: 20,
            results: vec![
                result("agreement", "", 0.046, 0.217),
                result("package", &package, 0.31, 0.52),
            ],
        });
        let text = table(&summary);
        let words = text.split_whitespace().collect::<Vec<&str>>().join(" ");
        assert!(
            words.contains(
                "Agreement: 12.0 % as written, 4.6 to 21.7 % (±2.4) over the ranges of 7 assumptions; least and greatest 2.0 % \
                 and 31.0 %."
            ),
            "{text}"
        );
        let rates = text.find("Packages").expect("there are packages");
        assert!(text.find("as written").is_some_and(|place| place < rates));
        assert!(text.contains("31.0 to 52.0 % (±2.4)"), "{text}");
        assert!(!text.contains("Bands among agreements"), "{text}");
    }

    #[test]
    fn bands_among_agreements_say_on_what_they_rest_and_have_no_error() {
        let mut summary = fixture::summary();
        let result = |measure: &str, of: &str, low, high| Banded {
            measure: measure.to_owned(),
            of: of.to_owned(),
            among_points: Some(97),
            spread: Spread {
                value: 0.5,
                low,
                high,
                low_error: 0.011,
                high_error: 0.024,
                least: 0.02,
                greatest: 0.9,
            },
        };
        let band = |results| Band {
            numbers: 7,
            points: 128,
            runs: 20,
            results,
        };
        let words = |summary: &Summary| {
            let text = table(summary);
            text.split_whitespace().collect::<Vec<&str>>().join(" ")
        };
        let rests = "ands among agreements rest on 97 of 128 points, those with agreements";
        summary.band = Some(band(vec![result("option", "wage=high", 0.31, 0.77)]));
        let text = words(&summary);
        assert!(
            text.contains("31.0 to 77.0 %") && !text.contains("77.0 % (±"),
            "{text}"
        );
        // Beside the terms alone: no party has such a band.
        assert_eq!(text.matches(rests).count(), 1, "{text}");
        summary.band = Some(band(vec![
            result("option", "wage=high", 0.31, 0.77),
            result("agreed-utility", "firm", 0.21, 0.44),
        ]));
        let text = words(&summary);
        assert!(
            text.contains("0.210 to 0.440") && !text.contains("0.440 (±"),
            "{text}"
        );
        assert_eq!(text.matches(rests).count(), 2, "{text}");
        let band = summary.band.as_ref().expect("it was just given one");
        assert!(method(band).contains(rests));
    }
}
