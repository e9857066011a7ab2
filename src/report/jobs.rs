//! Job files: a sweep's shards for a batch system, and the merge that follows them.
//!
//! The number of shards is written into the files, never read from the environment: a batch system says something else
//! when one shard is submitted again. The merge runs whatever became of the shards, since it is the merge that names those
//! that are missing.

/// A sweep as job files spell it; commands and paths as a shell reads them, relative to where they are submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jobs {
    /// Name of the jobs.
    pub name: String,
    /// The sweep file.
    pub file: String,
    /// The command of the whole sweep, without shard and folder.
    pub command: String,
    /// Folder of the merged results; the shards' folders lie in it.
    pub output: String,
    /// Folder of the job files.
    pub folder: String,
    /// What the merge is asked beyond its folders.
    pub merge_options: String,
    /// Number of shards.
    pub shards: u64,
}

/// A job file: its name and its text.
pub type JobFile = (&'static str, String);

/// Starts of a shard that ran out of time, before somebody should look.
const STARTS_MAX: u32 = 20;

/// What all scripts begin with, after their first line.
const TO_EDIT: &str =
    "Time, memory and partition are yours to edit; the results do not depend on them.";

/// An array job, the merge after it, and the script that submits both.
pub fn slurm(jobs: &Jobs) -> Vec<JobFile> {
    let Jobs {
        name,
        folder,
        shards,
        ..
    } = jobs;
    let shard = jobs.shard("SLURM_ARRAY_TASK_ID", "\"${SLURM_CPUS_PER_TASK:-1}\"");
    let array = format!(
        r#"#!/bin/sh
# The shards of a sweep, one task each. Submitted by submit.sh.
# {TO_EDIT}
#SBATCH --job-name={name}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --time=01:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=TERM@30
#SBATCH --output={folder}/shard-%a.log

# A terminated shard keeps its complete blocks and exits with 143; started again, it resumes.
srun --cpus-per-task="${{SLURM_CPUS_PER_TASK:-1}}" \
  {shard}
code=$?
if [ "$code" -eq 143 ] && [ "${{SLURM_RESTART_COUNT:-0}}" -lt {STARTS_MAX} ]; then
  scontrol requeue "${{SLURM_ARRAY_JOB_ID}}_$SLURM_ARRAY_TASK_ID"
fi
exit "$code"
"#
    );
    let merge = jobs.merge();
    let merge = format!(
        r"#!/bin/sh
# Joins the shards of a sweep. Submitted by submit.sh.
#SBATCH --job-name={name}-merge
#SBATCH --ntasks=1
#SBATCH --time=00:30:00
#SBATCH --open-mode=append
#SBATCH --output={folder}/merge.log

{merge}
"
    );
    let place = jobs.place();
    let submit = format!(
        r#"#!/bin/sh
# Submits the shards of a sweep and the merge after them:
#   sh {folder}/submit.sh
# To resume some shards, by the numbers that the log of the merge gives:
#   sh {folder}/submit.sh 3,7
set -eu
{place}
shards=$(sbatch --parsable --array="${{1:-1-{shards}}}" {folder}/shards.sbatch)
# The merge runs whatever became of the shards, and names those that are missing.
merge=$(sbatch --parsable --dependency="afterany:$shards" {folder}/merge.sbatch)
echo "shards: job $shards; merge: job $merge, see {folder}/merge.log"
"#
    );
    vec![
        ("shards.sbatch", array),
        ("merge.sbatch", merge),
        ("submit.sh", submit),
    ]
}

/// An array job and the merge after it, submitted by one script.
pub fn hyperqueue(jobs: &Jobs) -> Vec<JobFile> {
    let Jobs {
        name,
        folder,
        shards,
        ..
    } = jobs;
    let shard = jobs.shard("HQ_TASK_ID", "1");
    let shard = format!(
        r"#!/bin/sh
# One shard of a sweep, started by submit.sh as a task of an array.
# A stopped shard keeps its complete blocks; started again, it resumes.
exec 2>&1
exec {shard}
"
    );
    let merge = jobs.merge();
    let merge = format!(
        r"#!/bin/sh
# Joins the shards of a sweep, started by submit.sh.
exec 2>&1
{merge}
"
    );
    let place = jobs.place();
    let submit = format!(
        r#"#!/bin/sh
# Submits the shards of a sweep to HyperQueue, waits for them and merges them:
#   sh {folder}/submit.sh
# To resume some shards, by the numbers that the log of the merge gives:
#   sh {folder}/submit.sh 3,7
# {TO_EDIT}
set -eu
{place}
# What keeps failing is not resubmitted for ever; the merge names the shards that are missing.
hq submit --name={name} --array="${{1:-1-{shards}}}" --cpus=1 --crash-limit=5 --wait \
  --stdout={folder}/shard-%{{TASK_ID}}.log --stderr=none \
  sh {folder}/shard.sh || true
hq submit --name={name}-merge --cpus=1 --wait \
  --stdout={folder}/merge.log --stderr=none \
  sh {folder}/merge.sh
"#
    );
    vec![
        ("shard.sh", shard),
        ("merge.sh", merge),
        ("submit.sh", submit),
    ]
}

impl Jobs {
    /// The command of a shard whose number stands in a variable.
    fn shard(&self, number: &str, threads: &str) -> String {
        let Self {
            command,
            output,
            shards,
            ..
        } = self;
        format!(
            "{command} --threads {threads} --shard \"${number}/{shards}\" \\\n  \
             --output {output}/\"shard-${number}-of-{shards}\" --resume"
        )
    }

    /// The command that joins all shards, named one by one: a folder that is not there is missing, not left out.
    fn merge(&self) -> String {
        let Self {
            output,
            folder,
            merge_options,
            shards,
            ..
        } = self;
        format!(
            r#"set --
number=1
while [ "$number" -le {shards} ]; do
  set -- "$@" {output}/"shard-$number-of-{shards}"
  number=$((number + 1))
done
code=0
zopa merge "$@" --output {output}{merge_options} || code=$?
if [ "$code" -ne 0 ]; then
  echo 'to compute shards 3 and 7 again and merge: sh' {folder}/submit.sh 3,7 >&2
fi
exit "$code""#
        )
    }

    /// Makes sure that relative paths mean what they should.
    fn place(&self) -> String {
        let file = &self.file;
        format!(
            "if [ ! -f {file} ]; then\n  \
             echo {file}': not found; submit from the folder where this was written' >&2\n  \
             exit 2\nfi"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{JobFile, Jobs, hyperqueue, slurm};

    fn jobs() -> Jobs {
        Jobs {
            name: "levers".to_owned(),
            file: "'my levers.toml'".to_owned(),
            command: "zopa sweep 'my levers.toml' --runs 4096 --seed 1".to_owned(),
            output: "'output/my levers'".to_owned(),
            folder: "'output/my levers/slurm'".to_owned(),
            merge_options: String::new(),
            shards: 16,
        }
    }

    fn text<'a>(files: &'a [JobFile], name: &str) -> &'a str {
        let file = files.iter().find(|file| file.0 == name);
        file.map(|file| file.1.as_str()).expect("it is written")
    }

    #[test]
    fn a_slurm_task_computes_the_shard_of_its_number() {
        let files = slurm(&jobs());
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
        let files = hyperqueue(&jobs());
        let shard = text(&files, "shard.sh");
        let wanted = r#"
exec zopa sweep 'my levers.toml' --runs 4096 --seed 1 --threads 1 --shard "$HQ_TASK_ID/16" \
  --output 'output/my levers'/"shard-$HQ_TASK_ID-of-16" --resume
"#;
        assert!(shard.contains(wanted), "{shard}");
    }

    #[test]
    fn the_number_of_shards_is_written_down_everywhere() {
        for files in [slurm(&jobs()), hyperqueue(&jobs())] {
            let submit = text(&files, "submit.sh");
            assert!(submit.contains(r#"--array="${1:-1-16}""#), "{submit}");
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

    #[cfg(unix)]
    #[test]
    fn a_shell_can_read_them() {
        use std::io::Write as _;
        use std::process::{Command, Stdio};
        for (name, text) in slurm(&jobs()).into_iter().chain(hyperqueue(&jobs())) {
            let shell = Command::new("sh").arg("-n").stdin(Stdio::piped()).spawn();
            let mut shell = shell.expect("every Unix has a shell");
            let mut input = shell.stdin.take().expect("it is piped");
            input.write_all(text.as_bytes()).expect("the shell reads");
            drop(input);
            assert!(shell.wait().is_ok_and(|it| it.success()), "{name}: {text}");
        }
    }
}
