//! Job files do what they say and nothing else, whatever the names in them: run here under stand-ins for the batch systems.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use crate::tool::{SWEEP, WAGE, code, done, names, place_with, told, tool};

/// Does at once what a batch system does some day: each task of an array, with output where it was asked for.
const SBATCH: &str = r#"#!/bin/bash
set -eu
array=0-0 name= log=
while [ $# -gt 1 ]; do
  case $1 in
    --array=*) array=${1#--array=} ;;
    --job-name=*) name=${1#--job-name=} ;;
    --output=*) log=${1#--output=} ;;
    --parsable | --dependency=*) ;;
    *) echo "unknown option $1" >&2; exit 1 ;;
  esac
  shift
done
case $name in *[!A-Za-z0-9_-]*) echo "bad name $name" >&2; exit 1 ;; esac
array=${array/-/ }
for task in $(seq $array); do
  at=${log//"%%"/@percent@}; at=${at//"%a"/$task}; at=${at//@percent@/%}
  SLURM_ARRAY_TASK_ID=$task sh "$1" >>"$at" 2>&1 || true
done
echo 17
"#;
const SRUN: &str = "#!/bin/sh\nshift\nexec \"$@\"\n";
const HQ: &str = r#"#!/bin/bash
set -eu
array=0-0
shift
while [ "$1" != sh ]; do
  case $1 in
    --array=*) array=${1#--array=} ;;
    --name=*[!A-Za-z0-9_-]*) echo "bad name $1" >&2; exit 1 ;;
    --name=* | --cpus=1 | --wait | --crash-limit=5 | --stdout=none | --stderr=none) ;;
    *) echo "unknown option $1" >&2; exit 1 ;;
  esac
  shift
done
array=${array/-/ }
for task in $(seq $array); do HQ_TASK_ID=$task "$@"; done
"#;

/// Names that mean something to a shell, to a batch system or to the templates.
const NAMES: [&str; 14] = [
    "levers-$(touch PWNED)",
    "levers`touch PWNED`",
    "a\ntouch PWNED\n#",
    "a'; touch PWNED; '",
    "a\"; touch PWNED; \"",
    "a; touch PWNED",
    "a & touch PWNED |",
    "a\\",
    "with  two spaces ",
    "%j %{TASK_ID} %a",
    "@command@ @file@",
    "#SBATCH --time=0",
    "--help",
    "~ * ? [a] {b,c} Zürich 停火 !$",
];

fn written(path: &Path, text: &str) {
    fs::write(path, text).expect("it can be written");
    let all = fs::Permissions::from_mode(0o755);
    fs::set_permissions(path, all).expect("it can be made a program");
}

/// Runs a script in a place with the stand-ins on its path.
fn submitted(place: &Path, script: &str) -> Output {
    let tools = Path::new(env!("CARGO_BIN_EXE_zopa"));
    let tools = tools.parent().expect("it stands in a folder").display();
    let path = format!("{}/bin:{tools}:{}", place.display(), env!("PATH"));
    let mut shell = Command::new("sh");
    let shell = shell.arg(script).current_dir(place).env("PATH", path);
    shell.output().expect("every Unix has a shell")
}

#[test]
fn names_in_job_files_are_names_and_never_commands() {
    let place = place_with(&[("wage.toml", WAGE)]);
    let place = place.path();
    fs::create_dir(place.join("bin")).expect("it can be made");
    for (name, text) in [("sbatch", SBATCH), ("srun", SRUN), ("hq", HQ)] {
        written(&place.join("bin").join(name), text);
    }
    fs::write(place.join("whole.toml"), SWEEP).expect("it can be written");
    done(place, "sweep whole.toml --output whole");
    let tables = |folder: &Path| {
        ["estimates.csv", "settings.csv"]
            .map(|name| fs::read(folder.join(name)).expect("it is there"))
    };
    for name in NAMES {
        let file = format!("{name}.toml");
        fs::write(place.join(&file), SWEEP).expect("it can be written");
        let before = names(place);
        for system in ["slurm", "hyperqueue"] {
            let mut call = tool(place, "sweep --emit");
            // A name like an option is one behind `--` alone.
            let emitted = call.args([system, "--shards", "2", "--", &file]).output();
            let emitted = emitted.expect("the tool starts");
            assert_eq!(code(&emitted), 0, "{name}: {}", told(&emitted));
            let script = format!("./output/{name}/{system}/submit.sh");
            let output = submitted(place, &script);
            let folder = place.join("output").join(name);
            let log = fs::read_to_string(folder.join(system).join("merge.log"));
            assert!(output.status.success(), "{name}, {system}: {output:?}");
            let log = log.unwrap_or_else(|error| panic!("{name}, {system}: {error}"));
            assert!(log.contains("results in"), "{name}, {system}: {log}");
            assert_eq!(
                tables(&folder),
                tables(&place.join("whole")),
                "{name}, {system}"
            );
            assert!(
                folder.join(system).join("shard-2.log").exists(),
                "{name}, {system}"
            );
            fs::remove_dir_all(place.join("output")).expect("it is there");
        }
        assert_eq!(names(place), before, "{name} did something else");
    }
}
