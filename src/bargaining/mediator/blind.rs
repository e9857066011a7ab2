//! The next text of a mediator without belief: blind hill climbing, a few random changes at a time to a base that is
//! replaced when nobody finds the changed text worse (Klein, Faratin, Sayama and Bar-Yam 2003).

use crate::bargaining::mediator::judge::forbidden;
use crate::bargaining::talks::Side;
use crate::game::Stream;
use crate::model::IssueId;

/// Times a blind mediator tries for a draft it would not itself refuse.
const TRIES: u32 = 16;

/// Writes the base with random changes of open issues into `text`; the base itself where every try is one the mediator
/// would refuse.
pub(crate) fn mutate(
    mediator: Side<'_>,
    edits: u32,
    open: u64,
    base: &[u32],
    stream: &mut Stream,
    text: &mut Vec<u32>,
) {
    let game = mediator.game;
    let has_choice = |issue: &IssueId| game.option_count(issue.index()) > 1;
    let choices = || game.blocks.issues(open).filter(has_choice);
    let count = u32::try_from(choices().count()).expect("at most 64 issues");
    for _ in 0..TRIES {
        base.clone_into(text);
        if count == 0 {
            return;
        }
        for _ in 0..edits {
            let picked = choices().nth(stream.below(count) as usize);
            let issue = picked.expect("fewer than there are");
            let present = game.blocks.option_in(text, issue);
            let others =
                u32::try_from(game.option_count(issue.index()) - 1).expect("at most 64 options");
            let pick = u8::try_from(stream.below(others)).expect("at most 64 options");
            let option = if pick >= present { pick + 1 } else { pick };
            game.blocks.set_option(text, issue, option);
        }
        if !forbidden(mediator, text) {
            return;
        }
    }
    base.clone_into(text);
}

#[cfg(test)]
mod tests {
    use crate::bargaining::fixture::{deal, mediated, opened};
    use crate::bargaining::mediator::blind::mutate;
    use crate::bargaining::mediator::judge::forbidden;
    use crate::game::{Owner, Purpose, Stream};

    /// How many issues differ from the base in each of 200 texts, and whether one would be refused by its author.
    fn changes(edits: u32, open: u64) -> Vec<usize> {
        let settings = format!("belief-draws = 0\nedits = {edits}");
        let game = mediated("single-text", &settings);
        let mediation = game.mediation().expect("a mediator drafts");
        let talks = opened(&game);
        let mediator = talks.side(&game, mediation.mediator.index());
        let base = deal(&game, &[1, 1, 2]);
        let mut stream = Stream::new(1, Purpose::Moves, Owner::named("mediator"), 0);
        let mut text = Vec::new();
        let texts = (0..200).map(|_| {
            mutate(mediator, edits, open, &base, &mut stream, &mut text);
            assert!(!forbidden(mediator, &text));
            let options = game.blocks.deal_of(&text).0;
            let changed = (0..3).filter(|&issue| options[issue] != [1, 1, 2][issue]);
            let changed: Vec<usize> = changed.collect();
            assert!(changed.iter().all(|issue| open >> issue & 1 == 1));
            changed.len()
        });
        texts.collect()
    }

    #[test]
    fn open_issues_alone_change() {
        assert!(changes(1, 0b010).contains(&1));
        assert!(changes(1, 0).iter().all(|&changed| changed == 0));
    }

    #[test]
    fn at_most_so_many_issues_change_as_the_mediator_makes_edits() {
        assert!(changes(1, 0b111).iter().all(|&changed| changed <= 1));
        let two = changes(2, 0b111);
        assert!(two.iter().all(|&changed| changed <= 2) && two.contains(&2));
    }
}
