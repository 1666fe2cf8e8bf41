"""Data, initial weights and the frame of an experiment, shared by the groups of recordings.

Made numbers are rounded to four decimals before anything sees them, so that a file stays small and loses nothing.
"""

import numpy as np


def four(array):
    return np.round(np.asarray(array, float), 4)


def rows(x, y):
    """Data points: inputs first, targets after."""
    x, y = np.atleast_2d(four(x).T).T, np.atleast_2d(four(y).T).T
    return {
        "points": np.hstack([x, y]).tolist(),
        "inputs": [f"x{i + 1}" for i in range(x.shape[1])],
        "targets": [f"y{i + 1}" for i in range(y.shape[1])],
    }


def curve(count=12, seed=1):
    """One input, one target: a noisy sine over [-2, 2], targets of order 1."""
    rng = np.random.default_rng(seed)
    x = np.linspace(-2, 2, count)
    return rows(x, np.sin(2 * x) + 0.3 * x + rng.normal(0, 0.1, count))


def origin(count=3):
    """The first points of the question that began Plateau."""
    points = [[-1.0, -0.2445248], [0.0, 0.1232554], [1.0, 0.1713998]]
    return {"points": points[:count], "inputs": ["x1"], "targets": ["y1"]}


def surface(count=24, inputs=2, targets=3, seed=2):
    """Several inputs, several targets: smooth functions of random projections."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (count, inputs))
    return rows(x, np.tanh(x @ rng.normal(0, 1, (inputs, targets))) + 0.3 * np.cos(x @ rng.normal(0, 2, (inputs, targets))))


def labels(count=20, inputs=2, classes=2, seed=3, values=(0, 1)):
    """Noisy classes. Two classes make one column with the given values; more make one-hot columns."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (count, inputs))
    score = x @ rng.normal(0, 2, (inputs, classes)) + rng.normal(0, 1, (count, classes))
    best = np.argmax(score, 1)
    if classes == 2:
        return rows(x, np.array(values, float)[best])
    return rows(x, np.eye(classes)[best])


def flags(count=20, inputs=2, targets=3, seed=4):
    """Several independent 0/1 targets."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (count, inputs))
    return rows(x, (x @ rng.normal(0, 1, (inputs, targets)) + rng.normal(0, 0.5, (count, targets)) > 0).astype(float))


def weights(sizes, use_bias=True, scale=1.0, seed=5):
    """Initial weights in Keras's order: per layer the kernel (fan_in rows), then the bias; biases are not zero, so that a mistake in one shows."""
    rng = np.random.default_rng(seed)
    arrays = []
    for fan_in, units in zip(sizes, sizes[1:]):
        arrays.append(four(rng.normal(0, scale / np.sqrt(fan_in), (fan_in, units))).tolist())
        if use_bias:
            arrays.append(four(rng.normal(0, 0.3, units)).tolist())
    return arrays


def glorot(sizes, seed):
    """Keras's default start: kernels uniform within sqrt(6 / (fan_in + fan_out)), biases zero."""
    rng = np.random.default_rng(seed)
    arrays = []
    for fan_in, units in zip(sizes, sizes[1:]):
        limit = np.sqrt(6 / (fan_in + units))
        arrays += [four(rng.uniform(-limit, limit, (fan_in, units))).tolist(), [0.0] * units]
    return arrays


def experiment(data, hidden, activation, optimizer, *, output="linear", loss="mean_squared_error", epochs=200,
               batch_size=None, use_bias=True, precision="float64", scale=1.0, seed=5, initial=None, validation=None,
               **training):
    """A contract Experiment: hidden widths, one activation for all of them, everything else by keyword."""
    data = dict(data)
    if validation:
        data["validation"] = validation
    units = [*hidden, len(data["targets"])]
    layers = [{"units": n, "activation": activation} for n in hidden] + [{"units": units[-1], "activation": output}]
    if not use_bias:
        for layer in layers:
            layer["use_bias"] = False
    return {
        "version": 1,
        "data": data,
        "network": {
            "layers": layers,
            "weights": initial or weights([len(data["inputs"]), *units], use_bias, scale, seed),
        },
        "training": {
            "loss": loss, "optimizer": optimizer, "batch_size": batch_size or len(data["points"]), "shuffle": False,
            "epochs": epochs, "precision": precision, **training,
        },
    }
