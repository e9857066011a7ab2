//! Games as text: what is read, what is refused and where, and that nothing panics.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::analysis::normal_form::{Exact, NormalForm, pure_equilibria};
use crate::import::normal_form::{NamedGame, read_gambit, read_table};
use crate::scenario::Problems;

const PAYOFFS: &str = r#"NFG 1 R "Selten (IJGT, 75), Figure 2, normal form"
{ "Player 1" "Player 2" } { 3 2 }

1 1 0 2 0 2 1 1 0 3 2 0
"#;

const OUTCOMES: &str = r#"NFG 1 R "A \"quoted\" game" { "Ann" "" }
{ { "top" "bottom" }
{ "left" "right" "1/3" }
}
"with a comment, { even } this"
{
{ "best" 1/3, -0.5 }
{ "" 2.5e1 3 }
}
1 2 0 1 1 2"#;

const TABLE: &str = "\u{feff}Ann,Bob,payoff:Ann,payoff:Bob\r\n\
    swerve,\"drive, on\",2,7\r\n\
    swerve,swerve,6,6\r\n\
    \r\n\
    \"say \"\"no\"\"\",swerve,7,0.1\r\n\
    \"say \"\"no\"\"\", \"drive, on\" ,1/3,-1e-2\r\n";

fn gambit(text: &str) -> NamedGame {
    read_gambit("game.nfg", text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn payoff(game: &NormalForm, profile: &[usize], player: usize) -> Exact {
    game.payoff(game.position(profile), player).clone()
}

fn told(result: Result<NamedGame, Problems>) -> Vec<String> {
    let problems = result.expect_err("it is wrong");
    let first_line = |text: String| text.lines().next().unwrap_or_default().to_owned();
    problems
        .iter()
        .map(|problem| first_line(problem.to_string()))
        .collect()
}

#[test]
fn payoffs_by_profile_are_read_with_the_first_player_fastest() {
    let read = gambit(PAYOFFS);
    assert_eq!(read.title, "Selten (IJGT, 75), Figure 2, normal form");
    assert_eq!(read.players, ["Player 1", "Player 2"]);
    assert_eq!(read.choices, [vec!["1", "2", "3"], vec!["1", "2"]]);
    let pairs = [[1, 1], [0, 2], [0, 2], [1, 1], [0, 3], [2, 0]];
    for (place, pair) in pairs.iter().enumerate() {
        let profile = [place % 3, place / 3];
        for (player, &wanted) in pair.iter().enumerate() {
            assert_eq!(payoff(&read.game, &profile, player), Exact::from(wanted));
        }
    }
    assert_eq!(pure_equilibria(&read.game), [0]);
}

#[test]
fn outcomes_are_read_by_their_numbers() {
    let read = gambit(OUTCOMES);
    assert_eq!(read.title, "A \"quoted\" game");
    assert_eq!(read.players, ["Ann", "2"]);
    assert_eq!(read.choices[1], ["left", "right", "1/3"]);
    let own = [(1, 3), (25, 1), (0, 1), (1, 3), (1, 3), (25, 1)];
    let other = [(-1, 2), (3, 1), (0, 1), (-1, 2), (-1, 2), (3, 1)];
    for place in 0..6 {
        let profile = [place % 2, place / 2];
        for (player, (above, below)) in [own[place], other[place]].into_iter().enumerate() {
            assert_eq!(
                payoff(&read.game, &profile, player),
                Exact::fraction(above, below)
            );
        }
    }
}

#[test]
fn three_players_vary_in_turn() {
    let numbers: Vec<String> = (0..36).map(|number| number.to_string()).collect();
    let text = format!(
        "NFG 1 D \"\" {{ \"a\" \"b\" \"c\" }} {{ 2 3 2 }} {}",
        numbers.join(" ")
    );
    let read = gambit(&text);
    for (first, second, third) in (0..12).map(|place| (place % 2, place / 2 % 3, place / 6)) {
        let start = 3 * (first + 2 * second + 6 * third);
        for player in 0..3 {
            let number = i64::try_from(start + player).expect("small");
            assert_eq!(
                payoff(&read.game, &[first, second, third], player),
                Exact::from(number)
            );
        }
    }
}

#[test]
fn faults_of_a_gambit_file_name_their_places() {
    let told = |text: &str| told(read_gambit("g.nfg", text));
    assert_eq!(
        told(""),
        ["g.nfg:1:1: expected `NFG 1 R`, as a file begins, got the end of the file"]
    );
    assert_eq!(
        told("EFG 2 R"),
        ["g.nfg:1:1: expected `NFG 1 R`, as a file begins, got `EFG`"]
    );
    assert_eq!(
        told("NFG 1 R \"half"),
        ["g.nfg:1:9: this quotation mark is never closed"]
    );
    let start = "NFG 1 R \"\" { \"a\" \"b\" } ";
    assert_eq!(
        told(&format!("{start}{{ 2 }} 1 1")),
        ["g.nfg:1:24: there are 2 players, and choices for 1"]
    );
    assert_eq!(
        told(&format!("{start}{{ 1 2 }} 1 2 3")),
        ["g.nfg:1:32: 4 numbers are needed here, got 3"]
    );
    assert_eq!(
        told(&format!("{start}{{ 1 0 }}")),
        ["g.nfg:1:24: player 2 has no choice"]
    );
    assert_eq!(
        told(&format!("{start}{{ 65 64 }}")),
        ["g.nfg:1:24: a game has at most 4096 profiles"]
    );
    assert_eq!(
        told(&format!("{start}{{ 1 2 }}\n1 x\n1/0 4")),
        [
            "g.nfg:2:3: payoff of player 2: expected a number such as `3`, `-0.25`, `1e-3` or `1/3`",
            "g.nfg:3:1: payoff of player 1: nothing can be divided by 0",
        ]
    );
    assert_eq!(
        told(&format!("{start}{{ 1 2 }} {{ {{ \"\" 1 }} }} 1 2")),
        [
            "g.nfg:1:34: an outcome has a payoff for each of 2 players, got 1",
            "g.nfg:1:47: there are outcomes 1 to 1, and 0 for no payoff, got `2`",
        ]
    );
    assert_eq!(
        told(&format!("{start}{{ 1 1 }} 1 {{")),
        ["g.nfg:1:34: expected a payoff, got `{`"]
    );
    assert_eq!(
        told("NFG 1 R \"\" { } { }"),
        ["g.nfg:1:16: a game has at least one player"]
    );
}

#[test]
fn a_table_is_read_in_the_order_of_its_names() {
    let read = read_table("game.csv", TABLE).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(read.players, ["Ann", "Bob"]);
    assert_eq!(
        read.choices,
        [vec!["swerve", "say \"no\""], vec!["drive, on", "swerve"]]
    );
    let all: Vec<Vec<Exact>> = (0..4)
        .map(|profile| {
            (0..2)
                .map(|player| read.game.payoff(profile, player).clone())
                .collect()
        })
        .collect();
    let wanted = [
        [(2, 1), (7, 1)],
        [(6, 1), (6, 1)],
        [(1, 3), (-1, 100)],
        [(7, 1), (1, 10)],
    ];
    for (found, wanted) in all.iter().zip(wanted) {
        let wanted = wanted.map(|(above, below)| Exact::fraction(above, below));
        assert_eq!(found[..], wanted);
    }
}

#[test]
fn faults_of_a_table_name_row_and_column() {
    let told = |text: &str| told(read_table("g.csv", text));
    assert_eq!(
        told(""),
        ["g.csv:1:1: the first line names the players, then `payoff:PLAYER` for each of them"]
    );
    assert_eq!(
        told("a,b,,payoff:a,payoff:c,a\n"),
        [
            "g.csv:1:5: column 3 has no name",
            "g.csv:1:24: column `a` is there twice",
            "g.csv:1:3: player `b` has no column `payoff:b`",
            "g.csv:1:15: `payoff:c` belongs to no player: there is no column `c`",
        ]
    );
    assert_eq!(
        told("a,b,payoff:a,payoff:b\nx,y,1,nought\n,y,2,3\nx,y,1\nx,y,1,2\n"),
        [
            "g.csv:2:7: row 1, column `payoff:b`: expected a number such as `3`, `-0.25`, `1e-3` or `1/3`",
            "g.csv:3:1: row 2, column `a`: the choice has no name",
            "g.csv:4:1: row 3 has 3 cells, the first line 4",
            "g.csv:5:1: row 4 has the profile of row 1 again: `a: x, b: y`",
        ]
    );
    assert_eq!(
        told("a,b,payoff:a,payoff:b\nx,y,1,2\nz,w,1,2\n"),
        [
            "g.csv:1:1: there is no row for the profile `a: x, b: w`",
            "g.csv:1:1: there is no row for the profile `a: z, b: y`",
        ]
    );
    assert_eq!(
        told("a,payoff:a\n\"x,1\n"),
        ["g.csv:2:1: this quotation mark is never closed"]
    );
    assert_eq!(told("a,payoff:a\n"), ["g.csv:1:1: player 1 has no choice"]);
    let long: Vec<String> = (0..4097).map(|row| format!("{row},1")).collect();
    let long = long.join("\n");
    assert_eq!(
        told(&format!("a,payoff:a\n{long}")),
        ["g.csv:4098:1: a game has at most 4096 profiles, the table has more rows"]
    );
}

#[test]
fn any_text_is_a_game_or_has_problems() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let pieces = [
        "{",
        "}",
        "\"",
        "\"a\"",
        "NFG",
        "1",
        "R",
        ",",
        "\n",
        " ",
        "0",
        "-1/3",
        "1e999",
        "payoff:",
        "payoff:a",
        "a",
        "é",
        "\u{feff}",
        "\r\n",
        "\\",
        "2",
        "999999999999999999999",
    ];
    let seeds = [PAYOFFS, OUTCOMES, TABLE];
    let (mut games, mut faults) = (0, 0);
    for round in 0..4_000 {
        let mut text = if round % 4 == 0 {
            String::new()
        } else {
            seeds[round % 3].to_owned()
        };
        for _ in 0..rng.next_u32() % 6 + u32::from(round % 4 == 0) * 20 {
            let size = u32::try_from(text.len() + 1).expect("short");
            let at = text.floor_char_boundary((rng.next_u32() % size) as usize);
            let kind = rng.next_u32() % 3;
            let piece = pieces[rng.next_u32() as usize % pieces.len()];
            if kind == 0 {
                text.insert_str(at, piece);
            } else if kind == 1 {
                text.truncate(at);
            } else {
                let end = text.floor_char_boundary((at + 3).min(text.len()));
                text.replace_range(at.min(end)..end, piece);
            }
        }
        for result in [read_gambit("any", &text), read_table("any", &text)] {
            match result {
                Ok(read) => {
                    games += 1;
                    assert_eq!(read.players.len(), read.game.players());
                    for (player, names) in read.choices.iter().enumerate() {
                        assert_eq!(names.len(), read.game.choices(player));
                    }
                }
                Err(problems) => {
                    faults += 1;
                    assert!(!problems.is_empty(), "{text:?}");
                    assert!(!problems.to_string().is_empty());
                }
            }
        }
    }
    assert!(games > 200 && faults > 3_000, "{games} {faults}");
}
