//! Where numbers might reasonably lie: the ranges that a file gives, and the values that a point in them sets.

use crate::model::{Distribution, Key, Number, Scenario, Subject, Uncertain};
use crate::scenario::assignment::Assignment;
use crate::scenario::inline::number;
use crate::scenario::place::Places;
use crate::scenario::reader::{CENTRE, RangeRead};

/// A number of a file with the range in which its value might reasonably lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranged {
    /// Its path, as in files and assignments.
    pub path: String,
    /// The value as written; of a distribution its mean.
    pub value: f64,
    /// Lower end of the range, at most the value.
    pub low: f64,
    /// Upper end, at least the value and above the lower end.
    pub high: f64,
    /// Whether it is a whole number.
    pub is_whole: bool,
    /// Whether nature draws it, so that moving it moves the centre of a distribution.
    is_drawn: bool,
}

/// Every number of a file that has a range, in file order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranges {
    list: Vec<Ranged>,
    /// Probabilities that sum to 1, as written, with their paths: those of the types of a party, those of joint types.
    shares: Vec<Vec<(String, Uncertain)>>,
}

impl Ranged {
    /// The value at a place in 0..1 of the range; whole numbers have an equal part each.
    pub fn at(&self, place: f64) -> f64 {
        let ends = [self.low, self.high];
        if self.is_whole {
            whole_in(ends, place)
        } else {
            (self.low * (1.0 - place) + self.high * place).clamp(self.low, self.high)
        }
    }

    /// Whether nature draws it, so that its range says where the centre of its distribution might lie.
    pub fn is_drawn(&self) -> bool {
        self.is_drawn
    }

    /// What moves the number here.
    fn moved(&self, value: f64) -> Assignment {
        let text = number(value, self.is_whole);
        moved(&self.path, self.is_drawn, text)
    }
}

/// The whole number at a place in 0..1 between two ends; each has an equal part.
pub(crate) fn whole_in([low, high]: [f64; 2], place: f64) -> f64 {
    let (low, high) = (libm::ceil(low), libm::floor(high));
    (low + libm::floor(place * (high - low + 1.0))).min(high)
}

fn moved(path: &str, is_drawn: bool, value: String) -> Assignment {
    let key = if is_drawn { CENTRE } else { "value" };
    Assignment {
        path: format!("{path}.{key}"),
        value,
    }
}

impl Ranges {
    /// The ranges that were read, with the places where they stand.
    pub(super) fn of(read: Vec<RangeRead>, places: &Places, scenario: &Scenario) -> Self {
        let list = read.into_iter().map(|read| Ranged {
            path: places.path(read.at),
            value: read.value,
            low: read.ends[0],
            high: read.ends[1],
            is_whole: read.is_whole,
            is_drawn: read.is_drawn,
        });
        Self {
            list: list.collect(),
            shares: shares(scenario),
        }
    }

    /// The numbers.
    pub fn list(&self) -> &[Ranged] {
        &self.list
    }

    /// Whether no number has a range.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// What sets these values, one for each number, and leaves all else as written.
    ///
    /// A number that nature draws has its centre moved, its shape kept. Where probabilities of types are moved, those that
    /// stay or have no range share what is left as they did before, equally if they were 0; where nothing is left or all are moved,
    /// all are scaled so that they sum to 1.
    ///
    /// # Panics
    /// With fewer values than numbers.
    pub fn set(&self, values: &[f64]) -> Vec<Assignment> {
        assert!(values.len() >= self.list.len(), "each has a value");
        let mut sets = Vec::new();
        let mut of_shares = vec![Vec::new(); self.shares.len()];
        for (ranged, &value) in self.list.iter().zip(values) {
            let is_share =
                |of: &Vec<(String, Uncertain)>| of.iter().any(|(path, _)| *path == ranged.path);
            match self.shares.iter().position(is_share) {
                Some(group) => of_shares[group].push((ranged, value)),
                None if (value - ranged.value).abs() > 0.0 => sets.push(ranged.moved(value)),
                None => {}
            }
        }
        for (group, moved) in self.shares.iter().zip(&of_shares) {
            sets.extend(rescaled(group, moved));
        }
        sets
    }
}

