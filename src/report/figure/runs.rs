//! The figures of many runs: packages, what each party gets, how and when the talks end, terms.

use crate::bargaining::Failure;
use crate::report::chart::{
    Axis, BAND, BLUE, Body, Cells, Chart, Columns, Frame, GREEN, Layer, Look, PURPLE, Panel,
    Panels, Row, Rows, Series, Shape, Sheet, Start, Unit, VERMILION,
};
use crate::report::figure::bands;
use crate::report::figure::endings::{AGREEMENT, GROUPS, HEADING, group_of};
use crate::report::labels::{counted, distinct};
use crate::report::words::{cause, with_length};
use crate::simulation::{CONFIDENCE, Rate, Summary};

/// The share of runs in which each package is agreed at some time, agreed at the end, and in force.
pub fn packages(summary: &Summary) -> Chart {
    let series = vec![
        Series::new("at some time", Look::of(VERMILION).shaped(Shape::Ring)),
        Series::new("at the end", Look::of(BLUE)),
        Series::new("in force", Look::of(GREEN).shaped(Shape::Square)),
    ];
    let mut frame =
        Frame::of_rates(["package", "agreed"]).and(bands::columns(summary.band.as_ref()));
    let measures = ["package-ever", "package", "package-in-force"];
    for (row, package) in summary.packages.iter().enumerate() {
        let rates = [package.ever, package.agreed(), package.in_force].into_iter();
        for ((number, one), (rate, measure)) in series.iter().enumerate().zip(rates.zip(measures)) {
            let line = frame.line(row, number);
            line.value(&package.id).value(&one.name).rate(rate);
            line.values(bands::of_share(summary.band.as_ref(), measure, &package.id));
        }
    }
    let rows = summary.packages.iter().map(|item| Row::named(&item.title));
    let mark = Layer::Mark(Columns::with_interval("rate").labelled());
    let layers = bands::layer(summary.band.as_ref())
        .into_iter()
        .chain([mark])
        .collect();
    let body = Body::Rows(Rows {
        lanes: series.len(),
        ..Rows::new(rows, Axis::share_of_runs(), layers)
    });
    Chart {
        series,
        legend: true,
        ..of_runs(
            summary,
            "How often each package is agreed",
            &bands::caption(
                summary.band.as_ref(),
                "At some time: accepted by all its consenters in some round. At the end: in the last round held, or closed before. In force: part of an agreement, or in force by itself. Thin lines across the marks: 95 % Wilson intervals.",
            ),
            frame,
            body,
        )
    }
}

/// The means of each party's values, on its own scale from 0 to 1; payoffs, with their costs, may lie below.
pub fn parties(summary: &Summary) -> Chart {
    let names = summary.parties.iter();
    let names = distinct(names.map(|item| (item.id.as_str(), item.title.as_str())));
    let quantities = [
        "reservation value",
        "utility if agreed",
        "utility",
        "payoff",
    ];
    let measures = ["reservation", "agreed-utility", "utility", "payoff"];
    let band = summary.band.as_ref();
    let mut frame =
        Frame::new(["party", "what", "values", "mean", "low", "high"]).and(bands::columns(band));
    let mut rows = Vec::new();
    for (party, name) in summary.parties.iter().zip(&names) {
        let means = [
            party.reservation,
            party.agreed_utility,
            party.utility,
            party.payoff,
        ];
        for (number, (what, mean)) in quantities.into_iter().zip(means).enumerate() {
            let Some(value) = mean.value() else { continue };
            let line = frame.line(rows.len(), number);
            line.value(&party.id).value(what).value(mean.count());
            line.value(value)
                .values(mean.interval(CONFIDENCE).unwrap_or([value; 2]))
                .values(bands::ends(band, measures[number], &party.id));
            rows.push(Row::named(what).under(name.clone()));
        }
    }
    let axis = Axis::holding("mean", Unit::Plain, &[0.0, 1.0]);
    let mark = Layer::Mark(Columns::with_interval("mean"));
    let layers = bands::layer(band).into_iter().chain([mark]).collect();
    let caption = bands::caption(
        band,
        "Means with 95 % intervals; payoffs count the costs of rounds and levers.",
    );
    let caption = bands::and_among(band, "agreed-utility", caption);
    let series = quantities.into_iter().enumerate();
    let series = series.map(|(number, name)| Series::new(name, Look::numbered(number)));
    Chart {
        series: series.collect(),
        legend: true,
        ..of_runs(
            summary,
            "What each party gets, on its own scale",
            &caption,
            frame,
            Body::Rows(Rows::new(rows, axis, layers)),
        )
    }
}

