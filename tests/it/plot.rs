//! What `zopa plot` promises: the figures a folder allows, in three formats, the same bytes every time; clear refusals.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::tool::{WAGE, call, code, done, names, place_with, refused, told, tool};

/// The wage round with a package, a plan and a lever.
fn talks() -> String {
    let issue = "id = \"wage\"\n";
    WAGE.replacen(issue, &format!("{issue}package = \"pay\"\n"), 1) + MORE
}

const MORE: &str = r#"
[[package]]
id = "pay"
title = "Pay and hours"

[[plan]]
id = "half"
title = "Half way"
options = { wage = "middle" }

[[leverage]]
id = "strike"
title = "A strike"
actor = "union"
use = "always"
effects = [{ party = "firm", reservation = -0.2 }]
"#;

const SWEEP: &str = r#"
format = 1
scenario = "talks.toml"
runs = 200
design = "DESIGN"
[[factor]]
id = "rounds"
path = "clock.rounds"
levels = [1, 4, 10]
"#;

fn place() -> TempDir {
    let alone = SWEEP.replace("DESIGN", "one-at-a-time");
    let second =
        "[[factor]]\nid = \"fallback\"\npath = \"party.firm.reservation\"\nlevels = [0.2, 0.6]\n";
    let grid = SWEEP.replace("DESIGN", "full-factorial") + second;
    place_with(&[
        ("talks.toml", &talks()),
        ("alone.toml", &alone),
        ("grid.toml", &grid),
    ])
}

/// Whether a program is installed; says so where it is not.
#[expect(
    clippy::print_stderr,
    reason = "whoever runs the tests sees which check is left out"
)]
fn installed(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        eprintln!("left out: `{program}` is not installed");
    }
    found
}

#[test]
fn a_run_folder_gives_its_figures_in_three_formats_and_the_same_bytes_twice() {
    let place = place();
    done(&place, "run talks.toml --runs 300 --output run");
    let formats = "--format svg --format pdf --format png";
    for folder in ["one", "two"] {
        let line = format!("plot run --width column {formats} --output {folder}");
        done(&place, &line);
    }
    let (one, two) = (place.path().join("one"), place.path().join("two"));
    let mut wanted = vec!["manifest.json".to_owned()];
    for figure in ["failures", "packages", "survival", "terms"] {
        for ending in ["data.csv", "pdf", "png", "svg"] {
            wanted.push(format!("{figure}.{ending}"));
        }
    }
    wanted.sort();
    assert_eq!(names(&one), wanted);
    for name in &wanted {
        let bytes = |folder: &Path| fs::read(folder.join(name)).expect("it is there");
        assert_eq!(bytes(&one), bytes(&two), "{name}");
    }
    let svg = fs::read_to_string(one.join("packages.svg")).expect("it is there");
    assert!(svg.contains("width=\"89.0mm\"") && svg.contains("300 runs, seed 1"));
    assert_valid(&one);
}

/// Whether a file's name has this ending.
fn has(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, it)| it == ending)
}

/// What other programs say: SVG is well-formed, and PDF brings all its letters along.
fn assert_valid(folder: &Path) {
    let (fonts, lint) = (installed("pdffonts"), installed("xmllint"));
    let told = |program: &str, arguments: &[&str], name: &str| {
        let mut call = Command::new(program);
        let call = call.args(arguments).arg(folder.join(name));
        call.output().expect("it runs")
    };
    for name in names(folder) {
        if fonts && has(&name, "pdf") {
            let told = told("pdffonts", &[], &name).stdout;
            let told = String::from_utf8_lossy(&told);
            let fonts: Vec<&str> = told.lines().skip(2).collect();
            assert!(!fonts.is_empty(), "{name}: {told}");
            for font in fonts {
                // The columns from the right: object number in two parts, Unicode, subset, embedded.
                let embedded = font.split_whitespace().rev().nth(4);
                let whole = font.contains("Arimo") && embedded == Some("yes");
                assert!(whole, "{name}: {told}");
            }
        }
        if lint && has(&name, "svg") {
            let told = told("xmllint", &["--noout"], &name);
            assert!(told.status.success(), "{name}: {told:?}");
        }
    }
}