/// The probabilities of a group with some of them moved and the others rescaled; nothing where none is moved.
fn rescaled(group: &[(String, Uncertain)], moves: &[(&Ranged, f64)]) -> Vec<Assignment> {
    // A value that stays is not moved, though it has a range: it is one of those that share what is left.
    let moves = moves
        .iter()
        .filter(|(ranged, value)| (value - ranged.value).abs() > 0.0);
    let moves: Vec<&(&Ranged, f64)> = moves.collect();
    if moves.is_empty() {
        return Vec::new();
    }
    let target = |path: &str| {
        let mut named = moves.iter().filter(|(ranged, _)| ranged.path == *path);
        named.next().map(|(_, value)| *value)
    };
    let of_moved: f64 = moves.iter().map(|(_, value)| value).sum();
    let others = group.iter().filter(|(path, _)| target(path).is_none());
    let others: Vec<f64> = others.map(|(_, written)| written.central()).collect();
    let of_others: f64 = others.iter().sum();
    let left = 1.0 - of_moved;
    let is_shared = !others.is_empty() && left >= 0.0;
    let scaled = group.iter().map(|(path, written)| {
        let value = match target(path) {
            Some(value) if is_shared => value,
            Some(value) if of_moved > 0.0 => value / of_moved,
            // Nothing can be scaled up to 1, so all are as likely.
            Some(_) => 1.0 / moves.len() as f64,
            None if is_shared && of_others > 0.0 => written.central() / of_others * left,
            None if is_shared => left / others.len() as f64,
            None => 0.0,
        };
        let is_drawn = !matches!(written.distribution(), Distribution::Fixed(_));
        moved(path, is_drawn, number(value.clamp(0.0, 1.0), false))
    });
    scaled.collect()
}

