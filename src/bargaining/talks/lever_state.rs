//! One lever: when it is used and ends, how much of its effect is felt.
//!
//! Before execution a threat works with size × credibility, which wears off while it is not carried out; after it with
//! `size × 2^(−(t − t_exec − delay)/half-life)`, until the lever ends.

use crate::bargaining::talks::conduct::Conduct;
use crate::game::LeverNumbers;
use crate::model::Use;

/// Where one lever stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LeverState {
    /// Round of execution.
    pub(super) executed: Option<u32>,
    /// Whether it has ended, for good.
    pub(super) ended: bool,
    /// Rounds in force so far.
    pub(super) rounds: u32,
}

impl LeverState {
    /// Whether it has been carried out and has not ended.
    pub(super) fn is_in_force(self) -> bool {
        self.executed.is_some() && !self.ended
    }
}

/// First round after this one in which a lever may start, end or be felt otherwise, whatever the parties do.
pub(super) fn next_change(
    state: LeverState,
    usage: &Use,
    numbers: &LeverNumbers,
    round: u32,
) -> u32 {
    if state.ended {
        return u32::MAX;
    }
    let next = round.saturating_add(1);
    let Some(executed) = state.executed else {
        let fades = numbers.credibility > 0.0 && numbers.credibility_half_life.is_finite();
        return match *usage {
            _ if fades => next,
            Use::Threat => u32::MAX,
            // One whose rounds have passed unused is never used.
            Use::Rounds {
                until: Some(until), ..
            } if until <= round => u32::MAX,
            Use::Rounds { from, .. } => from.max(next),
            _ => next,
        };
    };
    let lapses = numbers
        .duration
        .map_or(u32::MAX, |duration| executed.saturating_add(duration));
    let ends = match *usage {
        Use::Rounds { until, .. } => until.map_or(lapses, |until| lapses.min(until)),
        _ => lapses,
    };
    let works = executed.saturating_add(numbers.delay);
    let fades = if round < works {
        works
    } else if numbers.half_life.is_finite() {
        next
    } else {
        u32::MAX
    };
    ends.min(fades).max(next)
}

/// Whether a rule of use calls for execution at the start of a round.
pub(super) fn is_due(usage: &Use, round: u32, conduct: &Conduct) -> bool {
    match *usage {
        // A signature calls for its levers itself.
        Use::Never | Use::Threat | Use::UponSignature => false,
        Use::Always | Use::WithProbability(_) => true,
        Use::Rounds { from, until } => round >= from && until.is_none_or(|until| round < until),
        Use::AfterRefusals { party, count } => conduct.refusals(party.index()) >= count,
        Use::WhenStuck { rounds } => conduct.still_rounds() >= rounds,
        Use::OnceAccepts { party } => conduct.has_accepted(party.index()),
        Use::OnceRefuses { stage } => conduct.has_refused_at_home(stage.index()),
    }
}

/// Whether a lever in force ends in a round.
pub(super) fn ends(state: LeverState, usage: &Use, numbers: &LeverNumbers, round: u32) -> bool {
    let Some(executed) = state.executed else {
        return false;
    };
    let lapsed = numbers
        .duration
        .is_some_and(|duration| round - executed >= duration);
    lapsed || matches!(usage, Use::Rounds { until: Some(until), .. } if round >= *until)
}

/// Share of a lever's full effect that is felt in a round.
pub(super) fn factor(state: LeverState, numbers: &LeverNumbers, round: u32) -> f64 {
    match state.executed {
        _ if state.ended => 0.0,
        None => numbers.credibility * halved(f64::from(round), numbers.credibility_half_life),
        Some(executed) if round < executed.saturating_add(numbers.delay) => 0.0,
        Some(executed) => halved(
            f64::from(round - executed - numbers.delay),
            numbers.half_life,
        ),
    }
}

