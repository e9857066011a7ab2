//! Pages in Markdown, as far as these tests need to understand them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::docs::REWRITE;

/// A page of the repository.
pub(super) struct Page {
    /// From the root of the repository, with `/`.
    pub path: String,
    pub text: String,
}

/// A line of a page.
pub(super) struct Line<'a> {
    pub text: &'a str,
    /// The language of the code block it is in, if any.
    pub code: Option<&'a str>,
}

pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Page {
    pub(super) fn read(path: &str) -> Self {
        let text = fs::read_to_string(root().join(path));
        Self {
            path: path.to_owned(),
            text: text.unwrap_or_else(|error| panic!("{path}: {error}")),
        }
    }

    /// The pages of the book, and those beside it.
    pub(super) fn all() -> Vec<Self> {
        let mut paths: Vec<String> = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"]
            .map(str::to_owned)
            .to_vec();
        paths.extend(book());
        paths.iter().map(|path| Self::read(path)).collect()
    }

    /// Compares what stands between a comment of this word and the next `<!-- end -->`, or writes it anew.
    pub(super) fn expect_generated(&self, mark: &str, now: &str) {
        let mark = format!("<!-- {mark} -->\n");
        let parts = self.text.split_once(&mark).and_then(|(before, rest)| {
            let (inside, after) = rest.split_once("<!-- end -->")?;
            Some((before, inside, after))
        });
        let (before, inside, after) = parts.unwrap_or_else(|| panic!("{}: {mark}", self.path));
        if std::env::var_os(REWRITE).is_some() {
            let text = format!("{before}{mark}{now}<!-- end -->{after}");
            fs::write(root().join(&self.path), text).expect("a page is written");
            return;
        }
        let is_new = |line: &&str| inside.lines().all(|was| was != *line);
        assert!(
            inside == now,
            "{}: `{REWRITE}=1 cargo test --test it docs` writes anew what is generated; it should have\n{}",
            self.path,
            now.lines()
                .find(is_new)
                .unwrap_or("lines in this order alone")
        );
    }

    /// Its lines, code blocks recognised.
    pub(super) fn lines(&self) -> Vec<Line<'_>> {
        let mut code = None;
        let mut lines = Vec::new();
        for text in self.text.lines() {
            let fence = text.strip_prefix("```");
            match (fence, code) {
                (Some(language), None) => code = Some(language),
                (Some(_), Some(_)) => code = None,
                (None, _) => {}
            }
            lines.push(Line {
                text,
                code: if fence.is_some() { None } else { code },
            });
        }
        lines
    }

    /// Its paragraphs outside code blocks, each on one line; a row of a table is a paragraph.
    pub(super) fn paragraphs(&self) -> Vec<String> {
        let mut paragraphs = vec![String::new()];
        for line in self.lines() {
            let text = if line.code.is_some() { "" } else { line.text };
            if text.is_empty() || text.starts_with(['|', '#', '<']) {
                paragraphs.push(String::new());
            }
            let paragraph = paragraphs.last_mut().expect("there is one");
            paragraph.push_str(text.trim_start());
            paragraph.push(' ');
        }
        paragraphs
    }

    /// The code blocks under a comment `<!-- kind: NAME -->`, each with that name.
    pub(super) fn marked(&self, kind: &str) -> Vec<(&str, String)> {
        let mark = format!("<!-- {kind}: ");
        let mut found = Vec::new();
        let mut lines = self.lines().into_iter().peekable();
        while let Some(line) = lines.next() {
            let name = line.text.strip_prefix(mark.as_str());
            let Some(name) = name.and_then(|rest| rest.strip_suffix(" -->")) else {
                continue;
            };
            assert!(
                lines
                    .next()
                    .is_some_and(|line| line.text.starts_with("```")),
                "{}: no code under `{name}`",
                self.path
            );
            let mut block = String::new();
            while let Some(line) = lines.next_if(|line| line.code.is_some()) {
                block.push_str(line.text);
                block.push('\n');
            }
            found.push((name, block));
        }
        found
    }

    /// The addresses of its headings, as GitHub and mdBook make them.
    pub(super) fn anchors(&self) -> Vec<String> {
        let lines = self.lines();
        let headings = lines.iter().filter(|line| line.code.is_none());
        let mut anchors: Vec<String> = Vec::new();
        for line in headings.filter(|line| line.text.starts_with('#')) {
            let anchor = address(line.text.trim_start_matches('#').trim());
            let before = anchors.iter().filter(|earlier| **earlier == anchor).count();
            assert_eq!(before, 0, "{}: two headings `{anchor}`", self.path);
            anchors.push(anchor);
        }
        anchors
    }
}

/// The pages of `docs/`, in order.
pub(super) fn book() -> Vec<String> {
    let mut folders: Vec<PathBuf> = vec![root().join("docs")];
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the book can be read") {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                let path = path.strip_prefix(root()).expect("inside the repository");
                paths.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    paths.sort();
    paths
}

pub(super) fn address(heading: &str) -> String {
    let heading = heading.to_lowercase();
    let kept = heading
        .chars()
        .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter })
        .collect()
}

/// The pieces of a line in backticks.
pub(super) fn code_spans(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}
