//! Gambit's files of games in normal form, `.nfg`, both with payoffs by profile and with numbered outcomes.
//!
//! ```text
//! NFG 1 R "Chicken" { "Ann" "Bob" } { { "swerve" "drive on" } { "swerve" "drive on" } } "a comment"
//! 6 6 7 2 2 7 0 0
//! ```
//!
//! Here the first player varies fastest: the numbers of Ann driving on alone are the second pair. Instead of the lists of names
//! there can be a number of choices for each player, `{ 2 2 }`; instead of payoffs, a list of outcomes and the number of one for
//! each profile, where 0 stands for one in which nobody has anything:
//!
//! ```text
//! { { "peace" 6, 6 } { "" 7, 2 } { "" 2, 7 } } 1 2 3 0
//! ```
//!
//! Blanks, ends of lines and commas only separate.

use std::ops::Range;

use crate::analysis::normal_form::{Exact, GameError, NormalForm, PLAYERS_MAX};
use crate::import::normal_form::fault::{Found, GameFault};
use crate::import::normal_form::named::NamedGame;
use crate::scenario::Problems;

/// Reads a `.nfg` file; `name` is what problems call it.
///
/// # Errors
/// Every problem of the text, or the first where what follows cannot be understood.
pub fn read_gambit(name: &str, text: &str) -> Result<NamedGame, Problems> {
    let mut found = Found::new(name, text);
    let game = match tokens(text) {
        Ok(tokens) => Reader::new(&tokens, text.len(), &mut found).game(),
        Err(at) => Err(Stop(at, GameFault::Unclosed)),
    };
    match game {
        Ok(Some(game)) if found.list.is_empty() => Ok(game),
        Ok(_) => Err(Problems::sorted(found.list, 0)),
        Err(Stop(at, fault)) => {
            found.note(at, &fault);
            Err(Problems::sorted(found.list, 0))
        }
    }
}

/// A fault after which nothing can be understood, and its place.
struct Stop(Range<usize>, GameFault);

/// A piece of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    kind: Kind,
    at: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    /// Between quotation marks.
    Quoted(String),
    /// Anything else: a number or a keyword.
    Word(String),
}

impl Kind {
    fn shown(&self) -> String {
        match self {
            Self::Open => "`{`".to_owned(),
            Self::Close => "`}`".to_owned(),
            Self::Quoted(words) => format!("\"{words}\""),
            Self::Word(word) => format!("`{word}`"),
        }
    }
}

/// Takes a text to pieces; or where a quotation mark is not closed.
fn tokens(text: &str) -> Result<Vec<Token>, Range<usize>> {
    let mut tokens = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        let kind = match letter {
            '{' => Kind::Open,
            '}' => Kind::Close,
            // Some editors begin a file with a mark of its byte order.
            ',' | '\u{feff}' => continue,
            '"' => {
                let mut words = String::new();
                loop {
                    match letters.next() {
                        None => return Err(start..start + 1),
                        Some((_, '"')) => break,
                        Some((_, '\\')) if letters.peek().is_some_and(|next| next.1 == '"') => {
                            words.push('"');
                            letters.next();
                        }
                        Some((_, letter)) => words.push(letter),
                    }
                }
                Kind::Quoted(words)
            }
            letter if letter.is_whitespace() => continue,
            letter => {
                let mut word = String::from(letter);
                let is_more = |letter: char| {
                    !letter.is_whitespace() && !matches!(letter, '{' | '}' | ',' | '"')
                };
                while let Some((_, letter)) = letters.next_if(|next| is_more(next.1)) {
                    word.push(letter);
                }
                Kind::Word(word)
            }
        };
        let end = letters.peek().map_or(text.len(), |next| next.0);
        tokens.push(Token {
            kind,
            at: start..end,
        });
    }
    Ok(tokens)
}

/// Reads pieces in turn.
struct Reader<'a, 'f> {
    rest: std::slice::Iter<'a, Token>,
    /// Length of the text.
    end: usize,
    found: &'a mut Found<'f>,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(tokens: &'a [Token], end: usize, found: &'a mut Found<'f>) -> Self {
        let rest = tokens.iter();
        Self { rest, end, found }
    }

