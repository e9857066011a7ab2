//! Other settlement rules: what would come out if the parties left the matter to a formula instead of talking.
//!
//! On decisions of the European Union no model of bargaining foretells outcomes better than the compromise mean
//! (Achen 2006; Schneider, Finke and Bailer 2010, Political Studies 58(1)), so simulated talks are held against it. Each rule
//! names a deal; it *agrees* when that deal lies in the zone: everybody whose consent it needs is at least as well off as
//! without a deal, the risk of breach included, and none of their red lines is crossed.

use serde::{Deserialize, Serialize};

use crate::analysis::frontier::Point;
use crate::analysis::position::{Position, Stance, Theorist, ZoneSize};
use crate::analysis::solutions::Pick;
use crate::game::{Game, INDIFFERENCE, best_option, named, total};
use crate::model::{Deal, IssueId, Scenario};

named! {
    /// A rule that settles the matter.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Rule {
        /// Issue by issue the mean of the parties' positions, weighted by salience times influence, rounded to an option
        /// (Van den Bos 1991; Achen 2006, in Thomson and others, The European Union Decides).
        CompromiseMean = "compromise-mean",
        /// Issue by issue the median of the parties' positions, weighted likewise (Black 1948, Journal of Political Economy
        /// 56(1)).
        Median = "median",
        /// The deal of the zone with the greatest product of gains (Nash 1950, Econometrica 18(2)).
        Nash = "nash",
        /// The deal on the zone's frontier with the most equal relative gains (after Kalai and Smorodinsky 1975, Econometrica
        /// 43(3)).
        KalaiSmorodinsky = "kalai-smorodinsky",
    }
}

named! {
    /// What the parties would say to a rule's deal.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum Settlement {
        /// The deal lies in the zone.
        Agreed = "agreed",
        /// It does not, or there is none.
        Refused = "refused",
        /// Whether there is any deal in the zone was not found out.
        Undecided = "undecided",
    }
}

/// What one rule gives.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleOutcome {
    /// The rule.
    pub rule: Rule,
    /// Its deal, with everybody's utilities; none where the rule picks from an empty zone.
    pub deal: Option<Point>,
    /// The place on each issue that was rounded to an option, by option values or positions; none where nothing was.
    pub unrounded: Option<Vec<f64>>,
    /// What the parties would say to it.
    pub settlement: Settlement,
}

/// One issue as a formula sees it.
#[derive(Clone, Debug)]
struct Scale {
    /// Place of each option: its `value`, or its position in the list.
    places: Vec<f64>,
    /// Influence of each party.
    influences: Vec<f64>,
}

/// Settles the positions of a game by each rule.
#[derive(Clone, Debug)]
pub struct Settler<'a> {
    game: &'a Game,
    scales: Vec<Scale>,
}

impl<'a> Settler<'a> {
    /// Prepares for the positions of a game compiled from this scenario.
    ///
    /// # Panics
    /// When an issue has more options than a byte counts, which no scenario has.
    pub fn new(scenario: &Scenario, game: &'a Game) -> Self {
        let scale = |issue: usize| {
            let options = &scenario.issues[issue].options;
            let places = (0_u32..).zip(options);
            let named = (0..options.len()).fold(0, |named, option| {
                let option = u16::try_from(option).expect("at most 1,024 options");
                named | game.consent.option_named(IssueId::at(issue), option)
            });
            let parties = scenario.parties.iter().enumerate();
            Scale {
                places: places
                    .map(|(position, option)| option.value.unwrap_or(f64::from(position)))
                    .collect(),
                influences: parties
                    .map(|(position, party)| {
                        let has_say = named >> position & 1 == 1;
                        party.influence.unwrap_or(if has_say { 1.0 } else { 0.0 })
                    })
                    .collect(),
            }
        };
        Self {
            game,
            scales: (0..scenario.issues.len()).map(scale).collect(),
        }
    }

    /// What each of [`Rule::ALL`] gives in a position with such a zone, its Nash solution and the most equal relative gains.
    pub fn outcomes(
        &self,
        theorist: &Theorist<'_>,
        position: &Position,
        zone: &ZoneSize,
        [nash, equal]: [&Pick; 2],
    ) -> [RuleOutcome; Rule::ALL.len()] {
        let named = |deal: Vec<u32>| {
            let settlement = if theorist.in_zone(position, &deal) {
                Settlement::Agreed
            } else {
                Settlement::Refused
            };
            let tables = position.tables.iter();
            let point = Point {
                utilities: tables.map(|tables| total(&tables.utility, &deal)).collect(),
                combos: deal,
            };
            (Some(point), settlement)
        };
        let of_zone = |pick: &Pick| {
            // Of ties the first: the one of greatest sum of gains.
            let deal = pick.points.first().cloned();
            let empty = zone.exists == Some(false) || pick.proven;
            let settlement = match &deal {
                Some(_) => Settlement::Agreed,
                None if empty => Settlement::Refused,
                None => Settlement::Undecided,
            };
            (deal, settlement)
        };
        let means = self.places(position, mean);
        Rule::ALL.map(|rule| {
            let (deal, settlement) = match rule {
                Rule::CompromiseMean => named(self.rounded(&means)),
                Rule::Median => named(self.rounded(&self.places(position, median))),
                Rule::Nash => of_zone(nash),
                Rule::KalaiSmorodinsky => of_zone(equal),
            };
            RuleOutcome {
                rule,
                deal,
                unrounded: (rule == Rule::CompromiseMean).then(|| means.clone()),
                settlement,
            }
        })
    }