#[test]
fn figures_go_into_the_result_folder_and_its_manifest_speaks_for_them() {
    let place = place();
    done(&place, "run talks.toml --runs 100 --output run");
    done(
        &place,
        "plot run --figure terms --figure packages --format pdf",
    );
    let text = fs::read_to_string(place.path().join("run/manifest.json")).expect("it is there");
    let manifest: Value = serde_json::from_str(&text).expect("it is JSON");
    let files = manifest["files"].as_array().expect("a list");
    for name in [
        "summary.json",
        "terms.pdf",
        "terms.data.csv",
        "packages.pdf",
    ] {
        assert!(files.iter().any(|file| file == name), "{name}");
        assert!(place.path().join("run").join(name).is_file(), "{name}");
    }
    assert_eq!(manifest["runs"], 100);
    // Again is no fault, and neither is another run into the same folder.
    done(&place, "plot run --figure terms --format pdf");
    done(&place, "run talks.toml --runs 100 --output run");
}

#[test]
fn every_kind_of_folder_gives_its_figures() {
    let place = place();
    done(&place, "solve talks.toml --output solved");
    done(&place, "compare talks.toml --runs 200 --output compared");
    done(&place, "sweep alone.toml --output alone");
    done(&place, "sweep grid.toml --output grid");
    done(
        &place,
        "sensitivity talks.toml --samples 64 --runs-per-sample 1 --output sensed",
    );
    done(&place, "discover talks.toml --runs 2000 --output found");
    for (folder, figures) in [
        ("solved", "frontier plans"),
        ("compared", "lever-causes levers"),
        ("alone", "causes changes factor tornado"),
        ("grid", "causes cells changes factor"),
        ("sensed", "sobol"),
        ("found", "boxes"),
    ] {
        let line = "--format svg --format pdf --output";
        done(&place, &format!("plot {folder} {line} {folder}-figures"));
        let found = place.path().join(format!("{folder}-figures"));
        assert_valid(&found);
        let found = names(&found);
        let drawn = found.iter().filter_map(|name| name.strip_suffix(".svg"));
        let drawn: Vec<&str> = drawn.collect();
        assert_eq!(drawn.join(" "), figures, "{folder}");
        for name in drawn {
            assert!(
                found.contains(&format!("{name}.data.csv")),
                "{folder}: {name}"
            );
        }
    }
}

#[test]
fn a_long_figure_goes_over_several_sheets_and_old_ones_are_told() {
    let place = place();
    let levels: Vec<String> = (1..=30).map(|level| level.to_string()).collect();
    let many = SWEEP
        .replace("DESIGN", "one-at-a-time")
        .replace("runs = 200", "runs = 20");
    let many = many.replace("[1, 4, 10]", &format!("[{}]", levels.join(", ")));
    fs::write(place.path().join("many.toml"), many).expect("it can be written");
    done(&place, "sweep many.toml --output many");
    let slides = "plot many --figure changes --width slide --output drawn";
    done(&place, slides);
    let folder = place.path().join("drawn");
    let drawn = names(&folder).into_iter();
    let drawn: Vec<String> = drawn.filter(|name| has(name, "svg")).collect();
    assert!(drawn.len() > 1, "{drawn:?}");
    for (number, name) in (1..).zip(&drawn) {
        assert_eq!(*name, format!("changes-{number}.svg"));
        let svg = fs::read_to_string(folder.join(name)).expect("it is there");
        assert!(svg.contains(&format!("({number} of {})", drawn.len())));
    }
    let page = call(
        &place,
        "plot many --figure changes --width page --output drawn",
    );
    assert_eq!(page.status.code(), Some(0), "{page:?}");
    let told = String::from_utf8(page.stderr).expect("it is text");
    for name in drawn {
        assert!(
            told.contains(&format!("{name}` is from an earlier drawing")),
            "{told}"
        );
    }
}

