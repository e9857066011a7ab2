//! On what terms the parties agree.

use crate::report::chart::{Body, Cells, Chart, Frame, Row, Sheet};
use crate::report::figure::runs::of_runs;
use crate::report::labels::counted;
use crate::simulation::Summary;

/// The share of each option among the agreements, issue by issue.
pub(super) fn terms(summary: &Summary) -> Chart {
    let names = ["issue", "option", "title", "agreements"];
    let rate = ["count", "rate", "low", "high"];
    let mut frame = Frame::new(names.iter().chain(&rate));
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
            }
            rows.push(Row {
                group: several.then(|| package.title.clone()),
                ..Row::named(&issue.title)
            });
        }
    }
    let caption = if summary.agreement.count == 0 {
        "No run ended in agreement, so there are no terms to show.".to_owned()
    } else {
        format!(
            "Share of the {} with each option, with its 95 % Wilson interval in brackets. White: in none.",
            counted(summary.agreement.count, "agreement")
        )
    };
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