/// How runs end: all of them as one bar, then agreement and the causes of failure by frequency.
pub(super) fn failures(summary: &Summary) -> Chart {
    let occurred = summary.causes().filter(|(_, rate)| rate.count > 0);
    let mut failed: Vec<(Failure, Rate)> = occurred.collect();
    // Stable, so that equal causes keep the order in which they are tried.
    failed.sort_by_key(|(_, rate)| std::cmp::Reverse(rate.count));
    let agreement = bands::of_share(summary.band.as_ref(), "agreement", "");
    let mut ends = vec![("agreement", AGREEMENT, summary.agreement, agreement)];
    let failed = failed.into_iter();
    ends.extend(failed.map(|(failure, rate)| {
        let band = bands::of_share(summary.band.as_ref(), "failure", failure.name());
        (cause(failure), group_of(failure), rate, band)
    }));
    let mut frame = Frame::of_rates(["end", "group"]).and(bands::columns(summary.band.as_ref()));
    for (row, (name, group, rate, band)) in (1..).zip(&ends) {
        let line = frame.line(row, *group);
        line.value(name).value(GROUPS[*group].0).rate(*rate);
        line.values(band);
    }
    let names = ends.iter().map(|end| end.0);
    let rows = std::iter::once("all runs").chain(names).map(Row::named);
    let estimate = Columns::with_interval("rate").labelled();
    let mut layers = vec![Layer::Stack(Some(0)), Layer::Bar(Start::At(0.0), estimate)];
    layers.extend(bands::layer(summary.band.as_ref()));
    let groups = GROUPS.map(|(name, colour)| Series::new(name, Look::of(colour)));
    Chart {
        series: groups.into(),
        legend: true,
        ..of_runs(
            summary,
            HEADING,
            &bands::caption(
                summary.band.as_ref(),
                "The first cause that applies counts, so the parts add up to 100 %; causes that never occur are left out. Thin lines: 95 % Wilson intervals.",
            ),
            frame,
            Body::Rows(Rows::new(rows, Axis::share_of_runs(), layers)),
        )
    }
}

/// The share of runs without agreement by round, dated by signature and, where that differs, by coming into force, with those that broke
/// down as a competing end.
pub(super) fn survival(summary: &Summary) -> Chart {
    let runs = summary.runs;
    let rates = |shares: &[f64]| -> Vec<Rate> {
        let rates = shares.iter().map(|&share| Rate::of_share(share, runs));
        rates.collect()
    };
    let (without, broken) = (rates(&summary.survival), rates(&summary.broken_down));
    let not_in_force = rates(&summary.not_in_force);
    let late = not_in_force != without;
    let breaks = broken.iter().any(|rate| rate.count > 0);
    let band = summary.band.as_ref();
    let bands_of = |measure: &'static str| {
        move |round: usize| match measure {
            "breakdown-by" => bands::of_share(band, measure, &round.to_string()),
            _ => bands::rest(band, measure, &round.to_string()),
        }
    };
    let lows = (0..without.len()).filter_map(|round| *bands_of("agreement-by")(round).first()?);
    let floor = if breaks {
        0.0
    } else {
        floor_below(&without, lows)
    };
    let rounds = [0.0, without.len().max(1) as f64];
    // Before the first round nothing is uncertain.
    let unsigned = if late { "none signed" } else { "no agreement" };
    let mut curves = vec![(unsigned, BLUE, runs, without, "agreement-by")];
    curves.extend(late.then_some(("none in force", PURPLE, runs, not_in_force, "in-force-by")));
    curves.extend(breaks.then_some(("broken down", VERMILION, 0, broken, "breakdown-by")));
    let has_bands = band.is_some_and(|band| band.has("agreement-by"));
    let mut frame =
        Frame::of_rates(["curve", "rounds"]).and(bands::columns(band.filter(|_| has_bands)));
    let mut series = Vec::new();
    for (name, colour, count, rates, measure) in curves {
        let row = (runs > 0).then_some(0);
        let line = frame.line(row, series.len());
        line.value(name).value(0_u64).value(runs).value(count);
        let first = Rate { count, runs }.value();
        line.values([first; 3]);
        line.values(BAND.iter().filter(|_| has_bands).map(|_| first));
        for (round, rate) in rates.into_iter().enumerate() {
            let line = frame.line(row, series.len());
            line.value(name).value(round as u64 + 1).rate(rate);
            line.values(bands_of(measure)(round).into_iter().filter(|_| has_bands));
        }
        series.push(Series::new(name.replace(' ', "\u{a0}"), Look::of(colour)));
    }
    let mut caption = "Runs without agreement after as many rounds; what the curve loses is signed, and ratified \
                       then or later."
        .to_owned();
    if late {
        caption.push_str(" None in force: runs in which it has not come into force by then.");
    }
    if breaks {
        caption.push_str(" Broken down: runs that have ended so.");
    }
    caption.push_str(" Bands: 95 % Wilson intervals, round by round.");
    let caption = bands::named(band.filter(|_| has_bands), &caption, "Lighter bands");
    let up = if floor > 0.0 {
        format!("share of runs, % (axis starts at {:.0} %)", 100.0 * floor)
    } else {
        "share of runs, %".to_owned()
    };
    let across = with_length("rounds passed", summary.round_length.as_deref());
    let body = Body::Panels(Panels {
        panels: vec![Panel::over(Axis::fixed(across, Unit::Whole, rounds))],
        x: "rounds",
        y: "rate",
        axis: Axis::fixed(up, Unit::Percent, [floor, 1.0]),
        intervals: true,
        steps: true,
        numbered: true,
        columns: 1,
    });
    Chart {
        series,
        ..of_runs(
            summary,
            "How long the talks go without agreement",
            &caption,
            frame,
            body,
        )
    }
}

