//! What reaches the mediator of a party's answer.

use crate::bargaining::talks::Side;
use crate::bargaining::{Action, Recorder};
use crate::game::{Game, PackageSet, Stream, members};
use crate::model::{ChannelCore, PackageId, PartyId};

/// What happens to answers on their way in the present round.
#[derive(Debug)]
pub(crate) struct Channel {
    /// The channel of each of the visited, in order, as levers shift it.
    pub(crate) of_visits: Vec<ChannelCore<f64>>,
    pub(crate) stream: Stream,
}

impl Channel {
    pub(crate) fn new(stream: Stream) -> Self {
        Self {
            of_visits: Vec::new(),
            stream,
        }
    }

    /// What the answer of one visit passes, and what chance does to it.
    pub(crate) fn of(&mut self, visit: usize) -> Way<'_> {
        (self.of_visits[visit], &mut self.stream)
    }
}

/// What one answer passes on its way, and what chance does to it.
pub(crate) type Way<'a> = (ChannelCore<f64>, &'a mut Stream);

/// A party's answer as it arrives.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Report {
    /// Packages the party was asked about, as bits.
    pub(crate) asked: PackageSet,
    /// Packages reported accepted, as bits.
    pub(crate) accepted: PackageSet,
    /// The wording it is reported to table.
    pub(crate) markup: Vec<u32>,
    /// How far the party seems to be from the text, in margin; none without graded readings.
    pub(crate) reading: Option<f64>,
    /// Whether it seems to find the text no worse than the text before, or was not asked; used where there is no belief.
    pub(crate) no_worse: bool,
}

/// A party's true answer to a text; of a party that is only read the margin alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Answer {
    /// Packages it was asked about, as bits.
    pub(crate) asked: PackageSet,
    /// Packages it accepts, as bits.
    pub(crate) accepted: PackageSet,
    /// Whether it accepts the whole text.
    pub(crate) whole: bool,
    /// Its mark-up; the text where it tables no wording.
    pub(crate) markup: Vec<u32>,
    /// Its margin of the text.
    pub(crate) margin: f64,
}

impl Report {
    /// What the channel makes of an answer: each verdict is misreported with probability `noise`, and the margin is read
    /// with bias and normal error. `way` is none at one table, where everything is heard as it is said.
    pub(crate) fn carry(
        &mut self,
        side: Side<'_>,
        text: &[u32],
        answer: &Answer,
        way: Option<Way<'_>>,
        recorder: &mut dyn Recorder,
    ) {
        (self.asked, self.accepted) = (answer.asked, answer.accepted);
        self.reading = None;
        self.markup.clone_from(&answer.markup);
        if let Some(way) = way {
            self.pass_channel(side, answer, way, recorder);
        }
        self.keep_text_where_accepted(side.game, text, answer);
    }

    fn pass_channel(
        &mut self,
        side: Side<'_>,
        answer: &Answer,
        (channel, stream): Way<'_>,
        recorder: &mut dyn Recorder,
    ) {
        for package in members(answer.asked) {
            if stream.uniform() < channel.noise {
                self.accepted ^= 1 << package;
                let misreported = Action::Misreported {
                    party: PartyId::at(side.party),
                    package: PackageId::at(package),
                };
                recorder.record(side.talks.round, misreported);
            }
        }
        if channel.reading_error.is_finite() {
            let uniform = stream.uniform();
            let error = channel.reading_error * crate::game::standard_normal(uniform);
            let reading = answer.margin + channel.bias + error;
            self.reading = Some(reading);
            if answer.asked == 0 {
                let read = Action::Read {
                    party: PartyId::at(side.party),
                    margin: answer.margin,
                    reading,
                };
                recorder.record(side.talks.round, read);
            }
        }
    }

    /// A package reported accepted, or refused without a wording, arrives in the text's wording.
    fn keep_text_where_accepted(&mut self, game: &Game, text: &[u32], answer: &Answer) {
        let reworded = answer.asked & !(answer.accepted | self.accepted);
        let packages = game.package_issues.iter().enumerate();
        let kept = packages.filter(|(package, _)| reworded >> package & 1 == 0);
        let issues = kept.fold(0, |all, (_, issues)| all | issues);
        game.blocks.take_over(&mut self.markup, text, issues);
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::Silent;
    use crate::bargaining::fixture::{deal, mediated, opened};
    use crate::bargaining::mediator::channel::{Answer, Report};
    use crate::game::{Owner, Purpose, Stream};
    use crate::model::{ChannelCore, PartyId};

    /// What arrives of an answer that accepts package a and rewords package b, with so much noise.
    fn arrives(noise: Option<f64>) -> (Report, [Vec<u32>; 2]) {
        let game = mediated("shuttle", "noise = 0.0");
        let talks = opened(&game);
        let [text, wording] = [[0, 0, 0], [2, 1, 2]].map(|options| deal(&game, &options));
        let answer = Answer {
            asked: 0b11,
            accepted: 0b01,
            whole: false,
            markup: wording.clone(),
            margin: 0.25,
        };
        let side = talks.side(&game, 0);
        let mut stream = Stream::new(1, Purpose::Moves, Owner::named("channel"), 0);
        let way = noise.map(|noise| {
            let channel = ChannelCore {
                noise,
                ..ChannelCore::default()
            };
            (channel, &mut stream)
        });
        let mut report = Report::default();
        report.carry(side, &text, &answer, way, &mut Silent);
        let partly = deal(&game, &[0, 1, 2]);
        (report, [text, partly])
    }

    #[test]
    fn at_one_table_everything_is_heard_as_it_is_said() {
        let (report, [_, partly]) = arrives(None);
        assert_eq!((report.accepted, report.reading), (0b01, None));
        assert_eq!(report.markup, partly, "package a is in the text's wording");
    }

    #[test]
    fn a_party_with_a_channel_of_its_own_is_heard_by_that() {
        let own = "channel.p1 = { noise = 0, bias = 0, reading-error = 0 }";
        let game = mediated(
            "shuttle",
            &format!("noise = 0.4\nbias = 0.1\nreading-error = 0.3\n{own}"),
        );
        let talks = opened(&game);
        let channel = |party| {
            let party = PartyId(party);
            talks.levers.channel(&game, &talks.nature, party)
        };
        let common = ChannelCore {
            noise: 0.4,
            bias: 0.1,
            reading_error: 0.3,
        };
        assert_eq!(
            [channel(0), channel(1)],
            [common, ChannelCore::default()],
            "the one is heard badly, the other exactly"
        );
    }

    #[test]
    fn a_true_channel_reads_the_margin_and_a_false_one_turns_every_verdict() {
        let (report, [_, partly]) = arrives(Some(0.0));
        assert_eq!((report.accepted, report.reading), (0b01, Some(0.25)));
        assert_eq!(report.markup, partly);
        let (report, [text, _]) = arrives(Some(1.0));
        assert_eq!(report.accepted, 0b10);
        // What is reported accepted has no wording, and what is accepted had none.
        assert_eq!(report.markup, text);
    }
}
