//! Who may speak when.

use crate::model::words::counted;
use crate::model::written::{Visit, Written, by_name};
use crate::model::{Deal, PartyId, Range, Uncertain};

/// Who may speak when, and what closes the deal.
#[derive(Clone, Debug, PartialEq)]
pub enum Protocol {
    /// Each in turn accepts the standing offer or makes another (Rubinstein 1982 for two; stacked for more).
    AlternatingOffers {
        /// Speaking order; at least two parties, each once.
        order: Vec<PartyId>,
        /// Whether a round is one offer and the answers to it, proposers taking turns; else everybody speaks in it.
        one_offer_per_round: bool,
    },
    /// The mediator carries one text between principals who never meet.
    Shuttle(Mediation),
    /// The same at one table, without a channel.
    SingleText(Mediation),
    /// One take-it-or-leave-it offer (Romer and Rosenthal 1978; Fearon 1995).
    Ultimatum {
        /// Who makes the offer.
        proposer: PartyId,
        /// Number of draws from the prior that stand for the proposer's belief about each of the others, ≥ 1.
        belief_draws: u32,
    },
}

impl Protocol {
    /// Its word in files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::AlternatingOffers { .. } => "alternating-offers",
            Self::Shuttle(_) => "shuttle",
            Self::SingleText(_) => "single-text",
            Self::Ultimatum { .. } => "ultimatum",
        }
    }

    /// How it goes, in words; `title` names a party.
    pub fn in_words(&self, title: &dyn Fn(PartyId) -> String) -> String {
        let titles = |parties: &[PartyId]| {
            let titles: Vec<String> = parties.iter().map(|&party| title(party)).collect();
            titles.join(", ")
        };
        match self {
            Self::AlternatingOffers {
                order,
                one_offer_per_round,
            } => {
                let timing = if *one_offer_per_round {
                    "a round being one offer and the answers to it"
                } else {
                    "everybody speaking once a round"
                };
                format!(
                    "the parties make offers in turn ({}), {timing}",
                    titles(order)
                )
            }
            Self::Shuttle(mediation) => format!(
                "{} carries one text between parties who never meet ({})",
                title(mediation.mediator),
                titles(&mediation.visits)
            ),
            Self::SingleText(mediation) => format!(
                "{} drafts one text at one table ({})",
                title(mediation.mediator),
                titles(&mediation.visits)
            ),
            Self::Ultimatum {
                proposer,
                belief_draws,
            } => format!(
                "{} makes one take-it-or-leave-it offer, its belief about each other party being {} from the prior",
                title(*proposer),
                counted(u64::from(*belief_draws), "draw")
            ),
        }
    }

    /// Those who are heard: in turn, when visited, or once.
    pub fn heard(&self) -> &[PartyId] {
        match self {
            Self::AlternatingOffers { order, .. } => order,
            Self::Shuttle(mediation) | Self::SingleText(mediation) => &mediation.visits,
            Self::Ultimatum { proposer, .. } => std::slice::from_ref(proposer),
        }
    }

    /// The draws behind somebody's belief, with their legal range; none where nobody's belief is made of draws.
    pub(super) fn draws(&mut self) -> Option<(&mut u32, Range)> {
        match self {
            Self::AlternatingOffers { .. } => None,
            Self::Shuttle(mediation) | Self::SingleText(mediation) => {
                let draws = &mut mediation.belief.draws;
                (*draws > 0).then_some((draws, Range::MEDIATOR_DRAWS))
            }
            Self::Ultimatum { belief_draws, .. } => Some((belief_draws, Range::PROPOSER_DRAWS)),
        }
    }

    /// Where it comes from, each work by first author and year.
    pub fn literature(&self) -> &'static [&'static str] {
        match self {
            Self::AlternatingOffers { .. } => &["Rubinstein 1982", "Ståhl 1972"],
            Self::Ultimatum { .. } => &["Romer 1978", "Fearon 1995"],
            Self::Shuttle(mediation) | Self::SingleText(mediation) => {
                match mediation.belief.draws {
                    0 => &["Fisher 1981", "Touval 1985", "Kydd 2003", "Klein 2003"],
                    _ => &["Fisher 1981", "Touval 1985", "Kydd 2003"],
                }
            }
        }
    }

    /// Whether the play of rational parties is worked out for it.
    pub(crate) fn is_solved(&self) -> bool {
        match self {
            Self::AlternatingOffers { .. } | Self::Ultimatum { .. } => true,
            Self::Shuttle(_) | Self::SingleText(_) => false,
        }
    }

    /// Those who make offers in turn, in order; nobody where nobody does.
    pub fn offers_in_turn(&self) -> &[PartyId] {
        match self {
            Self::AlternatingOffers { order, .. } => order,
            Self::Shuttle(_) | Self::SingleText(_) | Self::Ultimatum { .. } => &[],
        }
    }

    /// Whether offers in turn are made one a round.
    pub fn is_one_offer_per_round(&self) -> bool {
        matches!(
            self,
            Self::AlternatingOffers {
                one_offer_per_round: true,
                ..
            }
        )
    }

    /// Who makes the only offer, and the number of draws from the prior behind its belief; none where more are made.
    pub fn only_offer(&self) -> Option<(PartyId, u32)> {
        match *self {
            Self::Ultimatum {
                proposer,
                belief_draws,
            } => Some((proposer, belief_draws)),
            _ => None,
        }
    }

    /// The settings of a mediated negotiation.
    pub fn mediation(&self) -> Option<&Mediation> {
        match self {
            Self::Shuttle(mediation) | Self::SingleText(mediation) => Some(mediation),
            _ => None,
        }
    }

    /// Whether a party speaks, is visited or mediates.
    pub fn seats(&self, party: PartyId) -> bool {
        let mediates = |mediation: &Mediation| mediation.mediator == party;
        self.heard().contains(&party) || self.mediation().is_some_and(mediates)
    }

    /// What happens to reports on their way to the mediator; none where everything is heard as it is said.
    pub fn channel(&self) -> Option<&Channel> {
        match self {
            Self::Shuttle(mediation) => Some(&mediation.channel),
            _ => None,
        }
    }

    /// What is different in the channel of single parties.
    pub(crate) fn own_channels(&self) -> &[OwnChannel] {
        self.channel().map_or(&[], |channel| &channel.own)
    }
}