#[test]
fn words_that_are_columns_or_alike_change_no_number() {
    let place = place();
    let grid = fs::read_to_string(place.path().join("grid.toml")).expect("it is there");
    let titled = grid.replace("id = \"rounds\"", "id = \"rounds\"\ntitle = \"agreement\"");
    fs::write(place.path().join("titled.toml"), titled).expect("it can be written");
    done(&place, "sweep grid.toml --output plain");
    done(&place, "sweep titled.toml --output titled");
    let labels = "[factor]\nrounds = \"runs\"\n[policy]\n4 = \"same\"\n10 = \"same\"\n";
    fs::write(place.path().join("labels.toml"), labels).expect("it can be written");
    done(&place, "plot plain --labels labels.toml --output labelled");
    let numbers = |folder: &str, name: &str| {
        let text = fs::read_to_string(place.path().join(folder).join(name));
        let text = text.expect("it is there");
        let line = |line: &str| line.rsplit(',').take(3).map(str::to_owned).collect();
        text.lines().skip(1).map(line).collect::<Vec<Vec<String>>>()
    };
    for name in ["cells.data.csv", "causes.data.csv", "changes.data.csv"] {
        let plain = numbers("plain", name);
        assert!(plain.len() > 4, "{name}");
        assert_eq!(plain, numbers("titled", name), "{name}");
        assert_eq!(plain, numbers("labelled", name), "{name}");
    }
}

#[test]
fn numbers_that_cannot_be_are_told_and_not_drawn() {
    let place = place();
    done(&place, "sweep alone.toml --output alone");
    let cells = place.path().join("alone/estimates.csv");
    let text = fs::read_to_string(&cells).expect("it is there");
    let agreement = text.lines().nth(1).and_then(|line| line.split(',').nth(6));
    let agreement = agreement.expect("it has an agreement rate");
    for number in ["NaN", "inf", "-1e300", "17", "x"] {
        let changed = text.replacen(&format!(",{agreement},"), &format!(",{number},"), 1);
        assert_ne!(changed, text);
        fs::write(&cells, changed).expect("it can be written");
        let told = refused(&place, "plot alone --output drawn");
        assert!(
            told.contains("estimates.csv`: ")
                && (told.contains("`agreement` is no share") || told.contains("line 2: ")),
            "{told}"
        );
        assert!(!place.path().join("drawn").exists());
    }
}

#[test]
fn a_utility_that_can_be_none_is_told_and_not_drawn() {
    let place = place();
    done(&place, "solve talks.toml --output solved");
    let file = place.path().join("solved/solution.json");
    let text = fs::read_to_string(&file).expect("it is there");
    let solution: Value = serde_json::from_str(&text).expect("JSON");
    for path in [
        "parties[0].reservation",
        "parties[1].best",
        "nash[0].utilities.union",
    ] {
        let mut changed = solution.clone();
        let pointer = path.replace(['.', '['], "/").replace(']', "");
        let value = changed.pointer_mut(&format!("/{pointer}"));
        *value.expect("it is there") = Value::from(1e308);
        fs::write(&file, changed.to_string()).expect("it can be written");
        let told = refused(&place, "plot solved --output drawn");
        assert!(
            told.contains(&format!("`{path}`: ")) && told.contains("is no utility"),
            "{told}"
        );
        assert!(!place.path().join("drawn").exists());
    }
}

