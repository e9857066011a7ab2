//! Charts of rows: names down the page, marks and bars along one axis.

use crate::report::chart::axis::Unit;
use crate::report::chart::key::{Sample, legend};
use crate::report::chart::marks::Marks;
use crate::report::chart::page::{Pieces, room_for_names, row_name};
use crate::report::chart::picture::Picture;
use crate::report::chart::scale::{GRID_WIDTH, Scale};
use crate::report::chart::spec::{Chart, Layer, Row, Rows, Start};
use crate::report::chart::theme::{GREY, GRID, INK, LABEL, MARGIN, SMALL, Sheet, leading};
use crate::report::chart::typesetting::{Anchor, Type};

/// Height of an axis with its title below a plot.
const AXIS: i32 = 230;
/// Space above a row that stands apart.
const APART: i32 = 110;
/// Space between names and plot, and between plot and numbers.
const BESIDE: i32 = 60;

const NUMBER: Type = Type::regular(LABEL, INK).bold();
const MORE: Type = Type::regular(SMALL, GREY);
const REMARK: Type = Type::regular(SMALL, INK);
const TITLE: Type = Type::regular(LABEL, INK).at(Anchor::Middle);

/// The rows of a chart on their axis.
pub(super) fn pieces(chart: &Chart, body: &Rows, sheet: Sheet) -> Pieces {
    let (numbers, beside) = numbers(body, sheet);
    let most = (sheet.width() * 40 / 100).clamp(790, 1_750);
    let room = room_for_names(&body.rows, body.dense, most - MARGIN - BESIDE);
    let left = MARGIN + room + BESIDE;
    let ends = [left, sheet.width() - MARGIN - beside];
    let scale = Scale::of(&body.axis, held(chart, body).into_iter(), ends, 210);
    let marks = Marks::new(chart, body, &scale);
    let row = |(number, (row, numbers)): (usize, (&Row, &Picture))| {
        let name = row_name(row, body.dense, room);
        let tall = name.height.max(marks.height()).max(numbers.height);
        let above = if row.apart { APART } else { 0 };
        let tall = tall + if body.dense { 20 } else { 55 };
        let middle = above + tall / 2;
        let mut picture = Picture::space(above + tall);
        picture.put((left - BESIDE, middle - name.height / 2), &name);
        marks.draw(&mut picture, number, middle);
        picture.put((ends[1] + BESIDE, middle), numbers);
        picture
    };
    let rules = body.layers.iter().filter_map(|layer| match layer {
        Layer::Rule(at, look) => Some((scale.at(*at), look.colour, 12)),
        _ => None,
    });
    let rows = body.rows.iter().zip(&numbers).enumerate();
    let grid = scale.ticks().into_iter();
    let grid = grid.map(|(x, _)| (x, GRID, GRID_WIDTH));
    Pieces {
        head: head(chart, body, sheet),
        uprights: grid.chain(rules).collect(),
        rows: rows.map(row).collect(),
        groups: Pieces::groups(&body.rows),
        foot: foot(body, &scale),
    }
}

/// The legend and the remark above the plot.
fn head(chart: &Chart, body: &Rows, sheet: Sheet) -> Picture {
    let series = chart.series.iter().enumerate();
    let series = series.filter(|(number, _)| chart.legend && chart.frame.draws(*number));
    let mut layers = body.layers.iter();
    let bars = layers.any(|layer| matches!(layer, Layer::Bar(..) | Layer::Stack(_)));
    let sample = if bars { Sample::Bar } else { Sample::Mark };
    let mut head = legend(series.map(|(_, series)| series), sample, sheet);
    if let Some(remark) = &body.remark {
        head.write(MARGIN, &REMARK.wrap(remark, sheet.inner(), 3));
        head.height += 40;
    }
    head
}

/// The numbers and the title of the axis.
fn foot(body: &Rows, scale: &Scale) -> Picture {
    // Names of axes may be a little wider than they.
    let room = scale.ends[1] - scale.ends[0] + 300;
    let title = TITLE.wrap(&body.axis.title, room, 2);
    let mut foot = Picture::space(AXIS + (title.height() - leading(LABEL)).max(0));
    scale.draw_numbers(&mut foot, 0);
    foot.text((scale.middle(), 185), &title);
    foot
}

/// The numbers of rows about their middles, on a narrow sheet one below the other, and the room they take.
fn numbers(body: &Rows, sheet: Sheet) -> (Vec<Picture>, i32) {
    let of = |place: usize| {
        body.rows
            .iter()
            .filter_map(move |row| row.numbers.get(place))
    };
    let (bold, more) = (NUMBER.widest(of(0)), MORE.widest(of(1)));
    let beside = match sheet {
        Sheet::Column => 0,
        Sheet::Page | Sheet::Slide => bold + BESIDE,
    };
    let draw = |row: &Row| {
        let (mut picture, places) = if beside == 0 && row.numbers.len() > 1 {
            (Picture::space(170), [(0, -15), (0, leading(SMALL) - 15)])
        } else {
            (Picture::default(), [(0, 26), (beside, 26)])
        };
        let types = places.into_iter().zip([NUMBER, MORE]);
        for ((at, kind), number) in types.zip(&row.numbers) {
            picture.words(at, number, kind);
        }
        picture
    };
    let room = match (bold, more) {
        (0, _) => label_room(body),
        (_, 0) => bold + BESIDE,
        _ => bold.max(beside + more) + BESIDE,
    };
    (body.rows.iter().map(draw).collect(), room)
}

/// Room right of the plot where no numbers stand: for half a number of the axis, or for a label beside a full bar.
fn label_room(body: &Rows) -> i32 {
    let mut layers = body.layers.iter();
    if layers.any(|layer| matches!(layer, Layer::Bar(_, estimate) if estimate.labelled)) {
        REMARK.widest([body.axis.unit.written(0.999), Unit::Percent.written(1.0)]) + 50
    } else {
        60
    }
}

/// All values that the axis has to hold.
fn held(chart: &Chart, body: &Rows) -> Vec<f64> {
    let mut held = Vec::new();
    for layer in &body.layers {
        if let Layer::Bar(Start::At(base), _) | Layer::Rule(base, _) = layer {
            held.push(*base);
        }
        for columns in layer.pairs() {
            let drawn = chart.frame.lines().iter();
            let drawn = drawn.filter(|line| line.row.is_some());
            let pairs = drawn.filter_map(|line| chart.frame.pair(line, columns));
            held.extend(pairs.flatten());
        }
    }
    held
}
