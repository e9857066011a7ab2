//! The logit path of a game of any number of players, and the equilibrium in which it ends.
//!
//! **What it is.** In a logit equilibrium a player chooses i with a share in proportion to exp(λ w(i)), where w(i) is the worth of
//! i against the others' mixes (McKelvey and Palfrey 1995). At λ = 0 all choices are as likely. From there one curve of such
//! equilibria leads on; where it ends as λ grows without bound is an equilibrium, and in almost all games only one, so it picks
//! one among many. Payoffs of each player are counted from 0 for its least to 1 for its greatest, so that λ has no unit.
//!
//! **How it is followed.** The curve may turn back in λ on its way, so its length is the parameter and λ one more unknown (Turocy
//! 2005). The equations have one unknown more than they are many; their slopes leave one direction free, the tangent t. A step
//! of length h along it predicts the next point, and Newton's steps at a right angle to it correct this (pseudo arc length).
//! The tangent itself is what the slopes take to 0 and the last tangent to 1, so it never turns round. A step is halved and taken
//! again when Newton's steps do not shrink at once, when the first is large, when the tangent turns much, or when the determinant
//! of slopes and tangent changes its sign: each could lead to another branch. In a symmetric game branches do meet, and no step
//! is short enough; the path goes straight on there, by one longer step whose sign may change. To hit a λ that is asked for, the
//! last unknown is held there instead of the step's length.

#[cfg(test)]
mod tests;

use thiserror::Error;

use crate::analysis::normal_form::game::NormalForm;
use crate::analysis::normal_form::response::{Response, solve};

/// Most choices of all players together whose path is followed.
pub const LOGIT_CHOICES_MAX: usize = 256;
/// Length of the first step.
const STEP_FIRST: f64 = 0.05;
/// A step shorter than this leads nowhere.
const STEP_LEAST: f64 = 1e-12;
/// Most that the first correction of a step may change the logarithm of a share.
const CORRECTION_MAX: f64 = 0.3;
/// Least cosine between the tangents before and after a step.
const TURN_COSINE_LEAST: f64 = 0.9;
/// Most corrections of a step.
const CORRECTIONS_MAX: usize = 12;
/// Corrections as small as this, times 1 + λ, end them.
const CORRECTED: f64 = 1e-13;
/// Corrections as small as this, times 1 + λ, end them where they no longer shrink.
const ROUNDED: f64 = 1e-9;
/// Where only steps shorter than this, times 1 + λ, could be taken, branches meet.
const MEETING_STEP: f64 = 1e-5;
/// Length of the step across such a meeting, times 1 + λ.
const CROSSING_STEP: f64 = 1e-3;

/// How far a logit path is followed.
#[derive(Clone, Debug, PartialEq)]
pub struct LogitSettings {
    /// The λ at which points are wanted, above 0 and rising.
    pub at: Vec<f64>,
    /// The greatest λ to go to.
    pub lambda_max: f64,
    /// The path ends once no player's best reply would add more than this share of the range of its payoffs, and all `at` are
    /// passed.
    pub regret_max: f64,
    /// Most steps, those taken again counted.
    pub steps_max: u32,
}

/// A logit equilibrium.
#[derive(Clone, Debug, PartialEq)]
pub struct LogitPoint {
    /// How strictly players follow worth.
    pub lambda: f64,
    /// By player: a share for each choice.
    pub mixes: Vec<Vec<f64>>,
    /// The most that a player's best reply would add, as a share of the range of its payoffs.
    pub regret: f64,
}

/// The logit path of a game.
#[derive(Clone, Debug, PartialEq)]
pub struct LogitPath {
    /// The points at the λ asked for, in the order of the path; it passes a λ several times where it turns back.
    pub points: Vec<LogitPoint>,
    /// Where it was left.
    pub limit: LogitPoint,
    /// Why it was left there.
    pub end: PathEnd,
}

/// Why a logit path was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathEnd {
    /// Regret is as small as asked for: the last point is an equilibrium but for that.
    Equilibrium,
    /// The greatest λ was met first.
    LambdaMax,
    /// The steps were used up first.
    StepsMax,
    /// No step leads on, as where branches meet.
    Stuck,
}

/// Why there is no path.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum LogitError {
    /// More choices than the limit.
    #[error(
        "a logit path is followed for at most {LOGIT_CHOICES_MAX} choices of all players together, got {found}"
    )]
    TooManyChoices {
        /// How many there are.
        found: usize,
    },
    /// The λ asked for are not finite, above 0 and rising.
    #[error("the λ asked for are above 0 and each greater than the one before")]
    At,
    /// The greatest λ is not finite and above 0.
    #[error("the greatest λ is a finite number above 0")]
    LambdaMax,
    /// The regret is below 0 or no number.
    #[error("the regret lies between 0 and 1")]
    RegretMax,
}

