//! Boxes in the space of the numbers drawn.

/// One number or choice of every run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Its path.
    pub path: String,
    /// What can be chosen, where it is a choice; empty for a number.
    pub categories: Vec<String>,
    /// Its value in each run; a choice as its position, NaN where a run has no such number.
    pub values: Vec<f64>,
}

/// What a box demands of one column.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// Nothing.
    Free,
    /// A number from `low` to `high`, ends included; a run without the number does not meet it.
    Range {
        /// Least value, −∞ for none.
        low: f64,
        /// Greatest value, ∞ for none.
        high: f64,
    },
    /// One of these categories.
    Among(Vec<bool>),
}

impl Limit {
    /// Whether a value meets it.
    pub fn holds(&self, value: f64) -> bool {
        match self {
            Self::Free => true,
            Self::Range { low, high } => *low <= value && value <= *high,
            Self::Among(kept) => kept.iter().enumerate().any(|(position, &kept)| {
                // Positions are whole and small, so they are exact.
                kept && (value - position as f64).abs() < 0.5
            }),
        }
    }

    /// Whether it demands anything.
    pub fn is_free(&self) -> bool {
        *self == Self::Free
    }

    /// With a new lower or upper end.
    pub(crate) fn ranged(&self, side: Side, end: f64) -> Self {
        let (mut low, mut high) = match self {
            Self::Range { low, high } => (*low, *high),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        };
        match side {
            Side::Low => low = end,
            Side::High => high = end,
        }
        Self::Range { low, high }
    }

    /// With one category kept or not.
    pub(crate) fn switched(&self, categories: usize, position: usize) -> Self {
        let mut kept = match self {
            Self::Among(kept) => kept.clone(),
            _ => vec![true; categories],
        };
        kept[position] = !kept[position];
        if kept.iter().all(|&kept| kept) {
            Self::Free
        } else {
            Self::Among(kept)
        }
    }
}

/// The two ends of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Low,
    High,
}

/// A limit for each column.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// In the order of the columns.
    pub limits: Vec<Limit>,
}

impl Region {
    /// The whole space.
    pub fn whole(columns: usize) -> Self {
        Self {
            limits: vec![Limit::Free; columns],
        }
    }

    /// Whether a run lies inside.
    pub fn contains(&self, columns: &[Column], run: usize) -> bool {
        self.contains_but(columns, run, columns.len())
    }

    /// Whether a run lies inside when one column is left out.
    pub(crate) fn contains_but(&self, columns: &[Column], run: usize, left_out: usize) -> bool {
        let mut limits = self.limits.iter().zip(columns).enumerate();
        limits.all(|(position, (limit, column))| {
            position == left_out || limit.is_free() || limit.holds(column.values[run])
        })
    }

    /// The columns it restricts.
    pub fn restricted(&self) -> impl Iterator<Item = usize> {
        let limits = self.limits.iter().enumerate();
        limits.filter(|it| !it.1.is_free()).map(|it| it.0)
    }
}

/// Runs inside a box, and all runs it was sought among.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Runs inside.
    pub inside: u64,
    /// Runs of interest inside.
    pub hits: u64,
    /// Runs in all.
    pub runs: u64,
    /// Runs of interest in all.
    pub interesting: u64,
}

impl Counts {
    /// Counts some runs.
    pub fn of(region: &Region, columns: &[Column], interesting: &[bool], runs: &[usize]) -> Self {
        let mut counts = Self::default();
        for &run in runs {
            let inside = region.contains(columns, run);
            counts.runs += 1;
            counts.interesting += u64::from(interesting[run]);
            counts.inside += u64::from(inside);
            counts.hits += u64::from(inside && interesting[run]);
        }
        counts
    }

    /// Share of the runs of interest that lie inside; 0 where there are none.
    pub fn coverage(self) -> f64 {
        ratio(self.hits, self.interesting)
    }

    /// Share of the runs inside that are of interest; 0 where there are none.
    pub fn density(self) -> f64 {
        ratio(self.hits, self.inside)
    }

    /// Share of all runs that lie inside.
    pub fn mass(self) -> f64 {
        ratio(self.inside, self.runs)
    }

    /// Share of all runs that are of interest.
    pub fn base(self) -> f64 {
        ratio(self.interesting, self.runs)
    }

    /// Correlation of lying inside with being of interest, φ in −1..=1 (Yule 1912; Matthews 1975); 0 where all or none are.
    ///
    /// It weighs coverage against density whether few or most runs are of interest.
    pub fn correlation(self) -> f64 {
        let [runs, inside, interesting] =
            [self.runs, self.inside, self.interesting].map(|it| it as f64);
        let spread = inside * (runs - inside) * interesting * (runs - interesting);
        if spread <= 0.0 {
            return 0.0;
        }
        (runs * self.hits as f64 - inside * interesting) / libm::sqrt(spread)
    }
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}
