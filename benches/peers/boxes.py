"""Boxes by PRIM in the EMA Workbench (Kwakkel 2017) and here, on the same runs.

Ours plays the runs and judges the box on others; the workbench gets the runs that ours seeks in, already in memory.
"""

import time
import warnings
from functools import cache

import numpy as np
import pandas
from command import run, scenario, seconds

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from ema_workbench.analysis import prim

RUNS = 20_000
# Share of the runs that a peel takes off, and that a box holds at least: the defaults of both.
PEEL, MASS = 0.05, 0.05
# Ends of a peel are quantiles there and numbers that were drawn here: a run or two more or less.
TOLERANCE = 0.01


def arguments(folder):
    file = folder / "boxes.toml"
    text = scenario(drawn=True)
    # Half of the talks fail.
    for low_fallback in ("{ uniform = [0.15, 0.35] }", "{ uniform = [0.2, 0.4] }"):
        assert text.count(low_fallback) == 1
        text = text.replace(low_fallback, "{ uniform = [0.4, 0.95] }")
    file.write_text(text)
    return ["discover", file, "--of", "agreement", "--runs", str(RUNS)]


def ours(program, folder):
    """Processor seconds of the whole command."""
    return seconds(program, *arguments(folder))


@cache
def drawn(program, folder):
    """What ours drew and found: the numbers of the runs it seeks in, their results, and its way to the box."""
    output = folder / "boxes"
    run(program, output, *arguments(folder), "--drawn")
    table = pandas.read_csv(output / "drawn.csv")
    table = table[table["run"] % 2 == 0].reset_index(drop=True)
    results = table["agreement"].to_numpy(dtype=bool)
    return table.drop(columns=["run", "agreement"]), results, pandas.read_csv(output / "peeling.csv")


def box(numbers, results):
    # As low a threshold as can be: a box is always given.
    search = prim.Prim(numbers, results, threshold=1e-9, peel_alpha=PEEL, mass_min=MASS)
    return search.find_box()


def theirs(program, folder):
    """Processor seconds of the search in the workbench."""
    numbers, results, _ = drawn(program, folder)
    before = time.process_time()
    box(numbers, results)
    return time.process_time() - before


def agree(program, folder):
    """How far both ways of peeling lie apart, step by step."""
    numbers, results, own = drawn(program, folder)
    way = box(numbers, results).peeling_trajectory
    # What comes behind the peels there is pasting.
    steps = len(own)
    assert len(way) >= steps, f"{len(way)} steps there, {steps} here"
    middle = (own["mass-training"] - 0.45).abs().idxmin()
    for measure in ("coverage", "density"):
        here, there = own[f"{measure}-training"].to_numpy(), way[measure].to_numpy()[:steps]
        apart = float(np.abs(here - there).max())
        print(f"{measure} of the box of {middle} peels: EMA Workbench {there[middle]:.4f}, zopa {here[middle]:.4f}; ", end="")
        print(f"over {steps} steps at most {apart:.1e} apart, allowed {TOLERANCE:.0e}")
        assert apart <= TOLERANCE, "the workbench peels otherwise"


def cases():
    yield f"PRIM among {RUNS // 2:,} runs, 62 numbers", "EMA Workbench", theirs, ours
