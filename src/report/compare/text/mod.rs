//! A comparison as a page of tables: what does not survive first, then the ranking, then the reasons.

mod headline;
mod reasons;

use crate::experiment::compare::{CONFIDENCE, Comparison, Effect};
use crate::report::labels::points;
use crate::report::table::section;
use crate::simulation::PairedRates;

/// Columns of numbers in a table, for pages of 100 columns.
const NUMBERS_MAX: usize = 4;
/// Greatest number of columns of prose.
const WIDTH: usize = 100;

/// The page; at most 100 columns.
pub fn text(comparison: &Comparison) -> String {
    let mut sections = headline::sections(comparison).to_vec();
    sections.extend(reasons::sections(comparison));
    sections.retain(|it| !it.is_empty());
    sections.join("\n")
}

/// Tables of numbers about the policies: as many as fit side by side, the others below.
fn matrix(comparison: &Comparison, title: &str, columns: &[(&str, Vec<String>)]) -> String {
    let mut tables = Vec::new();
    for part in columns.chunks(NUMBERS_MAX) {
        let mut header = vec![""];
        header.extend(part.iter().map(|it| it.0));
        let row = |(place, effect): (usize, &Effect)| {
            let cells = part.iter().map(|it| it.1[place].clone());
            std::iter::once(effect.policy.id.clone())
                .chain(cells)
                .collect()
        };
        let rows = comparison.by_rank().enumerate().map(row).collect();
        let title = if tables.is_empty() { title } else { "" };
        let table = section(title, 1, &header, rows);
        tables.extend(table.map(|it| it.trim_start_matches('\n').to_owned()));
    }
    tables.join("\n")
}

/// One column of a matrix.
fn column(comparison: &Comparison, of: impl Fn(&Effect) -> String) -> Vec<String> {
    comparison.by_rank().map(of).collect()
}

/// A difference with its interval: `+1.23 [+0.90, +1.56]`.
fn difference(rates: &PairedRates) -> String {
    if rates.only_first + rates.only_second == 0 {
        return "0, every run alike".to_owned();
    }
    let [low, high] = rates.interval(CONFIDENCE);
    format!(
        "{} [{}, {}]",
        points(rates.difference()),
        points(low),
        points(high)
    )
}

/// A difference with its standard error: `+1.23 ± 0.17`.
fn short(rates: &PairedRates) -> String {
    match rates.standard_error() {
        Some(error) if rates.only_first + rates.only_second > 0 => {
            format!("{} ± {:.2}", points(rates.difference()), 100.0 * error)
        }
        _ => "0".to_owned(),
    }
}

/// Prose broken into lines; what follows the first is set in.
fn paragraph(words: &str) -> String {
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        let room = WIDTH.saturating_sub(line.chars().count() + 1);
        if line.trim().is_empty() {
            line.push_str(word);
        } else if word.chars().count() <= room {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(format!("  {word}"));
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::paragraph;

    #[test]
    fn paragraphs_keep_to_the_page_and_lose_no_word() {
        let words = "`secondary-sanctions` and so on ".repeat(12);
        let text = paragraph(&words);
        assert!(text.lines().all(|line| line.chars().count() <= 100));
        let again: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(again.join(" "), words.trim());
    }
}
