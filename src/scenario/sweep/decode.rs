//! From the document to a sweep: keys, kinds, ranges, and what goes together.

use crate::scenario::decode::{Chosen, Decoder, Fields, Given};
use crate::scenario::document::{At, Node, Places};
use crate::scenario::fault::{Fault, SweepFault};
use crate::scenario::fields::list::{CELLS_MAX, SWEEP};
use crate::scenario::file::{Listed, Whole, Word};
use crate::scenario::report::Report;
use crate::scenario::sweep::factor::{SpelledFactor, check_factors, factor, placed};
use crate::scenario::sweep::{Design, Length, Placed, Precision, Sweep, Target, Values};
use crate::scenario::{Source, fingerprint};

/// Runs of a cell where the file says nothing.
const RUNS: u32 = 10_000;
/// Runs before the first look where the file says nothing.
const FIRST_LOOK: u32 = 4_096;

/// What a sweep file says, before the scenario is read.
pub(super) struct Decoded {
    pub(super) scenario: Option<Word>,
    title: Option<String>,
    set: Vec<Placed>,
    length: Length,
    seed: u64,
    design: Option<Design>,
    factors: Vec<SpelledFactor>,
}

impl Decoded {
    /// The sweep, when nothing was wrong.
    pub(super) fn checked(self, source: Source, scenario: Source) -> Sweep {
        let factors = self.factors.into_iter();
        Sweep {
            fingerprint: fingerprint(&source.text, &[scenario.text.as_str()]),
            source,
            scenario,
            title: self.title,
            set: self.set,
            length: self.length,
            seed: self.seed,
            design: self.design.unwrap_or(Design::OneAtATime),
            factors: factors.filter_map(|factor| factor.value).collect(),
        }
    }
}

/// Reads a whole sweep file; none when it is no table.
pub(super) fn sweep(root: &Node, places: &Places, report: &mut Report) -> Option<Decoded> {
    let mut decoder = Decoder { report };
    let fields = decoder.open(root, &SWEEP)?;
    if let Some(format) = decoder.whole(&fields, "format")
        && format.value != 1
    {
        let fault = Fault::UnknownFormat(f64::from(format.value));
        decoder.report.value(format.at, fault);
    }
    decoder.word(&fields, "description");
    let design = decoder.choice(&fields, "design");
    let design_at = design.as_ref().map(|chosen| chosen.at);
    let design = design.and_then(|chosen| decoder.design(&chosen));
    let listed = decoder.tables(&fields, "factor", |decoder, item| {
        factor(decoder, &item, places)
    });
    let found = Decoded {
        scenario: decoder.word(&fields, "scenario"),
        title: decoder.word(&fields, "title").map(|word| word.value),
        set: placed(&mut decoder, &fields, "set", places),
        length: decoder.length(&fields),
        seed: decoder
            .whole(&fields, "seed")
            .map_or(1, |seed| u64::from(seed.value)),
        design,
        factors: Vec::new(),
    };
    check_factors(&listed, found.design, decoder.report);
    check_count(&listed, design_at, found.design, decoder.report);
    Some(Decoded {
        factors: listed.items,
        ..found
    })
}

/// Refuses a sweep of more cells than anybody can play.
fn check_count(
    factors: &Listed<SpelledFactor>,
    at: Option<At>,
    design: Option<Design>,
    report: &mut Report,
) {
    let levels = factors.items.iter().map(|factor| match &factor.value {
        Some(factor) => match &factor.values {
            Values::Levels(levels) => levels.len() as f64,
            Values::Range(_) => 1.0,
        },
        None => 1.0,
    });
    let cells: f64 = match design {
        Some(Design::FullFactorial) => levels.product(),
        Some(Design::OneAtATime) => 1.0 + levels.fold(0.0, |sum, count| sum + count),
        _ => return,
    };
    if let (Some(at), true) = (at, cells > f64::from(CELLS_MAX)) {
        report.value(
            at,
            Fault::TooMany {
                what: "cells in a sweep".to_owned(),
                limit: f64::from(CELLS_MAX),
                found: cells,
            },
        );
    }
}

impl Decoder<'_> {
    fn design(&mut self, chosen: &Chosen<'_>) -> Option<Design> {
        let Given::Fields(settings) = &chosen.given else {
            return None;
        };
        let mut cells = || self.whole(settings, "cells").map(|cells| cells.value);
        Some(match chosen.key {
            "full-factorial" => Design::FullFactorial,
            "one-at-a-time" => Design::OneAtATime,
            "latin-hypercube" => Design::LatinHypercube(cells()?),
            "sobol" => Design::Sobol(cells()?),
            _ => return None,
        })
    }

    fn length(&mut self, fields: &Fields<'_>) -> Length {
        let runs = self.whole(fields, "runs");
        let fixed = Length::Runs(runs.as_ref().map_or(RUNS, |runs| runs.value).into());
        let Some(precision) = self.table(fields, "precision") else {
            return fixed;
        };
        if runs.is_some() {
            self.report.key(precision.at, SweepFault::RunsAndPrecision);
        }
        let of = self.word(&precision, "of");
        let of = of.and_then(|word| Target::named(&word.value));
        let of = of.unwrap_or(Target::Rate);
        let half_width = self.plain(&precision, "half-width");
        let looks = self.looks(&precision);
        match (half_width, looks) {
            (Some(half_width), Some(looks)) => Length::Until(Precision {
                half_width: half_width.value,
                of,
                looks,
            }),
            _ => fixed,
        }
    }

    /// The looks with the ceiling as the last of them.
    fn looks(&mut self, fields: &Fields<'_>) -> Option<Vec<u64>> {
        let listed = self.items(fields, "looks");
        let written: Vec<Whole> = listed
            .items
            .into_iter()
            .filter_map(|(node, kind)| self.integer(node, kind))
            .collect();
        let ceiling = self.whole(fields, "ceiling")?.value;
        let mut before = 0;
        for look in &written {
            let found = look.value;
            if found <= before {
                self.report
                    .value(look.at, SweepFault::LooksOrder { found, before });
            } else if found >= ceiling {
                self.report
                    .value(look.at, SweepFault::LookBeyondCeiling { found, ceiling });
            }
            before = found;
        }
        let mut looks: Vec<u64> = written.iter().map(|look| look.value.into()).collect();
        if listed.at.is_none() {
            let doubled = std::iter::successors(Some(u64::from(FIRST_LOOK)), |look| Some(look * 2));
            looks.extend(doubled.take_while(|&look| look < u64::from(ceiling)));
        }
        looks.push(ceiling.into());
        Some(looks)
    }
}
