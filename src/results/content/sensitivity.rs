//! Which uncertain numbers drive a result: `sensitivity.json`, and `sensitivity.csv` beside it.

use serde::Serialize;

use crate::experiment::sensitivity::SobolIndices;
use crate::results::csv::rows;
use crate::results::json::{ResultFile, missing};
use crate::results::{SENSITIVITY_JSON, VERSION};

impl ResultFile for SobolIndices {
    const NAME: &'static str = SENSITIVITY_JSON;

    fn check(&self) -> Result<(), String> {
        let known = self.factors.is_some();
        let keys = [
            ("mean", self.mean.is_some()),
            ("variance", self.variance.is_some()),
            ("first-sum", self.first_sum.is_some()),
        ];
        match keys.into_iter().find(|key| key.1 != known) {
            Some((key, false)) => Err(missing("", key)),
            Some((_, true)) => Err(missing("", "factors")),
            None => Ok(()),
        }
    }
}

/// A line of the table: one index of one factor, then how it was found.
#[derive(Default, Serialize)]
#[serde(rename_all = "kebab-case")]
struct IndexRow<'a> {
    of: &'a str,
    factor: &'a str,
    title: &'a str,
    index: &'static str,
    value: f64,
    low: f64,
    high: f64,
    samples: u32,
    runs_per_sample: u32,
    seed: u64,
    version: &'static str,
}

/// The table of indices: the first-order one of each factor, then its total-order one.
pub fn index_table(found: &SobolIndices) -> String {
    let factors = found.factors.iter().flatten();
    let indices = factors.flat_map(|it| {
        [("first", it.first), ("total", it.total)].map(|(index, estimate)| IndexRow {
            of: &found.of,
            factor: &it.factor,
            title: &it.title,
            index,
            value: estimate.value,
            low: estimate.interval[0],
            high: estimate.interval[1],
            samples: found.samples,
            runs_per_sample: found.runs_per_sample,
            seed: found.seed,
            version: VERSION,
        })
    });
    rows(&indices.collect::<Vec<_>>())
}
