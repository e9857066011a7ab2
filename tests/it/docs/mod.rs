//! The pages: whole, without a broken link, their scenarios sound, their commands accepted, their numbers those of the tool.
//!
//! A block of a page is marked by a comment on the line above it:
//!
//! - `<!-- scenario: NAME.toml -->`: a whole scenario; other blocks and commands of the page may use it;
//! - `<!-- add to: FILE -->`: lines that make a sound scenario at the end of that file;
//! - `<!-- sweep: FILE -->`: a whole sweep file, at that place;
//! - `<!-- numbers: NAME -->` … `<!-- end -->`: what a command prints, the last one above or the one in each row of a table.
//!   `numbers: NAME, slow` is rerun only with `--ignored`; `numbers: NAME, unchecked` is not: these numbers are worked out
//!   from result files;
//! - `<!-- commands -->` … `<!-- end -->`: commands with their options, written from their help;
//! - `<!-- keys -->` … `<!-- end -->`: tables of keys, written from those by which files are read;
//! - `<!-- columns -->`, `<!-- measures -->`, `<!-- runs -->` … `<!-- end -->`: written from the code book.
//!
//! After a change of words or numbers, write the blocks of text anew and read the difference:
//!
//! ```text
//! ZOPA_REWRITE=1 cargo test --test it docs
//! ```

mod codebook;
mod commands;
#[cfg(feature = "pdf")]
mod help;
mod keys;
mod links;
mod numbers;
mod page;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::docs::page::{Page, root};
use crate::tool::done;

/// Set to any value, it makes the tests write the blocks of text instead of comparing them.
const REWRITE: &str = "ZOPA_REWRITE";

/// A folder as the reader has it: the repository's scenarios, a scenario from a template, and those of the pages.
fn reader(pages: &[Page]) -> TempDir {
    let place = tempfile::tempdir().expect("a folder for the test");
    copy(&root().join("scenarios"), &place.path().join("scenarios"));
    done(place.path(), "new talks --template mediation");
    for page in pages {
        for (name, text) in page.marked("scenario") {
            fs::write(place.path().join(name), text).expect("a scenario is written");
        }
    }
    place
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder is made");
    for entry in fs::read_dir(from).expect("the scenarios can be read") {
        let path = entry.expect("an entry of the folder").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a scenario is copied");
        }
    }
}

#[test]
fn every_scenario_and_sweep_of_a_page_is_sound() {
    let pages = Page::all();
    let place = reader(&pages);
    let mut count = 0;
    for page in &pages {
        for (name, _) in page.marked("scenario") {
            done(place.path(), &format!("check {name}"));
            count += 1;
        }
        for (name, text) in page.marked("sweep") {
            fs::write(place.path().join(name), text).expect("a sweep is written");
            done(place.path(), &format!("check {name}"));
            count += 1;
        }
        for (name, text) in page.marked("add to") {
            let file = fs::read_to_string(place.path().join(name)).expect("the file is there");
            let whole = format!("{file}\n{text}");
            fs::write(place.path().join("added.toml"), whole).expect("it can be written");
            done(place.path(), "check added.toml");
            count += 1;
        }
    }
    assert!(count >= 9, "only {count} blocks are marked");
}
