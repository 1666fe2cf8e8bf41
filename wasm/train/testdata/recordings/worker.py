"""The protocol between record.py and the two programs that train, keras_run.py and torch_run.py.

A framework keeps its backend and its float width for a whole process, so record.py starts one process per
(framework, backend, precision). It writes the list of {name, experiment} to standard input and reads
{"made_with": ..., "runs": [...]} from standard output.
"""

import json
import math
import platform
import sys

import numpy as np

RECORDED = (1, 2, 3, 5, 10, 20, 30, 50, 70, 100, 150, 200, 300, 400, 500, 700, 1000, 2000, 3000, 5000, 7000, 10000)


def serve(train, versions):
    """Trains every experiment on standard input with train(experiment) and prints the runs."""
    jobs = json.load(sys.stdin)
    runs = []
    for job in jobs:
        print(f"{job['name']}", file=sys.stderr)
        runs.append({"name": job["name"], **train(job["experiment"])})
    json.dump({"made_with": {"python": platform.python_version(), "numpy": np.__version__, **versions}, "runs": runs},
              sys.stdout)


def recorded_epochs(epochs):
    """The 1-based epochs to keep: dense at first, where a wrong first step shows, and always the last."""
    return sorted({e for e in RECORDED if e <= epochs} | {epochs})


def number(value, single):
    """A float that JSON can hold. A float32 is written with the digits that identify it, so that it reads back exactly."""
    value = float(str(np.float32(value))) if single else float(value)
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")


def nested(array, single):
    """A NumPy array as nested lists of JSON numbers."""
    array = np.asarray(array)
    if array.ndim == 0:
        return number(array, single)
    return [nested(part, single) for part in array]


def columns(experiment, dtype):
    """The inputs and targets of data.points as two matrices, rows first."""
    points = np.array(experiment["data"]["points"], dtype)
    inputs = len(experiment["data"]["inputs"])
    return points[:, :inputs], points[:, inputs:]


def training_rows(experiment):
    """How many rows train: Keras keeps the last floor(n * validation) rows, before any shuffle, for validation."""
    rows = len(experiment["data"]["points"])
    validation = experiment["data"].get("validation", 0)
    return int(math.floor(rows * (1.0 - validation))) if validation else rows


def choice(value):
    """A contract choice, "name" or {"name": ..., args}, as (name, args)."""
    if isinstance(value, str):
        return value, {}
    args = dict(value)
    return args.pop("name"), args
