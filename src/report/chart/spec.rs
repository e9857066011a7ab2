//! What a chart is, before it is drawn: words, a frame of numbers, and how these become marks.

use crate::report::chart::axis::Axis;
use crate::report::chart::frame::Frame;
use crate::report::chart::look::Look;
use crate::report::chart::theme::Sheet;

/// A chart as a value; the sheet it is drawn on is chosen later.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it shows, in bold above it.
    pub heading: String,
    /// Title of the scenario or of the sweep.
    pub title: String,
    /// What marks and intervals mean, below it.
    pub caption: String,
    /// Runs and seed, below the caption.
    pub foot: String,
    /// The sheet it reads well on where none is asked for.
    pub sheet: Sheet,
    /// What colours and shapes stand for, by the numbers that lines of the frame have.
    pub series: Vec<Series>,
    /// Whether a legend names the series.
    pub legend: bool,
    /// The numbers.
    pub frame: Frame,
    /// How they are drawn.
    pub body: Body,
}

impl Chart {
    /// A chart for one column of a journal, without series; title and foot are still empty.
    pub fn new(
        heading: impl Into<String>,
        caption: impl Into<String>,
        frame: Frame,
        body: Body,
    ) -> Self {
        Self {
            heading: heading.into(),
            title: String::new(),
            caption: caption.into(),
            foot: String::new(),
            sheet: Sheet::Column,
            series: Vec::new(),
            legend: false,
            frame,
            body,
        }
    }
}

/// One of several kinds of marks in a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Name for readers.
    pub name: String,
    /// How its marks look.
    pub look: Look,
}

impl Series {
    /// A series of a name and a look.
    pub fn new(name: impl Into<String>, look: Look) -> Self {
        Self {
            name: name.into(),
            look,
        }
    }
}

/// The arrangement of a chart.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Names down the page, marks along one axis.
    Rows(Rows),
    /// Names down the page, shaded cells side by side.
    Cells(Cells),
    /// Lines over two axes, in one panel or several.
    Panels(Panels),
    /// Points over two axes, a panel for each pair of columns.
    Scatter(Scatter),
}

/// The columns of the band of assumptions of what a line shows; panels and cells show it wherever their frame has them.
pub const BAND: [Column; 2] = ["band-low", "band-high"];

/// The name of a column of the frame.
pub type Column = &'static str;

/// Marks along one axis, by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The rows, from the top down.
    pub rows: Vec<Row>,
    /// The axis below them.
    pub axis: Axis,
    /// What is drawn, from the back to the front.
    pub layers: Vec<Layer>,
    /// How many series lie one below the other in a row; with one, all share its middle.
    pub lanes: usize,
    /// Whether rows are many and low, their names small.
    pub dense: bool,
    /// Words above the plot.
    pub remark: Option<String>,
}

impl Rows {
    /// Rows on an axis with some layers; all series share the middle of a row.
    pub fn new(rows: impl IntoIterator<Item = Row>, axis: Axis, layers: Vec<Layer>) -> Self {
        Self {
            rows: rows.into_iter().collect(),
            axis,
            layers,
            lanes: 1,
            dense: false,
            remark: None,
        }
    }
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What it stands under together with its neighbours.
    pub group: Option<String>,
    /// Its name for readers.
    pub name: String,
    /// A note below the name.
    pub note: String,
    /// Numbers right of the plot, the first in bold.
    pub numbers: Vec<String>,
    /// Whether a wider space parts it from the row above.
    pub apart: bool,
}

impl Row {
    /// A row with a name alone.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// The same row in a group, if it has one.
    #[must_use]
    pub fn under(self, group: impl Into<Option<String>>) -> Self {
        let group = group.into();
        Self { group, ..self }
    }
}

/// What is drawn in rows for each line of the frame that has the numbers for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Layer {
    /// A mark at a value, with a line over its interval.
    Mark(Columns),
    /// A bar from somewhere to a value, with a line over its interval.
    Bar(Start, Columns),
    /// A lighter bar over the band of assumptions, in the columns of [`BAND`].
    Band,
    /// One bar of all runs in a row, its parts side by side: the columns of a rate. Without a row, each row has its own.
    Stack(Option<usize>),
    /// An upright line at a value, in the look of a series.
    Rule(f64, Look),
}

impl Layer {
    /// The columns of the value it shows of each line, if it shows one.
    pub(super) fn columns(&self) -> Option<&Columns> {
        match self {
            Self::Mark(columns) | Self::Bar(_, columns) => Some(columns),
            Self::Band | Self::Stack(_) | Self::Rule(..) => None,
        }
    }

