//! `zopa new`: a scenario to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use zopa::scenario::{Template, templates};

use crate::cli::call::Call;
use crate::cli::output::{print, tell};
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa new wage                          write wage.toml
  zopa new --template list               list the templates
  zopa new talks --template mediation    write talks.toml from another one";

/// Write a commented scenario to start from
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct New {
    /// Name of the file, with or without `.toml`
    #[arg(required_unless_present = "template")]
    name: Option<PathBuf>,
    /// Template to use, or `list` to list them [default: two-party]
    #[arg(long, value_name = "T")]
    template: Option<String>,
}

/// What lists the templates in place of one.
const LIST: &str = "list";

/// Runs the command.
pub(crate) fn run(arguments: &New, _: &Call) -> Result<(), Stop> {
    if arguments.template.as_deref() == Some(LIST) {
        return print(&format!("{}\n", listed()));
    }
    let template = template(arguments.template.as_deref())?;
    let Some(name) = &arguments.name else {
        return Err(Stop::Refused(format!(
            "no file is named; write `zopa new NAME --template {}`",
            template.name
        )));
    };
    let path = path(name)?;
    write(&path, template.text)?;
    tell(&format!(
        "`{0}` is written; next: zopa check {0}",
        path.display()
    ));
    Ok(())
}

fn template(name: Option<&str>) -> Result<&'static Template, Stop> {
    let templates = templates();
    let found = match name {
        None => templates.first(),
        Some(name) => templates.iter().find(|template| template.name == name),
    };
    found.ok_or_else(|| {
        Stop::Refused(format!(
            "`--template`: there is no template `{}`; there are\n{}",
            name.unwrap_or_default(),
            listed()
        ))
    })
}

/// The templates, a line each.
fn listed() -> String {
    let templates = templates().iter();
    let lines: Vec<String> = templates
        .map(|template| format!("  {:<20} {}", template.name, template.about))
        .collect();
    lines.join("\n")
}

fn path(name: &Path) -> Result<PathBuf, Stop> {
    if name.file_name().is_none() {
        let name = name.display();
        return Err(Stop::Refused(format!(
            "`{name}`: this names no file; give a name such as `wage`"
        )));
    }
    if name
        .extension()
        .is_some_and(|extension| extension == "toml")
    {
        return Ok(name.to_owned());
    }
    // Not `with_extension`, which would cut `talks-2.1` to `talks-2`.
    let mut path = name.as_os_str().to_owned();
    path.push(".toml");
    Ok(path.into())
}

fn write(path: &Path, text: &str) -> Result<(), Stop> {
    // `create_new` looks and creates in one step, so nothing can come between.
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = match opened {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Stop::Refused(format!(
                "`{}`: this file exists and is left alone; choose another name",
                path.display()
            )));
        }
        Err(error) => {
            let words = format!(
                "`{}`: the file cannot be created: {}; name one where you may write",
                path.display(),
                error.kind()
            );
            return Err(Stop::Failed(anyhow::anyhow!(words)));
        }
        Ok(file) => file,
    };
    file.write_all(text.as_bytes())
        .with_context(|| format!("`{}` cannot be written", path.display()))
        .map_err(Stop::Failed)
}
