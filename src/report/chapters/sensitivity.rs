//! Which uncertain numbers drive a result.

use crate::experiment::sensitivity::{FactorIndices, Index, SobolIndices};
use crate::report::chapters::chapter::{Chapter, Findings, made_with};
use crate::report::labels::{count, counted, decimal, listed, percent};
use crate::report::names::Names;
use crate::report::table::{Cell, Table};
use crate::report::words::joined;
use crate::results::Provenance;

/// Factors named in the answer.
const NAMED: usize = 3;

/// What a person reads after `sensitivity`; at most 100 columns.
pub fn sensitivity(found: &SobolIndices) -> String {
    let factors = found.factors.as_ref().map_or(0, Vec::len);
    let head = format!(
        "{}\nWhat drives `{}`: Sobol indices, {} of {} points, {} at each, seed {}\nbrackets: 95 % bootstrap interval\n",
        found.title,
        found.of,
        counted(u64::from(found.samples), "sample"),
        factors + 2,
        counted(u64::from(found.runs_per_sample), "run"),
        found.seed,
    );
    let mut chapter = found.chapter(Names::TYPED);
    if let (Some(mean), Some(variance), Some(sum)) = (found.mean, found.variance, found.first_sum) {
        chapter.answer.push(format!(
            "Mean {}, variance {variance:.4}; the first-order indices sum to {}, the rest is interaction.",
            decimal(mean),
            index(sum).words()
        ));
    }
    chapter.page(&head)
}

impl Findings for SobolIndices {
    fn chapter(&self, names: Names<'_>) -> Chapter {
        let of = names.measure(&self.of);
        Chapter {
            heading: "What drives the result",
            question: format!(
                "Which of the uncertain numbers does the result, here {of}, depend on, each alone and together with the others?"
            ),
            answer: answer(self, &of, names),
            tables: vec![indices(self, &of)],
        }
    }

    fn method(&self, from: &Provenance) -> String {
        format!(
            "Sobol indices (Sobol 1993) were estimated with {} from {} samples, each two points A and B of a scrambled Sobol \
             sequence (Joe and Kuo 2008; Owen 1995) and, for each factor, A with the factor's numbers from B; at each point {} \
             that differ in the noise of the talks only were played and averaged, {} in all. First-order indices use the \
             estimator of Saltelli and others (2010), total-order indices that of Jansen (1999). The noise of the talks (errors \
             of acceptance and channel, votes, the time of a breakdown) is a factor of its own. Intervals are percentiles of \
             1,000 bootstrap resamples of the rows (Efron 1979).",
            made_with(from),
            count(u64::from(self.samples)),
            counted(u64::from(self.runs_per_sample), "run"),
            counted(from.runs, "run")
        )
    }
}

fn has_influence(factor: &FactorIndices) -> bool {
    factor.total.value > 0.0
}

fn answer(found: &SobolIndices, of: &str, names: Names<'_>) -> Vec<String> {
    let name = |factor: &FactorIndices| names.called(&factor.factor, &factor.title);
    if found.factors.is_none() {
        return vec![format!(
            "The result, {of}, was the same at every point, so there is nothing to explain."
        )];
    }
    let ranked = found.ranked();
    let (influential, others): (Vec<&FactorIndices>, Vec<&FactorIndices>) =
        ranked.into_iter().partition(|factor| has_influence(factor));
    let first = influential.iter().take(NAMED).map(|factor| {
        let [total, alone] = [factor.total, factor.first].map(|one| index(one).words());
        format!("{} ({total}, alone {alone})", name(factor))
    });
    let mut sentences = Vec::new();
    if !influential.is_empty() {
        sentences.push(format!(
            "The greatest total-order indices, with 95 % intervals, are those of {}.",
            joined(first, "; ")
        ));
    }
    // With few samples the estimate may exceed one, which means nothing.
    if let Some(share) = found.noise_share.filter(|&share| share <= 1.0) {
        sentences.push(format!(
            "Of the variance of a single run {} is noise of the talks; the rest comes from the uncertain numbers.",
            percent(share)
        ));
    }
    let mut paragraphs = vec![sentences.join(" ")];
    if !others.is_empty() {
        let others = listed(others.into_iter().map(name));
        paragraphs.push(format!("Without any influence here: {others}."));
    }
    if !found.doubts.is_empty() {
        paragraphs.push(format!("Open doubts: {}.", found.doubts.join("; ")));
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// An index with its interval: `0.436 [0.219, 0.752]`.
fn index(estimate: Index) -> Cell {
    Cell::Estimate(estimate.value, estimate.interval)
}

fn indices(found: &SobolIndices, of: &str) -> Table {
    let ranked = found.ranked().into_iter();
    Table::new(&format!("What drives {of}: Sobol indices"))
        .note("a total no larger than that of the noise of the talks means little")
        .legend(
            "Share of the variance with 95 % bootstrap interval. Alone: what would vanish if the number became known. In total: \
             what would remain if everything else were known; what exceeds the first is interaction. An estimate below 0 means 0 \
             within its error. Any change sends the talks down another path, which the noise measures; more runs per sample \
             lower it. Numbers without any influence are left out.",
        )
        .of(ranked.filter(|factor| has_influence(factor)))
        .column("number", |factor| Cell::path(&factor.title, &factor.factor))
        .column("alone (first order)", |factor| index(factor.first))
        .column("in total (total order)", |factor| index(factor.total))
        .table()
}

#[cfg(test)]
mod tests {
    use super::answer;
    use crate::experiment::sensitivity::{FactorIndices, Index, SobolIndices};
    use crate::report::names::Names;

    #[test]
    fn estimates_that_mean_nothing_are_left_out() {
        let words = |total: f64, noise: f64| {
            let index = Index {
                value: total,
                interval: [total, total],
            };
            let factor = FactorIndices {
                factor: "clock.rounds".to_owned(),
                title: "Time: rounds".to_owned(),
                first: index,
                total: index,
            };
            let found = SobolIndices {
                title: String::new(),
                of: "agreement".to_owned(),
                seed: 1,
                samples: 8,
                samples_asked: 8,
                runs_per_sample: 4,
                mean: Some(0.5),
                variance: Some(0.25),
                noise_share: Some(noise),
                factors: Some(vec![factor]),
                first_sum: Some(index),
                doubts: Vec::new(),
            };
            answer(&found, "agreement", Names::titles(None)).join("|")
        };
        assert!(words(0.5, 0.25).contains("25.0 % is noise of the talks"));
        assert!(!words(0.5, 1.261).contains("noise"));
        assert!(words(0.0, 1.261).starts_with("Without any influence here: "));
    }
}
