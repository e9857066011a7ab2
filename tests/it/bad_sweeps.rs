//! Each rejected sweep yields exactly its messages: place, fault, and what would be right.
//!
//! They are in `tests/bad_sweeps.txt`, case by case. After a change that is meant to change words, write them anew and read
//! the difference:
//!
//! ```text
//! ZOPA_REWRITE=1 cargo test --test it bad_sweeps::
//! ```

use std::fmt::Write as _;
use std::path::Path;

use zopa::experiment::sweep::SweepCells;
use zopa::scenario::{self, Source};

/// A legal sweep, which every case below breaks in one place.
const BASE: &str = r#"format = 1
scenario = "first-steps.toml"
runs = 100

[design.full-factorial]

[[factor]]
id = "deadline"
path = "clock.rounds"
levels = [6, 12]

[[factor]]
id = "fallback"
path = "party.buyer.reservation"
range = [0.3, 0.6]
steps = 3
"#;

/// What is replaced by what.
const CASES: [(&str, &[(&str, &str)]); 40] = [
    ("not TOML", &[("runs = 100", "runs = = 100")]),
    ("an unknown key", &[("runs = 100", "runz = 100")]),
    ("another format", &[("format = 1", "format = 7")]),
    ("no scenario", &[("scenario = \"first-steps.toml\"\n", "")]),
    (
        "a scenario that is not there",
        &[("first-steps", "last-steps")],
    ),
    ("no design", &[("[design.full-factorial]\n", "")]),
    ("an unknown design", &[("full-factorial", "full-factory")]),
    ("no runs at all", &[("runs = 100", "runs = 0")]),
    ("runs with a point", &[("runs = 100", "runs = 100.5")]),
    ("no factors", &[(FACTORS, "factor = []")]),
    ("a factor without values", &[("levels = [6, 12]\n", "")]),
    (
        "a factor without a path",
        &[("path = \"clock.rounds\"\n", "")],
    ),
    ("empty levels", &[("[6, 12]", "[]")]),
    ("levels that are no list", &[("[6, 12]", "6")]),
    ("a level twice", &[("[6, 12]", "[6, 12, 6]")]),
    ("levels and a range", &[("steps = 3", "levels = [0.4]")]),
    (
        "a range without steps in a full factorial",
        &[("steps = 3\n", "")],
    ),
    (
        "a range without steps one at a time",
        &[("steps = 3\n", ""), ("full-factorial", "one-at-a-time")],
    ),
    (
        "steps without a range",
        &[("[6, 12]", "[6, 12]\nsteps = 4")],
    ),
    ("one step", &[("steps = 3", "steps = 1")]),
    ("a range of one number", &[("[0.3, 0.6]", "[0.3]")]),
    ("a range backwards", &[("[0.3, 0.6]", "[0.6, 0.3]")]),
    ("a range without length", &[("[0.3, 0.6]", "[0.3, 0.3]")]),
    ("a range of words", &[("[0.3, 0.6]", "[\"low\", \"high\"]")]),
    ("a path to nowhere", &[("party.buyer", "party.byer")]),
    ("a path with a hole", &[("party.buyer", "party..buyer")]),
    ("an illegal level", &[("[6, 12]", "[6, 0]")]),
    (
        "a range beyond what is legal",
        &[("[0.3, 0.6]", "[0.3, 1.2]")],
    ),
    (
        "ids with spaces",
        &[("id = \"deadline\"", "id = \"the deadline\"")],
    ),
    (
        "an id of a column",
        &[("id = \"deadline\"", "id = \"zone\"")],
    ),
    ("an id twice", &[("id = \"deadline\"", "id = \"fallback\"")]),
    (
        "a parameter set twice",
        &[(
            "\"clock.rounds\"\nlevels = [6, 12]",
            "\"party.buyer\"\nlevels = [6, 12]",
        )],
    ),
    (
        "a million million cells",
        &[
            ("levels = [6, 12]", "range = [1, 10000]\nsteps = 10000"),
            ("steps = 3", "steps = 100000"),
            (
                "[[factor]]\nid = \"fallback\"",
                "[[factor]]\nid = \"patience\"\npath = \"party.buyer.discount\"\nrange = [0.9, 1.0]\nsteps = 1000\n\n[[factor]]\nid = \"fallback\"",
            ),
        ],
    ),
    (
        "a sample without cells",
        &[("[design.full-factorial]", "[design.sobol]")],
    ),
    (
        "a sample too large",
        &[(
            "[design.full-factorial]",
            "[design.latin-hypercube]\ncells = 1_000_000_000_000",
        )],
    ),
    (
        "policies beside a path",
        &[("levels = [6, 12]", "policies = [{ id = \"a\", set = {} }]")],
    ),
    (
        "a path taken apart by its dots",
        &[(
            "path = \"clock.rounds\"\nlevels = [6, 12]",
            "policies = [{ id = \"a\", set = { party.buyer.discount = 0.9 } }]",
        )],
    ),
    (
        "fixed runs and a precision",
        &[(
            "[design",
            "[precision]\nhalf-width = 0.01\nceiling = 1000\n\n[design",
        )],
    ),
    (
        "looks that do not grow",
        &[(
            "runs = 100\n",
            "precision = { half-width = 0.01, ceiling = 9000, looks = [4000, 2000, 9000] }\n",
        )],
    ),
    (
        "many faults at once",
        &[
            ("runs = 100", "runs = -1"),
            ("[6, 12]", "[]"),
            ("steps = 3", "steps = 0"),
        ],
    ),
];