/// `2^(−elapsed/half_life)`, 1 for an infinite half-life.
fn halved(elapsed: f64, half_life: f64) -> f64 {
    if half_life.is_finite() {
        libm::exp2(-elapsed / half_life)
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use crate::bargaining::talks::conduct::Conduct;
    use crate::bargaining::talks::lever_state::{LeverState, ends, factor, is_due, next_change};
    use crate::game::LeverNumbers;
    use crate::model::{PartyId, StageId, Use};

    fn numbers() -> LeverNumbers {
        LeverNumbers {
            cost: 0.0,
            credibility: 0.5,
            credibility_half_life: 2.0,
            half_life: f64::INFINITY,
            delay: 1,
            duration: Some(3),
            chosen: true,
            sizes: Vec::new(),
        }
    }

    fn carried_out(round: u32) -> LeverState {
        LeverState {
            executed: Some(round),
            ..LeverState::default()
        }
    }

    #[test]
    fn a_threat_halves_while_it_is_not_carried_out() {
        let threat = |round| factor(LeverState::default(), &numbers(), round);
        assert_eq!([threat(0), threat(2), threat(4)], [0.5, 0.25, 0.125]);
    }

    #[test]
    fn a_mere_threat_changes_only_while_it_fades() {
        let (state, fading) = (LeverState::default(), numbers());
        assert_eq!(next_change(state, &Use::Threat, &fading, 3), 4);
        let lasting = LeverNumbers {
            credibility_half_life: f64::INFINITY,
            ..numbers()
        };
        assert_eq!(next_change(state, &Use::Threat, &lasting, 3), u32::MAX);
    }

    #[test]
    fn a_lever_is_felt_in_full_after_its_delay_and_wears_off_by_its_half_life() {
        let lasting = numbers();
        assert_eq!(factor(carried_out(5), &lasting, 5), 0.0, "delayed");
        assert_eq!(factor(carried_out(5), &lasting, 6), 1.0);
        let fading = LeverNumbers {
            half_life: 4.0,
            ..numbers()
        };
        assert_eq!(factor(carried_out(5), &fading, 10), 0.5);
        let ended = LeverState {
            ended: true,
            ..carried_out(5)
        };
        assert_eq!(factor(ended, &lasting, 6), 0.0);
    }

    #[test]
    fn a_lever_ends_after_its_duration_or_with_its_rounds() {
        let always = Use::Always;
        assert!(
            !ends(LeverState::default(), &always, &numbers(), 9),
            "not begun"
        );
        assert!(!ends(carried_out(2), &always, &numbers(), 4));
        assert!(ends(carried_out(2), &always, &numbers(), 5));
        let until = Use::Rounds {
            from: 2,
            until: Some(4),
        };
        assert!(ends(carried_out(2), &until, &numbers(), 4));
    }

    #[test]
    fn rules_of_use_wait_for_what_they_name() {
        let mut conduct = Conduct::default();
        conduct.start(2, 1);
        conduct.begin_round(0);
        let refusals = Use::AfterRefusals {
            party: PartyId(1),
            count: 1,
        };
        let acceptance = Use::OnceAccepts { party: PartyId(0) };
        let stuck = Use::WhenStuck { rounds: 1 };
        let at_home = Use::OnceRefuses { stage: StageId(0) };
        for usage in [&refusals, &acceptance, &stuck, &at_home] {
            assert!(!is_due(usage, 0, &conduct), "{usage:?}");
        }
        conduct.refuse_at_home(0);
        conduct.refuse(1);
        conduct.accept(0);
        conduct.begin_round(1);
        for usage in [&refusals, &acceptance, &stuck, &at_home] {
            assert!(is_due(usage, 1, &conduct), "{usage:?}");
        }
        assert!(!is_due(&Use::Never, 1, &conduct));
        assert!(!is_due(&Use::Threat, 1, &conduct));
        assert!(!is_due(&Use::UponSignature, 1, &conduct));
        let late = Use::Rounds {
            from: 2,
            until: None,
        };
        assert_eq!(
            [1, 2].map(|round| is_due(&late, round, &conduct)),
            [false, true]
        );
    }
}
