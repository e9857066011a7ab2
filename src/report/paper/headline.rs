//! The headline results as tables for a paper, in LaTeX and in Markdown: one for each part.

use std::fmt::Write as _;

use crate::report::labels::counted;
use crate::report::paper::{MARK, Part, Study};
use crate::report::table::{Letters, Table, letters};

/// Rows of a table that a paper has room for; the page has the rest.
const ROWS_MAX: usize = 40;

/// The first table of a part that has rows, cut to what a paper has room for, and its caption.
fn headline(part: &Part) -> Option<(Table, String)> {
    let mut tables = part.chapter.tables.iter();
    let mut table = tables.find(|table| !table.rows.is_empty())?.clone();
    let all = table.rows.len();
    table.rows.truncate(ROWS_MAX);
    let mut sentences = vec![format!("{}: {}.", part.provenance.title, table.title)];
    sentences.push(table.explanation());
    if all > ROWS_MAX {
        sentences.push(format!("The first {ROWS_MAX} of {all} rows."));
    }
    sentences.push(origin(part));
    sentences.retain(|sentence| !sentence.is_empty());
    Some((table, sentences.join(" ")))
}

/// By what a part was made.
fn origin(part: &Part) -> String {
    let from = &part.provenance;
    let drawn = if from.runs > 0 {
        format!("{}, seed {}", counted(from.runs, "run"), from.seed)
    } else {
        "central values".to_owned()
    };
    format!(
        "zopa {}, fingerprint {}, {drawn}.",
        from.version, from.fingerprint
    )
}

impl Study {
    /// The headline results of each part as LaTeX tables; none where no part has any.
    pub fn headline_tex(&self) -> Option<String> {
        let headlines = self.parts.iter().filter_map(headline);
        let tables = (1..).zip(headlines).map(|(number, (table, caption))| {
            let label = match number {
                1 => "tab:headline".to_owned(),
                number => format!("tab:headline-{number}"),
            };
            table.latex(&caption, &label)
        });
        let body = tables.collect::<Vec<_>>().join("\n");
        (!body.is_empty()).then(|| format!("{}{body}", head(&letters(&body))))
    }

    /// Letters of these tables that pdfLaTeX does not know, in words; none where it knows them all.
    pub fn letters_unknown_to_latex(&self) -> Option<String> {
        let letters = letters(&self.headline_tex()?);
        (!letters.unknown.is_empty()).then(|| letters.in_words())
    }

    /// The same tables in Markdown.
    pub fn headline_markdown(&self) -> Option<String> {
        let headlines = self.parts.iter().filter_map(headline);
        let tables = headlines.map(|(table, caption)| table.markdown(&caption));
        let body = tables.collect::<Vec<_>>().join("\n");
        (!body.is_empty()).then(|| format!("<!-- {MARK}. -->\n\n{body}"))
    }
}

/// What the document must load, and letters for which it has no fonts.
fn head(letters: &Letters) -> String {
    let encodings = if letters.cyrillic { "T2A,T1" } else { "T1" };
    let mut head = format!(
        "% {MARK}. Needs \\usepackage[{encodings}]{{fontenc}}, \\usepackage{{booktabs}} and \\usepackage{{array}}.\n"
    );
    if letters.cyrillic {
        head.push_str(
            "% XeLaTeX and LuaLaTeX: \\newcommand{\\zopacyrillic}[1]{#1} before this file, and a font with these letters.\n\
             \\providecommand{\\zopacyrillic}[1]{{\\fontencoding{T2A}\\selectfont #1}}\n",
        );
    }
    if !letters.unknown.is_empty() {
        // Writing into a string does not fail.
        let _ = writeln!(
            head,
            "% pdfLaTeX has no letters for: {}. Use XeLaTeX or LuaLaTeX with a font that has them.",
            letters.in_words()
        );
    }
    head
}
