"""Sobol indices in SALib (Iwanaga, Usher and Herman 2022) and here, of as many factors at as many points.

SALib's model is Ishigami's function in Python, ours a whole negotiation at each point. Then SALib is given our results to
analyse: both must come to the same indices.
"""

import csv
import json
import time

import numpy as np
from command import run, scenario, seconds
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sample
from SALib.test_functions import Ishigami

SAMPLES = 1_024
# The two reservation values, and for each party five weights and 25 scores.
NUMBERS = 62
# The noise of the talks is a factor, too.
FACTORS = NUMBERS + 1
# Both use Saltelli's estimator of 2010 and Jansen's, but they subtract means over other points before the former.
TOLERANCES = {"S1": 1e-3, "ST": 1e-6}


def problem(ends):
    return {
        "num_vars": FACTORS,
        "names": [f"x{number}" for number in range(FACTORS)],
        "bounds": [ends] * FACTORS,
    }


def theirs(_program, _folder):
    """Processor seconds of sampling, evaluating and analysing in SALib."""
    before = time.process_time()
    asked = problem([-np.pi, np.pi])
    points = sample.sample(asked, SAMPLES, calc_second_order=False)
    assert len(points) == SAMPLES * (FACTORS + 2)
    results = Ishigami.evaluate(points[:, :3])
    analysis.analyze(asked, results, calc_second_order=False)
    return time.process_time() - before


def arguments(file, numbers):
    sizes = ["--samples", str(SAMPLES), "--runs-per-sample", "1"]
    return ["sensitivity", file, "--of", "utility.seller", *sizes, "--parameters", ",".join(numbers)]


def prepared(program, folder):
    """The scenario as a file, and the paths of its numbers."""
    file = folder / "indices.toml"
    file.write_text(scenario(drawn=True))
    output = folder / "numbers"
    if not output.exists():
        run(program, output, "discover", file, "--runs", "2", "--drawn")
    with open(output / "drawn.csv") as table:
        numbers = next(csv.reader(table))[2:]
    assert len(numbers) == NUMBERS, numbers
    return file, numbers


def ours(program, folder):
    """Processor seconds of the whole command."""
    file, numbers = prepared(program, folder)
    return seconds(program, *arguments(file, numbers))


def agree(program, folder):
    """How far SALib's indices of our results lie from ours, at most."""
    file, numbers = prepared(program, folder)
    output = folder / "indices"
    run(program, output, *arguments(file, numbers), "--points")
    found = {item["factor"]: item for item in json.loads((output / "sensitivity.json").read_text())["factors"]}
    with open(output / "points.csv") as table:
        points = list(csv.DictReader(table))
    names = [point["mixed"] for point in points[2 : FACTORS + 2]]
    results = np.array([float(point["utility.seller"]) for point in points]).reshape(SAMPLES, FACTORS + 2)
    # SALib wants B behind the mixtures.
    results = np.roll(results[:, [1, 0, *range(2, FACTORS + 2)]], -1, axis=1)
    same = analysis.analyze(problem([0.0, 1.0]), results.ravel(), calc_second_order=False)
    for order, name in (("S1", "first"), ("ST", "total")):
        pairs = [(float(own), found[factor][name]["value"]) for factor, own in zip(names, same[order])]
        largest = max(range(FACTORS), key=lambda place: pairs[place][1])
        apart = max(abs(own - other) for own, other in pairs)
        theirs_there, ours_there = pairs[largest]
        print(f"{name}-order index of {names[largest]}: SALib {theirs_there:.4f}, zopa {ours_there:.4f}; ", end="")
        print(f"of all {FACTORS} at most {apart:.1e} apart, allowed {TOLERANCES[order]:.0e}")
        assert apart <= TOLERANCES[order], "SALib comes to other indices of the same results"


def cases():
    points = f"{SAMPLES * (FACTORS + 2):,}"
    yield f"Sobol indices of {FACTORS} factors, {points} points", "SALib", theirs, ours