    /// The whole file; none if problems were noted.
    fn game(mut self) -> Result<Option<NamedGame>, Stop> {
        self.word("`NFG 1 R`, as a file begins", |word| word == "NFG")?;
        self.word("`1`, the version of the format", |word| word == "1")?;
        self.word("`R` or `D`", |word| matches!(word, "R" | "D"))?;
        let title = self.quoted("a title in quotation marks")?;
        self.open("`{` and the names of the players")?;
        let players = self.names("the name of a player in quotation marks, or `}`")?;
        let shape_start = self.here().start;
        let choices = self.choices()?;
        let shape = shape_start..self.rest_start();
        if choices.len() != players.len() {
            let (players, found) = (players.len(), choices.len());
            let fault = GameFault::PlayerCount { players, found };
            return Err(Stop(shape, fault));
        }
        if matches!(self.next_kind(), Some(Kind::Quoted(_))) {
            self.rest.next();
        }
        let counts: Vec<usize> = choices.iter().map(Vec::len).collect();
        let order = order(&counts).map_err(|fault| Stop(shape.clone(), fault.into()))?;
        let body = self.here().start;
        let (by_profile, numbers) = match self.next_kind() {
            Some(Kind::Open) => (self.outcomes(&counts)?, 1),
            _ => (self.payoffs(&players)?, players.len()),
        };
        if by_profile.len() != order.len() * players.len() {
            let needed = order.len() * numbers;
            let found = by_profile.len() * numbers / players.len();
            let fault = GameFault::BodyLength { needed, found };
            self.found.note(body..self.end, &fault);
            return Ok(None);
        }
        let players_count = players.len();
        let mut payoffs = Vec::with_capacity(by_profile.len());
        for place in order {
            let start = place * players_count;
            payoffs.extend_from_slice(&by_profile[start..start + players_count]);
        }
        let game = NormalForm::new(counts, payoffs).map_err(|fault| Stop(shape, fault.into()))?;
        Ok(Some(NamedGame {
            title,
            players: named(players),
            choices: choices.into_iter().map(named).collect(),
            game,
        }))
    }

    /// The choices of each player: a count or a list of names.
    fn choices(&mut self) -> Result<Vec<Vec<String>>, Stop> {
        self.open("`{` and the choices of each player")?;
        let mut choices = Vec::new();
        loop {
            let at = self.here();
            match self.rest.next().map(|token| &token.kind) {
                Some(Kind::Close) => return Ok(choices),
                Some(Kind::Open) => {
                    choices.push(self.names("the name of a choice in quotation marks, or `}`")?);
                }
                Some(Kind::Word(word)) => match word.parse::<u16>() {
                    Ok(count) => choices.push(vec![String::new(); count.into()]),
                    Err(_) => return Err(unexpected(at, "a number of choices", word)),
                },
                other => return Err(stop(at, other, "a number of choices, `{` or `}`")),
            }
            if choices.len() > PLAYERS_MAX {
                let found = choices.len();
                let fault = GameError::TooManyPlayers { found };
                return Err(Stop(at, fault.into()));
            }
        }
    }

    /// Payoffs by profile, as the file orders them.
    fn payoffs(&mut self, players: &[String]) -> Result<Vec<Exact>, Stop> {
        let mut payoffs = Vec::new();
        while !self.rest.as_slice().is_empty() {
            let whose = payoffs.len() % players.len().max(1);
            payoffs.push(self.payoff(whose)?);
        }
        Ok(payoffs)
    }

    /// Outcomes, and the number of one for each profile.
    fn outcomes(&mut self, counts: &[usize]) -> Result<Vec<Exact>, Stop> {
        self.open("`{` and the outcomes")?;
        let mut outcomes = vec![vec![Exact::zero(); counts.len()]];
        loop {
            let at = self.here();
            match self.rest.next().map(|token| &token.kind) {
                Some(Kind::Close) => break,
                Some(Kind::Open) => outcomes.push(self.outcome(counts.len(), at)?),
                other => return Err(stop(at, other, "`{` and an outcome, or `}`")),
            }
        }
        let mut payoffs = Vec::new();
        for token in self.rest.by_ref() {
            let Kind::Word(word) = &token.kind else {
                let at = token.at.clone();
                return Err(stop(at, Some(&token.kind), "the number of an outcome"));
            };
            let outcome = word
                .parse()
                .ok()
                .and_then(|place: usize| outcomes.get(place));
            if outcome.is_none() {
                let (count, found) = (outcomes.len() - 1, word.clone());
                let fault = GameFault::NoOutcome { count, found };
                self.found.note(token.at.clone(), &fault);
            }
            // A wrong number takes the place of one profile all the same.
            payoffs.extend_from_slice(outcome.unwrap_or(&outcomes[0]));
        }
        Ok(payoffs)
    }