impl Default for LogitSettings {
    fn default() -> Self {
        Self {
            at: Vec::new(),
            lambda_max: 1e7,
            regret_max: 1e-6,
            steps_max: 20_000,
        }
    }
}

/// Follows the logit path of a game.
///
/// # Errors
/// The game has more choices than the limit, or a setting is out of its range.
pub fn logit_path(game: &NormalForm, settings: &LogitSettings) -> Result<LogitPath, LogitError> {
    check(game, settings)?;
    let response = Response::new(game);
    let mut walk = Walk::new(&response);
    let mut points = Vec::new();
    let last = settings.at.last().copied().unwrap_or(0.0);
    let mut end = None;
    for _ in 0..settings.steps_max {
        let point = walk.point();
        if point.lambda >= last && point.regret <= settings.regret_max {
            end = Some(PathEnd::Equilibrium);
        } else if point.lambda >= settings.lambda_max {
            end = Some(PathEnd::LambdaMax);
        } else if walk.length < STEP_LEAST {
            end = Some(PathEnd::Stuck);
        }
        if end.is_some() {
            break;
        }
        if walk.step(settings) == Step::Landed && settings.at.contains(&walk.lambda()) {
            points.push(walk.point());
        }
    }
    Ok(LogitPath {
        points,
        limit: walk.point(),
        end: end.unwrap_or(PathEnd::StepsMax),
    })
}

fn check(game: &NormalForm, settings: &LogitSettings) -> Result<(), LogitError> {
    let found = (0..game.players()).map(|player| game.choices(player)).sum();
    if found > LOGIT_CHOICES_MAX {
        return Err(LogitError::TooManyChoices { found });
    }
    let is_above_zero = |lambda: f64| lambda.is_finite() && lambda > 0.0;
    let is_rising = settings.at.windows(2).all(|pair| pair[0] < pair[1]);
    if !is_rising || !settings.at.iter().all(|&lambda| is_above_zero(lambda)) {
        return Err(LogitError::At);
    }
    if !is_above_zero(settings.lambda_max) {
        return Err(LogitError::LambdaMax);
    }
    if !(0.0..=1.0).contains(&settings.regret_max) {
        return Err(LogitError::RegretMax);
    }
    Ok(())
}

/// Whether the sign of the determinant has to stay as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Kept,
    Any,
}

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// It was taken.
    Taken,
    /// It was taken, to a λ that was asked for.
    Landed,
    /// It has to be shorter.
    Refused,
}

/// A point on the path, on its way.
struct Walk<'a> {
    response: &'a Response,
    /// The logarithms of all shares, and λ.
    at: Vec<f64>,
    /// The direction of the path, of length 1.
    tangent: Vec<f64>,
    /// Whether the determinant of the slopes and the tangent is above 0. On one branch it keeps its sign.
    is_above: bool,
    /// Length of the next step.
    length: f64,
    /// Whether a step across a meeting of branches was tried from about here.
    has_tried_across: bool,
}

impl<'a> Walk<'a> {
    /// The start: all choices as likely, and λ rising from 0.
    fn new(response: &'a Response) -> Self {
        let mut at = vec![0.0; response.choices() + 1];
        for player in 0..response.players() {
            let own = response.of(player);
            let log = -libm::log(own.len() as f64);
            at[own].fill(log);
        }
        let rising = only_last(at.len());
        // At λ = 0 each share can be solved for, so there is a tangent.
        let first = tangent(response, &at, &rising);
        let (tangent, is_above) = first.unwrap_or((rising, true));
        Self {
            response,
            at,
            tangent,
            is_above,
            length: STEP_FIRST,
            has_tried_across: false,
        }
    }

    fn lambda(&self) -> f64 {
        self.at[self.response.choices()]
    }

    fn point(&self) -> LogitPoint {
        let mut shares = self.response.shares(&self.at);
        let players = 0..self.response.players();
        let mixes: Vec<Vec<f64>> = players
            .map(|player| {
                let own = &mut shares[self.response.of(player)];
                let sum: f64 = own.iter().sum();
                for share in own.iter_mut() {
                    *share /= sum;
                }
                own.to_vec()
            })
            .collect();
        LogitPoint {
            lambda: self.lambda(),
            regret: self.response.regret(&shares),
            mixes,
        }
    }

    /// Takes a step, or halves the next one.
    fn step(&mut self, settings: &LogitSettings) -> Step {
        let scale = 1.0 + self.lambda();
        if self.length < MEETING_STEP * scale && !self.has_tried_across {
            self.has_tried_across = true;
            if let Ok((step, _)) = self.go(CROSSING_STEP * scale, Sign::Any, settings) {
                self.length = CROSSING_STEP * scale;
                return step;
            }
        }
        match self.go(self.length, Sign::Kept, settings) {
            Ok((step, corrections)) => {
                if step == Step::Taken && corrections <= 4 {
                    self.length *= 2.0;
                }
                self.has_tried_across &= self.length < MEETING_STEP * scale;
                step
            }
            Err(length) => {
                self.length = length / 2.0;
                Step::Refused
            }
        }
    }

