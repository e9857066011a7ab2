"""How many negotiations a second this program and NegMAS play on this machine, one after the other on one core.

Both play the same negotiation, `offers.toml`, in turn, several times; the table shows the median of processor time a run.
What a program needs to start is taken out by playing few runs and many.
"""

import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from negmas.outcomes import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.preferences.value_fun import TableFun
from negmas.sao import BoulwareTBNegotiator, MiCRONegotiator, SAOMechanism

HERE = Path(__file__).parent
SCENARIO = tomllib.loads((HERE / "offers.toml").read_text())
REPEATS = 5
ISSUES = [issue["id"] for issue in SCENARIO["issue"]]
OPTIONS = {issue["id"]: [option["id"] for option in issue["options"]] for issue in SCENARIO["issue"]}


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


def negmas(negotiator, drawn, runs):
    """Processor seconds of a run in NegMAS."""
    outcomes = make_os([make_issue(values=OPTIONS[issue], name=issue) for issue in ISSUES])
    before = time.process_time()
    for _ in range(runs):
        mechanism = SAOMechanism(outcome_space=outcomes, n_steps=SCENARIO["clock"]["rounds"])
        for party in SCENARIO["party"]:
            mechanism.add(negotiator(name=party["id"]), ufun=utility(party, outcomes, drawn))
        mechanism.run()
    return (time.process_time() - before) / runs


def command_seconds(program, scenario, runs):
    """Processor seconds of a whole command."""
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [program, "run", scenario, "--runs", str(runs), "--threads", "1", "--no-runs", "--rules", "0",
             "--convergence", "0", "--output", f"{folder}/results"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def zopa(program, text, runs):
    """Processor seconds of a run of a scenario."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write(text)
        file.flush()
        few = command_seconds(program, file.name, runs // 10)
        many = command_seconds(program, file.name, runs)
    return (many - few) / (runs - runs // 10)


def scenario(drawn, concession):
    """The scenario with its scores as written or drawn, and another concession on both sides."""
    text = (HERE / "offers.toml").read_text()
    if concession:
        text = text.replace(
            'strategy.concession.time-dependent = { start = 1.0, exponent = 4.0 }\nstrategy.choose = "least"',
            f'strategy.concession = "{concession}"',
        )
    if drawn:
        lines = []
        for line in text.splitlines():
            issue = line.split(" = ")[0]
            if issue in ISSUES and "scores" in line:
                scores = ", ".join(["{ uniform = [0.0, 1.0] }"] * len(OPTIONS[issue]))
                line = f"{issue} = {{ weight = {{ uniform = [0.1, 1.0] }}, scores = [{scores}] }}"
            lines.append(line)
        text = "\n".join(lines) + "\n"
    return text


CASES = [
    ("boulware, reservation values drawn", BoulwareTBNegotiator, False, None, 30, 200_000),
    ("boulware, all scores drawn", BoulwareTBNegotiator, True, None, 30, 50_000),
    ("MiCRO, all scores drawn", MiCRONegotiator, True, "micro", 30, 20_000),
]


def main():
    program = sys.argv[1]
    print(f"{'3,125 deals, 100 rounds':38}{'NegMAS/s':>10}{'zopa/s':>10}{'ratio':>9}")
    for title, negotiator, drawn, concession, theirs, ours in CASES:
        text = scenario(drawn, concession)
        pairs = [(negmas(negotiator, drawn, theirs), zopa(program, text, ours)) for _ in range(REPEATS)]
        peer, own = (statistics.median(column) for column in zip(*pairs))
        print(f"{title:38}{1 / peer:>10.1f}{1 / own:>10,.0f}{peer / own:>9,.0f}")


if __name__ == "__main__":
    random.seed(1)
    main()
