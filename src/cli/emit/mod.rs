//! Job files for a cluster, written beside the results they will give: a sweep's shards for a batch system, and the merge
//! that follows them.
//!
//! The number of shards is written into the files, never read from the environment: a batch system says something else
//! when one shard is submitted again. The merge runs whatever became of the shards, since it is the merge that names those
//! that are missing. The files beside this one are what is written, with `@name@` where a name stands for what the sweep is.

use std::path::Path;

use clap::ValueEnum;
use zopa::results::write_apart;

use crate::cli::call::{command, no_option};
use crate::cli::output::{folder_beside, tell};
use crate::cli::rows::RowsFormat;
use crate::cli::stop::Stop;

/// A job file: its name and its text.
type JobFile<T> = (&'static str, T);

/// An array job, the merge after it, and the script that submits both.
const SLURM: [JobFile<&str>; 3] = [
    ("shards.sbatch", include_str!("slurm/shards.sbatch")),
    ("merge.sbatch", include_str!("slurm/merge.sbatch")),
    ("submit.sh", include_str!("slurm/submit.sh")),
];

/// An array job and the merge after it, submitted by one script.
const HYPERQUEUE: [JobFile<&str>; 3] = [
    ("shard.sh", include_str!("hyperqueue/shard.sh")),
    ("merge.sh", include_str!("hyperqueue/merge.sh")),
    ("submit.sh", include_str!("hyperqueue/submit.sh")),
];

/// What several files share: the merge of all shards, named one by one, since a folder that is not there is missing and not
/// left out; and a look whether relative paths mean what they should.
const SHARED: [(&str, &str); 2] = [
    ("merge", include_str!("merge.part")),
    ("place", include_str!("place.part")),
];

/// A batch system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Batch {
    /// Slurm: an array job and a merge that depends on it.
    Slurm,
    /// HyperQueue: a task array and a merge after it.
    Hyperqueue,
}

/// The sweep to be computed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Emitted<'a> {
    /// Its file, as given.
    pub(crate) file: &'a Path,
    /// The command of all of it, without shard and folder.
    pub(crate) command: &'a str,
    /// Folder of its results.
    pub(crate) output: &'a Path,
    /// In which form a line for each run is written, where there is one.
    pub(crate) runs_format: RowsFormat,
    /// Number of shards.
    pub(crate) shards: u64,
}

/// Writes the job files and says how to submit them.
pub(crate) fn run(sweep: &Emitted, system: Batch) -> Result<(), Stop> {
    let (name, templates) = match system {
        Batch::Slurm => ("slurm", &SLURM),
        Batch::Hyperqueue => ("hyperqueue", &HYPERQUEUE),
    };
    let place = sweep.output.join(name);
    for path in [sweep.file, &place] {
        if path.to_str().is_none() {
            return Err(Stop::Refused(format!(
                "`{}`: a job file can name only what is Unicode; give this another name",
                path.display()
            )));
        }
    }
    let _folder = folder_beside(&place, sweep.command)?;
    let files = filled(sweep, templates, &place).into_iter();
    let files = files.map(|(name, text)| (place.join(name), text.into_bytes()));
    write_apart(&files.collect::<Vec<_>>())?;
    tell(&format!(
        "job files in `{}`; submit them from here by: sh {}/submit.sh",
        place.display(),
        quoted(&place)
    ));
    Ok(())
}

/// A path as a shell reads it.
fn quoted(path: &Path) -> String {
    command([no_option(path.display().to_string()).as_str()])
}

/// A folder as Slurm reads it in the name of a log, where `%` stands before what it puts in.
fn log_folder(path: &Path) -> String {
    quoted(Path::new(&path.display().to_string().replace('%', "%%")))
}

/// Letters of the name of a job.
const JOB_MAX: usize = 60;

/// What the jobs are called: of the name of the sweep what no batch system reads otherwise.
fn job_name(file: &Path) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let name: String = stem.chars().take(JOB_MAX).collect();
    name.replace(|letter| !is_plain(letter) && letter != '-', "_")
}

/// The files of a sweep, to be written into `place`.
///
/// What users have named stands in them as words that a shell reads, and nowhere else: not in a comment, a directive or
/// between double quotes.
fn filled(sweep: &Emitted, templates: &[JobFile<&str>], place: &Path) -> Vec<JobFile<String>> {
    let options = sweep.runs_format.options().iter();
    let options: Vec<String> = options.map(|option| format!(" {option}")).collect();
    let names = [
        ("job", job_name(sweep.file)),
        ("file", quoted(sweep.file)),
        ("command", sweep.command.to_owned()),
        ("output", quoted(sweep.output)),
        ("folder", quoted(place)),
        ("logs", log_folder(place)),
        ("merge-options", options.concat()),
        ("shards", sweep.shards.to_string()),
    ];
    let fill = |text: &str| {
        let text = SHARED.iter().fold(text.to_owned(), |text, (name, part)| {
            text.replace(&format!("@{name}@"), part.trim_end())
        });
        put_in(&text, &names)
    };
    templates
        .iter()
        .map(|(name, text)| (*name, fill(text)))
        .collect()
}

