//! Issue blocks: groups of issues that some linkage, red line or breach table ties together.
//!
//! Every party's margin adds up over blocks, so searches go block by block instead of deal by deal. A *combo* is one option
//! for each issue of a block; combos of all blocks are numbered through, and a deal in the kernel is one combo per block.

use crate::model::{BLOCK_COMBOS_MAX, Deal, IssueId, Pattern, Scenario};

/// A group of issues that must be looked at together.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its issues, ascending.
    pub issues: Vec<IssueId>,
    /// Number of its first combo.
    pub start: u32,
    /// Number of the first combo of the next block.
    pub end: u32,
    /// Where its combos' options begin in [`Blocks::options`].
    options_start: usize,
}

/// All blocks of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocks {
    /// The blocks, ordered by their first issue.
    pub list: Vec<Block>,
    /// Block of each combo.
    pub of_combo: Vec<u32>,
    /// Block of each issue and its position in there.
    pub of_issue: Vec<(u32, u32)>,
    /// Options of each combo, one byte for each issue of its block.
    options: Vec<u8>,
}

impl Blocks {
    /// Groups the issues of a scenario.
    ///
    /// # Errors
    /// The number of combinations of the first block that has more than [`BLOCK_COMBOS_MAX`].
    pub fn of(scenario: &Scenario) -> Result<Self, f64> {
        let mut blocks = Self {
            list: Vec::new(),
            of_combo: Vec::new(),
            of_issue: vec![(0, 0); scenario.issues.len()],
            options: Vec::new(),
        };
        for issues in scenario.blocks() {
            blocks.push(scenario, issues)?;
        }
        Ok(blocks)
    }

    fn push(&mut self, scenario: &Scenario, issues: Vec<IssueId>) -> Result<(), f64> {
        let counts: Vec<usize> = issues
            .iter()
            .map(|issue| scenario.issues[issue.index()].options.len())
            .collect();
        let size = scenario.combinations(&issues);
        if size > BLOCK_COMBOS_MAX as f64 {
            return Err(size);
        }
        let number = u32::try_from(self.list.len()).expect("at most 64 blocks");
        for (position, issue) in (0u32..).zip(&issues) {
            self.of_issue[issue.index()] = (number, position);
        }
        let start = self.of_combo.len();
        let options_start = self.options.len();
        let total: usize = counts.iter().product();
        for combo in 0..total {
            let mut rest = combo;
            let from = self.options.len();
            for &count in counts.iter().rev() {
                self.options
                    .push(u8::try_from(rest % count).expect("at most 64 options"));
                rest /= count;
            }
            self.options[from..].reverse();
            self.of_combo.push(number);
        }
        let combo = |index: usize| u32::try_from(index).expect("64 blocks of 65,536 combos fit");
        self.list.push(Block {
            issues,
            start: combo(start),
            end: combo(start + total),
            options_start,
        });
        Ok(())
    }

    /// Number of deals.
    pub fn deal_count(&self) -> f64 {
        let sizes = self.list.iter().map(|block| block.end - block.start);
        sizes.map(f64::from).product()
    }

    /// Writes the combos of the deal with this number into `deal`, the last block varying fastest.
    pub fn decode(&self, index: u32, deal: &mut Vec<u32>) {
        deal.clear();
        deal.resize(self.list.len(), 0);
        let mut rest = index;
        for (combo, block) in deal.iter_mut().zip(&self.list).rev() {
            let size = block.end - block.start;
            *combo = block.start + rest % size;
            rest /= size;
        }
    }

    /// Number of combos of all blocks.
    pub fn combos(&self) -> usize {
        self.of_combo.len()
    }

    /// Whether every block is a single issue.
    pub fn all_single(&self) -> bool {
        self.list.iter().all(|block| block.issues.len() == 1)
    }

    /// The options of a combo, in the order of its block's issues.
    pub fn options(&self, combo: u32) -> &[u8] {
        let block = &self.list[self.of_combo[combo as usize] as usize];
        let width = block.issues.len();
        let from = block.options_start + (combo - block.start) as usize * width;
        &self.options[from..from + width]
    }

    /// The option a combo gives an issue of its block.
    pub fn option(&self, combo: u32, issue: IssueId) -> u8 {
        self.options(combo)[self.of_issue[issue.index()].1 as usize]
    }

    /// Number of issues on which two combos of one block differ.
    pub fn distance(&self, one: u32, other: u32) -> u32 {
        if one == other {
            return 0;
        }
        let pairs = self.options(one).iter().zip(self.options(other));
        pairs.map(|(left, right)| u32::from(left != right)).sum()
    }

    /// The combo of a block with one issue changed.
    ///
    /// # Panics
    /// The issue has no such option.
    pub fn with_option(&self, combo: u32, issue: IssueId, option: u8) -> u32 {
        let block = &self.list[self.of_combo[combo as usize] as usize];
        if block.issues.len() == 1 {
            return block.start + u32::from(option);
        }
        let position = self.of_issue[issue.index()].1 as usize;
        let here = self.options(combo);
        (block.start..block.end)
            .find(|&other| {
                let there = self.options(other);
                there[position] == option
                    && (0..there.len())
                        .all(|place| place == position || there[place] == here[place])
            })
            .expect("a block holds every combination of its issues' options")
    }

    /// The combos of a deal.
    ///
    /// # Panics
    /// The deal belongs to another scenario.
    pub fn combos_of(&self, deal: &Deal) -> Vec<u32> {
        let combo = |block: &Block| {
            (block.start..block.end)
                .find(|&combo| {
                    let pairs = block.issues.iter().zip(self.options(combo));
                    pairs
                        .into_iter()
                        .all(|(&issue, &option)| deal.option(issue) == usize::from(option))
                })
                .expect("a block holds every combination of its issues' options")
        };
        self.list.iter().map(combo).collect()
    }

    /// The deal these combos make.
    pub fn deal_of(&self, combos: &[u32]) -> Deal {
        let mut deal = Deal(vec![0; self.of_issue.len()]);
        for (block, &combo) in self.list.iter().zip(combos) {
            for (issue, &option) in block.issues.iter().zip(self.options(combo)) {
                deal.0[issue.index()] = option;
            }
        }
        deal
    }

    /// Whether a combo meets the conditions of a pattern that lies wholly in its block.
    pub fn matches(&self, combo: u32, pattern: &Pattern) -> bool {
        pattern
            .conditions
            .iter()
            .all(|&(issue, set)| set.contains(usize::from(self.option(combo, issue))))
    }
}
