//! `zopa plot`: figures of results that are already there.

#[cfg(feature = "pdf")]
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use zopa::model::Labels;
use zopa::report::Content;
use zopa::report::chart::{Figure, Sheet};
#[cfg(feature = "pdf")]
use zopa::report::chart::{Fonts, letters_in_words};
use zopa::report::figure::{CATALOGUE, Drawable, NAMES, allowed};
use zopa::results::{Provenance, Results, VERSION};
use zopa::scenario::load_labels;

use crate::cli::call::{BESIDE, Call};
use crate::cli::output::{add, folder_beside, still_of, tell};
use crate::cli::stop::Stop;

const EXAMPLES: &str = "\
Examples:
  zopa plot output/wage                                  all figures these results allow
  zopa plot output/wage --figure packages --width page --format pdf
  zopa plot output/wage --labels labels.toml --format pdf --format svg --output paper/figures

A label file gives other words for readers, by id:
  title = \"Wages, spring round\"
  [package]
  pay = \"Pay\"
  [option.wage]
  high = \"five percent\"
Its tables are package, issue, option.ISSUE, party, plan, lever, factor and policy.";

/// Draw the figures of a result folder for a paper or a slide
///
/// The numbers behind each figure are written beside it as NAME.data.csv.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Plot {
    /// Result folder written by run, solve, sweep, merge, compare, sensitivity or discover
    result: PathBuf,
    /// Figure to draw; may be given several times [default: all that the results allow]
    #[arg(long = "figure", value_name = "NAME")]
    figures: Vec<String>,
    /// Sheet to draw for [default: each figure's own]
    #[arg(long, value_enum)]
    width: Option<Width>,
    /// File format; may be given several times
    #[arg(long = "format", value_enum, default_values_t = [Format::Svg])]
    formats: Vec<Format>,
    /// TOML file with display labels
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
    /// Folder for the figures [default: RESULT]
    #[arg(long, value_name = "DIR", help_heading = BESIDE)]
    output: Option<PathBuf>,
    #[command(flatten)]
    fonts: FontFolder,
}

/// Where fonts are looked for.
#[derive(Args, Debug)]
pub(crate) struct FontFolder {
    /// Folder of fonts for letters that the figures' own font lacks [default: the fonts of this machine]
    #[cfg(feature = "pdf")]
    #[arg(long, value_name = "DIR", env = "ZOPA_FONTS", hide_env_values = true, help_heading = BESIDE)]
    fonts: Option<PathBuf>,
}

/// Turns drawings into files of some format, and takes note of the letters that these lack.
#[derive(Debug, Default)]
pub(crate) struct Printer {
    #[cfg(feature = "pdf")]
    fonts: Fonts,
    /// Letters that no font has, with the files that lack them.
    #[cfg(feature = "pdf")]
    lacking: (BTreeSet<char>, Vec<String>),
}

impl FontFolder {
    /// What prints in these fonts.
    #[cfg(feature = "pdf")]
    pub(crate) fn printer(&self) -> Result<Printer, Stop> {
        let fonts = match &self.fonts {
            None => Fonts::of_machine(),
            Some(folder) if folder.is_dir() => Fonts::in_folder(folder.clone()),
            Some(folder) => {
                return Err(Stop::Refused(format!(
                    "--fonts: `{}` is no folder; name one with fonts in it",
                    folder.display()
                )));
            }
        };
        Ok(Printer {
            fonts,
            ..Printer::default()
        })
    }

    /// What prints without fonts.
    #[cfg(not(feature = "pdf"))]
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "called as its namesake is"
    )]
    pub(crate) fn printer(&self) -> Result<Printer, Stop> {
        Ok(Printer::default())
    }
}

impl Printer {
    /// A drawing as the bytes of a file.
    fn bytes(&mut self, format: Format, file: &str, svg: &str) -> Vec<u8> {
        #[cfg(feature = "pdf")]
        let printed = match format {
            Format::Svg => None,
            Format::Pdf => Some(zopa::report::chart::pdf(svg, &self.fonts)),
            Format::Png => Some(zopa::report::chart::png(svg, &self.fonts)),
        };
        #[cfg(feature = "pdf")]
        if let Some(printed) = printed {
            if !printed.lacking.is_empty() {
                self.lacking.0.extend(printed.lacking);
                self.lacking.1.push(format!("`{file}`"));
            }
            return printed.bytes;
        }
        #[cfg(not(feature = "pdf"))]
        let _ = (format, file);
        svg.as_bytes().to_vec()
    }

    /// Names the letters that are lacking, and the files.
    pub(crate) fn warn(&self) {
        #[cfg(feature = "pdf")]
        if !self.lacking.0.is_empty() {
            tell(&format!(
                "warning: no font here has these letters, which are missing in {1}: {0}; install a font that has them, name a folder \
                 of fonts by `--fonts`, or take SVG",
                letters_in_words(&self.lacking.0),
                self.lacking.1.join(", ")
            ));
        }
    }
}

/// What a figure is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Width {
    /// One column of a journal: 89 mm.
    Column,
    /// The width of its page: 183 mm.
    Page,
    /// A slide of 338.7 by 190.5 mm, type twice as large.
    Slide,
}

impl Width {
    pub(crate) fn sheet(self) -> Sheet {
        match self {
            Self::Column => Sheet::Column,
            Self::Page => Sheet::Page,
            Self::Slide => Sheet::Slide,
        }
    }
}

