//! A table of a paper in LaTeX, for a document with the packages `booktabs` and `array`.

use std::fmt::Write as _;

use crate::model::visible;
use crate::report::table::{Table, longest};
use crate::report::words::joined;

/// Letters of small type that a line of an article has room for.
const LETTERS_MAX: usize = 84;
/// Letters beyond which a column rather breaks into lines.
const COLUMN_MAX: usize = 20;
/// What each row begins with, so that a `[` or `*` in it is no argument of the line break or rule before.
const ROW: &str = "{}";

impl Table {
    /// The table with a caption and a label of its own.
    ///
    /// Where it is too wide its columns break into lines; numbers stand to the right.
    pub(in crate::report) fn latex(&self, caption: &str, label: &str) -> String {
        let (columns, size) = self.setting();
        let line = |cells: &mut dyn Iterator<Item = String>| {
            format!("    {ROW}{} \\tabularnewline\n", joined(cells, " & "))
        };
        let mut heads = self.columns.iter().map(|column| escaped(&column.title));
        let mut text = format!(
            "\\begin{{table}}\n  \\centering\n  \\{size}\n  \\setlength{{\\tabcolsep}}{{3pt}}\n  \\caption{{{}}}\n  \
             \\label{{{label}}}\n  \\begin{{tabular}}{{{columns}}}\n    \\toprule\n{}",
            escaped(caption),
            line(&mut heads)
        );
        for rows in self.groups() {
            text.push_str("    \\midrule\n");
            if !rows[0].group.is_empty() {
                let (across, name) = (self.columns.len(), escaped(&rows[0].group));
                let _ = writeln!(
                    text,
                    "    \\multicolumn{{{across}}}{{l}}{{\\emph{{{name}}}}} \\tabularnewline"
                );
            }
            for row in rows {
                let mut cells = row.cells.iter().map(|cell| whole(&cell.words()));
                text.push_str(&line(&mut cells));
            }
        }
        text.push_str("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n");
        text
    }

    /// Its columns for `tabular`, and the size of its type.
    fn setting(&self) -> (String, &'static str) {
        let columns = self.columns.iter().enumerate();
        let texts = columns.map(|(place, column)| {
            let cells = self.rows.iter().map(|row| row.cells[place].words());
            cells.chain([column.title.clone()]).collect()
        });
        let texts: Vec<Vec<String>> = texts.collect();
        let whole: usize = texts.iter().map(longest).sum();
        if whole + 3 * texts.len() <= LETTERS_MAX {
            let column = |place| if self.is_numeric(place) { 'r' } else { 'l' };
            return ((0..texts.len()).map(column).collect(), "footnotesize");
        }
        // A column is at least as wide as its longest word or interval, and else as wide as it would like to be, up to a limit.
        let widths = texts.iter().map(|texts| {
            let words = texts.iter().flat_map(|text| text.split([' ', '-']));
            let intervals = texts.iter().filter_map(|text| text.split_once('['));
            let interval = intervals.map(|(_, rest)| rest.chars().count() + 2).max();
            let least = longest(words).max(interval.unwrap_or(0));
            least.max(longest(texts).min(COLUMN_MAX)) + 2
        });
        let widths: Vec<usize> = widths.collect();
        let all: usize = widths.iter().sum();
        let column = |(place, &width): (usize, &usize)| {
            let side = if self.is_numeric(place) {
                "left"
            } else {
                "right"
            };
            let share = width as f64 / all as f64;
            format!(">{{\\ragged{side}}}p{{\\dimexpr {share:.3}\\linewidth-2\\tabcolsep}}")
        };
        let columns = widths.iter().enumerate().map(column).collect();
        let size = if all <= LETTERS_MAX {
            "footnotesize"
        } else {
            "scriptsize"
        };
        (columns, size)
    }
}

/// Words whose interval stays in one piece.
fn whole(words: &str) -> String {
    let words = escaped(words);
    match words.split_once(" [") {
        Some((number, interval)) => format!("{number} \\mbox{{[{interval}}}"),
        None => words,
    }
}

