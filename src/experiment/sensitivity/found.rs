//! What drives a result, and why that must not be taken at its word yet.

use serde::{Deserialize, Serialize};

use crate::experiment::Measure;
use crate::experiment::parameters::{Group, NOISE, SIDES, side_title, title};
use crate::experiment::sensitivity::indices::{Evaluations, Index, Indices, Orders, indices};
use crate::experiment::sensitivity::settings::SensitivitySettings;
use crate::experiment::study::Study;

/// Half-width beyond which an interval counts as unsettled.
pub const SETTLED: f64 = 0.05;

/// Sobol indices of a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SobolIndices {
    /// Title of the scenario.
    pub title: String,
    /// Name of the measure.
    pub of: String,
    /// Seed.
    pub seed: u64,
    /// Samples done; fewer than asked for when the analysis was cancelled.
    pub samples: u32,
    /// Samples asked for.
    pub samples_asked: u32,
    /// Runs at each point.
    pub runs_per_sample: u32,
    /// Independently scrambled replicates among which the samples are shared out.
    pub replicates: u32,
    /// Mean of the result; none where it never varied.
    pub mean: Option<f64>,
    /// Variance of the result; none where it never varied.
    pub variance: Option<f64>,
    /// Share of the variance of a single run that the noise of the talks makes, `E[V(y | numbers)] / V(y)`; none with one run
    /// at each point and where nothing varies. More than 1 says nothing.
    pub noise_share: Option<f64>,
    /// Each number or group of numbers, then the noise of the talks; none where the result never varied.
    pub factors: Option<Vec<FactorIndices>>,
    /// All ranges of assumptions together, then all that nature draws; none where no number has a range and where the result
    /// never varied.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sides: Option<Vec<FactorIndices>>,
    /// Sum of the first-order indices; none where the result never varied.
    pub first_sum: Option<Index>,
    /// Each two factors; none where the result never varied or pairs were not asked about.
    pub second_order: Option<Vec<PairIndices>>,
    /// What is doubtful about them, in words.
    pub doubts: Vec<String>,
}

/// The indices of one number or group of numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorIndices {
    /// Its path, or the name it was given.
    pub factor: String,
    /// Name for readers.
    pub title: String,
    /// The paths whose numbers it holds; none for the noise of the talks.
    pub paths: Vec<String>,
    /// Share of the variance that it makes alone.
    pub first: Index,
    /// Share of the variance that it makes alone and together with others.
    pub total: Index,
    /// Total less first: the share that it makes together with others only.
    pub interaction: Index,
}

/// What two factors do together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PairIndices {
    /// The two.
    pub factors: [String; 2],
    /// Their names for readers.
    pub titles: [String; 2],
    /// Share of the variance that the two make together, beyond what each makes alone.
    pub second: Index,
}

