//! Links of the pages, the table of contents, and the files that the code map names.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::docs::page::{Page, book, code_spans, root};

/// Targets of the links of a line, code left out.
fn targets(line: &str) -> Vec<&str> {
    let mut targets = Vec::new();
    for text in line.split('`').step_by(2) {
        let mut rest = text;
        while let Some(start) = rest.find("](") {
            rest = &rest[start + 2..];
            let Some(end) = rest.find(')') else { break };
            targets.push(&rest[..end]);
            rest = &rest[end..];
        }
    }
    targets
}

/// A path without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        if part == Component::ParentDir {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    plain
}

fn broken(page: &Page, target: &str) -> Option<String> {
    if target.starts_with("https://") {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let folder = Path::new(&page.path)
        .parent()
        .expect("a page is in a folder");
    let path = if file.is_empty() {
        PathBuf::from(&page.path)
    } else {
        plain(&folder.join(file))
    };
    if !root().join(&path).exists() {
        return Some(format!("{}: no file `{target}`", page.path));
    }
    if anchor.is_empty() {
        return None;
    }
    let there = Page::read(&path.to_string_lossy()).anchors();
    let is_there = there.iter().any(|known| known == anchor);
    (!is_there).then(|| format!("{}: no heading `{target}`", page.path))
}

#[test]
fn no_link_is_broken() {
    let mut wrong = Vec::new();
    for page in Page::all() {
        for paragraph in page.paragraphs() {
            for target in targets(&paragraph) {
                wrong.extend(broken(&page, target));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_summary_names_every_page_once() {
    let summary = Page::read("docs/SUMMARY.md");
    let mut named: Vec<String> = summary
        .text
        .lines()
        .flat_map(targets)
        .map(|target| format!("docs/{target}"))
        .collect();
    named.push(summary.path);
    named.sort();
    assert_eq!(named, book());
}

#[test]
fn the_code_map_names_files_that_exist() {
    let map = Page::read("docs/architecture.md");
    let missing: BTreeSet<&str> = map
        .text
        .lines()
        .flat_map(code_spans)
        .filter(|name| {
            let is_code = Path::new(name)
                .extension()
                .is_some_and(|ending| ending == "rs");
            is_code || name.ends_with('/')
        })
        .filter(|name| {
            let places = [
                root().to_owned(),
                root().join("src"),
                root().join("tests/it"),
            ];
            places.iter().all(|place| !place.join(name).exists())
        })
        .collect();
    assert!(missing.is_empty(), "docs/architecture.md: {missing:?}");
}

#[test]
fn every_reference_is_cited() {
    let references = Page::read("docs/references.md");
    let pages = Page::all();
    let text: Vec<String> = pages
        .iter()
        .filter(|page| page.path != references.path)
        .flat_map(Page::paragraphs)
        .collect();
    let mut count = 0;
    for entry in references.paragraphs() {
        let Some((authors, rest)) = entry.split_once(" (") else {
            continue;
        };
        let Some(year) = rest.get(..4).filter(|year| year.parse::<u16>().is_ok()) else {
            continue;
        };
        let name = authors.split(',').next().expect("a first author").trim();
        let is_cited = text
            .iter()
            .any(|text| text.contains(name) && text.contains(year));
        assert!(is_cited, "{name} {year} is listed and not cited");
        count += 1;
    }
    assert!(count > 60, "only {count} references were read");
}
