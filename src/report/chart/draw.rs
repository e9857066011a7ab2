//! From a chart to its files: the sheets it is drawn on and its numbers.

use crate::model::visible;
use crate::report::chart::cells;
use crate::report::chart::page::{page, room};
use crate::report::chart::panels;
use crate::report::chart::picture::Picture;
use crate::report::chart::rows;
use crate::report::chart::scatter;
use crate::report::chart::spec::{Body, Chart};
use crate::report::chart::theme::Sheet;

/// A drawn chart with its numbers.
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
                format!("{name}-{number}")
            } else {
                name.to_owned()
            };
            (name, page.as_str())
        };
        (1..).zip(&self.pages).map(named)
    }
}

impl Chart {
    /// Draws it on sheets of a kind, on its natural ones where none is given.
    pub fn draw(&self, sheet: Option<Sheet>) -> Figure {
        let sheets = self.sheets(sheet.unwrap_or(self.sheet), None);
        Figure {
            pages: sheets.into_iter().map(|(_, page)| page).collect(),
            data: self.frame.csv(),
        }
    }

    /// Draws it on its natural sheets for a page: of each the heading and SVG text with a title and a description in words,
    /// without scripts, styles or references; its ids begin with the given one.
    pub fn inline(&self, id: &str) -> Vec<(String, String)> {
        self.sheets(self.sheet, Some(id))
    }

    /// All sheets as SVG text with their headings, which have numbers where there are several.
    fn sheets(&self, sheet: Sheet, id: Option<&str>) -> Vec<(String, String)> {
        let pieces = match &self.body {
            Body::Rows(body) => rows::pieces(self, body, sheet),
            Body::Cells(body) => cells::pieces(self, body, sheet),
            Body::Panels(body) => panels::pieces(self, body, sheet),
            Body::Scatter(body) => scatter::pieces(self, body, sheet),
        };
        let drawings = pieces.sheets(room(self, sheet));
        let sheets = (1..).zip(&drawings).map(|(number, drawing)| {
            let heading = match drawings.len() {
                1 => self.heading.clone(),
                many => format!("{} ({number} of {many})", self.heading),
            };
            let id = id.map(|id| match number {
                1 => id.to_owned(),
                _ => format!("{id}-{number}"),
            });
            let page = page(self, &heading, sheet, drawing);
            let svg = self.svg(sheet, &page, &heading, id);
            (heading, svg)
        });
        sheets.collect()
    }

    /// A sheet as SVG text of its size on paper, with a title for readers who cannot see it; with an id, which it has among other
    /// figures of a report, it also gets a description.
    fn svg(&self, sheet: Sheet, page: &Picture, heading: &str, id: Option<String>) -> String {
        let (width, height) = (sheet.width(), page.height);
        let wide = sheet.millimetres();
        let tall = wide * f64::from(height) / f64::from(width);
        let name = escaped(heading);
        let (attributes, words) = match id {
            None => (String::new(), format!("<title>{name}</title>")),
            Some(id) => (
                format!(" aria-labelledby=\"{id}-title {id}-desc\""),
                format!(
                    "<title id=\"{id}-title\">{name}</title>\n<desc id=\"{id}-desc\">{}</desc>",
                    escaped(&self.description())
                ),
            ),
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide:.1}mm\" height=\"{tall:.1}mm\" viewBox=\"0 0 {width} {height}\" role=\"img\"{attributes}>\n{words}{}",
            page.elements(width)
        )
    }
}

/// Words as they stand in XML.
fn escaped(words: &str) -> String {
    let words = visible(words).replace('&', "&amp;");
    words.replace('<', "&lt;").replace('>', "&gt;")
}
