//! The headline results as tables for a paper, in LaTeX and in Markdown: one for each part.

use crate::report::labels::{count, counted, share};
use crate::report::paper::escape::{latex, latex_letters, markdown as escaped};
use crate::report::paper::kinds::{bounds, chapter, headlines};
use crate::report::paper::table::{Cell, Table};
use crate::report::paper::{Content, MARK, Part, Study};
use crate::simulation::Summary;

/// Rows of a table that a paper has room for; the page has the rest.
const ROWS_MAX: usize = 40;
/// Letters of small type that a line of an article has room for.
const LETTERS_MAX: usize = 84;
/// Letters beyond which a column rather breaks into lines.
const COLUMN_MAX: usize = 20;

/// What each row begins with, so that a `[` or `*` in it is no argument of the line break or rule before.
const ROW: &str = "{}";

/// By what a part was made.
fn origin(part: &Part) -> String {
    let from = &part.provenance;
    let drawn = if from.runs > 0 {
        format!("{}, seed {}", counted(from.runs, "run"), from.seed)
    } else {
        "central values".to_owned()
    };
    format!(
        "zopa {}, fingerprint {}, {drawn}",
        from.version, from.fingerprint
    )
}

/// The first table of a part that has rows, cut to what a paper has room for, and how many rows there were.
fn headline(part: &Part) -> Option<(Table, usize)> {
    let tables = chapter(part).tables.into_iter();
    let mut table = tables.into_iter().find(|table| !table.rows.is_empty())?;
    let all = table.rows.len();
    table.rows.truncate(ROWS_MAX);
    Some((table, all))
}

/// What a caption says where rows are left out.
fn left_out(shown: usize, all: usize) -> String {
    if shown == all {
        String::new()
    } else {
        format!(" The first {shown} of {all} rows.")
    }
}

/// One table for each part, for a document with the package `booktabs`.
pub(super) fn tex(study: &Study) -> Option<String> {
    let mut tables = Vec::new();
    for part in &study.parts {
        let label = match tables.len() {
            0 => "tab:headline".to_owned(),
            before => format!("tab:headline-{}", before + 1),
        };
        match &part.content {
            Content::Run(summary) => tables.push(of_runs(part, summary, &label)),
            _ => tables.extend(headline(part).map(|found| of_table(part, found, &label))),
        }
    }
    if tables.is_empty() {
        return None;
    }
    let body = tables.join("\n");
    Some(format!("{}{body}", head(&body)))
}

/// What the document must load, and letters for which it has no fonts.
fn head(body: &str) -> String {
    let letters = latex_letters(body);
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
        head.push_str(&format!(
            "% pdfLaTeX has no letters for: {}. Use XeLaTeX or LuaLaTeX with a font that has them.\n",
            letters.in_words()
        ));
    }
    head
}

/// Letters of the LaTeX tables that pdfLaTeX does not know, in words; none where it knows them all.
pub(super) fn unknown_letters(tex: &str) -> Option<String> {
    let letters = latex_letters(tex);
    (!letters.unknown.is_empty()).then(|| letters.in_words())
}

fn of_runs(part: &Part, summary: &Summary, label: &str) -> String {
    let mut text = format!(
        "\\begin{{table}}\n  \\centering\n  \\caption{{{}: headline results. Intervals: 95\\,\\% Wilson, simulation error \
         only. {}.}}\n  \\label{{{label}}}\n  \\begin{{tabular}}{{lrrr}}\n    \\toprule\n    & Runs & Share & \
         95\\,\\% interval, \\% \\\\\n",
        latex(&summary.title),
        latex(&origin(part)),
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
        text.push_str(&format!(
            "    {ROW}{} & {} & {} & {} \\\\\n",
            latex(&it.name),
            count(it.rate.count),
            latex(&share(it.rate)),
            latex(&bounds(it.rate))
        ));
    }
    text.push_str("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n");
    text
}

