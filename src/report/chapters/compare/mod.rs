//! What each lever changes.

mod answer;
mod tables;

use crate::experiment::compare::Comparison;
use crate::report::chapters::chapter::{Chapter, Findings, made_with};
use crate::report::labels::{count, counted, percent};
use crate::report::names::Names;
use crate::results::Provenance;

/// What a person reads after `compare`; at most 100 columns.
pub fn comparison(comparison: &Comparison) -> String {
    let head = format!(
        "{}\n{} without levers and with each policy, the same realizations, seed {}\n\
         changes against no lever at all, in percentage points; brackets: 95 % interval of the paired\n\
         difference (simulation error only)\n",
        comparison.title,
        counted(comparison.runs, "run"),
        comparison.seed,
    );
    let mut text = comparison.chapter(Names::TYPED).page(&head);
    if comparison
        .effects
        .iter()
        .any(|it| it.never_used_in_the_file)
    {
        text.push_str(tables::ASSUMED);
        text.push('\n');
    }
    text
}

impl Findings for Comparison {
    fn chapter(&self, names: Names<'_>) -> Chapter {
        Chapter {
            heading: "What each lever changes",
            question: "What does each lever, each set of levers and all of them together change compared with the same talks \
                       without any lever: how often there is agreement, signature and a zone of possible agreement, why talks \
                       fail, and what each party is left with?"
                .to_owned(),
            answer: answer::answer(self, names),
            tables: tables::tables(self, names),
        }
    }

    fn method(&self, from: &Provenance) -> String {
        let policies = self.effects.len() as u64;
        format!(
            "The talks were played with {} without any lever, with each lever alone and with sets of levers, {} policies, for {} \
             each on the same realizations, so that every difference is paired run by run (common random numbers; Glasserman and \
             Yao 1992). Intervals of differences are 95 % score intervals for paired proportions (Tango 1998), those of shares \
             Wilson score intervals (Wilson 1927); p-values are those of McNemar's test in its mid-p form (McNemar 1947; \
             Fagerland, Lydersen and Laake 2013), adjusted for all policies by Holm (1979) and called significant below {}; \
             simultaneous intervals have confidence 0.95^(1/{policies}) each (Šidák 1967). Each two policies were also tested \
             against each other, with Holm's adjustment over all pairs; groups that cannot be distinguished follow Piepho (2004). \
             Runs needed follow Bonett and Price (2012). The zone of {} more was looked at without playing them, as a control \
             variate (Neyman 1938; Cochran 1977). Intervals cover simulation error only.",
            made_with(from),
            count(policies),
            counted(from.runs, "run"),
            percent(answer::LEVEL),
            counted(self.zone_runs, "realization"),
        )
    }
}
