"""Makes the recordings: python record.py [--again] [GROUP ...], all groups without arguments.

Writes GROUP.json beside this file. Runs whose experiment has not changed are kept; --again trains them too. See README.md for the format and for how to install what it needs.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

from groups import GROUPS

HERE = pathlib.Path(__file__).parent


def command(program, precision):
    """The script that trains, and the environment that fixes its backend and precision."""
    environment = {"RECORDING_PRECISION": precision, "OMP_NUM_THREADS": "1"}
    if program == "torch":
        return "torch_run.py", environment
    backend = program if program != "keras" else "jax" if precision == "float64" else "tensorflow"
    return "keras_run.py", {"KERAS_BACKEND": backend, **environment}


def run(script, environment, batch):
    """Trains a list of {name, experiment} in a process of its own."""
    done = subprocess.run([sys.executable, HERE / script], input=json.dumps(batch), stdout=subprocess.PIPE,
                          env={**os.environ, **environment}, text=True, check=True)
    return json.loads(done.stdout)


def committed(group):
    """What GROUP.json holds: its made_with, and its runs by name."""
    path = HERE / f"{group}.json"
    if not path.exists():
        return {}, {}
    document = json.loads(path.read_text())
    return document["made_with"], {r["name"]: r for r in document["runs"]}


def record(group, again):
    """Trains a group's experiments, one process per program and precision, and keeps their order."""
    jobs = GROUPS[group]()
    names = [name for name, _, _ in jobs]
    assert len(set(names)) == len(names), "two runs of one name"
    made_with, runs = ({}, {}) if again else committed(group)
    by_process = {}
    for name, program, document in jobs:
        if name in runs and runs[name]["experiment"] == document:
            continue
        by_process.setdefault((program, document["training"]["precision"]), []).append({"name": name, "experiment": document})
    for (program, precision), batch in by_process.items():
        answer = run(*command(program, precision), batch)
        assert all(made_with.get(k, v) == v for k, v in answer["made_with"].items()), "other versions than the kept runs': use --again"
        made_with |= answer["made_with"]
        runs |= {r["name"]: r for r in answer["runs"]}
    return made_with, [runs[name] for name in names]


def write(group, made_with, runs):
    """One run a line, so that a diff shows which ones moved."""
    lines = ",\n".join(json.dumps(r, separators=(",", ":"), allow_nan=False) for r in runs)
    path = HERE / f"{group}.json"
    path.write_text(f'{{"made_with":{json.dumps(made_with)},\n"runs":[\n{lines}\n]}}\n')
    return path


if __name__ == "__main__":
    again = "--again" in sys.argv
    for group in [a for a in sys.argv[1:] if a != "--again"] or GROUPS:
        start = time.time()
        path = write(group, *record(group, again))
        print(f"{path.name}: {path.stat().st_size // 1024} kB in {time.time() - start:.0f} s", file=sys.stderr)
