"""How much processor time this program and others need for the same, on this machine, one after the other on one core.

Both take turns, several times; the table shows medians. Where both compute the same, it shows how far apart they are and
fails where that is too far.
"""

import random
import statistics
import sys
import tempfile
from pathlib import Path

import boxes
import indices
import negotiations

REPEATS = 5


def written(seconds):
    """A time with three digits and its unit."""
    for unit, length in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= length:
            break
    return f"{seconds / length:.3g} {unit}"


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{'processor time of':52}{'peer':15}{'theirs':>9}{'zopa':>9}{'ratio':>8}")
        for title, peer, theirs, ours in (*negotiations.cases(), *indices.cases(), *boxes.cases()):
            pairs = [(theirs(program, folder), ours(program, folder)) for _ in range(REPEATS)]
            other, own = (statistics.median(column) for column in zip(*pairs))
            ratio = other / own
            ratio = f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"
            print(f"{title:52}{peer:15}{written(other):>9}{written(own):>9}{ratio:>8}", flush=True)
        print()
        indices.agree(program, folder)
        boxes.agree(program, folder)


if __name__ == "__main__":
    random.seed(1)
    main()
