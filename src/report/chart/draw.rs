//! From a chart to its files: the sheets it is drawn on and its numbers.

use crate::report::chart::cells;
use crate::report::chart::page::Page;
use crate::report::chart::panels;
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
                format!("{name}-{}", number + 1)
            } else {
                name.to_owned()
            };
            (name, page.as_str())
        };
        self.pages.iter().enumerate().map(named)
    }

    /// The files of a figure of some name: every sheet as SVG, and its numbers.
    pub fn files(&self, name: &str) -> Vec<(String, Vec<u8>)> {
        let drawn = self
            .named(name)
            .map(|(name, page)| (format!("{name}.svg"), page.into()));
        let numbers = (format!("{name}.data.csv"), self.data.clone().into_bytes());
        drawn.chain([numbers]).collect()
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
        let pages = self.pages(sheet.unwrap_or(self.sheet));
        Figure {
            pages: pages.iter().map(|page| page.svg(None)).collect(),
            data: self.frame.csv(),
        }
    }

    /// Draws it on its natural sheets for a page, with a title and a description in words.
    pub fn inline(&self, id: &str) -> Vec<Inline> {
        let words = self.description();
        let pages = self.pages(self.sheet);
        let inline = |(number, page): (usize, &Page)| {
            let id = match number {
                1 => id.to_owned(),
                _ => format!("{id}-{number}"),
            };
            Inline {
                heading: page.heading.clone(),
                millimetres: page.millimetres(),
                svg: page.svg(Some((&id, &words))),
            }
        };
        (1..).zip(&pages).map(inline).collect()
    }

    fn pages(&self, sheet: Sheet) -> Vec<Page> {
        match &self.body {
            Body::Rows(body) => rows::draw(self, body, sheet),
            Body::Cells(body) => cells::draw(self, body, sheet),
            Body::Panels(body) => panels::draw(self, body, sheet),
            Body::Scatter(body) => scatter::draw(self, body, sheet),
        }
    }
}
