//! Deals with what they are worth, one by one or as many as a frontier has points.

use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::analysis::frontier::Point;
use crate::analysis::terms::{ById, Terms, by_party, terms};
use crate::game::Game;
use crate::model::{Deal, Scenario};

/// A deal and what it is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealPoint {
    /// Its terms.
    pub deal: Terms,
    /// Utility by party, 0 to 1 on each party's own scale.
    pub utilities: ById<f64>,
}

impl DealPoint {
    /// A point found in a game of a scenario.
    pub(super) fn of(scenario: &Scenario, game: &Game, point: &Point) -> Self {
        Self {
            deal: terms(scenario, &game.blocks.deal_of(&point.combos)),
            utilities: by_party(scenario, point.utilities.iter().copied()),
        }
    }
}

/// Many deals with what they are worth; written and read like a list of [`DealPoint`].
///
/// Those just found are kept as numbers: with its ids a single one takes a thousand bytes and more.
#[derive(Clone, Debug)]
pub struct DealPoints(Kept);

#[derive(Clone, Debug)]
enum Kept {
    Read(Vec<DealPoint>),
    Found(Found),
}

/// Points of one scenario.
#[derive(Clone, Debug)]
struct Found {
    scenario: Box<Scenario>,
    /// The option of each issue, deal by deal.
    options: Vec<u16>,
    /// Everybody's utility, deal by deal.
    utilities: Vec<f64>,
}

impl DealPoints {
    /// Points found in a game of a scenario.
    pub(super) fn of(scenario: &Scenario, game: &Game, points: &[Point]) -> Self {
        let deals = points
            .iter()
            .map(|point| game.blocks.deal_of(&point.combos).0);
        let utilities = points.iter().flat_map(|point| &point.utilities);
        Self(Kept::Found(Found {
            scenario: Box::new(scenario.clone()),
            options: deals.flatten().collect(),
            utilities: utilities.copied().collect(),
        }))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Read(points) => points.len(),
            Kept::Found(found) => found.utilities.len() / found.scenario.parties.len().max(1),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The points, in order.
    pub fn iter(&self) -> impl Iterator<Item = DealPoint> {
        (0..self.len()).map(|place| match &self.0 {
            Kept::Read(points) => points[place].clone(),
            Kept::Found(found) => found.point(place),
        })
    }

    /// The least and the greatest utility of each party; none where there is no point.
    pub fn ends(&self) -> Option<[ById<f64>; 2]> {
        let pick = |pick: fn(f64, f64) -> f64| match &self.0 {
            Kept::Read(points) => {
                let ends = points.iter().map(|point| point.utilities.clone());
                ends.reduce(|mut end, point| {
                    for (id, value) in &mut end {
                        *value = pick(*value, point[id]);
                    }
                    end
                })
            }
            Kept::Found(found) => {
                let mut rows = found
                    .utilities
                    .chunks_exact(found.scenario.parties.len().max(1));
                let first = rows.next()?.to_vec();
                let end = rows.fold(first, |mut end, row| {
                    for (end, &value) in end.iter_mut().zip(row) {
                        *end = pick(*end, value);
                    }
                    end
                });
                Some(by_party(&found.scenario, end))
            }
        };
        Some([pick(f64::min)?, pick(f64::max)?])
    }
}

impl Found {
    fn point(&self, place: usize) -> DealPoint {
        let scenario = &self.scenario;
        let (issues, parties) = (scenario.issues.len(), scenario.parties.len());
        let options = &self.options[place * issues..][..issues];
        let utilities = &self.utilities[place * parties..][..parties];
        DealPoint {
            deal: terms(scenario, &Deal(options.to_vec())),
            utilities: by_party(scenario, utilities.iter().copied()),
        }
    }
}

impl Default for DealPoints {
    fn default() -> Self {
        Self(Kept::Read(Vec::new()))
    }
}

impl PartialEq for DealPoints {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Serialize for DealPoints {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.len()))?;
        for point in self.iter() {
            list.serialize_element(&point)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for DealPoints {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(Kept::Read(Vec::deserialize(from)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::{DealPoint, DealPoints};
    use crate::analysis::frontier::Point;
    use crate::game::Game;
    use crate::scenario::parse;

    #[test]
    fn points_kept_as_numbers_are_those_written_and_read_back() {
        let text = "format = 1\ntitle = \"Two\"\nclock.rounds = 3\nprotocol.alternating-offers = {}\n\
                    issue = [{ id = \"x\", options = [{ id = \"a\" }, { id = \"b\" }] }, \
                    { id = \"y\", options = [{ id = \"c\" }, { id = \"d\" }] }]\n\
                    [[party]]\nid = \"p\"\nrole = \"principal\"\nreservation = 0\n\
                    utility.x = { weight = 1, scores = [0, 1] }\nutility.y = { weight = 1, scores = [0, 1] }\n\
                    [[party]]\nid = \"q\"\nrole = \"principal\"\nreservation = 0\n\
                    utility.x = { weight = 1, scores = [1, 0] }\nutility.y = { weight = 1, scores = [1, 0] }\n";
        let loaded = parse("two", text, &[]).unwrap_or_else(|problems| panic!("{problems}"));
        let game = Game::compile(&loaded.scenario).expect("a small game");
        let found = [([0, 3], [0.5, 0.25]), ([1, 2], [0.125, 0.75])];
        let found = found.map(|(combos, utilities)| Point {
            combos: combos.to_vec(),
            utilities: utilities.to_vec(),
        });
        let one_by_one = found.each_ref();
        let one_by_one = one_by_one.map(|point| DealPoint::of(&loaded.scenario, &game, point));
        let points = DealPoints::of(&loaded.scenario, &game, &found);
        assert_eq!(points.len(), 2);
        assert!(points.iter().eq(one_by_one.clone()));
        let written = serde_json::to_string(&points).expect("it has names");
        let plain = serde_json::to_string(&one_by_one).expect("it has names");
        assert_eq!(written, plain);
        let read: DealPoints = serde_json::from_str(&written).expect("it was just written");
        assert_eq!(read, points);
        let ends = points.ends().map(|ends| ends.map(|end| end["p"]));
        assert_eq!(ends, Some([0.125, 0.5]));
        assert_eq!(read.ends(), points.ends());
        assert_eq!(DealPoints::default().ends(), None);
        assert_ne!(points, DealPoints::default());
    }
}