/// Words in a LaTeX paragraph; line ends become spaces, since an empty line ends a paragraph.
///
/// Cyrillic letters stand in `\zopacyrillic{…}`, which the head of the file defines; signs that pdfLaTeX has only in
/// formulas become formulas.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut cyrillic = false;
    for letter in visible(words).chars() {
        if is_cyrillic(letter) != cyrillic {
            cyrillic = !cyrillic;
            text.push_str(if cyrillic { "\\zopacyrillic{" } else { "}" });
        }
        match letter {
            '\\' => text.push_str("\\textbackslash{}"),
            '~' => text.push_str("\\textasciitilde{}"),
            '^' => text.push_str("\\textasciicircum{}"),
            '<' => text.push_str("\\textless{}"),
            '>' => text.push_str("\\textgreater{}"),
            '|' => text.push_str("\\textbar{}"),
            '"' => text.push_str("\\textquotedbl{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                text.push('\\');
                text.push(letter);
            }
            '\n' | '\t' => text.push(' '),
            '\u{a0}' => text.push('~'),
            '\u{ad}' => text.push_str("\\-"),
            '\u{2009}' | '\u{202f}' => text.push_str("\\,"),
            '–' => text.push_str("--"),
            '—' => text.push_str("---"),
            '−' => text.push_str("$-$"),
            '±' => text.push_str("$\\pm$"),
            '×' => text.push_str("$\\times$"),
            '≤' => text.push_str("$\\leq$"),
            '≥' => text.push_str("$\\geq$"),
            '≈' => text.push_str("$\\approx$"),
            '≠' => text.push_str("$\\neq$"),
            '∞' => text.push_str("$\\infty$"),
            '→' => text.push_str("$\\rightarrow$"),
            letter => text.push(letter),
        }
    }
    if cyrillic {
        text.push('}');
    }
    // A thin gap before the sign, as typesetters have it.
    text.replace(" \\%", "\\,\\%")
}

/// What the T2A encoding has of the Cyrillic letters.
fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{45f}' | '\u{490}'..='\u{491}' | '№')
}

/// Letters of a LaTeX text that need more than the letters of T1.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::report) struct Letters {
    /// Whether there are Cyrillic ones, which need T2A.
    pub(in crate::report) cyrillic: bool,
    /// Those that pdfLaTeX does not know, each once.
    pub(in crate::report) unknown: Vec<char>,
}

impl Letters {
    /// The unknown ones with their numbers: `λ (U+03BB)`.
    pub(in crate::report) fn in_words(&self) -> String {
        let named = |&letter: &char| format!("{letter} (U+{:04X})", u32::from(letter));
        joined(self.unknown.iter().map(named), ", ")
    }
}

/// Which letters a text has that need more than the letters of T1.
pub(in crate::report) fn letters(text: &str) -> Letters {
    let mut letters = Letters {
        cyrillic: false,
        unknown: Vec::new(),
    };
    for letter in text.chars() {
        let known = matches!(letter,
            '\n' | ' '..='~' | '\u{a1}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '‘'..='‚' | '“'..='„' | '†' | '‡' | '•' | '…' | '‰'
            | '‹' | '›' | '€' | '™');
        let known = known && !"ĦħĸĿŀŉŦŧſ".contains(letter);
        if is_cyrillic(letter) {
            letters.cyrillic = true;
        } else if !known && !letters.unknown.contains(&letter) {
            letters.unknown.push(letter);
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::escaped;

    /// What a title may hold at its worst.
    const HOSTILE: &str =
        "<script>alert('x')</script> & \"50 %\" of a_b \\end{table} #1 $x^2$ ~|` \u{7}";

    #[test]
    fn no_title_is_a_command_of_latex() {
        assert_eq!(
            escaped(HOSTILE),
            "\\textless{}script\\textgreater{}alert('x')\\textless{}/script\\textgreater{} \\& \\textquotedbl{}50\\,\\%\
             \\textquotedbl{} of a\\_b \\textbackslash{}end\\{table\\} \\#1 \\$x\\textasciicircum{}2\\$ \
             \\textasciitilde{}\\textbar{}` [U+0007]"
        );
        assert_eq!(escaped("one\n\ntwo"), "one  two");
    }

    #[test]
    fn letters_that_need_more_than_t1_are_found() {
        assert_eq!(
            escaped("Žižkov – Київ 5"),
            "Žižkov -- \\zopacyrillic{Київ} 5"
        );
        assert_eq!(escaped("−1.0 [−2.0, ∞]"), "$-$1.0 [$-$2.0, $\\infty$]");
        let letters = super::letters(&escaped("Łódź ħ λ Київ λ − 5 %"));
        assert!(letters.cyrillic);
        assert_eq!(letters.in_words(), "ħ (U+0127), λ (U+03BB)");
    }
}
