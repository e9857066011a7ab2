//! The cells of a sweep as a table of comma-separated values.

use crate::bargaining::Failure;
use crate::experiment::sweep::{CellSheet, Layout, Sheet};
use crate::report::csv::lines;
use crate::simulation::{PairedRates, Rate};

/// One line for each cell with runs, under a line of names; an empty field where there is nothing to say.
///
/// The baseline has no difference to itself.
pub fn cells(layout: &Layout, sheet: &Sheet) -> String {
    let header = std::iter::once(header(layout));
    let played = (0..).zip(&sheet.cells).filter(|(_, cell)| cell.runs > 0);
    lines(header.chain(played.map(|(number, cell)| row(layout, number, cell))))
}

fn header(layout: &Layout) -> Vec<String> {
    let mut names = vec!["cell".to_owned()];
    names.extend(layout.factors.iter().map(|factor| factor.id.clone()));
    names.push("runs".to_owned());
    if !layout.stop.is_fixed() {
        names.push("precise".to_owned());
    }
    let with_interval =
        |name: &str, of: &str| ["", "-low", "-high"].map(|end| format!("{name}{end}{of}"));
    for name in ["agreement", "signed", "zone", "difference"] {
        names.extend(with_interval(name, ""));
    }
    for package in &layout.packages {
        for name in ["agreed", "in-force", "difference"] {
            names.extend(with_interval(name, &format!(":{package}")));
        }
    }
    names.extend(Failure::ALL.map(|failure| format!("failure:{}", failure.name())));
    for party in &layout.parties {
        let columns = ["utility", "utility-se", "payoff", "payoff-se"];
        names.extend(columns.map(|column| format!("{column}:{party}")));
    }
    names.push("version".to_owned());
    names
}

fn row(layout: &Layout, number: usize, cell: &CellSheet) -> Vec<String> {
    let confidence = layout.stop.confidence();
    let rate = |rate: Rate| {
        let [low, high] = rate.interval_at(confidence);
        [rate.value(), low, high].map(|value| value.to_string())
    };
    let difference = |pairs: PairedRates| {
        if number == 0 || pairs.runs() == 0 {
            return [const { String::new() }; 3];
        }
        let [low, high] = pairs.interval(confidence);
        [pairs.difference(), low, high].map(|value| value.to_string())
    };
    let mut fields = vec![number.to_string()];
    let labels = layout.cells[number].labels.iter();
    fields.extend(labels.map(|label| label.clone().unwrap_or_default()));
    fields.push(cell.runs.to_string());
    if !layout.stop.is_fixed() {
        fields.push(
            layout
                .stop
                .is_precise(cell.rate("agreement"), &cell.difference())
                .to_string(),
        );
    }
    for of in ["agreement", "signed", "zone"] {
        fields.extend(rate(cell.rate(of)));
    }
    fields.extend(difference(cell.difference()));
    let [agreed, in_force] = ["package", "package-in-force"].map(|it| cell.counts.rates(it));
    for package in 0..layout.packages.len() {
        fields.extend(rate(agreed[package]));
        fields.extend(rate(in_force[package]));
        fields.extend(difference(cell.pairs[package + 1]));
    }
    for share in cell.counts.rates("failure") {
        fields.push(share.value().to_string());
    }
    let [utilities, payoffs] = ["utility", "payoff"].map(|it| cell.counts.means(it));
    for (utility, payoff) in utilities.iter().zip(payoffs) {
        for mean in [utility, payoff] {
            fields.extend([mean.value(), mean.standard_error()].map(number_or_empty));
        }
    }
    fields.push(env!("CARGO_PKG_VERSION").to_owned());
    fields
}

fn number_or_empty(number: Option<f64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

/// A time as a reader would say it: `20 s`, `3 min`, `5 h`.
#[cfg(feature = "cli")]
pub fn duration(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 1.0 => "less than 1 s".to_owned(),
        seconds if seconds < 100.0 => format!("about {seconds:.0} s"),
        seconds if seconds < 6_000.0 => format!("about {:.0} min", seconds / 60.0),
        seconds => format!("about {:.0} h", seconds / 3_600.0),
    }
}