impl SobolIndices {
    /// The indices of a measure, from what it was at the points of a design and how much it varied at one point.
    pub(super) fn of(
        (study, groups, measure): (&Study<'_>, &[Group], &Measure),
        settings: &SensitivitySettings,
        evaluations: &Evaluations,
        within: f64,
    ) -> Self {
        let indices = indices(evaluations);
        let samples = u32::try_from(evaluations.rows()).unwrap_or(settings.samples);
        let of_runs = indices.as_ref().filter(|_| settings.runs_per_sample > 1);
        let mut found = Self {
            title: study.scenario.title.clone(),
            of: measure.name().to_owned(),
            seed: settings.seed,
            samples,
            samples_asked: settings.samples,
            runs_per_sample: settings.runs_per_sample,
            replicates: u32::try_from(evaluations.replicates()).unwrap_or(samples),
            mean: indices.as_ref().map(|found| found.mean),
            variance: indices.as_ref().map(|found| found.variance),
            noise_share: of_runs.map(|indices| {
                // The mean over runs has the variance of the numbers plus a share of that of the noise.
                let runs = f64::from(settings.runs_per_sample);
                within / (indices.variance + within * (1.0 - 1.0 / runs))
            }),
            factors: indices.as_ref().map(|found| factors(study, groups, found)),
            sides: indices.as_ref().and_then(sides),
            first_sum: indices.as_ref().map(|found| found.first_sum),
            second_order: None,
            doubts: Vec::new(),
        };
        if let Some(indices) = indices {
            found.second_order = found.pairs(&indices);
            found.doubts = found.doubts(indices.rate, settings.samples_max(groups));
        }
        found
    }

    /// The factors, greatest total index first; of equal ones the first listed.
    pub fn ranked(&self) -> Vec<&FactorIndices> {
        let mut factors: Vec<&FactorIndices> = self.factors.iter().flatten().collect();
        factors.sort_by(|one, other| other.total.value.total_cmp(&one.total.value));
        factors
    }

    /// The share of the variance that is made by interaction, of whatever order: 1 less the sum of the first-order indices.
    pub fn interaction(&self) -> Option<Index> {
        self.first_sum.map(|sum| Index {
            value: 1.0 - sum.value,
            interval: [1.0 - sum.interval[1], 1.0 - sum.interval[0]],
        })
    }

    fn pairs(&self, indices: &Indices) -> Option<Vec<PairIndices>> {
        let factors = self.factors.as_ref()?;
        let pairs = indices.pairs.iter().map(|pair| {
            let both = [pair.factors.0, pair.factors.1].map(|place| &factors[place]);
            PairIndices {
                factors: both.map(|factor| factor.factor.clone()),
                titles: both.map(|factor| factor.title.clone()),
                second: pair.second,
            }
        });
        (!indices.pairs.is_empty()).then(|| pairs.collect())
    }

    /// All reasons for doubt; none when the indices have settled, or when nothing can be done about it.
    fn doubts(&self, rate: f64, samples_max: u64) -> Vec<String> {
        // A first-order index cannot exceed the total-order one, nor can their sum exceed 1.
        let factors = self.factors.iter().flatten();
        let exceeding = factors.filter(|of| of.interaction.interval[1] < 0.0);
        let exceeding = exceeding.map(|indices| {
            format!(
                "the first-order index of `{}` exceeds its total-order index, which is an error of estimation",
                indices.factor
            )
        });
        let mut doubts: Vec<String> = exceeding.collect();
        if let Some(sum) = self.first_sum.filter(|sum| sum.interval[0] > 1.0) {
            doubts.push(format!(
                "the first-order indices sum to {:.3} [{:.3}, {:.3}], more than 1, which is an error of estimation",
                sum.value, sum.interval[0], sum.interval[1]
            ));
        }
        doubts.extend(self.unsettled(rate, samples_max));
        doubts
    }

    /// Which interval is widest and how many samples bring it to ±[`SETTLED`]; nothing where all are narrower, or where no
    /// number of samples that can be taken is enough.
    fn unsettled(&self, rate: f64, samples_max: u64) -> Option<String> {
        let factors = self.factors.iter().flatten().map(|indices| {
            let all = [indices.first, indices.total, indices.interaction];
            let widest = all.iter().map(Index::half_width).fold(0.0, f64::max);
            (widest, format!("`{}`", indices.factor))
        });
        let pairs = self.second_order.iter().flatten().map(|pair| {
            let [one, other] = &pair.factors;
            (pair.second.half_width(), format!("`{one}` with `{other}`"))
        });
        let widths = factors.chain(pairs).filter(|wide| wide.0 > SETTLED);
        let (half_width, of) =
            widths.reduce(|one, other| if other.0 > one.0 { other } else { one })?;
        let times = libm::pow(half_width / SETTLED, 1.0 / rate);
        let samples = next_power_of_two(libm::ceil(times * f64::from(self.samples)));
        (samples <= samples_max).then(|| {
            format!(
                "the interval of {of} is ±{half_width:.3} wide; {samples} samples should bring those of all numbers below ±{SETTLED:.2}"
            )
        })
    }
}

impl FactorIndices {
    fn of((factor, title): (&str, String), paths: Vec<String>, orders: &Orders) -> Self {
        Self {
            factor: factor.to_owned(),
            title,
            paths,
            first: orders.first,
            total: orders.total,
            interaction: orders.interaction,
        }
    }
}

fn factors(study: &Study<'_>, groups: &[Group], found: &Indices) -> Vec<FactorIndices> {
    let title_of = |group: &Group| group.title(study.scenario, study.ranged());
    let named = groups
        .iter()
        .map(|group| ((group.name.as_str(), title_of(group)), group.paths.clone()));
    let noise = ((NOISE, title(study.scenario, NOISE)), Vec::new());
    let factors = named.chain([noise]).zip(&found.factors);
    let indices = factors.map(|((name, paths), orders)| FactorIndices::of(name, paths, orders));
    indices.collect()
}

fn sides(found: &Indices) -> Option<Vec<FactorIndices>> {
    let sides = SIDES.into_iter().zip(&found.sides);
    let of_side = |(name, orders)| FactorIndices::of((name, side_title(name)), Vec::new(), orders);
    (!found.sides.is_empty()).then(|| sides.map(of_side).collect())
}

/// Sobol sequences are balanced best at powers of two.
fn next_power_of_two(samples: f64) -> u64 {
    let mut power = 1_u64;
    while (power as f64) < samples && power < 1 << 62 {
        power *= 2;
    }
    power
}
