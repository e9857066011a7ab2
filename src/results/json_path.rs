//! The path of a value in a JSON text, by where a reader stopped.
//!
//! Readers of JSON say the line and column of a fault. A crate that follows the path while reading would be compiled anew for
//! every type within every type, which took a third of the time of building this one.

use crate::results::same_ids::key_path;

/// An object or array that has begun and not ended.
enum Open {
    /// The key whose value is read, empty before the first, and whether a key comes next.
    Object(String, bool),
    /// The element that is read.
    Array(usize),
}

/// Path of the value whose reading ended in a line and column, both from 1: `packages[2].agreed`; empty for the whole text.
///
/// After a value it is the path of that value until the next begins; after the end of an object or array that of the whole.
pub(super) fn path_at(text: &str, line: usize, column: usize) -> String {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let end = lines.map(str::len).sum::<usize>() + column;
    let read = &text.as_bytes()[..end.min(text.len())];
    let mut open: Vec<Open> = Vec::new();
    let mut place = 0;
    while place < read.len() {
        let from = place;
        place += 1;
        match (read[from], open.last_mut()) {
            (b'{', _) => open.push(Open::Object(String::new(), true)),
            // Where nothing follows, the array itself is meant.
            (b'[', _) if place < read.len() => open.push(Open::Array(0)),
            (b'}' | b']', _) => drop(open.pop()),
            (b',', Some(Open::Object(_, key_next))) => *key_next = true,
            (b',', Some(Open::Array(element))) => *element += 1,
            (b'"', last) => {
                while place < read.len() && read[place] != b'"' {
                    place += 1 + usize::from(read[place] == b'\\');
                }
                place += 1;
                if let Some(Open::Object(key, key_next @ true)) = last {
                    let quoted = text.get(from..place).unwrap_or_default();
                    *key = serde_json::from_str(quoted).unwrap_or_default();
                    *key_next = false;
                }
            }
            _ => {}
        }
    }
    open.iter().fold(String::new(), |path, open| match open {
        Open::Object(key, _) if key.is_empty() => path,
        Open::Object(key, _) => key_path(&path, key),
        Open::Array(element) => format!("{path}[{element}]"),
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::path_at;

    #[derive(Debug, Deserialize)]
    struct Outer {
        #[expect(dead_code, reason = "it is only read")]
        list: Vec<Inner>,
        #[expect(dead_code, reason = "it is only read")]
        kind: Option<Kind>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "it is only read")]
        count: u32,
        #[expect(dead_code, reason = "it is only read")]
        pair: Option<[f64; 2]>,
    }

    #[derive(Debug, Deserialize)]
    enum Kind {
        One,
    }

    #[test]
    fn it_is_the_path_of_the_value_at_fault() {
        for (text, path) in [
            ("7", ""),
            ("{}", ""),
            ("{\"list\": 7}", "list"),
            ("{\"list\": [7]}", "list[0]"),
            ("{\"list\": [{\"count\": 1}, {}]}", "list[1]"),
            (
                "{\"list\": [{\"count\": 1},\n{\"count\": -1 , \"pair\": null}]}",
                "list[1].count",
            ),
            ("{\"list\": [{\"count\": [1]}]}", "list[0].count"),
            ("{\"list\": [{\"count\": {\"a\": 1}}]}", "list[0].count"),
            (
                "{\"list\": [{\"count\": 1, \"pair\": [0, 1, 2]}]}",
                "list[0].pair[2]",
            ),
            (
                "{\"list\": [{\"count\": 1, \"pair\": [0]}]}",
                "list[0].pair",
            ),
            (
                "{\"list\": [{\"count\": 1, \"pair\": [\n0,\n\"é\\\"]\"]}]}",
                "list[0].pair[1]",
            ),
            (
                "{\"list\": [{\"count\": 1, \"other\": 0}]}",
                "list[0].other",
            ),
            ("{\"list\": [], \"kind\": \"Two\"}", "kind"),
            ("{\"é\\\"{\": {}, \"list\": [], \"kind\": 1}", "kind"),
        ] {
            let error = serde_json::from_str::<Outer>(text).expect_err("it is wrong");
            assert_eq!(
                path_at(text, error.line(), error.column()),
                path,
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn it_is_found_in_any_text_at_any_place() {
        let text = "{\"a\": [1, {\"b\\\\\": \"x\"}, [[]]], \"é\n";
        for line in 0..4 {
            for column in 0..text.len() + 2 {
                let path = path_at(text, line, column);
                assert!(path.is_empty() || path.starts_with('a'), "{path}");
            }
        }
        assert_eq!(path_at(text, 1, 20), "a[1].b\\");
    }
}