const FACTORS: &str = "[[factor]]\nid = \"deadline\"\npath = \"clock.rounds\"\nlevels = [6, 12]\n\n[[factor]]\nid = \"fallback\"\npath = \"party.buyer.reservation\"\nrange = [0.3, 0.6]\nsteps = 3\n";

/// What is said of a sweep; nothing of a legal one.
fn said(text: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let source = Source {
        name: "sweep.toml".to_owned(),
        text: text.to_owned(),
    };
    let read = |name: &str| {
        let source = Source::read(&folder.join(name))?;
        Ok(Source {
            name: name.to_owned(),
            ..source
        })
    };
    match scenario::parse_sweep(source, &read) {
        Err(problems) => problems.to_string(),
        Ok(sweep) => match SweepCells::new(sweep, Some(1)) {
            Err(error) => error.to_string(),
            Ok(_) => String::new(),
        },
    }
}

#[test]
fn each_rejected_sweep_yields_exactly_its_messages() {
    assert_eq!(said(BASE), "");
    let mut text = String::new();
    for (name, edits) in CASES {
        let mut broken = BASE.to_owned();
        for (from, to) in edits {
            assert!(broken.contains(from), "{name}: the base has no {from}");
            broken = broken.replacen(from, to, 1);
        }
        // A table must come after the keys before it.
        if name == "no factors" {
            broken = format!("factor = []\n{}", broken.replace("factor = []", ""));
        }
        let said = said(&broken);
        assert!(!said.is_empty(), "{name} is accepted");
        let _ = writeln!(text, "# {name}\n\n{said}\n");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_sweeps.txt");
    if std::env::var_os("ZOPA_REWRITE").is_some() {
        std::fs::write(&path, &text).expect("the messages are written");
    }
    let frozen = std::fs::read_to_string(&path).expect("the messages are there");
    for (was, is) in frozen.split("# ").zip(text.split("# ")) {
        assert_eq!(was, is);
    }
    assert_eq!(frozen.len(), text.len());
}

#[test]
fn a_level_that_breaks_the_scenario_elsewhere_names_its_cell() {
    let text = BASE.replace(
        "path = \"clock.rounds\"\nlevels = [6, 12]",
        "path = \"issue.price.options\"\nlevels = [[{ id = \"80k\" }, { id = \"90k\" }]]",
    );
    let said = said(&text);
    // Both parties score five prices; each is told once, though every cell has the fault.
    assert_eq!(said.matches("with cell 0 (").count(), 2, "{said}");
    assert_eq!(said.matches("with cell").count(), 2, "{said}");
    assert!(said.contains("first-steps.toml:"), "{said}");
    assert!(
        said.contains("`price` has 2 options, got 5 scores"),
        "{said}"
    );
}