/// Where the axis may start when nothing lies near zero: a multiple of 20 % with room below the curve and the ends of its band.
fn floor_below(without: &[Rate], ends: impl Iterator<Item = f64>) -> f64 {
    let lows = without.iter().map(|rate| rate.interval()[0]);
    let lowest = lows.chain(ends).fold(1.0, f64::min);
    ((lowest - 0.05) * 5.0).floor().clamp(0.0, 4.0) / 5.0
}

/// The share of each option among the agreements, issue by issue.
pub(super) fn terms(summary: &Summary) -> Chart {
    let names = ["issue", "option", "title", "agreements"];
    let rate = ["count", "rate", "low", "high"];
    let band = summary.band.as_ref();
    let band = band.filter(|band| band.has("option"));
    let mut frame = Frame::new(names.iter().chain(&rate)).and(bands::columns(band));
    let mut rows = Vec::new();
    let several = summary.packages.len() > 1;
    // Issues stand with their package, whatever the order of the file.
    for package in &summary.packages {
        let issues = summary.issues.iter();
        for issue in issues.filter(|issue| issue.package == package.id) {
            for (column, option) in issue.options.iter().enumerate() {
                let line = frame.line(rows.len(), column);
                line.value(&issue.id).value(&option.id).value(&option.title);
                line.rate(option.among(summary.agreement.count));
                let of = format!("{}={}", issue.id, option.id);
                line.values(bands::of_share(band, "option", &of));
            }
            let group = several.then(|| package.title.clone());
            rows.push(Row::named(&issue.title).under(group));
        }
    }
    let mut caption = if summary.agreement.count == 0 {
        "No run ended in agreement, so there are no terms to show.".to_owned()
    } else {
        format!(
            "Share of the {} with each option, with its 95 % Wilson interval in brackets. White: in none.",
            counted(summary.agreement.count, "agreement")
        )
    };
    if band.is_some() {
        caption = bands::named(band, &caption, "Grey bars, from 0 to 100 % of a cell");
        caption = bands::and_among(band, "option", caption);
    }
    let body = Body::Cells(Cells {
        rows,
        columns: Vec::new(),
        corner: [String::new(), String::new()],
        value: "rate".to_owned(),
        words: Some("title"),
        most: 1.0,
        scale: "share of agreements, %".to_owned(),
        turnable: false,
    });
    Chart {
        sheet: Sheet::Page,
        ..of_runs(
            summary,
            "On what terms the parties agree",
            &caption,
            frame,
            body,
        )
    }
}

/// A chart of many runs, with their title, number and seed.
fn of_runs(summary: &Summary, heading: &str, caption: &str, frame: Frame, body: Body) -> Chart {
    let runs = counted(summary.runs, "run");
    Chart {
        title: summary.title.clone(),
        foot: format!(
            "{runs}, seed {}. Intervals: simulation error, 95 %.",
            summary.seed
        ),
        ..Chart::new(heading, caption, frame, body)
    }
}