#[test]
fn labels_take_the_place_of_titles_and_unknown_ids_are_all_told() {
    let place = place();
    done(&place, "run talks.toml --runs 100 --output run");
    let labels = "title = \"Spring round\"\n[package]\npay = \"Money & time\"\n[option.wage]\nhigh = \"five percent\"\n";
    fs::write(place.path().join("labels.toml"), labels).expect("it can be written");
    done(&place, "plot run --labels labels.toml --output figures");
    let read = |name: &str| {
        let path = place.path().join("figures").join(name);
        fs::read_to_string(path).expect("it is there")
    };
    let (packages, terms) = (read("packages.svg"), read("terms.svg"));
    assert!(packages.contains("Spring round") && packages.contains("Money &amp; time"));
    assert!(!packages.contains("Pay and hours"));
    assert!(terms.contains("five percent"));
    // Numbers keep their ids.
    assert!(read("packages.data.csv").contains("\npay,"));

    let wrong = "[package]\npya = \"Money\"\n[options.wage]\nhigh = \"five percent\"\n";
    fs::write(place.path().join("wrong.toml"), wrong).expect("it can be written");
    let told = refused(&place, "plot run --labels wrong.toml --output more");
    for words in [
        "wrong.toml:2:1",
        "there is no package `pya`",
        "there is only `pay`",
        "did you mean `option`?",
        "has no key `options`",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(!place.path().join("more").exists());
}

#[test]
fn what_theory_says_is_drawn_again_on_every_sheet_and_with_other_words() {
    let place = place();
    done(&place, "solve talks.toml --output solved");
    let labels = "[party]\nunion = \"The union\"\n[plan]\nhalf = \"Middle way\"\n";
    fs::write(place.path().join("labels.toml"), labels).expect("it can be written");
    let read = |folder: &str, name: &str| {
        let path = place.path().join(folder).join(name);
        fs::read_to_string(path).expect("it is there")
    };
    for (width, millimetres) in [("column", "89.0"), ("page", "183.0"), ("slide", "338.7")] {
        let line = format!("plot solved --labels labels.toml --width {width} --output {width}");
        done(&place, &line);
        for name in ["frontier.svg", "plans.svg"] {
            let svg = read(width, name);
            assert!(
                svg.contains(&format!("width=\"{millimetres}mm\"")),
                "{name}"
            );
            assert!(
                svg.contains("The union") && svg.contains("Middle way"),
                "{name}"
            );
            assert!(!svg.contains("Half way"), "{name}");
        }
        assert_eq!(
            read(width, "frontier.data.csv"),
            read("solved", "frontier.data.csv")
        );
    }
    // Without a width and other words it is what was drawn at first.
    done(&place, "plot solved --output again");
    assert_eq!(
        read("again", "frontier.svg"),
        read("solved", "frontier.svg")
    );
    fs::write(place.path().join("solved/frontier.csv"), "frontier,x\n").expect("it can be written");
    let told = refused(&place, "plot solved --output more");
    assert!(told.contains("its columns are not the parties"), "{told}");
}

#[test]
fn titles_of_levels_and_numbers_reach_the_figures_and_labels_still_win() {
    let place = place();
    let named = SWEEP.replace("DESIGN", "full-factorial")
        + "[[factor]]\nid = \"help\"\ntitle = \"Help from outside\"\npolicies = [\n\
           { id = \"none\", title = \"Nobody helps\", set = {} },\n\
           { id = \"strike\", title = \"The strike goes on\", set = { \"leverage.strike.use\" = \"never\" } },\n]\n";
    fs::write(place.path().join("named.toml"), named).expect("it can be written");
    done(&place, "sweep named.toml --output named");
    let read = |name: &str| fs::read_to_string(place.path().join(name)).expect("it is there");
    // Levels keep their ids in the table.
    assert!(read("named/settings.csv").contains(",1,strike\n"));
    let told = call(&place, "sweep named.toml --dry-run");
    assert!(String::from_utf8_lossy(&told.stdout).contains("Nobody helps"));
    done(&place, "plot named --output figures");
    for name in ["figures/cells.svg", "figures/factor.svg"] {
        let svg = read(name);
        assert!(
            svg.contains("Nobody") && svg.contains("strike goes"),
            "{name}"
        );
    }
    let labels = "[policy]\nnone = \"Nothing\"\n[factor]\nhelp = \"aid\"\n";
    fs::write(place.path().join("labels.toml"), labels).expect("it can be written");
    done(&place, "plot named --labels labels.toml --output other");
    let svg = read("other/cells.svg");
    assert!(svg.contains("Nothing") && !svg.contains("Nobody"));
    assert!(svg.contains("Agreement by rounds and aid") && svg.contains("strike goes"));

    let line = "sensitivity talks.toml --samples 64 --runs-per-sample 1 --output sensed";
    done(&place, line);
    assert!(read("sensed/sobol.svg").contains("union: reservation"));
    let labels = "[factor]\n\"party.union.reservation\" = \"Strike fund\"\n";
    fs::write(place.path().join("labels.toml"), labels).expect("it can be written");
    done(&place, "plot sensed --labels labels.toml --output sobol");
    assert!(read("sobol/sobol.svg").contains("Strike fund"));
    let data = read("sobol/sobol.data.csv");
    assert!(data.contains("\nparty.union.reservation,Strike fund,total,"));
}

#[test]
fn what_cannot_be_drawn_is_refused_and_nothing_is_written() {
    let place = place();
    done(&place, "run talks.toml --runs 100 --output run");
    let before = names(&place.path().join("run"));
    for (line, words) in [
        ("plot nowhere", "there are no results of zopa here"),
        ("plot .", "there are no results of zopa here"),
        ("plot run --figure package", "did you mean `packages`?"),
        (
            "plot run --figure levers",
            "`levers` needs results of `zopa compare`",
        ),
        ("plot run --labels nowhere.toml", "nowhere.toml"),
    ] {
        let told = refused(&place, line);
        assert!(told.contains(words), "{line}: {told}");
    }
    assert_eq!(names(&place.path().join("run")), before);
    fs::create_dir(place.path().join("mine")).expect("it can be made");
    fs::write(place.path().join("mine/terms.pdf"), "my own").expect("it can be written");
    let output = call(&place, "plot run --output mine");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(names(&place.path().join("mine")), ["terms.pdf"]);
    fs::remove_file(place.path().join("run/summary.json")).expect("it is there");
    assert!(refused(&place, "plot run").contains("names this file, and it is gone"));
    done(&place, "sweep alone.toml --shard 1/2 --output share");
    assert!(refused(&place, "plot share").contains("zopa merge"));
}

#[test]
fn a_trace_draws_its_run_and_leaves_other_files_alone() {
    let place = place();
    for _ in 0..2 {
        let output = call(
            &place,
            "trace talks.toml --run 3 --figure run3.svg --width column",
        );
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("Wage round"));
    }
    let svg = fs::read_to_string(place.path().join("run3.svg")).expect("it is there");
    assert!(svg.contains("Run 3 of seed 1.") && svg.contains("width=\"89.0mm\""));
    let data = fs::read_to_string(place.path().join("run3.data.csv")).expect("it is there");
    assert!(data.starts_with("who,on,from-round,to-round,what\n"));
    assert!(refused(&place, "trace talks.toml --figure run3.jpg").contains("svg, pdf, png"));
    // Another run is another picture: the one that is there is not overwritten.
    assert!(refused(&place, "trace talks.toml --run 4 --figure run3.svg").contains("left alone"));
    let now = fs::read_to_string(place.path().join("run3.svg")).expect("it is there");
    assert_eq!(now, svg);
}

