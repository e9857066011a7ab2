"""Negotiations in NegMAS (Mohammad and others 2021) and here: the same one, `offers.toml`, with the same rules."""

import random
import time
from functools import partial

from command import ISSUES, OPTIONS, SCENARIO, scenario, seconds
from negmas.outcomes import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.preferences.value_fun import TableFun
from negmas.sao import BoulwareTBNegotiator, MiCRONegotiator, SAOMechanism


def utility(party, outcomes, drawn):
    """The utility function of a party, its scores as written or drawn."""
    tables, weights = [], []
    for issue in ISSUES:
        entry = party["utility"][issue]
        scores = [random.random() for _ in entry["scores"]] if drawn else entry["scores"]
        tables.append(TableFun(dict(zip(OPTIONS[issue], scores))))
        weights.append(random.uniform(0.1, 1.0) if drawn else entry["weight"])
    total = sum(weights)
    low, high = party["reservation"]["uniform"]
    return LinearAdditiveUtilityFunction(
        values=tables,
        weights=[weight / total for weight in weights],
        outcome_space=outcomes,
        reserved_value=random.uniform(low, high),
    )


def theirs(negotiator, drawn, runs, _program, _folder):
    """Processor seconds of a run in NegMAS."""
    outcomes = make_os([make_issue(values=OPTIONS[issue], name=issue) for issue in ISSUES])
    before = time.process_time()
    for _ in range(runs):
        mechanism = SAOMechanism(outcome_space=outcomes, n_steps=SCENARIO["clock"]["rounds"])
        for party in SCENARIO["party"]:
            mechanism.add(negotiator(name=party["id"]), ufun=utility(party, outcomes, drawn))
        mechanism.run()
    return (time.process_time() - before) / runs


def ours(text, runs, program, folder):
    """Processor seconds of a run here: what a program needs to start is taken out by playing few runs and many."""
    file = folder / "offers.toml"
    file.write_text(text)
    alone = ["--no-runs", "--rules", "0", "--convergence", "0"]
    few, many = (
        seconds(program, "run", file, "--runs", str(count), *alone)
        for count in (runs // 10, runs)
    )
    return (many - few) / (runs - runs // 10)


def cases():
    """What is measured: its name, the peer, and both ways to do it."""
    for title, negotiator, drawn, concession, runs in [
        ("a negotiation, reservation values drawn, boulware", BoulwareTBNegotiator, False, None, 200_000),
        ("a negotiation, all scores drawn, boulware", BoulwareTBNegotiator, True, None, 50_000),
        ("a negotiation, all scores drawn, MiCRO", MiCRONegotiator, True, "micro", 20_000),
    ]:
        text = scenario(drawn, concession)
        yield title, "NegMAS", partial(theirs, negotiator, drawn, 30), partial(ours, text, runs)
