//! A study for readers who do not have zopa: one page of HTML, the headline results for a paper, a methods paragraph.
//!
//! Everything is made from finished results and from the scenario kept beside them; nothing is computed anew.

mod assumptions;
mod headline;
mod methods;
mod page;
#[cfg_attr(not(feature = "figures"), path = "no_pictures.rs")]
mod pictures;
mod references;
mod repeat;

use crate::experiment::sweep::Layout;
use crate::model::Scenario;
use crate::report::chapters::Chapter;
use crate::report::content::Content;
use crate::report::names::Names;
use crate::results::Provenance;
use crate::scenario::Stated;

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
    given: Option<Given>,
    content: Content,
    chapter: Chapter,
    /// What it stands under; no two parts of a study share it.
    heading: String,
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
    pub numbers: Vec<Stated>,
}

impl Part {
    /// What came out of a command, with the scenario it was made from, assignments applied; none where the folder keeps no
    /// copy.
    pub fn new(provenance: Provenance, given: Option<Given>, content: Content) -> Self {
        let scenario = given.as_ref().map(|given| &given.scenario);
        let chapter = content.findings().chapter(Names::titles(scenario));
        Self {
            heading: chapter.heading.to_owned(),
            provenance,
            given,
            content,
            chapter,
        }
    }

    /// The cells, of a sweep.
    fn layout(&self) -> Option<&Layout> {
        match &self.content {
            Content::Sweep(swept) => Some(&swept.layout),
            _ => None,
        }
    }
}

impl Study {
    /// The results of at least one command.
    pub fn of(parts: Vec<Part>) -> Self {
        let mut study = Self { parts };
        let headings = study.headings();
        for (part, heading) in study.parts.iter_mut().zip(headings) {
            part.heading = heading;
        }
        study
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
        let of = |part: &Part| {
            part.given
                .as_ref()
                .map(|given| given.scenario.title.clone())
        };
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
            let mut heading = part.heading.clone();
            if part.provenance.title != self.title() {
                heading = format!("{heading}: {}", part.provenance.title);
            }
            if headings.contains(&heading) && !part.provenance.assignments.is_empty() {
                heading = format!("{heading} ({})", part.provenance.assignments.join("; "));
            }
            let before = headings.iter().filter(|other| other.starts_with(&heading));
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
            let fingerprint = &part.provenance.fingerprint;
            let mut known = found.iter_mut();
            match known.find(|(_, parts)| parts[0].provenance.fingerprint == *fingerprint) {
                Some((_, parts)) => parts.push(part),
                None => found.push((given, vec![part])),
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