/// The probabilities of types and of joint types, group by group.
fn shares(scenario: &Scenario) -> Vec<Vec<(String, Uncertain)>> {
    let numbers = scenario.numbers();
    let is_share = |number: &&Number| {
        let is_of_types = matches!(
            number.place.subject,
            Subject::Types(_) | Subject::JointTypes
        );
        is_of_types && matches!(number.place.key, Key::Type(_) | Key::Row(_))
    };
    let shares: Vec<&Number> = numbers.iter().filter(is_share).collect();
    let groups = shares.chunk_by(|one, other| one.place.subject == other.place.subject);
    let named = |number: &&Number| (number.place.shared_path(scenario), number.value);
    groups
        .map(|group| group.iter().map(named).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Fault, Loaded, parse};

    const TEXT: &str = r#"
        format = 1
        title = "A used crane"
        assumption = "made up"
        clock = { rounds = { value = 10, range = [5, 20] } }
        protocol.alternating-offers.order = ["buyer", "seller"]

        [[issue]]
        id = "price"
        options = [{ id = "80k" }, { id = "90k" }, { id = "100k" }]

        [[party]]
        id = "buyer"
        role = "principal"
        reservation = { triangular = [0.3, 0.4, 0.8], range = [0.4, 0.7] }
        weight-concentration = { value = 40, range = [20, 80] }
        utility.price = { weight = 1, scores = [1.0, { value = 0.5, range = [0.4, 0.6] }, 0.0] }
        type = [
            { id = "a", title = "A", probability = { value = 0.5, range = [0.2, 0.6] } },
            { id = "b", title = "B", probability = 0.3 },
            { id = "c", title = "C", probability = 0.2, reservation = { value = 0.2, range = [0.1, 0.3] } },
        ]

        [[party]]
        id = "seller"
        role = "principal"
        reservation = 0.3
        utility.price = { weight = 1, scores = [0.0, 0.5, 1.0] }
    "#;

    fn loaded(text: &str) -> Loaded {
        parse("crane.toml", text, &[]).unwrap_or_else(|problems| panic!("{problems}"))
    }

    fn faults(text: &str) -> Vec<(String, Fault)> {
        let problems = parse("crane.toml", text, &[]).expect_err("it is at fault");
        let found = problems
            .iter()
            .map(|problem| (problem.path.clone(), problem.fault.clone()));
        found.collect()
    }

    #[test]
    fn every_range_is_found_once_in_file_order() {
        let loaded = loaded(TEXT);
        let found = loaded.ranges.list().iter();
        let found: Vec<_> = found
            .map(|one| (one.path.as_str(), one.value, one.low, one.high))
            .collect();
        assert_eq!(
            found,
            [
                ("clock.rounds", 10.0, 5.0, 20.0),
                ("party.buyer.reservation", 0.5, 0.4, 0.7),
                ("party.buyer.weight-concentration", 40.0, 20.0, 80.0),
                ("party.buyer.utility.price.scores.1", 0.5, 0.4, 0.6),
                ("party.buyer.type.a.probability", 0.5, 0.2, 0.6),
                ("party.buyer.type.c.reservation", 0.2, 0.1, 0.3),
            ]
        );
    }

    #[test]
    fn a_point_moves_centres_and_rescales_probabilities() {
        let base = loaded(TEXT);
        let sets = base.ranges.set(&[7.0, 0.6, 20.0, 0.5, 0.2, 0.2]);
        let moved =
            parse("crane.toml", TEXT, &sets).unwrap_or_else(|problems| panic!("{problems}"));
        let buyer = &moved.scenario.parties[0];
        assert_eq!(moved.scenario.clock.rounds, 7);
        let before = base.scenario.parties[0].types[0].profile.reservation;
        let after = buyer.types[0].profile.reservation;
        assert!((after.central() - 0.6).abs() < 1e-12);
        assert_eq!(before.distribution(), after.distribution());
        // The type with a fallback of its own keeps it.
        let own = buyer.types[2].profile.reservation;
        assert_eq!(own.known(), Some(0.2));
        assert_eq!(
            buyer.types[0].profile.utility.weight_concentration,
            Some(20.0)
        );
        let chances = buyer.types.iter().map(|kind| kind.probability.central());
        let chances: Vec<f64> = chances.collect();
        for (found, right) in chances.iter().zip([0.2, 0.48, 0.32]) {
            assert!((found - right).abs() < 1e-12, "{chances:?}");
        }
        // As written nothing is set.
        let written: Vec<f64> = base.ranges.list().iter().map(|one| one.value).collect();
        assert!(base.ranges.set(&written).is_empty());
    }

    #[test]
    fn probabilities_sum_to_one_wherever_they_are_moved() {
        let chances = |types: &str, values: &[f64]| -> Vec<f64> {
            let (before, rest) = TEXT.split_once("type = [").expect("there are types");
            let (_, after) = rest.split_once("        ]\n").expect("the list ends");
            let text = format!("{before}type = [{types}]\n{after}");
            let base = loaded(&text);
            let written = base.ranges.list().iter().map(|one| one.value);
            let mut point: Vec<f64> = written.collect();
            let first = point.len() - values.len();
            point[first..].copy_from_slice(values);
            let moved = parse("crane.toml", &text, &base.ranges.set(&point));
            let moved = moved.unwrap_or_else(|problems| panic!("{problems}"));
            let kinds = moved.scenario.parties[0].types.iter();
            kinds.map(|kind| kind.probability.central()).collect()
        };
        let kind = |id: &str, chance: &str| format!("{{ id = \"{id}\", probability = {chance} }},");
        let ranged =
            |id: &str, value: f64| kind(id, &format!("{{ value = {value}, range = [0, 1] }}"));
        let close = |found: &[f64], right: &[f64]| {
            let differs = found
                .iter()
                .zip(right)
                .any(|(found, right)| (found - right).abs() > 1e-12);
            assert!(!differs, "{found:?}, not {right:?}");
        };
        // Those that were 0 share equally what is left.
        let types = [ranged("a", 1.0), kind("b", "0"), kind("c", "0")].concat();
        close(&chances(&types, &[0.6]), &[0.6, 0.2, 0.2]);
        // All moved, or moved beyond 1: scaled.
        let types = [ranged("a", 0.5), ranged("b", 0.3), ranged("c", 0.2)].concat();
        close(&chances(&types, &[0.6, 0.6, 0.3]), &[0.4, 0.4, 0.2]);
        // One moved by itself has its value; those that stay share what is left, whether they have a range or not.
        let types = [ranged("a", 0.5), ranged("b", 0.3), ranged("c", 0.2)].concat();
        close(&chances(&types, &[0.9, 0.3, 0.2]), &[0.9, 0.06, 0.04]);
        let types = [ranged("a", 0.5), ranged("b", 0.3), kind("c", "0.2")].concat();
        close(&chances(&types, &[0.9, 0.6]), &[0.6, 0.4, 0.0]);
        // One that nature draws keeps its shape.
        let drawn = kind("a", "{ uniform = [0.4, 0.6], range = [0.2, 0.8] }");
        let types = [drawn, kind("b", "0.5")].concat();
        close(&chances(&types, &[0.7]), &[0.7, 0.3]);
    }

    #[test]
    fn a_set_centre_keeps_the_range_and_a_set_value_ends_it() {
        let ranges = |set: &str| {
            let set = set.parse().expect("an assignment");
            let loaded = parse("crane.toml", TEXT, &[set]).expect("legal");
            let path = "party.buyer.reservation";
            let found = loaded
                .ranges
                .list()
                .iter()
                .find(|one| one.path == path)
                .cloned();
            found.map(|one| one.value)
        };
        assert_eq!(ranges("party.buyer.reservation.centre=0.6"), Some(0.6));
        assert_eq!(ranges("party.buyer.reservation=0.6"), None);
        assert_eq!(ranges("party.buyer.reservation.value=0.6"), None);
    }

    #[test]
    fn whole_numbers_have_an_equal_part_each() {
        let rounds = &loaded(TEXT).ranges.list()[0].clone();
        assert_eq!(
            [0.0, 0.5, 1.0].map(|place| rounds.at(place)),
            [5.0, 13.0, 20.0]
        );
    }

    #[test]
    fn each_broken_range_has_its_fault() {
        let with = |range: &str| TEXT.replace("range = [0.4, 0.7]", range);
        for (range, right) in [
            ("range = [0.6, 0.7]", "does not hold the value itself, 0.5"),
            (
                "range = [0.7, 0.4]",
                "the least value 0.7 exceeds the greatest 0.4",
            ),
            (
                "range = [0.4, 1.7]",
                "a utility lies between 0 and 1, got 1.7",
            ),
            ("range = [0.5, 0.5]", "the ends of the range are both 0.5"),
            (
                "range = [0.4]",
                "a range is the least and the greatest value, got one number",
            ),
            (
                "range = 0.4",
                "expected a list of 2 numbers, got the number 0.4",
            ),
            (
                "range = [0.4, \"a\"]",
                "expected a number, got the text `a`",
            ),
            ("rnge = [0.4, 0.7]", "a number has no key `rnge`"),
            ("centre = 1.2", "a utility lies between 0 and 1, got 1.2"),
            ("centre = \"a\"", "expected a number, got the text `a`"),
        ] {
            let found = faults(&with(range));
            assert_eq!(found.len(), 1, "{range}: {found:?}");
            let message = found[0].1.to_string();
            assert!(message.contains(right), "{range}: {message}");
        }
        let whole = faults(&TEXT.replace("[5, 20]", "[5.5, 20]"));
        assert!(
            whole[0].1.to_string().contains("expected a whole number"),
            "{whole:?}"
        );
        let centre =
            faults(&TEXT.replace("value = 0.2, range", "value = 0.2, centre = 0.3, range"));
        assert_eq!(centre[0].1, Fault::CentreOfValue);
        let format = faults(&TEXT.replace("format = 1", "format = { value = 1, range = [1, 2] }"));
        assert_eq!(format[0].1, Fault::RangeOfRule);
        assert_eq!(format[0].0, "format");
    }
}
