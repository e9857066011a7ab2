//! A table of a paper in LaTeX, for a document with the packages `booktabs` and `array`.

use crate::report::table::Table;

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
        let heads: Vec<String> = self.columns.iter().map(|it| escaped(&it.title)).collect();
        let mut text = format!(
            "\\begin{{table}}\n  \\centering\n  \\{size}\n  \\setlength{{\\tabcolsep}}{{3pt}}\n  \\caption{{{}}}\n  \
             \\label{{{label}}}\n  \\begin{{tabular}}{{{columns}}}\n    \\toprule\n    {ROW}{} \\tabularnewline\n",
            escaped(caption),
            heads.join(" & ")
        );
        let mut group = None;
        for row in &self.rows {
            if group != Some(&row.group) {
                text.push_str("    \\midrule\n");
                if !row.group.is_empty() {
                    text.push_str(&format!(
                        "    \\multicolumn{{{}}}{{l}}{{\\emph{{{}}}}} \\tabularnewline\n",
                        self.columns.len(),
                        escaped(&row.group)
                    ));
                }
            }
            group = Some(&row.group);
            let cells: Vec<String> = row.cells.iter().map(|it| whole(&it.words())).collect();
            text.push_str(&format!(
                "    {ROW}{} \\tabularnewline\n",
                cells.join(" & ")
            ));
        }
        text.push_str("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n");
        text
    }

    /// Its columns for `tabular`, and the size of its type.
    fn setting(&self) -> (String, &'static str) {
        let texts: Vec<Vec<String>> = (0..self.columns.len())
            .map(|place| {
                let cells = self.rows.iter().map(|row| row.cells[place].words());
                cells.chain([self.columns[place].title.clone()]).collect()
            })
            .collect();
        let longest = |texts: &Vec<String>| texts.iter().map(|it| it.chars().count()).max();
        let whole: usize = texts.iter().filter_map(longest).sum();
        if whole + 3 * texts.len() <= LETTERS_MAX {
            let column = |place| if self.is_numeric(place) { 'r' } else { 'l' };
            return ((0..texts.len()).map(column).collect(), "footnotesize");
        }
        // A column is at least as wide as its longest word, and else as wide as it would like to be, up to a limit.
        let widths: Vec<usize> = texts
            .iter()
            .map(|texts| {
                let least = longest_word(texts).max(longest_interval(texts));
                least.max(longest(texts).unwrap_or(1).min(COLUMN_MAX)) + 2
            })
            .collect();
        let all: usize = widths.iter().sum();
        let column = |(place, &width): (usize, &usize)| {
            let side = if self.is_numeric(place) {
                "raggedleft"
            } else {
                "raggedright"
            };
            let share = width as f64 / all as f64;
            format!(">{{\\{side}}}p{{\\dimexpr {share:.3}\\linewidth-2\\tabcolsep}}")
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

fn longest_word(texts: &[String]) -> usize {
    let words = texts.iter().flat_map(|it| it.split([' ', '-']));
    words.map(|it| it.chars().count()).max().unwrap_or(1)
}

fn longest_interval(texts: &[String]) -> usize {
    let parts = texts.iter().filter_map(|it| it.split_once('['));
    parts.map(|it| it.1.chars().count() + 2).max().unwrap_or(1)
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
    for letter in words.chars() {
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
            letter if letter.is_control() => {}
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
        let unknown = self.unknown.iter();
        let unknown: Vec<String> = unknown
            .map(|&it| format!("{it} (U+{:04X})", u32::from(it)))
            .collect();
        unknown.join(", ")
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
             \\textasciitilde{}\\textbar{}` "
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
