//! A study for readers who do not have zopa: one page of HTML, the headline results for a paper, a methods paragraph.
//!
//! Everything is made from finished results and from the scenario kept beside them; nothing is computed anew.

mod assumptions;
mod headline;
mod methods;
mod page;
#[cfg(feature = "figures")]
mod pictures;
mod references;
mod repeat;

pub use crate::report::chapters::Content;

use crate::model::Scenario;
use crate::report::chapters::Chapter;
#[cfg(feature = "figures")]
use crate::report::chart::Chart;
use crate::report::names::Names;
use crate::results::Provenance;

/// What every text made here says at its beginning.
const MARK: &str = "Written by zopa report";

/// Results presented together; at least one part.
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
    /// What can be drawn of it.
    #[cfg(feature = "figures")]
    pub charts: Vec<Chart>,
    /// What is shown only where it responds to the pointer.
    #[cfg(feature = "figures")]
    pub live_only: Vec<Chart>,
}

/// A scenario with the sources of its numbers.
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

impl Part {
    /// How many figures it has.
    fn figures(&self) -> usize {
        #[cfg(feature = "figures")]
        let count = self.charts.len();
        #[cfg(not(feature = "figures"))]
        let count = 0;
        count
    }

    /// Titles by id.
    fn names(&self) -> Names<'_> {
        Names::titles(self.given.as_ref().map(|given| &given.scenario))
    }

    /// What it says.
    fn chapter(&self) -> Chapter {
        self.content.0.chapter(self.names())
    }
}

impl Study {
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
            let mut heading = part.chapter().heading.to_owned();
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
