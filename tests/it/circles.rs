//! Within a folder of `src` files form no circles: what two files share goes below both.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A file of the library without its tests.
struct File {
    /// Path under `src/`, with `/`.
    path: String,
    /// Path of its module, with `::`.
    module: String,
    /// Names of the modules it declares.
    modules: Vec<String>,
    /// Its code without comments, tests, imports and declarations of modules.
    body: String,
    /// Whole paths it imports, with the name each has in the file, and whether it only passes them on.
    imports: Vec<Import>,
}

struct Import {
    path: String,
    name: String,
    is_passed_on: bool,
}

/// All files by module path.
type Files = BTreeMap<String, File>;

fn files() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Files::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the crate can be read") {
            let path = entry.expect("its entries can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(&root).expect("it lies in `src`");
                let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
                let text = fs::read_to_string(&path).expect("sources are text");
                let file = read(parts.join("/"), &text);
                files.insert(file.module.clone(), file);
            }
        }
    }
    files
}

fn read(path: String, text: &str) -> File {
    let stem = path.trim_end_matches(".rs").trim_end_matches("/mod");
    let module = stem.replace('/', "::");
    let code: String = without_tests(text)
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let (mut imports, mut modules) = (Vec::new(), Vec::new());
    let mut body = String::new();
    for statement in code.split_inclusive(';') {
        let (is_passed_on, item) = without_visibility(without_attributes(statement));
        let item = item.trim_end_matches(';').trim_end();
        if let Some(paths) = item.strip_prefix("use ") {
            let mut expanded = Vec::new();
            expand("", paths, &mut expanded);
            imports.extend(expanded.into_iter().map(|(path, name)| Import {
                path: absolute(&module, &path),
                name,
                is_passed_on,
            }));
        } else if let Some(name) = item.strip_prefix("mod ")
            && !name.contains('{')
        {
            modules.push(name.to_owned());
        } else {
            body.push_str(statement);
        }
    }
    File {
        path,
        module,
        modules,
        body,
        imports,
    }
}

/// A statement without the attributes before it.
fn without_attributes(statement: &str) -> &str {
    let mut words = statement.trim_start();
    while let Some((_, rest)) = words.split_once("]\n")
        && words.starts_with('#')
    {
        words = rest.trim_start();
    }
    words
}

/// An item without `pub` or `pub(crate)`, and whether that stood there.
fn without_visibility(words: &str) -> (bool, &str) {
    let Some(rest) = words.strip_prefix("pub") else {
        return (false, words);
    };
    let inside = rest.strip_prefix('(');
    let after = inside.and_then(|inside| inside.split_once(')'));
    (true, after.map_or(rest, |(_, after)| after).trim_start())
}

/// A file without what is compiled for tests alone. A module of tests is its last item.
fn without_tests(text: &str) -> String {
    let mut parts = text.split("#[cfg(test)]\n");
    let mut code = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if part.starts_with("mod tests {") {
            break;
        }
        code.push_str(after_first_item(part));
    }
    code
}

/// What follows the first item, field or statement of a text.
fn after_first_item(text: &str) -> &str {
    let (mut depth, mut end) = (0, 0);
    for line in text.split_inclusive('\n') {
        end += line.len();
        let words = line.split("//").next().unwrap_or_default().trim_end();
        let count = |letters: &[char]| words.matches(letters).count();
        depth += count(&['(', '[', '{']);
        depth -= count(&[')', ']', '}']);
        if depth == 0 && words.ends_with([';', ',', '}']) {
            break;
        }
    }
    &text[end..]
}

/// Takes `a::{b, c as d}` apart into whole paths with the names they get.
fn expand(before: &str, tree: &str, paths: &mut Vec<(String, String)>) {
    let Some((head, rest)) = tree.split_once('{') else {
        let (path, name) = tree.split_once(" as ").unwrap_or((tree, ""));
        let whole = format!("{before}{path}");
        let whole = whole.trim_end_matches("::self");
        let last = whole.rsplit("::").next().unwrap_or_default();
        let name = if name.is_empty() { last } else { name };
        paths.push((whole.to_owned(), name.to_owned()));
        return;
    };
    let inside = rest.trim_end().trim_end_matches('}');
    let (mut depth, mut from) = (0, 0);
    for (at, letter) in inside.char_indices().chain([(inside.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inside[from..at].trim();
                if !part.is_empty() {
                    expand(&format!("{before}{head}"), part, paths);
                }
                from = at + 1;
            }
            _ => {}
        }
    }
}

/// A path as seen from the root of the crate; paths into other crates come to nothing there.
fn absolute(module: &str, path: &str) -> String {
    if let Some(inside) = path.strip_prefix("crate::") {
        return inside.to_owned();
    }
    let (mut module, mut path) = (module.to_owned(), path);
    if let Some(inside) = path.strip_prefix("self::") {
        path = inside;
    }
    while let Some(inside) = path.strip_prefix("super::") {
        module = module
            .rsplit_once("::")
            .map_or(String::new(), |(up, _)| up.to_owned());
        path = inside;
    }
    format!("{module}::{path}")
}

/// The file that a path leads to: the longest module on its way, and on through what that passes on.
fn file_of<'a>(files: &'a Files, path: &str) -> Option<&'a File> {
    let parts: Vec<&str> = path.split("::").collect();
    let mut longest = (1..=parts.len()).rev();
    let count = longest.find(|&count| files.contains_key(&parts[..count].join("::")))?;
    let file = &files[&parts[..count].join("::")];
    let Some(name) = parts.get(count) else {
        return Some(file);
    };
    let mut passed_on = file.imports.iter().filter(|import| import.is_passed_on);
    match passed_on.find(|import| import.name == *name) {
        Some(import) if import.path != path => file_of(files, &import.path).or(Some(file)),
        _ => Some(file),
    }
}

