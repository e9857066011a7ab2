//! The cells of a measured chart, drawn.

use crate::report::chart::canvas::{Canvas, Point};
use crate::report::chart::cells::grid::{
    Block, Brackets, GAP, Grid, NAME, NUMBER, WORDS, in_brackets, padding,
};
use crate::report::chart::frame::Line;
use crate::report::chart::page::Part;
use crate::report::chart::theme::{
    BLACK, GREY, GRID, LABEL, MARGIN, SMALL, WHITE, count, leading, rounded, shade,
};
use crate::report::chart::typesetting::{Anchor, Text, Type};
use crate::report::labels::percent;

impl Grid<'_> {
    /// Draws the rows of a sheet.
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, part: &Part) {
        self.draw_heads(canvas, part.top);
        let mut y = part.top + self.head();
        for row in part.rows.clone() {
            y = self.groups.draw(canvas, (row, row == part.rows.start), y);
            self.draw_block(canvas, &self.blocks[row], y);
            y += self.blocks[row].height;
        }
        self.draw_bar(canvas, y + 40);
    }

    fn draw_heads(&self, canvas: &mut Canvas<'_>, top: i32) {
        let [down, across] = &self.corner;
        let last = top + self.head() - 40;
        let first = |text: &Text| last + leading(text.kind.size) - text.height();
        canvas.text((self.left, top + 75), across);
        canvas.text((MARGIN, first(down)), down);
        let columns = count(self.heads.len());
        for (column, head) in (0..).zip(&self.heads) {
            let x = self.left + (self.right - self.left + GAP) * column / columns;
            canvas.text((x, first(head)), head);
        }
    }

    fn draw_block(&self, canvas: &mut Canvas<'_>, block: &Block<'_>, top: i32) {
        canvas.text((MARGIN, top + LABEL + 10), &block.above);
        let middle = top + (block.height - GAP) / 2;
        block.name.draw(canvas, self.left - 50, middle);
        let strips: i32 = block.strips.iter().map(|strip| strip.height + GAP).sum();
        let mut y = top + block.height - strips;
        for strip in &block.strips {
            for (place, (line, words)) in strip.cells.iter().enumerate() {
                let is_headed = !self.heads.is_empty();
                let column = if is_headed { line.series } else { place };
                let x = self.left + (strip.wide + GAP) * count(column);
                let corners = ((x, y), (x + strip.wide, y + strip.height));
                self.draw_cell(canvas, corners, line, words);
            }
            y += strip.height + GAP;
        }
    }

    fn draw_cell(
        &self,
        canvas: &mut Canvas<'_>,
        (from, to): (Point, Point),
        line: &Line,
        words: &Text,
    ) {
        let share = self.frame.number(line, &self.body.value);
        let filled = share.filter(|item| *item > 0.0 || self.body.words.is_none());
        canvas.block(
            from,
            to,
            filled.map_or(WHITE, |item| shade(item / self.body.most)),
        );
        if filled.is_none() {
            canvas.frame(from, to, GRID, 6);
        }
        let ink = |kind: Type| Type {
            colour: if filled.is_some() { BLACK } else { GREY },
            ..kind
        };
        let padding = padding(to.0 - from.0);
        let (x, right) = (from.0 + padding, to.0 - padding);
        let mut y = from.1 + 34 + LABEL - 8;
        if let Some(share) = share {
            canvas.words((x, y), &fitting(share, right - x), ink(NUMBER));
        }
        let interval = self.frame.pair(line, ["low", "high"]).map(in_brackets);
        match (self.brackets, interval) {
            (Brackets::Beside, Some(interval)) if self.body.words.is_some() => {
                canvas.words((right, y), &interval, ink(WORDS).at(Anchor::End));
            }
            (Brackets::Beside, Some(interval)) => {
                let beside = rounded(NUMBER.width(&percent(share.unwrap_or(0.0)))) + 40;
                canvas.words((x + beside, y), &interval, ink(WORDS));
            }
            (Brackets::Below, Some(interval)) => {
                y += leading(SMALL) + 8;
                canvas.words((x, y), &interval, ink(WORDS));
            }
            _ => {}
        }
        canvas.text_of((x, y + leading(SMALL) + 8), words, ink(WORDS));
    }

    fn draw_bar(&self, canvas: &mut Canvas<'_>, top: i32) {
        const NUMBER: Type = Type::regular(SMALL, GREY).at(Anchor::Middle);
        let left = self.left.max(MARGIN + 40);
        let (wide, steps) = ((self.right - left) * 2 / 5, 50);
        for step in 0..steps {
            let edge = |step: i32| left + wide * step / steps;
            let share = (f64::from(step) + 0.5) / f64::from(steps);
            // A little overlap, since viewers show the page between shapes that only touch.
            let to = (edge(step + 1) + 4, top + 70);
            canvas.block((edge(step), top), to, shade(share));
        }
        for tick in 0..=2 {
            let x = left + wide * tick / 2;
            canvas.line((x, top + 70), (x, top + 90), GREY, 6);
            let number = rounded(50.0 * self.body.most * f64::from(tick)).to_string();
            canvas.words((x, top + 165), &number, NUMBER);
        }
        let x = left + wide + 100;
        let scale = NAME.wrap(&self.body.scale, self.right - x, 2);
        canvas.text((x, top + 62), &scale);
    }
}

/// A share in some room: in a narrow cell the sign goes, then the decimal, then the shade speaks alone.
fn fitting(share: f64, room: i32) -> String {
    let long = percent(share);
    let short = long.trim_end_matches(" %").to_owned();
    let whole = rounded(100.0 * share).to_string();
    let mut tries = [long, short, whole].into_iter();
    tries
        .find(|words| NUMBER.keeps_line(words, room))
        .unwrap_or_default()
}