    /// The payoffs of an outcome whose bracket is open.
    fn outcome(&mut self, players: usize, start: Range<usize>) -> Result<Vec<Exact>, Stop> {
        if matches!(self.next_kind(), Some(Kind::Quoted(_))) {
            self.rest.next();
        }
        let mut payoffs = Vec::new();
        while self.next_kind() != Some(&Kind::Close) {
            payoffs.push(self.payoff(payoffs.len())?);
        }
        self.rest.next();
        if payoffs.len() != players {
            let (needed, found) = (players, payoffs.len());
            let fault = GameFault::OutcomeLength { needed, found };
            self.found.note(start.start..self.rest_start(), &fault);
            payoffs.resize(players, Exact::zero());
        }
        Ok(payoffs)
    }

    /// A payoff of a player; 0 where it is wrong and noted.
    fn payoff(&mut self, player: usize) -> Result<Exact, Stop> {
        let at = self.here();
        let kind = self.rest.next().map(|token| &token.kind);
        let Some(Kind::Word(word)) = kind else {
            return Err(stop(at, kind, "a payoff"));
        };
        Ok(Exact::parse(word).unwrap_or_else(|fault| {
            let of = format!("payoff of player {}", player + 1);
            self.found.note(at, &GameFault::Payoff { of, fault });
            Exact::zero()
        }))
    }

    /// Names up to the closing bracket.
    fn names(&mut self, expected: &'static str) -> Result<Vec<String>, Stop> {
        let mut names = Vec::new();
        loop {
            let at = self.here();
            match self.rest.next().map(|token| &token.kind) {
                Some(Kind::Close) => return Ok(names),
                Some(Kind::Quoted(name)) => names.push(name.clone()),
                other => return Err(stop(at, other, expected)),
            }
        }
    }

    fn word(&mut self, expected: &'static str, is: impl Fn(&str) -> bool) -> Result<(), Stop> {
        let at = self.here();
        match self.rest.next().map(|token| &token.kind) {
            Some(Kind::Word(word)) if is(word) => Ok(()),
            other => Err(stop(at, other, expected)),
        }
    }

    fn quoted(&mut self, expected: &'static str) -> Result<String, Stop> {
        let at = self.here();
        match self.rest.next().map(|token| &token.kind) {
            Some(Kind::Quoted(words)) => Ok(words.clone()),
            other => Err(stop(at, other, expected)),
        }
    }

    fn open(&mut self, expected: &'static str) -> Result<(), Stop> {
        let at = self.here();
        match self.rest.next().map(|token| &token.kind) {
            Some(Kind::Open) => Ok(()),
            other => Err(stop(at, other, expected)),
        }
    }

    fn next_kind(&self) -> Option<&'a Kind> {
        self.rest.as_slice().first().map(|token| &token.kind)
    }

    /// Where the next piece is; where there is none, the end of the text.
    fn here(&self) -> Range<usize> {
        let next = self.rest.as_slice().first();
        next.map_or(self.end..self.end, |token| token.at.clone())
    }

    fn rest_start(&self) -> usize {
        self.here().start
    }
}

fn stop(at: Range<usize>, found: Option<&Kind>, expected: &'static str) -> Stop {
    let found = found.map_or_else(|| "the end of the file".to_owned(), Kind::shown);
    Stop(at, GameFault::Unexpected { expected, found })
}

fn unexpected(at: Range<usize>, expected: &'static str, word: &str) -> Stop {
    let found = format!("`{word}`");
    Stop(at, GameFault::Unexpected { expected, found })
}

/// Where the file has each profile, by their order here: there the first player varies fastest, here slowest.
fn order(counts: &[usize]) -> Result<Vec<usize>, GameError> {
    let order = (0..NormalForm::count(counts)?).map(|profile| {
        let mut rest = profile;
        let mut chosen = vec![0; counts.len()];
        for (choice, count) in chosen.iter_mut().zip(counts).rev() {
            *choice = rest % count;
            rest /= count;
        }
        let pairs = chosen.iter().zip(counts).rev();
        pairs.fold(0, |place, (choice, count)| place * count + choice)
    });
    Ok(order.collect())
}

/// Names, and numbers where there are none.
fn named(mut names: Vec<String>) -> Vec<String> {
    for (place, name) in names.iter_mut().enumerate() {
        if name.is_empty() {
            *name = (place + 1).to_string();
        }
    }
    names
}