    /// Goes on by a length, or less to land on a λ asked for, with the number of corrections; or says how far was too far.
    fn go(
        &mut self,
        mut length: f64,
        sign: Sign,
        settings: &LogitSettings,
    ) -> Result<(Step, usize), f64> {
        let aim = self.aim(settings);
        let slope = self.tangent[self.response.choices()];
        let landing = aim.filter(|aim| (aim - self.lambda()) / slope <= length);
        if let Some(aim) = landing {
            length = (aim - self.lambda()) / slope;
        }
        let ahead = self.at.iter().zip(&self.tangent);
        let mut guess: Vec<f64> = ahead.map(|(at, along)| at + length * along).collect();
        let mut held = self.tangent.clone();
        if let Some(aim) = landing {
            guess[self.response.choices()] = aim;
            held = only_last(guess.len());
        }
        let (corrected, corrections) = correct(self.response, guess, &held).ok_or(length)?;
        let found = tangent(self.response, &corrected, &self.tangent);
        let (tangent, is_above) = found.ok_or(length)?;
        let pairs = tangent.iter().zip(&self.tangent);
        let cosine: f64 = pairs.map(|(one, other)| one * other).sum();
        let lambda = corrected[self.response.choices()];
        // The path goes through λ = 0 at its start alone.
        let is_missed = lambda <= 0.0 || aim.is_some_and(|aim| (aim - lambda) * slope < 0.0);
        let has_jumped = is_above != self.is_above && sign == Sign::Kept;
        if cosine < TURN_COSINE_LEAST || is_missed || has_jumped {
            return Err(length);
        }
        (self.at, self.tangent, self.is_above) = (corrected, tangent, is_above);
        let has_landed = aim == Some(lambda);
        let step = if has_landed {
            Step::Landed
        } else {
            Step::Taken
        };
        Ok((step, corrections))
    }

    /// The next λ asked for in the direction of the path, the greatest one of all among these.
    fn aim(&self, settings: &LogitSettings) -> Option<f64> {
        let (here, slope) = (self.lambda(), self.tangent[self.response.choices()]);
        let asked = settings.at.iter().copied().chain([settings.lambda_max]);
        if slope > 0.0 {
            asked.filter(|&lambda| lambda > here).reduce(f64::min)
        } else if slope < 0.0 {
            asked.filter(|&lambda| lambda < here).reduce(f64::max)
        } else {
            None
        }
    }
}

/// A direction in which only the last unknown grows.
fn only_last(count: usize) -> Vec<f64> {
    let mut direction = vec![0.0; count];
    direction[count - 1] = 1.0;
    direction
}

/// The direction of length 1 in which the equations stay as they are, no more than a right angle from another, and whether their
/// slopes and it have a determinant above 0; none where that does not determine it.
fn tangent(response: &Response, at: &[f64], near: &[f64]) -> Option<(Vec<f64>, bool)> {
    let (_, mut rows) = response.equations(at);
    rows.push(near.to_vec());
    let (direction, is_above) = solve(rows, only_last(at.len()))?;
    let square: f64 = direction.iter().map(|part| part * part).sum();
    let length = libm::sqrt(square);
    let tangent = direction.iter().map(|part| part / length).collect();
    Some((tangent, is_above))
}

/// The solution of the equations near a guess, with no move along a direction, and how many corrections it took; none if
/// they do not shrink from the first.
fn correct(response: &Response, mut at: Vec<f64>, held: &[f64]) -> Option<(Vec<f64>, usize)> {
    let choices = response.choices();
    let mut before = 2.0 * CORRECTION_MAX;
    for correction in 1..=CORRECTIONS_MAX {
        let (gaps, mut rows) = response.equations(&at);
        rows.push(held.to_vec());
        let mut right: Vec<f64> = gaps.iter().map(|gap| -gap).collect();
        right.push(0.0);
        let (change, _) = solve(rows, right)?;
        at.iter_mut().zip(&change).for_each(|(at, by)| *at += by);
        let logs = &change[..choices];
        let size = logs.iter().fold(0.0, |most: f64, by| most.max(by.abs()));
        if size <= CORRECTED * (1.0 + at[choices].abs()) {
            return Some((at, correction));
        }
        if size > before / 2.0 {
            // Corrections this small that no longer shrink are what rounding leaves at a great λ.
            let is_rounding = size.min(before) <= ROUNDED * (1.0 + at[choices].abs());
            return is_rounding.then_some((at, correction));
        }
        before = size;
    }
    None
}
