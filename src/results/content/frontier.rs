//! The points of both Pareto frontiers: `frontier.csv`.

use crate::analysis::frontier::Frontier;
use crate::analysis::position::Theory;
use crate::model::Scenario;
use crate::results::csv::{CsvTable, number, table};

/// How a line says that its point is on the frontier of all deals.
const OF_ALL_DEALS: &str = "all deals";
/// How a line says that its point is on the frontier of the zone.
const OF_THE_ZONE: &str = "zone";
/// Utilities lie between 0 and 1 but for what linkage adds; beyond this a number is none.
const UTILITY_MAX: f64 = 1e3;

/// Whether a number may be a utility.
pub(super) fn is_utility(value: f64) -> bool {
    value.abs() <= UTILITY_MAX
}

/// Everybody's utility of a deal, in the order of the columns.
pub type Utilities = Vec<f64>;

/// Everybody's utilities at the points of two frontiers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontierPoints {
    /// Ids of the parties, in the order of the columns.
    pub parties: Vec<String>,
    /// The frontier of all deals.
    pub free: Vec<Utilities>,
    /// The frontier of the zone.
    pub zone: Vec<Utilities>,
}

impl FrontierPoints {
    /// The frontiers that theory found.
    pub(super) fn of(scenario: &Scenario, theory: &Theory) -> Self {
        let utilities = |frontier: &Frontier| {
            let points = frontier.points.iter();
            points.map(|point| point.utilities.clone()).collect()
        };
        let parties = scenario.parties.iter();
        Self {
            parties: parties.map(|party| party.id.clone()).collect(),
            free: utilities(&theory.free),
            zone: utilities(&theory.solved.frontier),
        }
    }

    /// A line for each point: of which frontier it is, and everybody's utility in full precision.
    pub fn to_csv(&self) -> String {
        let frontiers = [(OF_ALL_DEALS, &self.free), (OF_THE_ZONE, &self.zone)];
        let lines = frontiers.into_iter().flat_map(|(name, points)| {
            points.iter().map(move |utilities| {
                let utilities = utilities.iter().copied().map(number);
                std::iter::once(name.to_owned()).chain(utilities).collect()
            })
        });
        let parties = self.parties.iter().map(String::as_str);
        let names: Vec<&str> = std::iter::once("frontier").chain(parties).collect();
        table(&names, lines)
    }

    /// Reads the lines back, for parties of these ids.
    ///
    /// # Errors
    /// In words, when the columns are others, or a line is no point of either frontier.
    pub fn from_csv(text: &str, parties: &[String]) -> Result<Self, String> {
        let table = CsvTable::read(text)?;
        let names = table.header.iter().skip(1);
        if !names.eq(parties) {
            return Err("its columns are not the parties of the solution".to_owned());
        }
        let mut points = Self {
            parties: parties.to_vec(),
            ..Self::default()
        };
        for line in &table.rows {
            let utility = |cell: &String| {
                let value: Option<f64> = cell.parse().ok();
                let value = value.filter(|value| is_utility(*value));
                value.ok_or_else(|| format!("`{cell}` is no utility"))
            };
            let utilities: Result<Utilities, String> = line[1..].iter().map(utility).collect();
            match line[0].as_str() {
                OF_ALL_DEALS => points.free.push(utilities?),
                OF_THE_ZONE => points.zone.push(utilities?),
                other => return Err(format!("there is no frontier `{other}`")),
            }
        }
        Ok(points)
    }
}

#[cfg(test)]
mod tests {
    use super::FrontierPoints;

    #[test]
    fn points_are_read_back_and_others_refused() {
        let parties = ["u", "f"].map(str::to_owned);
        let text = "frontier,u,f\nall deals,1,0\nzone,0.6,0.5\n";
        let found = FrontierPoints::from_csv(text, &parties).expect("they fit");
        assert_eq!(found.free, [[1.0, 0.0]]);
        assert_eq!(found.zone, [[0.6, 0.5]]);
        assert_eq!(found.to_csv(), text);
        for (points, fault) in [
            ("frontier,f,u\n", "its columns are not"),
            ("frontier,u,f\nzone,0.6,many\n", "`many` is no utility"),
            (
                "frontier,u,f\nzones,0.6,0.5\n",
                "there is no frontier `zones`",
            ),
        ] {
            let found = FrontierPoints::from_csv(points, &parties).expect_err("it is wrong");
            assert!(found.starts_with(fault), "{found}");
        }
    }
}
