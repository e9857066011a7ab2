//! What tells a study to readers who have no zopa: one page of HTML, the headline results for a paper, a methods paragraph.
//!
//! Everything is made from finished results and from the scenario kept beside them; nothing is computed anew.

mod assumptions;
mod escape;
mod figure;
mod headline;
#[cfg(feature = "figures")]
mod interactive;
mod kinds;
mod methods;
mod names;
mod page;
mod references;
mod repeat;
mod table;
mod values;

use serde_json::Value;

use crate::model::Scenario;
use crate::report::csv::CsvTable;
use crate::results::{Provenance, RealizedTheory, Solution, SweepManifest};
use crate::simulation::Summary;

/// What every text made here says at its beginning.
const MARK: &str = "Written by zopa report";

/// Results told together; at least one part.
#[derive(Debug)]
pub struct Study {
    /// The results of one command each.
    pub parts: Vec<Part>,
}

/// The results of one command.
#[derive(Debug)]
pub struct Part {
    /// Where they come from.
    pub provenance: Provenance,
    /// The scenario they were made from, assignments applied; none where the folder keeps no copy.
    pub given: Option<Given>,
    /// What came out.
    pub content: Content,
    /// Figures, as name and SVG; several sheets of one figure follow one another.
    pub figures: Vec<Document>,
}

/// What came out, by the command that made it.
#[derive(Debug)]
pub enum Content {
    /// What many runs say.
    Run(Box<Summary>),
    /// What theory says of central values.
    Solution(Box<Solution>),
    /// What theory says of many realizations.
    RealizedTheory(Box<RealizedTheory>),
    /// What each lever changes, as its JSON.
    Comparison(Value),
    /// Which numbers drive a result, as its JSON.
    Sensitivity(Value),
    /// Under which numbers a result comes about, as its JSON.
    Discovery(Value),
    /// What changes with the settings of a sweep, with its lines for the cells.
    Sweep(Box<SweepManifest>, CsvTable),
}

/// A scenario with what vouches for its numbers.
#[derive(Debug)]
pub struct Given {
    /// The scenario.
    pub scenario: Scenario,
    /// Its file.
    pub text: String,
    /// The sweep file, where there is one.
    pub sweep: Option<String>,
    /// Every number of its file, in file order.
    pub numbers: Vec<Assumption>,
}

/// A number of a scenario file, or a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// Its path.
    pub path: String,
    /// Its value, as the file spells it.
    pub value: String,
    /// What is published about it.
    pub sources: Vec<String>,
    /// What the author supposes.
    pub assumptions: Vec<String>,
    /// Whether it is a judgement that needs a source, and not a rule.
    pub judged: bool,
}

/// A text with its file name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Name of its file.
    pub name: String,
    /// The text.
    pub text: String,
}

impl Study {
    /// The page.
    ///
    /// # Errors
    /// In words, with the file's name, when a table cannot be read or a figure is no mere drawing.
    pub fn page(&self) -> Result<String, Vec<String>> {
        page::page(self)
    }

    /// The headline results of each part as LaTeX tables; none where no part has any.
    pub fn headline_tex(&self) -> Option<String> {
        headline::tex(self)
    }

    /// Letters of the LaTeX tables that pdfLaTeX does not know, in words; none where it knows them all.
    pub fn letters_unknown_to_latex(&self) -> Option<String> {
        headline::unknown_letters(&self.headline_tex()?)
    }

    /// The same tables in Markdown.
    pub fn headline_markdown(&self) -> Option<String> {
        headline::markdown(self)
    }

    /// The methods paragraph in Markdown.
    pub fn methods(&self) -> String {
        methods::markdown(self)
    }

    /// The title of all parts, or of the scenario they share, else of the first.
    fn title(&self) -> &str {
        let Some((first, rest)) = self.parts.split_first() else {
            return "";
        };
        let title = first.provenance.title.as_str();
        if rest.iter().all(|part| part.provenance.title == title) {
            return title;
        }
        let of = |part: &Part| part.given.as_ref().map(|it| it.scenario.title.clone());
        let shared = of(first).is_some() && rest.iter().all(|part| of(part) == of(first));
        match &first.given {
            Some(given) if shared => &given.scenario.title,
            _ => title,
        }
    }

    /// A heading for each part, no two alike.
    fn headings(&self) -> Vec<String> {
        let mut headings: Vec<String> = Vec::new();
        for part in &self.parts {
            let mut heading = kinds::chapter(part).heading.to_owned();
            if part.provenance.title != self.title() {
                heading = format!("{heading}: {}", part.provenance.title);
            }
            if headings.contains(&heading) && !part.provenance.assignments.is_empty() {
                heading = format!("{heading} ({})", part.provenance.assignments.join("; "));
            }
            let before = headings.iter().filter(|it| it.starts_with(&heading));
            let number = before.count() + 1;
            if headings.contains(&heading) {
                heading = format!("{heading} ({number})");
            }
            headings.push(heading);
        }
        headings
    }

    /// Scenarios, each once, with the commands whose results were made from it.
    fn scenarios(&self) -> Vec<(&Given, Vec<&Part>)> {
        let mut found: Vec<(&Given, Vec<&Part>)> = Vec::new();
        for part in &self.parts {
            let Some(given) = &part.given else { continue };
            let same = |it: &&mut (&Given, Vec<&Part>)| {
                it.1[0].provenance.fingerprint == part.provenance.fingerprint
            };
            match found.iter_mut().find(same) {
                Some((_, parts)) => parts.push(part),
                None => found.push((given, vec![part])),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
