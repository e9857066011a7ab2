//! The headline results as a table for a paper, in LaTeX and in Markdown.

use crate::report::labels::{count, share};
use crate::report::paper::escape::{latex, markdown as escaped};
use crate::report::paper::results::{bounds, headlines};
use crate::report::paper::{MARK, Study};
use crate::simulation::Summary;

/// Summaries with where they come from.
fn summaries(study: &Study) -> Vec<(&Summary, String)> {
    let parts = study.parts.iter();
    let told = parts.filter_map(|part| Some((part.summary.as_ref()?, part)));
    told.map(|(summary, part)| {
        let origin = format!(
            "zopa {}, fingerprint {}, {} runs, seed {}",
            part.provenance.version,
            part.provenance.fingerprint,
            count(summary.runs),
            summary.seed
        );
        (summary, origin)
    })
    .collect()
}

/// One table for each part that counts runs, for a document with the package `booktabs`.
pub(super) fn tex(study: &Study) -> Option<String> {
    let tables: Vec<String> = summaries(study)
        .into_iter()
        .enumerate()
        .map(|(place, (summary, origin))| tex_table(summary, &origin, place))
        .collect();
    let head =
        format!("% {MARK}. Needs \\usepackage[T1]{{fontenc}} and \\usepackage{{booktabs}}.\n");
    (!tables.is_empty()).then(|| head + &tables.join("\n"))
}

fn tex_table(summary: &Summary, origin: &str, place: usize) -> String {
    let number = if place == 0 {
        String::new()
    } else {
        format!("-{}", place + 1)
    };
    let mut text = format!(
        "\\begin{{table}}\n  \\centering\n  \\caption{{{}: headline results. Intervals: 95\\,\\% Wilson, simulation error \
         only. {}.}}\n  \\label{{tab:headline{number}}}\n  \\begin{{tabular}}{{lrrr}}\n    \\toprule\n    & Runs & Share & \
         95\\,\\% interval, \\% \\\\\n",
        latex(&summary.title),
        latex(origin),
    );
    let mut group = "";
    for it in headlines(summary) {
        if it.group != group {
            group = it.group;
            text.push_str(&format!(
                "    \\midrule\n    \\multicolumn{{4}}{{l}}{{\\emph{{{}}}}} \\\\\n",
                latex(group)
            ));
        }
        let share = latex(&share(it.rate)).replace(" \\%", "\\,\\%");
        text.push_str(&format!(
            "    {} & {} & {share} & {} \\\\\n",
            latex(&it.name),
            count(it.rate.count),
            bounds(it.rate).replace('–', "--")
        ));
    }
    text.push_str("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n");
    text
}

/// One table for each part that counts runs.
pub(super) fn markdown(study: &Study) -> Option<String> {
    let tables: Vec<String> = summaries(study)
        .into_iter()
        .map(|(summary, origin)| markdown_table(summary, &origin))
        .collect();
    (!tables.is_empty()).then(|| format!("<!-- {MARK}. -->\n\n{}", tables.join("\n")))
}

fn markdown_table(summary: &Summary, origin: &str) -> String {
    let mut text = format!(
        "{}: headline results. Intervals: 95 % Wilson, simulation error only. {}.\n\n| | | Runs | Share | 95 % interval, % \
         |\n| --- | --- | ---: | ---: | ---: |\n",
        escaped(&summary.title),
        escaped(origin),
    );
    let mut group = "";
    for it in headlines(summary) {
        // A group is named once, beside its first row.
        let shown = if it.group == group { "" } else { it.group };
        group = it.group;
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} |\n",
            escaped(shown),
            escaped(&it.name),
            count(it.rate.count),
            escaped(&share(it.rate)),
            bounds(it.rate)
        ));
    }
    text
}
