"""The program measured, and the scenarios it is given."""

import resource
import subprocess
import tempfile
import tomllib
from pathlib import Path

TEXT = (Path(__file__).parent / "offers.toml").read_text()
SCENARIO = tomllib.loads(TEXT)
ISSUES = [issue["id"] for issue in SCENARIO["issue"]]
OPTIONS = {issue["id"]: [option["id"] for option in issue["options"]] for issue in SCENARIO["issue"]}


def scenario(drawn, concession=None):
    """The scenario with its scores as written or drawn, and another concession on both sides."""
    text = TEXT
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


def run(program, output, *arguments):
    """Runs a command on one thread; its results are in the folder `output`."""
    done = subprocess.run(
        [program, *arguments, "--threads", "1", "--output", output],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )
    if done.returncode:
        raise SystemExit(f"{program} {' '.join(map(str, arguments))}\n{done.stderr}")


def seconds(program, *arguments):
    """Processor seconds of a whole command, its results thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run(program, Path(folder) / "results", *arguments)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
