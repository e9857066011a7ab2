//! How each result is made again: the files it needs, where they go, and the command.

use std::fmt::Write as _;

use maud::{Markup, html};

use crate::report::paper::{Given, Part, Study};

/// The section, with the files themselves.
pub(super) fn section(study: &Study) -> Markup {
    let mut shown = Vec::new();
    html! {
        p {
            "The same scenario, seed and number of runs give the same results to the byte, on any machine and with any number of "
            "threads. For each result: save its files under the names given, then run the command in the folder above them."
        }
        "\n"
        @for part in &study.parts {
            @let from = &part.provenance;
            h3 { (part.heading) } "\n"
            @if let Some(given) = &part.given { (files(part, given, &mut shown)) }
            pre { code { (command(&from.command)) } } "\n"
            p {
                "The manifest then shows the fingerprint " code { (from.fingerprint) } ", with zopa " (from.version) "."
            }
            "\n"
        }
    }
}

/// A command whose words stay whole; browsers break lines after hyphens, and options begin with them.
fn command(words: &str) -> Markup {
    html! {
        @for (place, word) in words.split(' ').enumerate() {
            @if place > 0 { " " }
            span { (word) }
        }
    }
}

/// Links that save the files of a part where its command looks for them.
fn files<'a>(part: &Part, given: &'a Given, shown: &mut Vec<&'a str>) -> Markup {
    let command = &part.provenance.command;
    let (Some(layout), Some(sweep)) = (part.layout(), &given.sweep) else {
        let name = &part.provenance.scenario;
        return html! { ul { "\n" (saved(&link(name, &given.text, shown), &word_ending(command, name))) } "\n" };
    };
    let sweep = link(&layout.sweep, sweep, shown);
    let scenario = link(&layout.scenario, &given.text, shown);
    html! {
        ul {
            "\n"
            (saved(&sweep, &word_ending(command, &layout.sweep)))
            li { (scenario) ", at the path that the key " code { "scenario" } " of the sweep file gives" } "\n"
        }
        "\n"
    }
}

fn saved(link: &Markup, place: &str) -> Markup {
    html! { li { (link) ", as " code { (place) } } "\n" }
}

/// A link that holds the file; its name alone where an earlier link holds the same.
fn link<'a>(name: &str, text: &'a str, shown: &mut Vec<&'a str>) -> Markup {
    if shown.contains(&text) {
        return html! { (name) " from above" };
    }
    shown.push(text);
    let address = format!("data:text/plain;charset=utf-8,{}", percent_encoded(text));
    html! { a download=(name) href=(address) { (name) } }
}

/// The word of a command, as a shell reads it, that names a file; the file's name where there is none.
fn word_ending(command: &str, name: &str) -> String {
    let mut words = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for letter in command.chars() {
        match letter {
            '\'' if !escaped => quoted = !quoted,
            '\\' if !quoted && !escaped => {
                escaped = true;
                continue;
            }
            ' ' if !quoted && !escaped => words.push(String::new()),
            letter => words.last_mut().expect("there is a word").push(letter),
        }
        escaped = false;
    }
    let found = words.into_iter().find(|word| word.ends_with(name));
    found.unwrap_or_else(|| name.to_owned())
}

/// A text as part of an address: every byte but letters, digits and a few marks as `%` and two digits.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3 / 2);
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~,;:/=()".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing into a string does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{percent_encoded, word_ending};

    #[test]
    fn a_file_in_an_address_is_bytes_that_come_back() {
        assert_eq!(percent_encoded("a = \"ü\"\n"), "a%20=%20%22%C3%BC%22%0A");
        let text = "[x]\n'<>&#%?+\u{1F600}";
        let encoded = percent_encoded(text);
        let mut bytes = Vec::new();
        let mut rest = encoded.as_bytes();
        while let Some((&first, after)) = rest.split_first() {
            if first == b'%' {
                let digits = std::str::from_utf8(&after[..2]).expect("digits");
                bytes.push(u8::from_str_radix(digits, 16).expect("a number"));
                rest = &after[2..];
            } else {
                bytes.push(first);
                rest = after;
            }
        }
        assert_eq!(bytes, text.as_bytes());
    }

    #[test]
    fn the_file_of_a_command_is_found() {
        let command = r"zopa run 'my files/it'\''s.toml' --runs 10";
        assert_eq!(word_ending(command, "it's.toml"), "my files/it's.toml");
        assert_eq!(word_ending("zopa run in/a.toml", "a.toml"), "in/a.toml");
        assert_eq!(word_ending("zopa run a.toml", "b.toml"), "b.toml");
    }
}