/// How a table is set: its columns for `tabular`, and the size of its type.
fn setting(table: &Table) -> (String, &'static str) {
    let texts = |place: usize| {
        let cells = table.rows.iter().filter_map(move |row| row.get(place));
        let cells = cells.map(Cell::shown);
        cells.chain([table.columns[place].as_str()])
    };
    let places = || 0..table.columns.len();
    let longest = |place: usize| texts(place).map(|it| it.chars().count()).max();
    let whole: usize = places().filter_map(longest).sum();
    if whole + 3 * table.columns.len() <= LETTERS_MAX {
        let column = |place| if table.is_numeric(place) { 'r' } else { 'l' };
        return (places().map(column).collect(), "footnotesize");
    }
    // A column is at least as wide as its longest word, and else as wide as it would like to be, up to a limit.
    let word = |place: usize| {
        let words = texts(place).flat_map(|it| it.split([' ', '-']));
        words.map(|it| it.chars().count()).max().unwrap_or(1)
    };
    let interval = |place: usize| {
        let parts = texts(place).filter_map(|it| it.split_once('['));
        parts.map(|it| it.1.chars().count() + 2).max().unwrap_or(1)
    };
    let widths: Vec<usize> = places()
        .map(|place| {
            let least = word(place).max(interval(place));
            least.max(longest(place).unwrap_or(1).min(COLUMN_MAX)) + 2
        })
        .collect();
    let all: usize = widths.iter().sum();
    let column = |(place, &width): (usize, &usize)| {
        let side = if table.is_numeric(place) {
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

/// Any table; where it is too wide its columns break into lines, and numbers stand to the right.
fn of_table(part: &Part, (table, all): (Table, usize), label: &str) -> String {
    let (columns, size) = setting(&table);
    // An interval stays in one piece.
    let words = |text: &str| {
        let text = latex(text);
        match text.split_once(" [") {
            Some((number, interval)) => format!("{number} \\mbox{{[{interval}}}"),
            None => text,
        }
    };
    let heads: Vec<String> = table.columns.iter().map(|it| latex(it)).collect();
    let mut text = format!(
        "\\begin{{table}}\n  \\centering\n  \\{size}\n  \\setlength{{\\tabcolsep}}{{3pt}}\n  \\caption{{{}: {}. {}{} {}.}}\n  \
         \\label{{{label}}}\n  \\begin{{tabular}}{{{columns}}}\n    \\toprule\n    {ROW}{} \\tabularnewline\n    \\midrule\n",
        latex(&part.provenance.title),
        latex(&table.caption),
        latex(&table.note),
        latex(&left_out(table.rows.len(), all)),
        latex(&origin(part)),
        heads.join(" & ")
    );
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| words(cell.shown())).collect();
        text.push_str(&format!(
            "    {ROW}{} \\tabularnewline\n",
            cells.join(" & ")
        ));
    }
    text.push_str("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n");
    text
}

/// One table for each part.
pub(super) fn markdown(study: &Study) -> Option<String> {
    let parts = study.parts.iter();
    let tables: Vec<String> = parts
        .filter_map(|part| match &part.content {
            Content::Run(summary) => Some(runs_in_markdown(part, summary)),
            _ => headline(part).map(|found| table_in_markdown(part, found)),
        })
        .collect();
    (!tables.is_empty()).then(|| format!("<!-- {MARK}. -->\n\n{}", tables.join("\n")))
}

fn runs_in_markdown(part: &Part, summary: &Summary) -> String {
    let mut text = format!(
        "{}: headline results. Intervals: 95 % Wilson, simulation error only. {}.\n\n| | | Runs | Share | 95 % interval, % \
         |\n| --- | --- | ---: | ---: | ---: |\n",
        escaped(&summary.title),
        escaped(&origin(part)),
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

fn table_in_markdown(part: &Part, (table, all): (Table, usize)) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let rule = |place: usize| {
        if table.is_numeric(place) {
            "---:"
        } else {
            "---"
        }
        .to_owned()
    };
    let mut text = format!(
        "{}: {}. {}{} {}.\n\n",
        escaped(&part.provenance.title),
        escaped(&table.caption),
        escaped(&table.note),
        left_out(table.rows.len(), all),
        escaped(&origin(part))
    );
    text.push_str(&line(table.columns.iter().map(|it| escaped(it)).collect()));
    text.push_str(&line((0..table.columns.len()).map(rule).collect()));
    for row in &table.rows {
        text.push_str(&line(
            row.iter().map(|cell| escaped(cell.shown())).collect(),
        ));
    }
    text
}
