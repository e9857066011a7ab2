//! What a belief makes of texts and reports, against slow and obvious counts.

mod party_belief;
mod renewal;
mod sums;

use crate::bargaining::fixture::{compiled, deals};
use crate::bargaining::mediator::evidence::{Evidence, History};
use crate::bargaining::mediator::particle::Particle;
use crate::bargaining::mediator::prior::PartyPrior;
use crate::bargaining::mediator::verdicts::{Four, Verdicts};
use crate::bargaining::talks::block_range;
use crate::game::{Game, PackageSet, total};

const SHARPNESS: f64 = 12.0;

/// A party of two types with a red line, a bonus and a risk of breach, over two packages; all it wants is uncertain, the more
/// so the less its weights are concentrated.
fn intricate(draws: u32, concentration: f64) -> Game {
    compiled(&format!(
        r#"
        format = 1
        title = "Game"
        clock.rounds = 10
        [protocol.single-text]
        mediator = "m"
        belief-draws = {draws}
        [[package]]
        id = "a"
        [[package]]
        id = "b"
        [[issue]]
        id = "i"
        package = "a"
        options = [{{ id = "o0" }}, {{ id = "o1" }}, {{ id = "o2" }}]
        [[issue]]
        id = "j"
        package = "b"
        options = [{{ id = "o0" }}, {{ id = "o1" }}]
        [[issue]]
        id = "k"
        package = "b"
        options = [{{ id = "o0" }}, {{ id = "o1" }}, {{ id = "o2" }}]
        [[party]]
        id = "p"
        role = "principal"
        reservation = {{ uniform = [0.1, 0.5] }}
        weight-concentration = {concentration}
        score-sd = 0.2
        breach = {{ loss = {{ uniform = [0.1, 0.3] }}, issues = ["j"], probability = [0.2, 0.6] }}
        utility.i = {{ weight = 0.5, scores = [0.0, 0.4, 1.0] }}
        utility.j = {{ weight = 0.3, scores = [1.0, 0.2] }}
        utility.k = {{ weight = 0.2, scores = [0.3, 1.0, 0.0] }}
        linkages = [{{ when = {{ j = "o0", k = "o1" }}, bonus = {{ uniform = [0.0, 0.2] }} }}]
        [[party.type]]
        id = "hard"
        probability = 0.3
        never = [{{ i = "o0" }}]
        [[party.type]]
        id = "soft"
        reservation = {{ uniform = [0.0, 0.3] }}
        probability = 0.7
        [[party]]
        id = "q"
        role = "principal"
        reservation = 0.3
        utility.i = {{ weight = 1, scores = [1.0, 0.5, 0.0] }}
        utility.j = {{ weight = 1, scores = [0.0, 1.0] }}
        utility.k = {{ weight = 1, scores = [0.5, 0.0, 1.0] }}
        [[party]]
        id = "m"
        role = "mediator"
        reservation = 0
        utility.i = {{ weight = 1, scores = [0.0, 1.0, 0.0] }}
        utility.j = {{ weight = 1, scores = [0.0, 1.0] }}
        utility.k = {{ weight = 1, scores = [0.0, 0.0, 1.0] }}
        "#
    ))
}

fn report(round: u32, accepted: PackageSet, (reading, precision): (f64, f64)) -> Evidence {
    Evidence {
        verdicts: Verdicts::new(0b11, accepted, 0.1),
        vote: false,
        reading: Some((reading, precision)),
        shift: 0.01 * f64::from(round),
        time: (round, 10),
    }
}

fn crossed(game: &Game, party: usize, text: &[u32]) -> Vec<PackageSet> {
    let profiles = game.parties[party].profiles.iter();
    let crossed = profiles.map(|profile| {
        let sets = text
            .iter()
            .map(|&combo| profile.packages_crossed[combo as usize]);
        sets.fold(0, |all, set| all | set)
    });
    crossed.collect()
}

/// A history of reports on different texts, with readings of this value and precision and a vote after every two, and the
/// logarithm of its likelihood under a draw, added up report by report.
fn heard(
    game: &Game,
    bank: &PartyPrior,
    reports: usize,
    reading: (f64, f64),
    draw: &mut Particle,
) -> (History, f64) {
    let mut history = History::default();
    history.begin(bank.blocks, bank.packages, bank.kinds.len());
    let texts = deals(game);
    let mut log = 0.0;
    for number in 0..reports {
        let text = &texts[number * 5 % texts.len()];
        let round = u32::try_from(number).expect("a few");
        let said = if number % 3 == 2 {
            Evidence {
                verdicts: Verdicts::refusal(),
                vote: true,
                reading: None,
                shift: 0.02,
                time: (round, 10),
            }
        } else {
            report(round, PackageSet::from(round & 0b11), reading)
        };
        history.push(text, &said, &crossed(game, bank.party, text));
        draw.hear(
            bank,
            &history,
            draw.given(game, bank, history.rounds[number]),
        );
        let mut four = Four::none();
        draw.put(bank, &history, (&mut four, 1));
        let asked = history.asked(number / 4).count_ones() as usize;
        let chance = four.likelihoods(asked, SHARPNESS)[1];
        let (reading, precision) = said.reading.unwrap_or_default();
        let error = reading - four.margins[1] + four.floors[1];
        log += libm::log(chance) - precision * error * error;
    }
    (history, log)
}

/// What a draw makes of one report, from its margins alone.
fn by_hand(game: &Game, bank: &PartyPrior, draw: &Particle, text: &[u32]) -> (f64, f64, Vec<f64>) {
    let profile = &game.parties[bank.party].profiles[draw.kind(bank)];
    let constant = bank.cores[draw.core as usize].constant;
    let mut margins = Vec::new();
    draw.margins(game, bank, &mut margins);
    let range = |block: usize| block_range(profile, &margins, &game.blocks.list[block]);
    let best = (0..bank.blocks).map(|block| range(block).best_value);
    let share = |block: usize| 1.0 / f64::from(game.block_packages[block]);
    let width =
        |block: &usize| (range(*block).best_value - range(*block).worst_value) * share(*block);
    let packages = game.package_blocks.iter();
    let widths: Vec<f64> = packages
        .map(|blocks| blocks.iter().map(width).sum())
        .collect();
    let lacks = game
        .package_blocks
        .iter()
        .zip(&widths)
        .map(|(blocks, own)| {
            let lack = |&block: &usize| {
                (range(block).best_value - margins[text[block] as usize]) * share(block)
            };
            let lack = blocks.iter().map(lack).sum::<f64>().max(0.0);
            lack * widths.iter().sum::<f64>() / own
        });
    let lacks = lacks.collect();
    (
        total(&margins, text) - constant,
        best.sum::<f64>() - constant,
        lacks,
    )
}
