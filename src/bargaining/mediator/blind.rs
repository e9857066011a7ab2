//! The next text of a mediator without belief: blind hill climbing, a few random changes at a time to a base that is
//! replaced when nobody finds the changed text worse (Klein, Faratin, Sayama and Bar-Yam 2003).

use crate::bargaining::mediator::redraft::forbidden;
use crate::bargaining::search::{option_in, set_option};
use crate::bargaining::talks::Talks;
use crate::game::{Game, Stream};
use crate::model::Mediation;

/// Times a blind mediator tries for a draft it would not itself refuse.
const TRIES: u32 = 16;

/// Writes the base with random changes of open issues into `text`; the base itself where every try is one the mediator
/// would refuse.
pub(crate) fn mutate(
    talks: &Talks,
    game: &Game,
    mediation: &Mediation,
    open: u64,
    base: &[u32],
    stream: &mut Stream,
    text: &mut Vec<u32>,
) {
    let choices: Vec<usize> = (0..game.issues)
        .filter(|&issue| open >> issue & 1 == 1 && game.option_count(issue) > 1)
        .collect();
    for _ in 0..TRIES {
        text.clear();
        text.extend_from_slice(base);
        for _ in 0..mediation.edits {
            let Ok(count) = u32::try_from(choices.len()) else {
                continue;
            };
            if count == 0 {
                return;
            }
            let issue = choices[stream.below(count) as usize];
            let present = option_in(game, text, issue);
            let others = u32::try_from(game.option_count(issue) - 1).expect("at most 64 options");
            let pick = u8::try_from(stream.below(others)).expect("at most 64 options");
            let option = if pick >= present { pick + 1 } else { pick };
            set_option(game, text, issue, option);
        }
        if !forbidden(talks, game, mediation, text) {
            return;
        }
    }
    text.clear();
    text.extend_from_slice(base);
}