/// Settings of a mediated negotiation over one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mediation {
    /// Who drafts; no principal.
    pub mediator: PartyId,
    /// Who is visited, in order: at least two principals, who answer, and others whose consent some option needs, who are only read.
    pub visits: Vec<PartyId>,
    /// The first text; none: the mediator's own best deal.
    pub opening: Option<Deal>,
    /// Exponent κ ≥ 0 of the mediator's own gain in what its redrafts maximise; 0 is a neutral mediator.
    pub kappa: f64,
    /// Single-issue changes per redraft, ≥ 0.
    pub edits: u32,
    /// Weight, in 0..=1, that a redraft gives to one posterior draw of each party, in the first round and in the last, in between on a
    /// line; the rest is the mean over several draws.
    pub explore: [f64; 2],
    /// What the mediator believes about the parties.
    pub belief: Belief,
    /// What happens to reports on the way; not used at one table.
    pub channel: Channel,
    /// Which of the mediator's roles it plays.
    pub roles: Roles,
}

/// A mediator's belief: weighted draws from the prior.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    /// Draws per party; 0 for none: then redrafts are blind hill climbing (Klein and others 2003).
    pub draws: u32,
    /// Sharpness λ > 0 of the likelihood and of the acceptance the mediator reckons with, per unit of utility.
    pub likelihood_lambda: f64,
    /// Power in 0..=1 to which weights are raised before each new report; 1 forgets nothing.
    pub forgetting: f64,
    /// Cost in ln P of each red line a draft crosses, ≥ 0.
    pub red_line_penalty: f64,
}

/// What happens to a report on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// Probability that the verdict on a package is misreported, in 0..=1.
    pub noise: Uncertain,
    /// What the mediator's reading adds to a party's margin, in utility.
    pub bias: Uncertain,
    /// Standard deviation of the reading, ≥ 0; none: the mediator has no graded reading, only verdicts.
    pub reading_error: Option<Uncertain>,
    /// Visited parties that it hears otherwise than the others, each once.
    pub own: Vec<OwnChannel>,
}

