//! Which uncertain numbers drive a result.

use crate::experiment::sensitivity::{FactorIndices, Index, PairIndices, SobolIndices};
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
        "{}\nWhat drives `{}`: Sobol indices, {} of {} points, {} at each, seed {}\nbrackets: 95 % interval over {}\n",
        found.title,
        found.of,
        counted(u64::from(found.samples), "sample"),
        2 + factors * if found.second_order.is_some() { 2 } else { 1 }
            + found.sides.as_ref().map_or(0, Vec::len),
        counted(u64::from(found.runs_per_sample), "run"),
        found.seed,
        counted(u64::from(found.replicates), "independent replicate"),
    );
    let mut chapter = found.chapter(Names::TYPED);
    if let (Some(mean), Some(variance)) = (found.mean, found.variance) {
        let moments = format!("Mean {}, variance {variance:.4}.", decimal(mean));
        chapter.answer.push(moments);
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
            tables: [sides(self, &of), Some(indices(self, &of)), pairs(self, &of)]
                .into_iter()
                .flatten()
                .collect(),
        }
    }

    fn method(&self, from: &Provenance) -> String {
        let has_pairs = self.second_order.is_some();
        format!(
            "Sobol indices (Sobol 1993) were estimated with {} from {} samples, each two points A and B of a Sobol sequence \
             (Joe and Kuo 2008) and, for each factor, A with the factor's numbers from B{}; at each point {} \
             that differ in the noise of the talks only were played and averaged, {} in all. First-order indices use the \
             estimator of Saltelli and others (2010), total-order indices that of Jansen (1999){}. The noise of the talks \
             (errors of acceptance and channel, votes, the time of a breakdown) is a factor of its own. The samples are {} of \
             the sequence, each scrambled by itself (Owen 1995, 1997); estimates pool them, and intervals are Student's over \
             replicates, by the error of a ratio of sums (Cochran 1977); those of the interactions of all factors{} hold together at \
             95 % (Šidák 1967).{}",
            made_with(from),
            count(u64::from(self.samples)),
            if has_pairs {
                ", and B with those from A"
            } else {
                ""
            },
            counted(u64::from(self.runs_per_sample), "run"),
            counted(from.runs, "run"),
            if has_pairs {
                ", second-order indices follow Saltelli (2002)"
            } else {
                ""
            },
            counted(u64::from(self.replicates), "replicate"),
            if has_pairs {
                ", and those of all pairs,"
            } else {
                ""
            },
            if self.sides.is_some() {
                " Where a number lies in its range is a factor beside what nature draws around it; rows by fours share places in \
                 the ranges, and belong to one replicate."
            } else {
                ""
            },
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
    sentences.extend(shares_of_sides(found));
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
    if !influential.is_empty() {
        sentences.extend(found.interaction().map(interaction));
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

/// What assumptions, nature and the talks make of the variance, where numbers have ranges.
fn shares_of_sides(found: &SobolIndices) -> Option<String> {
    let all = of_sides(found)?;
    let names = [
        "the ranges of assumptions make",
        "what nature draws",
        "the noise of the talks",
    ];
    let shares = names.into_iter().zip(all).map(|(name, side)| {
        let [total, alone] = [side.total, side.first].map(|one| index(one).words());
        format!("{name} {total} (alone {alone})")
    });
    Some(format!(
        "Of the variance over all ranges {}.",
        joined(shares, "; ")
    ))
}

/// The ranges together, what nature draws, and the noise of the talks; none where no number has a range.
fn of_sides(found: &SobolIndices) -> Option<Vec<&FactorIndices>> {
    let (sides, factors) = (found.sides.as_ref()?, found.factors.as_ref()?);
    Some(sides.iter().chain(factors.last()).collect())
}

/// What assumptions, nature and the talks drive, each as a whole.
fn sides(found: &SobolIndices, of: &str) -> Option<Table> {
    let table = Table::new(&format!("What drives {of}: assumptions, nature, the talks"))
        .note("ranges: where numbers lie that nobody knows; nature: what is drawn anew in each run")
        .legend(
            "Shares of the variance with 95 % interval, as in the table of single numbers: here all numbers with a range are one, \
             by where they lie in it, and all that nature draws around them is another. What stands alone under the ranges would \
             vanish if all assumptions were known.",
        )
        .of(of_sides(found)?)
        .column("whole", |side| Cell::path(&side.title, &side.factor))
        .column("alone (first order)", |side| index(side.first))
        .column("in total (total order)", |side| index(side.total))
        .column("by interaction", |side| index(side.interaction))
        .table();
    Some(table)
}

/// What is made by interaction, of which sums of indices speak only beyond their error.
fn interaction(share: Index) -> String {
    let words = index(share).words();
    let [low, high] = share.interval;
    if low > 0.0 {
        format!(
            "Interaction of factors, the noise of the talks included, makes {words} of the variance: 1 less the sum of the \
             first-order indices."
        )
    } else if high < 0.0 {
        // More than all is explained: an error, of which the doubts speak.
        "No interaction can be seen.".to_owned()
    } else {
        format!(
            "Interaction cannot be distinguished from none: 1 less the sum of the first-order indices is {words}."
        )
    }
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
            "Share of the variance with 95 % interval. Alone: what would vanish if the number became known. In total: what would \
             remain if everything else were known. By interaction: the difference, what the number makes together with others \
             only; its intervals are so wide that those of all numbers hold together, and where one lies above 0 there is \
             interaction. An estimate below 0 means 0 within its \
             error. Any change sends the talks down another path, which the noise measures; more runs per sample \
             lower it. Numbers without any influence are left out.",
        )
        .of(ranked.filter(|factor| has_influence(factor)))
        .column("number", |factor| Cell::path(&factor.title, &factor.factor))
        .column("alone (first order)", |factor| index(factor.first))
        .column("in total (total order)", |factor| index(factor.total))
        .column("by interaction", |factor| index(factor.interaction))
        .table()
}

/// Pairs shown at most: those of greatest second-order index.
const PAIRS_SHOWN: usize = 20;

/// What each two factors do together, where that was asked, but for pairs without any influence.
fn pairs(found: &SobolIndices, of: &str) -> Option<Table> {
    let mut pairs: Vec<&PairIndices> = found.second_order.as_ref()?.iter().collect();
    pairs.retain(|pair| pair.second.half_width() > 0.0 || pair.second.value != 0.0);
    pairs.sort_by(|one, other| other.second.value.total_cmp(&one.second.value));
    let left_out = pairs.len().saturating_sub(PAIRS_SHOWN);
    pairs.truncate(PAIRS_SHOWN);
    let mut table = Table::new(&format!("What drives {of} in pairs: second-order indices"));
    if left_out > 0 {
        table = table.note(&format!(
            "{} with smaller indices are left out",
            counted(left_out as u64, "pair")
        ));
    }
    let table = table.legend(
        "Share of the variance that two numbers make together, beyond what each makes alone, with intervals so wide that those of \
         all pairs hold together at 95 %.",
    );
    let path =
        |pair: &PairIndices, place: usize| Cell::path(&pair.titles[place], &pair.factors[place]);
    Some(
        table
            .of(pairs)
            .column("number", |pair| path(pair, 0))
            .column("with", |pair| path(pair, 1))
            .column("together (second order)", |pair| index(pair.second))
            .table(),
    )
}

#[cfg(test)]
mod tests {
    use super::{answer, interaction};
    use crate::experiment::sensitivity::{FactorIndices, Index, SobolIndices};
    use crate::report::names::Names;

    #[test]
    fn interaction_is_claimed_beyond_its_error_only() {
        let words = |low: f64, high: f64| {
            interaction(Index {
                value: f64::midpoint(low, high),
                interval: [low, high],
            })
        };
        assert!(words(0.1, 0.3).contains("makes 0.200 [0.100, 0.300] of the variance"));
        assert!(words(-0.1, 0.3).starts_with("Interaction cannot be distinguished from none"));
        assert_eq!(words(-0.3, -0.1), "No interaction can be seen.");
    }

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
                paths: vec!["clock.rounds".to_owned()],
                first: index,
                total: index,
                interaction: index,
            };
            let found = SobolIndices {
                title: String::new(),
                of: "agreement".to_owned(),
                seed: 1,
                samples: 8,
                samples_asked: 8,
                runs_per_sample: 4,
                replicates: 8,
                mean: Some(0.5),
                variance: Some(0.25),
                noise_share: Some(noise),
                factors: Some(vec![factor]),
                sides: None,
                first_sum: Some(index),
                second_order: None,
                doubts: Vec::new(),
            };
            answer(&found, "agreement", Names::titles(None)).join("|")
        };
        assert!(words(0.5, 0.25).contains("25.0 % is noise of the talks"));
        assert!(!words(0.5, 1.261).contains("is noise of the talks"));
        assert!(words(0.0, 1.261).starts_with("Without any influence here: "));
    }
}
