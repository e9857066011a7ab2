//! From a chart to its files: the sheets it is drawn on and its numbers.

use crate::report::chart::cells;
use crate::report::chart::page::{page, room};
use crate::report::chart::panels;
use crate::report::chart::picture::{Picture, lawful};
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

/// A sheet of a chart, to stand on a page among others.
#[derive(Clone, Debug, PartialEq)]
pub struct Inline {
    /// Its heading, with its number where there are several.
    pub heading: String,
    /// Width on paper, in millimetres.
    pub millimetres: f64,
    /// SVG text without scripts, styles or references; its ids begin with the given one.
    pub svg: String,
}

impl Chart {
    /// Draws it on sheets of a kind, on its natural ones where none is given.
    pub fn draw(&self, sheet: Option<Sheet>) -> Figure {
        let sheet = sheet.unwrap_or(self.sheet);
        let pages = self.pages(sheet);
        let pages = pages.iter().map(|(heading, page)| {
            let name = format!("<title>{}</title>", escaped(heading));
            svg(sheet, page, "", &name)
        });
        Figure {
            pages: pages.collect(),
            data: self.frame.csv(),
        }
    }

    /// Draws it on its natural sheets for a page, with a title and a description in words.
    pub fn inline(&self, id: &str) -> Vec<Inline> {
        let words = escaped(&self.description());
        let inline = |(number, (heading, page)): (usize, (String, Picture))| {
            let id = match number {
                1 => id.to_owned(),
                _ => format!("{id}-{number}"),
            };
            let labelled = format!(" aria-labelledby=\"{id}-title {id}-desc\"");
            let name = escaped(&heading);
            let words = format!(
                "<title id=\"{id}-title\">{name}</title>\n<desc id=\"{id}-desc\">{words}</desc>"
            );
            Inline {
                millimetres: self.sheet.millimetres(),
                svg: svg(self.sheet, &page, &labelled, &words),
                heading,
            }
        };
        (1..).zip(self.pages(self.sheet)).map(inline).collect()
    }

    /// All sheets with their headings, which have numbers where there are several.
    fn pages(&self, sheet: Sheet) -> Vec<(String, Picture)> {
        let pieces = match &self.body {
            Body::Rows(body) => rows::pieces(self, body, sheet),
            Body::Cells(body) => cells::pieces(self, body, sheet),
            Body::Panels(body) => panels::pieces(self, body, sheet),
            Body::Scatter(body) => scatter::pieces(self, body, sheet),
        };
        let drawings = pieces.sheets(room(self, sheet));
        let heading = |number: usize| match drawings.len() {
            1 => self.heading.clone(),
            many => format!("{} ({number} of {many})", self.heading),
        };
        let pages = (1..).zip(&drawings).map(|(number, drawing)| {
            let heading = heading(number);
            let page = page(self, &heading, sheet, drawing);
            (heading, page)
        });
        pages.collect()
    }
}

/// A page as SVG text of its size on paper, with attributes and words for readers who cannot see it.
fn svg(sheet: Sheet, page: &Picture, attributes: &str, words: &str) -> String {
    let (width, height) = (sheet.width(), page.height);
    let wide = sheet.millimetres();
    let tall = wide * f64::from(height) / f64::from(width);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide:.1}mm\" height=\"{tall:.1}mm\" viewBox=\"0 0 {width} {height}\" role=\"img\"{attributes}>\n{words}{}",
        page.elements(width)
    )
}

/// Words as they stand in XML.
fn escaped(words: &str) -> String {
    let words = lawful(words).replace('&', "&amp;");
    words.replace('<', "&lt;").replace('>', "&gt;")
}
