//! Result files that are not yet types of `results`, as the chapters read them.

#![allow(missing_docs, reason = "these types stand here until results has them")]

use std::collections::HashMap;

use serde::Deserialize;

use crate::experiment::sweep::{Layout, Sheet};
use crate::report::csv::CsvTable;
use crate::results::ById;

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ComparisonFile {
    pub title: String,
    pub seed: u64,
    pub runs: u64,
    pub zone_runs: u64,
    pub half_width: f64,
    pub none: ShareOfRuns,
    pub effects: Vec<PolicyEffect>,
    pub ranking: PolicyRanking,
    pub splits: Vec<LeverSplit>,
    pub rules: Vec<RuleComparison>,
    pub rules_left_out: Vec<RuleLeftOut>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ShareOfRuns {
    pub rate: f64,
    pub interval: [f64; 2],
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PolicyEffect {
    pub policy: String,
    pub title: String,
    pub kind: String,
    pub never_used_in_the_file: bool,
    pub agreement: PairedEffect,
    pub signed: PairedEffect,
    pub zone: PairedEffect,
    pub packages: ById<PairedEffect>,
    pub failures: ById<PairedEffect>,
    pub transitions: Vec<Transition>,
    pub used: ShareOfRuns,
    pub parties: ById<PartyChange>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Transition {
    pub without: String,
    pub with: String,
    pub runs: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PartyChange {
    pub utility: MeanChange,
    pub payoff: MeanChange,
    pub lever_cost: MeanChange,
}

#[derive(Clone, Debug, Deserialize)]
pub struct MeanChange {
    pub mean: Option<f64>,
    pub se: Option<f64>,
    pub interval: Option<[f64; 2]>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PairedEffect {
    pub with: ShareOfRuns,
    pub only_with: u64,
    pub only_without: u64,
    pub difference: f64,
    pub se: Option<f64>,
    pub interval: [f64; 2],
    pub saved_by_pairing: f64,
    pub zone_adjusted: Option<AdjustedDifference>,
    #[serde(flatten)]
    pub at_once: Option<AtOnce>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AtOnce {
    pub interval_all: [f64; 2],
    pub p_holm: f64,
    pub runs_needed: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AdjustedDifference {
    pub difference: f64,
    pub se: Option<f64>,
    pub variance_saved: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PolicyRanking {
    pub order: Vec<String>,
    pub not_told_apart: Vec<Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct LeverSplit {
    pub lever: String,
    pub parts: Vec<SplitPart>,
    pub interaction: MeanChange,
}

#[derive(Clone, Debug, Deserialize)]
pub struct SplitPart {
    pub title: String,
    pub agreement: PairedEffect,
    pub zone: PairedEffect,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RuleComparison {
    pub rule: String,
    pub agreement: ById<PairedEffect>,
    pub changes_places: Vec<ChangedPlaces>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ChangedPlaces {
    pub upper_as_written: String,
    pub upper_here: String,
    pub told_apart: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub struct RuleLeftOut {
    pub rule: String,
    pub because: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SensitivityFile {
    pub title: String,
    pub of: String,
    pub seed: u64,
    pub samples: u32,
    pub runs_per_sample: u32,
    pub mean: Option<f64>,
    pub variance: Option<f64>,
    pub noise_share: Option<f64>,
    pub factors: Option<Vec<FactorIndex>>,
    pub first_sum: Option<IndexEstimate>,
    pub doubts: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct FactorIndex {
    pub factor: String,
    pub title: String,
    pub first: IndexEstimate,
    pub total: IndexEstimate,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct IndexEstimate {
    pub value: f64,
    pub interval: [f64; 2],
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DiscoveryFile {
    pub title: String,
    pub of: String,
    pub when: String,
    pub seed: u64,
    pub runs: u64,
    pub interesting: u64,
    pub mass_min: f64,
    pub density_min: Option<f64>,
    pub boxes: Vec<FoundBox>,
    pub ending: String,
    pub not_confirmed: Option<FoundBox>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FoundBox {
    pub limits: Vec<BoxLimit>,
    pub held_out: BoxCounts,
    pub training: BoxCounts,
    pub p_value: f64,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct BoxCounts {
    pub coverage: f64,
    pub density: f64,
    pub mass: f64,
    pub base: f64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BoxLimit {
    pub parameter: String,
    pub title: String,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub range: Option<[f64; 2]>,
    pub categories: Option<Vec<String>>,
    pub choices: Option<Vec<Choice>>,
    pub quasi_p: f64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Choice {
    pub id: String,
    pub title: String,
}

#[derive(Clone, Debug, Default)]
pub struct Estimate {
    pub measure: String,
    pub of: String,
    pub runs: u64,
    pub value: Option<f64>,
    pub se: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub difference: Option<f64>,
    pub difference_se: Option<f64>,
    pub difference_low: Option<f64>,
    pub difference_high: Option<f64>,
}

/// Our own text as a value.
///
/// # Panics
/// Never: it was written by this program.
pub fn own<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).expect("it was written by this program")
}

/// What the cells of a sweep counted, as estimates.
///
/// # Panics
/// Never: the table was written by this program.
pub fn counted(layout: &Layout, sheet: &Sheet) -> Estimates {
    let table = CsvTable::read(&crate::report::sweep::cells(layout, sheet));
    Estimates::from(&table.expect("it was written by this program"))
}

/// The lines of `cells.csv` as estimates.
#[derive(Clone, Debug, Default)]
pub struct Estimates(Vec<(String, Vec<Estimate>)>);

impl Estimates {
    pub fn by_setting(&self) -> Vec<(&str, Vec<&Estimate>)> {
        let settings = self.0.iter();
        let settings = settings.map(|(setting, rows)| (setting.as_str(), rows.iter().collect()));
        settings.collect()
    }
}

impl From<&CsvTable> for Estimates {
    fn from(table: &CsvTable) -> Self {
        let rows = table.rows.iter().map(|row| {
            let fields: HashMap<&str, &str> = table
                .header
                .iter()
                .zip(row)
                .map(|(name, field)| (name.as_str(), field.as_str()))
                .collect();
            (row[0].clone(), estimates(&fields))
        });
        Self(rows.collect())
    }
}

fn estimates(fields: &HashMap<&str, &str>) -> Vec<Estimate> {
    let number = |name: String| fields.get(&*name)?.parse().ok();
    let mut found = Vec::new();
    let mut names: Vec<&&str> = fields.keys().collect();
    names.sort();
    for name in names {
        let (column, of) = name.split_once(':').unwrap_or((name, ""));
        let suffix = if of.is_empty() { String::new() } else { format!(":{of}") };
        let measure = match column {
            "agreed" => "package",
            "agreement" | "signed" | "zone" | "failure" | "utility" | "payoff" => column,
            _ => continue,
        };
        let is_paired = matches!(column, "agreement" | "agreed");
        let difference = |end: &str| {
            is_paired.then(|| number(format!("difference{end}{suffix}"))).flatten()
        };
        found.push(Estimate {
            measure: measure.to_owned(),
            of: of.to_owned(),
            runs: fields["runs"].parse().unwrap_or(0),
            value: number((**name).to_owned()),
            se: number(format!("{column}-se{suffix}")),
            low: number(format!("{column}-low{suffix}")),
            high: number(format!("{column}-high{suffix}")),
            difference: difference(""),
            difference_se: None,
            difference_low: difference("-low"),
            difference_high: difference("-high"),
        });
    }
    found
}