/// What happens to the reports of one party, where that differs from what happens to those of the others.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnChannel {
    /// The party, one of the visited.
    pub party: PartyId,
    /// As in [`Channel`]; none: as for the others.
    pub noise: Option<Uncertain>,
    /// As in [`Channel`]; none: as for the others.
    pub bias: Option<Uncertain>,
    /// How the mediator reads its margin.
    pub reading: OwnReading,
}

/// How the mediator reads the margin of a party with a channel of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OwnReading {
    /// As it reads that of the others.
    AsOthers,
    /// Not at all: it hears verdicts only.
    None,
    /// With this standard deviation, ≥ 0.
    Error(Uncertain),
}

/// A mediator's roles (Touval and Zartman 1985); each may be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles {
    /// Carries answers: without it neither the mediator's belief nor the other side learns from them.
    pub carrying: bool,
    /// Formulates: without it the text moves only by the wordings the parties table, in turn.
    pub formulating: bool,
    /// Presses: without it the mediator uses none of its levers.
    pub pressing: bool,
}

impl Channel {
    /// Whether the mediator has a graded reading of a visited party.
    pub fn reads(&self, party: PartyId) -> bool {
        let own = self.own.iter().find(|own| own.party == party);
        match own.map_or(OwnReading::AsOthers, |own| own.reading) {
            OwnReading::AsOthers => self.reading_error.is_some(),
            OwnReading::None => false,
            OwnReading::Error(_) => true,
        }
    }
}

impl Mediation {
    /// Weight of the one draw in the text of a round, of so many as far as the mediator knows.
    pub fn explores(&self, round: u32, rounds: u32) -> f64 {
        let [start, end] = self.explore;
        let last = rounds.saturating_sub(1).max(1);
        let way = f64::from(round.min(last)) / f64::from(last);
        start + (end - start) * way
    }
}

by_name! {
    /// The numbers of a channel.
    pub ChannelCore {
        /// Probability that a verdict is misreported, in 0..=1.
        noise,
        /// What readings add to a margin, in utility.
        bias,
        /// Standard deviation of readings, ≥ 0; infinite where there are none, which no report can carry.
        reading_error,
    }
}

impl Protocol {
    /// Every uncertain number of the channel in the order of its slots, then those of single parties, each with whose it is; protocols without
    /// a channel have the slots only.
    pub(crate) fn each_number<'a>(
        &'a mut self,
        visit: &mut dyn FnMut(Option<PartyId>, Written<'a>),
    ) {
        let mut own: &mut [OwnChannel] = &mut [];
        let (noise, bias, reading_error) = match self {
            Self::Shuttle(mediation) => {
                let channel = &mut mediation.channel;
                own = &mut channel.own;
                let error = channel.reading_error.as_mut();
                (Some(&mut channel.noise), Some(&mut channel.bias), error)
            }
            Self::AlternatingOffers { .. } | Self::SingleText(_) | Self::Ultimatum { .. } => {
                (None, None, None)
            }
        };
        let core = ChannelCore {
            noise: Written::or(0.0, "noise", noise),
            bias: Written::or(0.0, "bias", bias),
            reading_error: Written::or(f64::INFINITY, "reading-error", reading_error),
        };
        core.map(|number| visit(None, number));
        for own in own {
            let party = own.party;
            own.each_number(&mut |number| visit(Some(party), number));
        }
    }
}

impl OwnChannel {
    /// Which of its numbers the party has of its own.
    pub(crate) fn has(&self) -> ChannelCore<bool> {
        ChannelCore {
            noise: self.noise.is_some(),
            bias: self.bias.is_some(),
            reading_error: self.reading != OwnReading::AsOthers,
        }
    }

    /// Every uncertain number in the order of its slots.
    pub(crate) fn each_number<'a>(&'a mut self, visit: Visit<'_, 'a>) {
        let error = match &mut self.reading {
            OwnReading::Error(error) => Some(error),
            OwnReading::AsOthers | OwnReading::None => None,
        };
        let core = ChannelCore {
            noise: Written::or(0.0, "noise", self.noise.as_mut()),
            bias: Written::or(0.0, "bias", self.bias.as_mut()),
            reading_error: Written::or(f64::INFINITY, "reading-error", error),
        };
        core.map(visit);
    }
}
