"""The recordings: for each file a list of (name, program, experiment).

The program is "keras" (JAX for float64, TensorFlow for float32), "tensorflow" (Keras on TensorFlow whatever the
precision) or "torch". A name says what is special about the run.
"""

import copy

from setting import curve, experiment, flags, labels, surface


def single(runs, *names):
    """The named runs again in float32."""
    again = []
    for name, program, document in runs:
        if name in names:
            document = copy.deepcopy(document)
            document["training"]["precision"] = "float32"
            again.append((f"{name} float32", program, document))
    assert len(again) == len(names), names
    return again


OPTIMIZERS = {
    "sgd": {"name": "sgd", "learning_rate": 0.05},
    "sgd momentum": {"name": "sgd", "learning_rate": 0.02, "momentum": 0.9},
    "sgd nesterov": {"name": "sgd", "learning_rate": 0.02, "momentum": 0.9, "nesterov": True},
    "rmsprop": {"name": "rmsprop", "learning_rate": 0.001},
    "rmsprop centered": {"name": "rmsprop", "learning_rate": 0.0005, "centered": True},
    "rmsprop momentum": {"name": "rmsprop", "learning_rate": 0.0003, "momentum": 0.8},
    "rmsprop centered momentum": {"name": "rmsprop", "learning_rate": 0.001, "momentum": 0.5, "centered": True, "rho": 0.95, "epsilon": 1e-5},
    "adagrad": {"name": "adagrad", "learning_rate": 0.1},
    "adadelta": {"name": "adadelta", "learning_rate": 1.0},
    "adam": {"name": "adam", "learning_rate": 0.01},
    "adam amsgrad": {"name": "adam", "learning_rate": 0.01, "amsgrad": True},
    "adamw": {"name": "adamw", "learning_rate": 0.01},
    "adamax": {"name": "adamax", "learning_rate": 0.01},
    "nadam": {"name": "nadam", "learning_rate": 0.01},
    "ftrl": {"name": "ftrl", "learning_rate": 0.05},
    "lion": {"name": "lion", "learning_rate": 0.002},
    "sgd weight_decay": {"name": "sgd", "learning_rate": 0.05, "weight_decay": 0.02},
    "adam weight_decay": {"name": "adam", "learning_rate": 0.01, "weight_decay": 0.02},
    "sgd clipnorm": {"name": "sgd", "learning_rate": 0.05, "clipnorm": 0.2},
    "sgd clipvalue": {"name": "sgd", "learning_rate": 0.05, "clipvalue": 0.05},
    "sgd global_clipnorm": {"name": "sgd", "learning_rate": 0.05, "global_clipnorm": 0.3},
    "adam clipnorm": {"name": "adam", "learning_rate": 0.01, "clipnorm": 0.1},
}
VARIANTS = {
    "adam arguments": {"name": "adam", "learning_rate": 0.01, "beta_1": 0.8, "beta_2": 0.98, "epsilon": 1e-3},
    "adamw arguments": {"name": "adamw", "learning_rate": 0.01, "weight_decay": 0.1, "beta_1": 0.85, "amsgrad": True},
    "adamax arguments": {"name": "adamax", "learning_rate": 0.01, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-3},
    "nadam arguments": {"name": "nadam", "learning_rate": 0.003, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4},
    "adagrad arguments": {"name": "adagrad", "learning_rate": 0.05, "initial_accumulator_value": 0.5, "epsilon": 1e-3},
    "adadelta arguments": {"name": "adadelta", "learning_rate": 0.1, "rho": 0.9, "epsilon": 1e-4},
    "ftrl arguments": {"name": "ftrl", "learning_rate": 0.1, "learning_rate_power": -0.4, "initial_accumulator_value": 0.2, "l1_regularization_strength": 0.001, "l2_regularization_strength": 0.01, "l2_shrinkage_regularization_strength": 0.001, "beta": 0.1},
    "lion arguments": {"name": "lion", "learning_rate": 0.001, "beta_1": 0.8, "beta_2": 0.95, "weight_decay": 0.1},
    "rmsprop clipnorm weight_decay": {"name": "rmsprop", "learning_rate": 0.001, "clipnorm": 0.1, "weight_decay": 0.01},
    "adamw global_clipnorm": {"name": "adamw", "learning_rate": 0.01, "global_clipnorm": 0.1},
    **{f"{name} defaults": name for name in ("sgd", "rmsprop", "adagrad", "adadelta", "adam", "adamw", "adamax", "nadam", "ftrl", "lion")},
}


def optimizers():
    """Every optimizer with tanh (1-6-1, full batch), relu (2-5-5-3, batches of 8 of 24) and sigmoid (2-5-1, batches of 10, 10, 5)."""
    runs = []
    for name, optimizer in OPTIMIZERS.items():
        runs.append((f"{name} tanh", "keras", experiment(curve(), [6], "tanh", optimizer)))
        runs.append((f"{name} relu", "keras", experiment(surface(), [5, 5], "relu", optimizer, batch_size=8, epochs=70)))
        runs.append((f"{name} sigmoid", "keras", experiment(surface(25, 2, 1), [5], "sigmoid", optimizer, batch_size=10, epochs=70, scale=2)))
    for name, optimizer in VARIANTS.items():
        runs.append((name, "keras", experiment(curve(), [6], "tanh", optimizer)))
    return runs + single(runs, "sgd tanh", "sgd nesterov tanh", "rmsprop centered tanh", "adagrad relu", "adadelta sigmoid",
                         "adam tanh", "adam relu", "adam sigmoid", "adam amsgrad tanh", "adamw tanh", "adamax tanh",
                         "nadam sigmoid", "ftrl tanh", "lion tanh", "sgd clipnorm tanh", "adam defaults")


