//! Fonts for letters that the figures' own have not: looked for on the machine, the same ones wherever the same are there.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb::{Database, FaceInfo, Stretch, Style};
use ttf_parser::Face;
use unicode_script::UnicodeScript as _;

/// Faces that every figure can be set in.
const FACES: [&[u8]; 2] = [
    include_bytes!("fonts/Arimo-Regular.ttf"),
    include_bytes!("fonts/Arimo-Bold.ttf"),
];
/// Name of their family.
pub(super) const FAMILY: &str = "Arimo";

/// Letters of a script that are named one by one; of more there are too many to read.
const NAMED_MAX: usize = 4;

/// Fonts beside the figures' own, which are read when a letter wants one.
#[derive(Debug, Default)]
pub struct Fonts {
    folder: Option<PathBuf>,
    found: OnceLock<Database>,
}

impl Fonts {
    /// The fonts of this machine.
    pub fn of_machine() -> Self {
        Self::default()
    }

    /// The fonts in a folder and those below it.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self {
            folder: Some(folder),
            found: OnceLock::new(),
        }
    }

    /// Fonts in which a figure can be set, its own first, and the letters that none of them has.
    pub(super) fn for_figure(&self, svg: &str) -> (Arc<Database>, BTreeSet<char>) {
        let mut fonts = own();
        let mut lacking = letters(svg);
        let ids: Vec<_> = fonts.faces().map(|face| face.id).collect();
        for id in ids {
            let had = fonts.with_face_data(id, |data, index| covered(data, index, &lacking));
            lacking = &lacking - &had.unwrap_or_default();
        }
        if lacking.is_empty() {
            return (Arc::new(fonts), lacking);
        }
        let found = self.found.get_or_init(|| self.read());
        let all = found.faces().filter_map(|face| {
            let covers = |data: &[u8], index| covered(data, index, &lacking);
            let letters = found.with_face_data(face.id, covers)?;
            (!letters.is_empty()).then_some((face, letters))
        });
        let all: Vec<(&FaceInfo, BTreeSet<char>)> = all.collect();
        // The face with the most letters that are still lacking comes first; of several the plainest, then by name.
        while let Some((face, letters)) = all.iter().min_by_key(|(face, letters)| {
            let count = letters.intersection(&lacking).count();
            (Reverse(count), plainness(face))
        }) {
            if letters.is_disjoint(&lacking) {
                break;
            }
            fonts.push_face_info((*face).clone());
            lacking = &lacking - letters;
        }
        (Arc::new(fonts), lacking)
    }

    fn read(&self) -> Database {
        let mut found = Database::new();
        match &self.folder {
            Some(folder) => found.load_fonts_dir(folder),
            None => found.load_system_fonts(),
        }
        found
    }
}

/// The fonts that are part of this program.
pub(super) fn own() -> Database {
    let mut fonts = Database::new();
    for face in FACES {
        fonts.load_font_data(face.to_vec());
    }
    fonts
}

/// Letters by their scripts, with the first of each: `Han 停 (U+505C), 火 (U+706B) and 2 more; Hangul 휴 (U+D734)`.
pub fn letters_in_words(letters: &BTreeSet<char>) -> String {
    let mut scripts: BTreeMap<&str, Vec<char>> = BTreeMap::new();
    for &letter in letters {
        let script = letter.script().full_name();
        scripts.entry(script).or_default().push(letter);
    }
    let scripts = scripts.into_iter().map(|(script, letters)| {
        let named = letters.iter().take(NAMED_MAX);
        let named = named.map(|&letter| format!("{letter} (U+{:04X})", u32::from(letter)));
        let named = named.collect::<Vec<_>>().join(", ");
        match letters.len().saturating_sub(NAMED_MAX) {
            0 => format!("{script} {named}"),
            more => format!("{script} {named} and {more} more"),
        }
    });
    scripts.collect::<Vec<_>>().join("; ")
}

/// How far a face is from upright letters of usual weight and width, and then its name.
fn plainness(face: &FaceInfo) -> (bool, bool, u16, &str, &str, u32) {
    let family = face.families.first().map_or("", |family| &family.0);
    (
        face.style != Style::Normal,
        face.stretch != Stretch::Normal,
        face.weight.0.abs_diff(400),
        family,
        &face.post_script_name,
        face.index,
    )
}

/// Which of some letters a face has.
fn covered(data: &[u8], index: u32, letters: &BTreeSet<char>) -> BTreeSet<char> {
    let Ok(face) = Face::parse(data, index) else {
        return BTreeSet::new();
    };
    let has = |letter: &&char| face.glyph_index(**letter).is_some();
    letters.iter().filter(has).copied().collect()
}

/// The letters that a figure draws: those of its text elements, but for what only joins or shapes others.
fn letters(svg: &str) -> BTreeSet<char> {
    let elements = svg.split("<text").skip(1);
    let drawn = elements.filter_map(|element| {
        let (_, words) = element.split_once('>')?;
        words.split("</text>").next()
    });
    let is_drawn = |letter: &char| {
        let joins = matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{ad}');
        !letter.is_ascii() && !letter.is_whitespace() && !joins
    };
    drawn.flat_map(str::chars).filter(is_drawn).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Fonts, letters, letters_in_words};

    #[test]
    fn letters_are_those_drawn_and_not_those_described() {
        let svg = "<svg><title>停</title>\n<text x=\"1\">\nå &amp; 火\u{200d}a\n</text><text>判</text></svg>";
        assert_eq!(letters(svg), BTreeSet::from(['å', '火', '判']));
    }

    #[test]
    fn a_machine_without_fonts_lacks_letters_and_says_which() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let fonts = Fonts::in_folder(place.path().to_owned());
        let (found, lacking) = fonts.for_figure("<text>Łódź Київ Ωμέγα 95 % − ± 停 휴 و क</text>");
        assert_eq!(found.len(), 2);
        assert_eq!(
            letters_in_words(&lacking),
            "Arabic و (U+0648); Devanagari क (U+0915); Han 停 (U+505C); Hangul 휴 (U+D734)"
        );
    }
}