/// Whether a text names something: a whole word, not a part of one.
fn names(text: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// Paths written out in code: after `crate::`, and after the name of a module of the file's own.
fn written_out(file: &File) -> Vec<String> {
    let declared = file.modules.iter();
    let declared = declared.map(|name| (format!("{name}::"), format!("{}::{name}::", file.module)));
    let starts = declared.chain([("crate::".to_owned(), String::new())]);
    let mut paths = Vec::new();
    for (start, whole) in starts {
        for (at, _) in file.body.match_indices(&start) {
            let before = &file.body[..at];
            let is_inside = |letter: char| letter.is_alphanumeric() || "_:".contains(letter);
            // Who may see something is not a use: `pub(in crate::report)`.
            if before.ends_with(is_inside) || before.ends_with("pub(in ") {
                continue;
            }
            let rest = &file.body[at + start.len()..];
            let end = rest
                .find(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter))
                .unwrap_or(rest.len());
            paths.push(format!("{whole}{}", rest[..end].trim_end_matches(':')));
        }
    }
    paths
}

/// What each file uses of the others of its folder.
fn uses(files: &Files) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in files.values() {
        let imported = file.imports.iter().filter(|import| {
            // What a file passes on and does not name itself it does not use.
            !import.is_passed_on || names(&file.body, &import.name)
        });
        let paths = imported.map(|import| import.path.clone());
        for path in paths.chain(written_out(file)) {
            if let Some(used) = file_of(files, &path)
                && used.path != file.path
                && folder(&used.path) == folder(&file.path)
            {
                uses.entry(&file.path).or_default().insert(&used.path);
            }
        }
    }
    uses
}

fn folder(path: &str) -> &str {
    path.split_once('/').map_or("", |(folder, _)| folder)
}

/// A circle that leads from a file back to it by the fewest uses.
fn circle<'a>(uses: &BTreeMap<&'a str, BTreeSet<&'a str>>, from: &'a str) -> Option<Vec<&'a str>> {
    let mut ways = vec![vec![from]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for &next in uses.get(way[way.len() - 1]).into_iter().flatten() {
                if next == from {
                    return Some(way);
                }
                if seen.insert(next) {
                    longer.push(way.iter().copied().chain([next]).collect());
                }
            }
        }
        ways = longer;
    }
    None
}

#[test]
fn files_of_a_folder_form_no_circles() {
    let files = files();
    let uses = uses(&files);
    let mut circles: BTreeSet<String> = BTreeSet::new();
    for file in files.values() {
        if let Some(mut way) = circle(&uses, &file.path) {
            // Every file of a circle finds it; it is written from its first.
            let first = way.iter().min().copied().unwrap_or_default();
            let place = way.iter().position(|path| *path == first);
            way.rotate_left(place.unwrap_or_default());
            circles.insert(way.join(" → "));
        }
    }
    let found: Vec<String> = circles.into_iter().collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn only_what_is_compiled_for_tests_is_left_out() {
    let text = "\
mod one;
#[cfg(test)]
mod fixture;
#[cfg(test)]
use a::{
    First, Second,
};
use b::Third;
struct Kept {
    #[cfg(test)]
    asked: Vec<(u32, u32)>, // a note
    held: u32,
}
impl Kept {
    #[cfg(test)]
    fn asked(
        &self,
    ) -> u32 {
        self.asked.len();
    }
    fn held(&self) {
        #[cfg(test)]
        self.asked
            .push((1, 2));
        self.held
    }
}
#[cfg(test)]
mod tests {
    use c::Fourth;
}
";
    let kept = "\
mod one;
use b::Third;
struct Kept {
        held: u32,
}
impl Kept {
        fn held(&self) {
                self.held
    }
}
";
    assert_eq!(without_tests(text), kept);
}

#[test]
fn circles_are_found_through_what_a_folder_passes_on() {
    let texts = [
        (
            "a/mod.rs",
            "#[cfg(feature = \"b\")]\npub mod one;\nmod two;\n#[cfg(feature = \"b\")]\n\
             pub(crate) use one::{First, other as Other, one};\n",
        ),
        (
            "a/one.rs",
            "use crate::a::two::Second;\npub(in crate::a) struct First;\n",
        ),
        (
            "a/two.rs",
            "use crate::a::First;\npub(crate) struct Second;\n",
        ),
        ("a/three.rs", "#[cfg(feature = \"b\")]\nuse super::Other;\n"),
    ];
    let files: Files = texts
        .map(|(path, text)| read(path.to_owned(), text))
        .into_iter()
        .map(|file| (file.module.clone(), file))
        .collect();
    let uses = uses(&files);
    assert_eq!(
        circle(&uses, "a/one.rs"),
        Some(vec!["a/one.rs", "a/two.rs"])
    );
    assert_eq!(
        circle(&uses, "a/mod.rs"),
        None,
        "what is passed on is not used"
    );
    assert_eq!(circle(&uses, "a/three.rs"), None);
    assert_eq!(
        uses["a/three.rs"].iter().copied().collect::<Vec<_>>(),
        ["a/one.rs"]
    );
}
