//! Issue blocks: groups of issues that some linkage, red line or breach table ties together.
//!
//! Every party's margin adds up over blocks, so searches go block by block instead of deal by deal. A *combo* is one option
//! for each issue of a block; combos of all blocks are numbered through, and a deal in the kernel is one combo per block.

use std::ops::Range;

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
    /// Where each issue's options begin when all options are numbered through, and where the last ones end.
    pub option_starts: Vec<usize>,
    /// Options of each combo, one for each issue of its block.
    options: Vec<u16>,
}

impl Block {
    /// Its combos.
    pub fn combos(&self) -> Range<u32> {
        self.start..self.end
    }

    /// Number of its combos.
    pub fn size(&self) -> u32 {
        self.end - self.start
    }
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
            option_starts: option_starts(scenario),
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
            let mut size = total;
            for &count in &counts {
                size /= count;
                let option = u16::try_from(combo / size % count);
                self.options.push(option.expect("at most 1,024 options"));
            }
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
        let sizes = self.list.iter().map(Block::size);
        sizes.map(f64::from).product()
    }

    /// Where the second of two groups of blocks begins, so that the larger group has as few combinations as it can.
    pub fn balanced_split(&self) -> usize {
        let splits = 0..=self.list.len();
        let best = splits.min_by(|&one, &other| self.larger(one).total_cmp(&self.larger(other)));
        best.unwrap_or(0)
    }

    /// Combinations of the larger of two groups of blocks.
    pub fn larger_half(&self) -> f64 {
        self.larger(self.balanced_split())
    }

    fn larger(&self, split: usize) -> f64 {
        let (first, second) = self.list.split_at(split);
        let count = |blocks: &[Block]| blocks.iter().map(|block| f64::from(block.size())).product();
        let [first, second]: [f64; 2] = [count(first), count(second)];
        first.max(second)
    }

    /// Number of deals where they can be listed, which the caller has checked; below 2³².
    pub fn listed(&self) -> u32 {
        let sizes = self.list.iter().map(Block::size);
        sizes.fold(1, u32::saturating_mul)
    }

    /// Writes the combos of the deal with this number into `deal`, the last block varying fastest.
    pub fn decode(&self, index: u32, deal: &mut Vec<u32>) {
        deal.clear();
        deal.resize(self.list.len(), 0);
        self.decode_part(0..self.list.len(), index, deal);
    }

    /// Writes the combos of some blocks of a deal from their number among all combinations of these blocks.
    pub fn decode_part(&self, blocks: Range<usize>, index: u32, deal: &mut [u32]) {
        let mut rest = index;
        let pairs = deal[blocks.clone()].iter_mut().zip(&self.list[blocks]);
        for (combo, block) in pairs.rev() {
            *combo = block.start + rest % block.size();
            rest /= block.size();
        }
    }

    /// Number of a deal, the last block varying fastest.
    pub fn encode(&self, deal: &[u32]) -> u32 {
        let pairs = self.list.iter().zip(deal);
        pairs.fold(0, |number, (block, combo)| {
            number * block.size() + (combo - block.start)
        })
    }

    /// Number of combos of all blocks.
    pub fn combos(&self) -> usize {
        self.of_combo.len()
    }

    /// Whether every block is a single issue.
    pub fn all_single(&self) -> bool {
        self.list.iter().all(|block| block.issues.len() == 1)
    }

    /// The block of a combo.
    pub fn block_of(&self, combo: u32) -> &Block {
        &self.list[self.of_combo[combo as usize] as usize]
    }

    /// The options of a combo, in the order of its block's issues.
    pub fn options(&self, combo: u32) -> &[u16] {
        self.options_in(self.block_of(combo), combo)
    }

    fn options_in(&self, block: &Block, combo: u32) -> &[u16] {
        let width = block.issues.len();
        let from = block.options_start + (combo - block.start) as usize * width;
        &self.options[from..from + width]
    }

    /// The issues of a combo's block with the options it gives them.
    pub fn choices(&self, combo: u32) -> impl Iterator<Item = (IssueId, u16)> {
        let block = self.block_of(combo);
        let options = self.options_in(block, combo).iter().copied();
        block.issues.iter().copied().zip(options)
    }

    /// Number of an option when the options of all issues are numbered through.
    pub fn option_number(&self, issue: IssueId, option: u16) -> usize {
        self.option_starts[issue.index()] + usize::from(option)
    }

    /// `Σ w·s` over the issues of each combo, from a weight for each issue and a score for each option.
    pub(crate) fn fill_utilities(&self, weights: &[f64], scores: &[f64], utilities: &mut Vec<f64>) {
        utilities.clear();
        for block in &self.list {
            let width = block.issues.len();
            let count = block.size() as usize;
            let options = &self.options[block.options_start..][..count * width];
            utilities.extend(options.chunks_exact(width).map(|options| {
                let choices = block.issues.iter().zip(options);
                choices.fold(0.0, |sum, (&issue, &option)| {
                    sum + weights[issue.index()] * scores[self.option_number(issue, option)]
                })
            }));
        }
    }

    /// The option a combo gives an issue of its block.
    pub fn option(&self, combo: u32, issue: IssueId) -> u16 {
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

    /// How far two combos of one block lie apart: the sum over its issues of the steps between their options, all steps of an
    /// issue together counting 1.
    pub(crate) fn apart(&self, one: u32, other: u32) -> f64 {
        let block = self.block_of(one);
        let options = self.options(one).iter().zip(self.options(other));
        let steps = block.issues.iter().zip(options);
        steps.fold(0.0, |sum, (issue, (&from, &to))| {
            let last =
                self.option_starts[issue.index() + 1] - self.option_starts[issue.index()] - 1;
            sum + f64::from(from.abs_diff(to)) / (last.max(1) as f64)
        })
    }

    /// Whether two combos of one block give some issues, as bits, the same options.
    pub fn agree_on(&self, issues: u64, one: u32, other: u32) -> bool {
        issues == 0 || one == other || {
            let mut pairs = self.choices(one).zip(self.options(other));
            pairs.all(|((issue, left), &right)| issues >> issue.0 & 1 == 0 || left == right)
        }
    }

    /// The option a deal gives an issue.
    pub fn option_in(&self, deal: &[u32], issue: IssueId) -> u16 {
        let block = self.of_issue[issue.index()].0 as usize;
        self.option(deal[block], issue)
    }

    /// Gives one issue of a deal an option.
    ///
    /// # Panics
    /// The issue has no such option.
    pub fn set_option(&self, deal: &mut [u32], issue: IssueId, option: u16) {
        let block = self.of_issue[issue.index()].0 as usize;
        deal[block] = self.with_option(deal[block], issue, option);
    }

    /// The combo that gives an issue of its block this option and all others what `combo` gives them.
    fn with_option(&self, combo: u32, issue: IssueId, option: u16) -> u32 {
        let count = |issue: IssueId| {
            self.option_starts[issue.index() + 1] - self.option_starts[issue.index()]
        };
        assert!(
            usize::from(option) < count(issue),
            "an option of the issue is meant"
        );
        // Combos are numbered with the last issue varying fastest.
        let later = self.block_of(combo).issues.iter().rev();
        let step: usize = later
            .take_while(|&&other| other != issue)
            .map(|&other| count(other))
            .product();
        let step = u32::try_from(step).expect("a block has at most 65,536 combos");
        combo + u32::from(option) * step - u32::from(self.option(combo, issue)) * step
    }

    /// Those of some issues, given as bits, that there are, lowest first.
    pub fn issues(&self, issues: u64) -> impl Iterator<Item = IssueId> + use<> {
        let all = (0..self.of_issue.len()).map(IssueId::at);
        all.filter(move |issue| issues >> issue.0 & 1 == 1)
    }

    /// Gives some issues of a deal, as bits, the options they have in another.
    pub fn take_over(&self, deal: &mut [u32], from: &[u32], issues: u64) {
        for issue in self.issues(issues) {
            self.set_option(deal, issue, self.option_in(from, issue));
        }
    }

    /// The combos of a deal.
    ///
    /// # Panics
    /// The deal does not name one option of the scenario for every issue.
    pub fn combos_of(&self, deal: &Deal) -> Vec<u32> {
        let issues = self.of_issue.len();
        assert!(
            deal.0.len() == issues,
            "a deal names one option for every issue"
        );
        let combo = |block: &Block| {
            let given = |(issue, option): (IssueId, u16)| deal.option(issue) == usize::from(option);
            let mut combos = block.combos();
            combos
                .find(|&combo| self.choices(combo).all(given))
                .expect("a block holds every combination of its issues' options")
        };
        self.list.iter().map(combo).collect()
    }

    /// The deal these combos make.
    pub fn deal_of(&self, combos: &[u32]) -> Deal {
        let mut deal = Deal(vec![0; self.of_issue.len()]);
        for (issue, option) in combos.iter().flat_map(|&combo| self.choices(combo)) {
            deal.0[issue.index()] = option;
        }
        deal
    }

    /// Whether a combo meets the conditions of a pattern that lies wholly in its block.
    pub fn matches(&self, combo: u32, pattern: &Pattern) -> bool {
        pattern
            .conditions
            .iter()
            .all(|(issue, set)| set.contains(usize::from(self.option(combo, *issue))))
    }
}

/// The option of an issue with so many that has the greatest score, the lowest of equals.
pub(crate) fn best_option<S: PartialOrd>(count: usize, score: impl Fn(usize) -> S) -> u16 {
    let better = |best, option| {
        if score(option) > score(best) {
            option
        } else {
            best
        }
    };
    let best = (1..count).fold(0, better);
    u16::try_from(best).expect("at most 1,024 options")
}

fn option_starts(scenario: &Scenario) -> Vec<usize> {
    let mut starts = vec![0];
    for issue in &scenario.issues {
        starts.push(starts[starts.len() - 1] + issue.options.len());
    }
    starts
}
