//! What reaches the mediator of a party's answer.

use crate::bargaining::talks::Talks;
use crate::bargaining::{Action, Recorder};
use crate::game::{Game, Stream};
use crate::model::{IssueId, PackageId};

/// A party's answer as it arrives.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Report {
    /// Packages reported accepted, as bits.
    pub(crate) accepted: u32,
    /// The wording it is reported to table.
    pub(crate) markup: Vec<u32>,
    /// How far the party seems to be from the text, in margin; none without graded readings.
    pub(crate) reading: Option<f64>,
    /// Whether it seems to find the text no worse than the text before; used where there is no belief.
    pub(crate) no_worse: bool,
}

/// A party's true answer to a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Answer {
    /// Packages it was asked about, as bits.
    pub(crate) asked: u32,
    /// Packages it accepts, as bits.
    pub(crate) accepted: u32,
    /// Whether it accepts the whole text.
    pub(crate) whole: bool,
    /// Its mark-up; the text where it tables no wording.
    pub(crate) markup: Vec<u32>,
    /// Its margin of the text.
    pub(crate) margin: f64,
}

/// Who answered which text how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given<'a> {
    pub(crate) party: usize,
    pub(crate) text: &'a [u32],
    pub(crate) answer: &'a Answer,
}

impl Report {
    /// What the channel makes of an answer: each verdict is misreported with probability `noise`, and the margin is read
    /// with bias and normal error. `stream` is none at one table, where everything is heard as it is said.
    pub(crate) fn carry(
        &mut self,
        talks: &Talks,
        game: &Game,
        given: Given<'_>,
        stream: Option<&mut Stream>,
        recorder: &mut impl Recorder,
    ) {
        let Given {
            party,
            text,
            answer,
        } = given;
        self.accepted = answer.accepted;
        self.reading = None;
        self.markup.clear();
        self.markup.extend_from_slice(&answer.markup);
        if let Some(stream) = stream {
            self.pass_channel(talks, game, party, answer, stream, recorder);
        }
        self.keep_text_where_accepted(game, text, answer);
    }

    fn pass_channel(
        &mut self,
        talks: &Talks,
        game: &Game,
        party: usize,
        answer: &Answer,
        stream: &mut Stream,
        recorder: &mut impl Recorder,
    ) {
        for package in
            (0..game.package_of.len().min(32)).filter(|&package| answer.asked >> package & 1 == 1)
        {
            if stream.uniform() < talks.noise {
                self.accepted ^= 1 << package;
                recorder.record(
                    talks.round,
                    Action::Misreported {
                        party: Talks::id(party),
                        package: PackageId::at(package),
                    },
                );
            }
        }
        if talks.reading_error.is_finite() {
            let error = talks.reading_error * crate::game::standard_normal(stream.uniform());
            self.reading = Some(answer.margin + talks.nature.bias + error);
        }
    }

    /// A package reported accepted, or refused without a wording, arrives in the text's wording.
    fn keep_text_where_accepted(&mut self, game: &Game, text: &[u32], answer: &Answer) {
        for issue in 0..game.issues {
            let package = game.package_of[issue];
            let asked = answer.asked >> package & 1 == 1;
            let refused = (answer.accepted | self.accepted) >> package & 1 == 0;
            if !asked || !refused {
                let block = game.blocks.of_issue[issue].0 as usize;
                let option = game.blocks.option(text[block], IssueId::at(issue));
                self.markup[block] =
                    game.blocks
                        .with_option(self.markup[block], IssueId::at(issue), option);
            }
        }
    }
}