/// A font that has these letters and no others, as boxes and strokes of another one.
fn font(letters: &[char]) -> Vec<u8> {
    let own = include_bytes!("../../src/report/chart/fonts/Arimo-Regular.ttf");
    let word = |at: usize| u32::from_be_bytes(own[at..at + 4].try_into().expect("four bytes"));
    let count = usize::from(u16::from_be_bytes([own[4], own[5]]));
    let mut letters: Vec<u32> = letters.iter().map(|&letter| u32::from(letter)).collect();
    letters.sort_unstable();
    // A table of letters of format 12 (OpenType, `cmap`): groups of first letter, last letter, first glyph.
    let mut cmap = [0_u16, 1, 3, 10].map(u16::to_be_bytes).concat();
    cmap.extend(12_u32.to_be_bytes());
    cmap.extend([12_u16, 0].map(u16::to_be_bytes).concat());
    let groups = u32::try_from(letters.len()).expect("they are few");
    cmap.extend([16 + 12 * groups, 0, groups].map(u32::to_be_bytes).concat());
    for (glyph, letter) in (36_u32..).zip(letters) {
        cmap.extend([letter, letter, glyph].map(u32::to_be_bytes).concat());
    }
    let mut font = own[..12 + 16 * count].to_vec();
    for table in 0..count {
        let record = 12 + 16 * table;
        let (start, length) = (word(record + 8) as usize, word(record + 12) as usize);
        let data = if &own[record..record + 4] == b"cmap" {
            &cmap
        } else {
            &own[start..start + length]
        };
        let place = u32::try_from(font.len()).expect("it is small");
        let length = u32::try_from(data.len()).expect("it is small");
        font[record + 8..record + 16]
            .copy_from_slice(&[place, length].map(u32::to_be_bytes).concat());
        font.extend(data);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}

#[test]
fn letters_of_other_scripts_come_from_a_font_of_the_machine_or_are_named() {
    let place = tempfile::tempdir().expect("a folder for the test");
    let titles = WAGE
        .replace("Wage round", "停火谈判")
        .replace("id = \"wage\"", "id = \"wage\"\ntitle = \"وقف إطلاق النار\"")
        .replace(
            "{ id = \"low\" }",
            "{ id = \"low\", title = \"휴전 युद्धविराम\" }",
        );
    fs::write(place.path().join("wage.toml"), &titles).expect("it can be written");
    done(&place, "run wage.toml --runs 60 --output out");
    let svg = fs::read_to_string(place.path().join("out/terms.svg")).expect("it is there");
    assert!(svg.contains("停火谈判") && svg.contains("휴전"));
    let folder = |name: &str| {
        let path = place.path().join(name);
        fs::create_dir(&path).expect("it can be made");
        path
    };
    folder("none");
    let letters: Vec<char> = titles.chars().filter(|letter| !letter.is_ascii()).collect();
    fs::write(folder("some").join("some.ttf"), font(&letters)).expect("it can be written");
    let few: Vec<char> = letters
        .iter()
        .copied()
        .filter(|letter| *letter != '谈')
        .collect();
    fs::write(folder("few").join("few.ttf"), font(&few)).expect("it can be written");
    let plot = |fonts: &str| {
        let line = format!(
            "plot out --figure terms --format png --format pdf --fonts {fonts} --output drawn-{fonts}"
        );
        let words = told(&done(&place, &line));
        let bytes = ["png", "pdf"].map(|ending| {
            let path = place.path().join(format!("drawn-{fonts}/terms.{ending}"));
            fs::read(path).expect("it is there")
        });
        (words, bytes)
    };
    let (words, without) = plot("none");
    for part in [
        "Han 停 (U+505C), 判",
        "Arabic إ",
        "`terms.png`, `terms.pdf`",
        "--fonts",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let (words, with) = plot("some");
    assert!(!words.contains("warning"), "{words}");
    assert!(with[0] != without[0] && with[1] != without[1]);
    let (words, _) = plot("few");
    assert!(
        words.contains("which are missing in `terms.png`, `terms.pdf`: Han 谈 (U+8C08); install"),
        "{words}"
    );
    // The same fonts give the same bytes; which way they are named makes no difference.
    let mut named = tool(
        &place,
        "plot out --figure terms --format png --format pdf --output again",
    );
    let output = named
        .env("ZOPA_FONTS", "some")
        .output()
        .expect("the tool starts");
    assert_eq!(code(&output), 0, "{output:?}");
    for (bytes, ending) in with.iter().zip(["png", "pdf"]) {
        let path = place.path().join(format!("again/terms.{ending}"));
        assert!(fs::read(path).expect("it is there") == *bytes, "{ending}");
    }
    let trace = done(&place, "trace wage.toml --figure run.png --fonts none");
    assert!(
        told(&trace).contains("which are missing in `run.png`"),
        "{trace:?}"
    );
    refused(&place, "plot out --fonts nowhere");
}