ACTIVATIONS = [
    "linear", "relu", {"name": "relu", "negative_slope": 0.1}, {"name": "relu", "max_value": 0.8},
    {"name": "relu", "max_value": 6.0}, {"name": "relu", "threshold": 0.2},
    {"name": "relu", "negative_slope": 0.1, "max_value": 1.0, "threshold": 0.1}, "leaky_relu",
    {"name": "leaky_relu", "negative_slope": 0.01}, "elu", {"name": "elu", "alpha": 0.5}, "selu", "gelu",
    {"name": "gelu", "approximate": True}, "silu", "swish", "mish", "softplus", "softsign", "tanh", "sigmoid", "hard_sigmoid",
    "hard_tanh", "exponential", "sin",
]


def title(value):
    """A choice as words: "relu max_value=6.0"."""
    return value if isinstance(value, str) else " ".join([value["name"], *(f"{k}={v}" for k, v in value.items() if k != "name")])


def activations():
    """Every activation in two hidden layers, on inputs wide enough to reach its kinks, then as the output layer's."""
    momentum = {"name": "sgd", "learning_rate": 0.005, "momentum": 0.9}
    adam = {"name": "adam", "learning_rate": 0.005}
    runs = []
    for value in ACTIVATIONS:
        runs.append((title(value), "keras", experiment(curve(16), [6], value, adam, scale=2, seed=6)))
        runs.append((f"{title(value)} deep", "keras", experiment(surface(14, 2, 1), [5, 4], value, momentum, seed=7)))
    for value in ("tanh", "sigmoid", "softplus", "relu", "exponential", "softmax", "hard_sigmoid"):
        runs.append((f"{title(value)} output", "keras", experiment(surface(14, 2, 2), [5], "tanh", adam, output=value, seed=8)))
    return runs + single(runs, *(title(value) for value in ACTIVATIONS), "softmax output")


def losses():
    adam = {"name": "adam", "learning_rate": 0.01}
    regression = [
        "mean_squared_error", "mean_absolute_error", "huber", {"name": "huber", "delta": 0.3}, "log_cosh",
        "mean_absolute_percentage_error",
    ]
    runs = []
    for loss in regression:
        runs.append((title(loss), "keras", experiment(curve(), [6], "tanh", adam, loss=loss)))
        runs.append((f"{title(loss)} three targets", "keras", experiment(surface(20), [5], "tanh", adam, loss=loss, batch_size=8, epochs=70)))
    zero = curve()
    zero["points"][3][1] = 0.0
    runs.append(("mean_absolute_percentage_error target zero", "keras", experiment(zero, [6], "tanh", adam, loss="mean_absolute_percentage_error")))

    binary, categorical = "binary_crossentropy", "categorical_crossentropy"
    smooth = {"label_smoothing": 0.1}
    for note, args, output in (("probabilities", {}, "sigmoid"), ("logits", {"from_logits": True}, "linear"),
                               ("probabilities smoothed", smooth, "sigmoid"), ("logits smoothed", {"from_logits": True, **smooth}, "linear")):
        loss = {"name": binary, **args}
        runs.append((f"{binary} {note}", "keras", experiment(labels(), [5], "tanh", adam, loss=loss, output=output)))
        runs.append((f"{binary} {note} three targets", "keras", experiment(flags(), [5], "tanh", adam, loss=loss, output=output, batch_size=8, epochs=70)))
    for note, args, output in (("probabilities", {}, "softmax"), ("logits", {"from_logits": True}, "linear"),
                               ("probabilities smoothed", smooth, "softmax"), ("logits smoothed", {"from_logits": True, **smooth}, "linear"),
                               ("unnormalised outputs", {}, "sigmoid")):
        loss = {"name": categorical, **args}
        runs.append((f"{categorical} {note}", "keras", experiment(labels(21, 2, 3), [5], "tanh", adam, loss=loss, output=output)))
        runs.append((f"{categorical} {note} batches", "keras", experiment(labels(21, 3, 4), [5], "tanh", adam, loss=loss, output=output, batch_size=8, epochs=70)))

    # Outputs beyond Keras's clip at 1e-7: their loss is -log(1e-7) = 16.118 and their gradient zero.
    runs.append((f"{binary} saturated", "keras", experiment(labels(), [5], "tanh", adam, loss=binary, output="sigmoid", scale=30)))
    runs.append((f"{binary} logits large", "keras", experiment(labels(), [5], "tanh", adam, loss={"name": binary, "from_logits": True}, scale=30)))
    runs.append((f"{categorical} saturated", "keras", experiment(labels(21, 2, 3), [5], "tanh", adam, loss=categorical, output="softmax", scale=30)))
    runs.append((f"{categorical} logits large", "keras", experiment(labels(21, 2, 3), [5], "tanh", adam, loss={"name": categorical, "from_logits": True}, scale=30)))
    # The output layer forgotten its sigmoid: outputs below 0 and above 1 are clipped.
    runs.append((f"{binary} linear outputs", "keras", experiment(labels(), [5], "tanh", adam, loss=binary)))
    runs.append(("hinge labels 0 and 1", "keras", experiment(labels(), [5], "tanh", adam, loss="hinge")))
    runs.append(("hinge labels -1 and 1", "keras", experiment(labels(values=(-1, 1)), [5], "tanh", adam, loss="hinge", output="tanh")))
    runs.append(("hinge three targets", "keras", experiment(flags(), [5], "tanh", adam, loss="hinge", batch_size=8, epochs=70)))
    return runs + single(runs, *(title(loss) for loss in regression), f"{binary} logits", f"{categorical} logits",
                         "hinge labels 0 and 1", f"{binary} linear outputs", f"{categorical} unnormalised outputs")


GROUPS = {"optimizers": optimizers, "activations": activations, "losses": losses}