    /// Which of [`Rule::ALL`] agree in a position, without looking for the deals that Nash or Kalai and Smorodinsky pick.
    ///
    /// They pick from the zone and so agree wherever there is one. What is undecided counts as refused.
    pub fn agreements(
        &self,
        theorist: &Theorist<'_>,
        position: &Position,
    ) -> [bool; Rule::ALL.len()] {
        let zone = theorist.zone(position).exists;
        let by_issue = |settle: fn(&[Voice]) -> f64| {
            let deal = || self.rounded(&self.places(position, settle));
            zone != Some(false) && theorist.in_zone(position, &deal())
        };
        Rule::ALL.map(|rule| match rule {
            Rule::CompromiseMean => by_issue(mean),
            Rule::Median => by_issue(median),
            Rule::Nash | Rule::KalaiSmorodinsky => zone == Some(true),
        })
    }

    /// Where a formula that takes each issue by itself puts it.
    fn places(&self, position: &Position, settle: fn(&[Voice]) -> f64) -> Vec<f64> {
        let scales = self.scales.iter().enumerate();
        scales
            .map(|(issue, scale)| settle(&voices(scale, issue, &position.stances)))
            .collect()
    }

    /// The deal of the options nearest to some places.
    fn rounded(&self, places: &[f64]) -> Vec<u32> {
        let scales = self.scales.iter().zip(places);
        let options = scales.map(|(scale, &place)| nearest(&scale.places, place));
        self.game.blocks.combos_of(&Deal(options.collect()))
    }
}

/// Where a party stands on an issue, and with what weight.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Voice {
    place: f64,
    weight: f64,
}

/// The parties' voices on an issue; where it is of no weight to anybody with influence, by influence alone, and where
/// nobody has any, all alike.
fn voices(scale: &Scale, issue: usize, stances: &[Stance]) -> Vec<Voice> {
    let voices = |weight: fn(f64, f64) -> f64| -> Vec<Voice> {
        let pairs = stances.iter().zip(&scale.influences);
        let voices = pairs.map(|(stance, &influence)| Voice {
            place: scale.places[usize::from(stance.favourites[issue])],
            weight: weight(influence, stance.saliences[issue]),
        });
        voices.filter(|voice| voice.weight > 0.0).collect()
    };
    let rules: [fn(f64, f64) -> f64; 3] = [
        |influence, salience| influence * salience,
        |influence, _| influence,
        |_, _| 1.0,
    ];
    let mut found = rules.into_iter().map(voices);
    found
        .find(|voices| !voices.is_empty())
        .expect("a scenario has parties")
}

/// `Σ weight · place / Σ weight`.
fn mean(voices: &[Voice]) -> f64 {
    let (sum, weights) = voices.iter().fold((0.0, 0.0), |(sum, weights), voice| {
        (sum + voice.weight * voice.place, weights + voice.weight)
    });
    sum / weights
}

/// The least place at which at least half the weight lies at or below.
fn median(voices: &[Voice]) -> f64 {
    let sum: f64 = voices.iter().map(|voice| voice.weight).sum();
    // Weights add up with rounding, in any order.
    let half = sum / 2.0 * (1.0 - INDIFFERENCE);
    let mut sorted = voices.to_vec();
    sorted.sort_by(|one, other| one.place.total_cmp(&other.place));
    let mut weight = 0.0;
    let found = sorted.iter().find(|voice| {
        weight += voice.weight;
        weight >= half
    });
    found.or(sorted.last()).map_or(0.0, |voice| voice.place)
}

/// The option nearest to a place, the lowest of equals.
fn nearest(places: &[f64], wanted: f64) -> u16 {
    let sizes = places.iter().map(|place| place.abs());
    // A mean is added up with rounding, so a place half-way between two options seldom is to the last bit.
    let rounding = INDIFFERENCE * sizes.fold(1.0, f64::max);
    let gap = |option: usize| (places[option] - wanted).abs();
    let least = (0..places.len()).map(gap).fold(f64::INFINITY, f64::min);
    best_option(places.len(), |option| gap(option) <= least + rounding)
}