/// In which format a figure is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Lines and text.
    Svg,
    /// The same on a page of its size, fonts included.
    #[cfg(feature = "pdf")]
    Pdf,
    /// Pixels, 300 to the inch.
    #[cfg(feature = "pdf")]
    Png,
}

impl Format {
    /// The format that the ending of a file's name asks for.
    pub(crate) fn of(path: &Path) -> Result<Self, Stop> {
        let ending = path.extension().unwrap_or_default();
        let found = Self::value_variants()
            .iter()
            .find(|format| ending == format.ending());
        found.copied().ok_or_else(|| {
            let known: Vec<&str> = Self::value_variants()
                .iter()
                .map(|format| format.ending())
                .collect();
            Stop::Refused(format!(
                "`{}`: a figure is a file that ends in one of: {}",
                path.display(),
                known.join(", ")
            ))
        })
    }

    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            #[cfg(feature = "pdf")]
            Self::Pdf => "pdf",
            #[cfg(feature = "pdf")]
            Self::Png => "png",
        }
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Plot, call: &Call) -> Result<(), Stop> {
    let wanted = wanted(&arguments.figures)?;
    let results = Results::open(&arguments.result)?;
    let content = Content::of(&results)?;
    let none = format!(
        "`{}`: no figure can be drawn from these results",
        results.path().display()
    );
    let mut content = content.ok_or_else(|| Stop::Refused(none.clone()))?;
    let labels = match &arguments.labels {
        Some(path) => load_labels(path, &content.ids())?,
        None => Labels::default(),
    };
    content.label(&labels);
    let figures = drawn(arguments, &wanted, &results, &content, &labels)?;
    if figures.is_empty() {
        return Err(Stop::Refused(none));
    }
    let place = arguments.output.as_deref().unwrap_or(results.path());
    let mut folder = folder_beside(place, &call.text())?;
    still_of(&folder, (results.path(), &results.provenance))?;
    let mut printer = arguments.fonts.printer()?;
    let drawn = figures.iter();
    let files =
        drawn.flat_map(|(name, figure)| files(name, figure, &arguments.formats, &mut printer));
    let files: Vec<(String, Vec<u8>)> = files.collect();
    let manifest = Provenance {
        version: VERSION.to_owned(),
        command: call.text(),
        ..results.provenance.clone()
    };
    let names = add(&mut folder, &files, manifest)?;
    printer.warn();
    // A figure that went over more sheets before leaves some that no longer belong to it.
    for path in folder.left_over(&names) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (stem, ending) = name.split_once('.').unwrap_or((&name, ""));
        let figure = stem.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let figure = figure.strip_suffix('-').unwrap_or(stem);
        let is_redrawn = figures.iter().any(|drawn| drawn.0 == figure);
        let mut formats = arguments.formats.iter();
        if is_redrawn && formats.any(|format| format.ending() == ending) {
            tell(&format!(
                "note: `{}` is from an earlier drawing",
                path.display()
            ));
        }
    }
    Ok(())
}

/// The files of a figure of some name: every sheet in each format, and its numbers.
pub(crate) fn files(
    name: &str,
    figure: &Figure,
    formats: &[Format],
    printer: &mut Printer,
) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for format in formats {
        for (name, page) in figure.named(name) {
            let file = format!("{name}.{}", format.ending());
            if !files.iter().any(|(written, _)| *written == file) {
                let bytes = printer.bytes(*format, &file, page);
                files.push((file, bytes));
            }
        }
    }
    files.push((format!("{name}.data.csv"), figure.data.clone().into_bytes()));
    files
}

/// The figures of these names; none where no names are given.
fn wanted(names: &[String]) -> Result<Vec<Drawable>, Stop> {
    let mut wanted: Vec<Drawable> = Vec::new();
    let mut faults = Vec::new();
    for name in names {
        match CATALOGUE.iter().find(|figure| figure.name == name) {
            Some(figure) if wanted.iter().any(|other| other.name == figure.name) => {}
            Some(figure) => wanted.push(*figure),
            None => faults.push(unknown(name)),
        }
    }
    if faults.is_empty() {
        Ok(wanted)
    } else {
        Err(Stop::Refused(faults.join("\n")))
    }
}

fn unknown(name: &str) -> String {
    let names = NAMES;
    let meant = zopa::scenario::nearest(name, &names);
    let meant = meant.map_or(String::new(), |meant| format!("did you mean `{meant}`? "));
    format!(
        "there is no figure `{name}`; {meant}there are {}",
        names.map(|name| format!("`{name}`")).join(", ")
    )
}

/// Draws the figures wanted, or all that the results allow where none is named.
fn drawn(
    arguments: &Plot,
    wanted: &[Drawable],
    results: &Results,
    content: &Content,
    labels: &Labels,
) -> Result<Vec<(&'static str, Figure)>, Stop> {
    let place = results.path().display();
    let (mut charts, mut refused) = (Vec::new(), Vec::new());
    for figure in wanted {
        match figure.chart(content) {
            Some(chart) => charts.push((figure.name, chart)),
            None => refused.push(format!(
                "`{place}`: `{}` needs {}",
                figure.name, figure.needs
            )),
        }
    }
    if !refused.is_empty() {
        return Err(Stop::Refused(refused.join("\n")));
    }
    if wanted.is_empty() {
        charts = allowed(&CATALOGUE, content);
    }
    let sheet = arguments.width.map(Width::sheet);
    let drawn = charts.into_iter();
    let drawn = drawn.map(|(name, mut chart)| {
        if let Some(title) = &labels.title {
            chart.title.clone_from(title);
        }
        (name, chart.draw(sheet))
    });
    Ok(drawn.collect())
}