    /// All columns that the axis has to hold, in pairs.
    pub(super) fn pairs(&self) -> impl Iterator<Item = [Column; 2]> {
        let band = matches!(self, Self::Band).then_some(BAND);
        let columns = self.columns().into_iter().flat_map(Columns::pairs);
        columns.chain(band)
    }
}

/// Where bars begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Start {
    /// All at one value.
    At(f64),
    /// Each at the value of a column, and so much further out at both ends.
    From(Column, f64),
}

/// The columns of a value and of what is known about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// Column of the value.
    pub value: Column,
    /// Columns of its interval.
    pub interval: Option<[Column; 2]>,
    /// Whether its number stands beside it.
    pub labelled: bool,
}

impl Columns {
    /// A value without an interval.
    pub fn of(value: Column) -> Self {
        Self {
            value,
            ..Self::default()
        }
    }

    /// A value with its interval in the columns `low` and `high`.
    pub fn with_interval(value: Column) -> Self {
        Self {
            interval: Some(["low", "high"]),
            ..Self::of(value)
        }
    }

    /// All its columns, in pairs.
    pub(super) fn pairs(&self) -> impl Iterator<Item = [Column; 2]> {
        let value = Some([self.value; 2]);
        [value, self.interval].into_iter().flatten()
    }

    /// The same with its number beside it.
    #[must_use]
    pub fn labelled(self) -> Self {
        Self {
            labelled: true,
            ..self
        }
    }
}

/// Shaded cells, each a share; a line of the frame is a cell, its series the column.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    /// The rows.
    pub rows: Vec<Row>,
    /// Names of the columns; without them a cell names itself and a row may have several lines of cells.
    pub columns: Vec<String>,
    /// What the rows and the columns are.
    pub corner: [String; 2],
    /// Column of the share; its interval is in `low` and `high`.
    pub value: String,
    /// Column of the words in a cell, if there is one.
    pub words: Option<Column>,
    /// The share of the darkest shade.
    pub most: f64,
    /// What the shades mean.
    pub scale: String,
    /// Whether rows and columns may change places where more fits that way.
    pub turnable: bool,
}

/// Lines over two axes; a line of the frame is a point, its row the panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Panels {
    /// The panels, in reading order.
    pub panels: Vec<Panel>,
    /// Column of the place from left to right: a number, or one of the words of the axis.
    pub x: Column,
    /// Column of the height; its interval is in `low` and `high` where it has one.
    pub y: Column,
    /// The axis upwards, which all panels share.
    pub axis: Axis,
    /// Whether there are intervals, in the columns `low` and `high`.
    pub intervals: bool,
    /// Whether a line keeps its height up to the next point.
    pub steps: bool,
    /// Whether lines have their last number before their name.
    pub numbered: bool,
    /// Panels side by side on wide sheets, at most.
    pub columns: usize,
}

/// One plot among several.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Name above it.
    pub name: String,
    /// A note below the name: the first of these that is short enough.
    pub notes: Vec<String>,
    /// The axis from left to right.
    pub x: Axis,
    /// A level line with its words, and a ring where on the axis it belongs.
    pub level: Option<Level>,
}

impl Panel {
    /// A panel without a name.
    pub fn over(x: Axis) -> Self {
        Self {
            name: String::new(),
            notes: Vec::new(),
            x,
            level: None,
        }
    }
}

/// A dashed line right across a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Its height.
    pub at: f64,
    /// Its words, above the panel.
    pub words: String,
    /// Where on the axis below it belongs, if anywhere.
    pub place: Option<f64>,
}

/// Points seen in pairs of columns; a line of the frame is a point of its series.
#[derive(Clone, Debug, PartialEq)]
pub struct Scatter {
    /// What can be an axis.
    pub sides: Vec<Side>,
    /// The panels: across, up, and the series that decides the window where it is not all of them.
    pub views: Vec<View>,
    /// Points that have names.
    pub named: Vec<NamedPoint>,
    /// What the grey lines across the panels are.
    pub level: String,
}

/// A column of points.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Its column.
    pub column: String,
    /// Name for readers.
    pub title: String,
    /// Where a grey line crosses it.
    pub level: f64,
}

/// A pair of sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// The one across.
    pub across: usize,
    /// The one upwards.
    pub up: usize,
    /// The series round which the window is drawn; all where there is none.
    pub near: Option<usize>,
}

/// A point with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPoint {
    /// Its line in the frame.
    pub line: usize,
    /// Name for readers.
    pub name: String,
    /// More about it, where there is room.
    pub note: String,
}
