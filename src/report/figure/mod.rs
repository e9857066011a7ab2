//! Figures for papers, as SVG text; the only folder that names plotters.
//!
//! Figures are 89 mm (one column) or 183 mm (a page) wide, in type of 7 to 9 points, or fit a slide in type of twice that,
//! on white, in colours that colour-blind readers can tell apart. What is too long for a sheet goes over several. Every figure names its runs, its seed and what its intervals mean.

mod boxes;
mod catalogue;
mod causes;
mod cells;
mod drawing;
mod ends;
mod factor;
mod failures;
mod frontier;
mod heat_map;
mod levers;
mod packages;
mod plans;
#[cfg(feature = "pdf")]
mod print;
mod sobol;
mod survival;
mod terms;
mod timeline;
mod tornado;

pub use drawing::Sheet;

/// A figure with what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The drawing as SVG text, on one sheet or, where it does not fit, on several.
    pub pages: Vec<String>,
    /// The numbers behind it, as comma-separated lines.
    pub data: String,
}

impl Figure {
    /// Its sheets with their names: that of the figure, or `NAME-1`, `NAME-2` and so on where there are several.
    pub fn named<'a>(&'a self, name: &str) -> impl Iterator<Item = (String, &'a str)> {
        let many = self.pages.len() > 1;
        let named = move |(number, page): (usize, &'a String)| {
            let name = if many {
                format!("{name}-{}", number + 1)
            } else {
                name.to_owned()
            };
            (name, page.as_str())
        };
        self.pages.iter().enumerate().map(named)
    }

    /// Its files of a figure by some name: every sheet as SVG, and its numbers.
    pub fn files(&self, name: &str) -> Vec<(String, Vec<u8>)> {
        let drawn = self
            .named(name)
            .map(|(name, page)| (format!("{name}.svg"), page.into()));
        let numbers = (format!("{name}.data.csv"), self.data.clone().into_bytes());
        drawn.chain([numbers]).collect()
    }
}

pub use boxes::{BoxLimit, Boxes, Choice, FoundBox, boxes};
pub use catalogue::{CATALOGUE, Drawable, NoFigure, all, ids};
pub use causes::{Ends, causes, ends_of_cells, ends_of_levers};
pub use cells::{CellLine, cell_lines};
pub use factor::factor;
pub use failures::failures;
pub use frontier::{FrontierMarks, frontier};
pub use heat_map::{HeatCell, HeatMap, heat_map};
pub use levers::{Baseline, Forest, LeverRow, cell_rows, lever_rows, levers};
pub use packages::packages;
pub use plans::{Holder, PlanObstacle, PlanSlopes, Slopes, plans};
#[cfg(feature = "pdf")]
pub use print::{pdf, png};
pub use sobol::{Index, Sobol, SobolRow, sobol};
pub use survival::survival;
pub use terms::terms;
pub use timeline::timeline;
pub use tornado::tornado;

#[cfg(test)]
mod tests {
    use super::{Sheet, failures, packages, survival, terms};
    use crate::report::fixture;
    use crate::simulation::Summary;

    /// All figures on all sheets.
    fn of(summary: &Summary) -> Vec<String> {
        let sheets = Sheet::ALL.map(Some).into_iter().chain([None]);
        let draw = |sheet| [packages, failures, survival, terms].map(|it| it(summary, sheet).pages);
        sheets.flat_map(draw).flatten().collect()
    }

    fn number(line: &str, attribute: &str) -> f64 {
        let after = line
            .split_once(&format!(" {attribute}=\""))
            .expect("the attribute stands there")
            .1;
        let (number, _) = after.split_once('"').expect("it is quoted");
        number.parse().expect("it is a number")
    }

    #[test]
    fn figures_are_whole_opaque_and_sized_on_paper() {
        for figure in of(&fixture::summary()) {
            assert!(figure.starts_with("<svg ") && figure.trim_end().ends_with("</svg>"));
            let widths = ["width=\"89.0mm\"", "width=\"183.0mm\"", "width=\"338.7mm\""];
            assert!(widths.iter().any(|&width| figure.contains(width)));
            assert!(!figure.contains("opacity") && !figure.contains("NaN"));
            assert!(figure.contains("Wage &amp; hours") && figure.contains("1,000 runs, seed 7"));
        }
    }

    #[test]
    fn no_words_leave_the_page_however_long_the_titles() {
        let mut summary = fixture::summary();
        let long = "Kraftfahrzeughaftpflichtversicherung/обязательства on what is owed ".repeat(4);
        summary.title.clone_from(&long);
        summary.packages[0].title.clone_from(&long);
        summary.issues[0].title.clone_from(&long);
        summary.issues[0].options[1].title.clone_from(&long);
        summary.round_length = Some(long);
        for figure in of(&summary) {
            assert_words_on_page(&figure);
        }
    }

    fn assert_words_on_page(figure: &str) {
        let page = [("89.0", 2_523.0), ("183.0", 5_187.0), ("338.7", 4_800.0)]
            .into_iter()
            .find(|(width, _)| figure.contains(&format!("width=\"{width}mm\"")))
            .expect("one of the sheets")
            .1;
        let lines: Vec<&str> = figure.lines().collect();
        for pair in lines.windows(2).filter(|pair| pair[0].starts_with("<text")) {
            let size = number(pair[0], "font-size");
            // Four tenths of the size is a narrow letter: what is longer than that would surely leave.
            let long = pair[1].chars().count() as f64 * size * 0.4;
            let x = number(pair[0], "x");
            let (left, right) = if pair[0].contains("\"end\"") {
                (x - long, x)
            } else if pair[0].contains("\"middle\"") {
                (x - long / 2.0, x + long / 2.0)
            } else {
                (x, x + long)
            };
            assert!(left >= 0.0 && right <= page, "{pair:?}");
        }
    }

    #[test]
    fn without_runs_figures_are_empty_but_whole() {
        for figure in of(&fixture::nothing()) {
            assert!(figure.trim_end().ends_with("</svg>") && !figure.contains("NaN"));
        }
    }
}
