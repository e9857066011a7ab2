//! What tells a study to readers who have no zopa: one page of HTML, the headline results for a paper, a methods paragraph.
//!
//! Everything is made from finished results and from the scenario kept beside them; nothing is computed anew.

mod assumptions;
mod escape;
mod figure;
mod headline;
#[cfg(feature = "figures")]
mod interactive;
mod methods;
mod page;
mod references;
mod results;
mod sheet;
mod table;
mod theory;

use serde_json::Value;

use crate::model::Scenario;
use crate::simulation::Summary;
use crate::store::Provenance;

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
    /// What many runs say.
    pub summary: Option<Summary>,
    /// What theory says, as its JSON.
    pub solution: Option<Value>,
    /// Tables, as name and comma-separated lines.
    pub tables: Vec<Document>,
    /// Figures, as name and SVG.
    pub figures: Vec<Document>,
}

/// A scenario with what vouches for its numbers.
#[derive(Debug)]
pub struct Given {
    /// The scenario.
    pub scenario: Scenario,
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

    /// The headline results as a LaTeX table; none where no part counts runs.
    pub fn headline_tex(&self) -> Option<String> {
        headline::tex(self)
    }

    /// The same in Markdown.
    pub fn headline_markdown(&self) -> Option<String> {
        headline::markdown(self)
    }

    /// The methods paragraph in Markdown.
    pub fn methods(&self) -> String {
        methods::markdown(self)
    }

    /// The title of the scenario of the first part.
    fn title(&self) -> &str {
        self.parts
            .first()
            .map_or("", |part| part.provenance.title.as_str())
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

impl Part {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.summary.is_none() && self.solution.is_none() && self.tables.is_empty()
    }

    /// The subcommand that made it: `run` in `zopa run wage.toml`.
    fn verb(&self) -> &str {
        let mut words = self.provenance.command.split_whitespace();
        words.nth(1).unwrap_or("run")
    }
}

#[cfg(test)]
mod tests;