/// A text with values in the place of `@name@`; what a value holds is not looked at again.
fn put_in(text: &str, values: &[(&str, String)]) -> String {
    let mut parts = text.split('@');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    let mut is_name = true;
    for part in parts {
        let value = values.iter().find(|value| is_name && value.0 == part);
        match value {
            Some((_, value)) => filled.push_str(value),
            // The sign before a name stands for itself, and so does the one after a value.
            None if is_name => filled.extend(["@", part]),
            None => filled.push_str(part),
        }
        is_name = value.is_none();
    }
    filled
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Emitted, HYPERQUEUE, JobFile, SLURM, filled, put_in};
    use crate::cli::rows::RowsFormat;

    fn files(templates: &[JobFile<&str>]) -> Vec<JobFile<String>> {
        let sweep = Emitted {
            file: Path::new("my levers.toml"),
            command: "zopa sweep 'my levers.toml' --runs 4096 --seed 1",
            output: Path::new("output/my levers"),
            runs_format: RowsFormat::Csv,
            shards: 16,
        };
        filled(&sweep, templates, Path::new("output/my levers/jobs"))
    }

    fn text<'a>(files: &'a [JobFile<String>], name: &str) -> &'a str {
        let file = files.iter().find(|file| file.0 == name);
        file.map(|file| file.1.as_str()).expect("it is written")
    }

    #[test]
    fn a_slurm_task_computes_the_shard_of_its_number() {
        let files = files(&SLURM);
        let array = text(&files, "shards.sbatch");
        let wanted = r#"
srun --cpus-per-task="${SLURM_CPUS_PER_TASK:-1}" \
  zopa sweep 'my levers.toml' --runs 4096 --seed 1 --threads "${SLURM_CPUS_PER_TASK:-1}" --shard "$SLURM_ARRAY_TASK_ID/16" \
  --output 'output/my levers'/"shard-$SLURM_ARRAY_TASK_ID-of-16" --resume
"#;
        assert!(array.contains(wanted), "{array}");
        for option in ["--requeue", "--open-mode=append", "--signal=TERM@30"] {
            assert!(array.contains(&format!("#SBATCH {option}\n")), "{array}");
        }
    }

    #[test]
    fn a_hyperqueue_task_computes_the_shard_of_its_number() {
        let files = files(&HYPERQUEUE);
        let shard = text(&files, "shard.sh");
        let wanted = r#"
exec zopa sweep 'my levers.toml' --runs 4096 --seed 1 --threads 1 --shard "$HQ_TASK_ID/16" \
  --output 'output/my levers'/"shard-$HQ_TASK_ID-of-16" --resume
"#;
        assert!(shard.contains(wanted), "{shard}");
    }

    #[test]
    fn the_number_of_shards_is_written_down_everywhere() {
        for files in [files(&SLURM), files(&HYPERQUEUE)] {
            let submit = text(&files, "submit.sh");
            assert!(submit.contains(r#"--array="${1:-1-16}""#), "{submit}");
            assert!(
                submit.contains("--job-name=my_levers") || submit.contains("--name=my_levers "),
                "{submit}"
            );
            for (name, text) in &files {
                assert!(
                    !text.contains("TASK_COUNT") && !text.contains("NUM_TASKS"),
                    "{name}"
                );
                assert!(
                    text.starts_with("#!/bin/sh\n") && text.ends_with('\n'),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn what_is_put_in_is_not_looked_at_again() {
        let values = [("a", "@b@".to_owned()), ("b", "two".to_owned())];
        assert_eq!(
            put_in("TERM@30 @a@@b@ @c@ @", &values),
            "TERM@30 @b@two @c@ @"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_shell_can_read_them() {
        use std::io::Write as _;
        use std::process::{Command, Stdio};
        for (name, text) in files(&SLURM).into_iter().chain(files(&HYPERQUEUE)) {
            let shell = Command::new("sh").arg("-n").stdin(Stdio::piped()).spawn();
            let mut shell = shell.expect("every Unix has a shell");
            let mut input = shell.stdin.take().expect("it is piped");
            input.write_all(text.as_bytes()).expect("the shell reads");
            drop(input);
            assert!(
                shell.wait().is_ok_and(|status| status.success()),
                "{name}: {text}"
            );
        }
    }
}
