"""The recordings: for each file a list of (name, program, experiment).

The program is "keras" (on JAX for float64, on TensorFlow for float32), "jax" or "tensorflow" (Keras on that one), or "torch".
A name says what is special about the run.
"""

import copy

from setting import curve, experiment, flags, glorot, labels, origin, surface


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
        relu = {**optimizer, "learning_rate": 0.2} if name == "ftrl" else optimizer  # its first step forgets the initial weights; a small rate leaves ReLU dead
        runs.append((f"{name} tanh", "keras", experiment(curve(), [6], "tanh", optimizer)))
        runs.append((f"{name} relu", "keras", experiment(surface(), [5, 5], "relu", relu, batch_size=8, epochs=70)))
        runs.append((f"{name} sigmoid", "keras", experiment(surface(25, 2, 1), [5], "sigmoid", optimizer, batch_size=10, epochs=70, scale=2)))
    for name, optimizer in VARIANTS.items():
        runs.append((name, "keras", experiment(curve(), [6], "tanh", optimizer)))
    return runs + single(runs, "sgd tanh", "sgd nesterov tanh", "rmsprop centered tanh", "adagrad relu", "adadelta sigmoid",
                         "adam tanh", "adam relu", "adam sigmoid", "adam amsgrad tanh", "adamw tanh", "adamax tanh",
                         "nadam sigmoid", "ftrl tanh", "lion tanh", "sgd clipnorm tanh", "adam defaults")


ACTIVATIONS = [
    "linear", "relu", {"name": "relu", "negative_slope": 0.1}, {"name": "relu", "max_value": 0.8},
    {"name": "relu", "max_value": 6.0}, {"name": "relu", "threshold": 0.2},
    {"name": "relu", "negative_slope": 0.1, "max_value": 1.0, "threshold": 0.1},
    {"name": "relu", "max_value": 1.5, "threshold": -0.7}, {"name": "relu", "negative_slope": 0.1, "max_value": 1.5, "threshold": -0.7}, "leaky_relu",
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
    runs.append((f"{binary} linear outputs", "keras", experiment(labels(), [5], "tanh", {**adam, "learning_rate": 0.003}, loss=binary)))
    runs.append(("hinge labels 0 and 1", "keras", experiment(labels(), [5], "tanh", adam, loss="hinge")))
    runs.append(("hinge labels -1 and 1", "keras", experiment(labels(values=(-1, 1)), [5], "tanh", adam, loss="hinge", output="tanh")))
    runs.append(("hinge three targets", "keras", experiment(flags(), [5], "tanh", adam, loss="hinge", batch_size=8, epochs=70)))
    return runs + single(runs, *(title(loss) for loss in regression), f"{binary} logits", f"{categorical} logits",
                         "hinge labels -1 and 1", f"{binary} probabilities", f"{categorical} probabilities")


def schedules():
    """Every schedule on SGD with momentum and on Adam, in batches, so that steps and epochs differ: 3 updates an epoch."""
    sgd = {"name": "sgd", "learning_rate": 0.02, "momentum": 0.5}
    adam = {"name": "adam", "learning_rate": 0.01}
    plans = {
        "exponential_decay": {"decay_steps": 50, "decay_rate": 0.8},
        "exponential_decay staircase": {"decay_steps": 50, "decay_rate": 0.8, "staircase": True},
        "step_decay": {"step_size": 15, "gamma": 0.5},
        "cosine_decay": {"decay_steps": 150},
        "cosine_decay alpha": {"decay_steps": 150, "alpha": 0.1},
        "cosine_decay warmup": {"decay_steps": 120, "alpha": 0.05, "warmup_target": 0.04, "warmup_steps": 40},
        "cosine_decay_restarts": {"first_decay_steps": 35},
        "cosine_decay_restarts arguments": {"first_decay_steps": 40, "t_mul": 1.5, "m_mul": 0.8, "alpha": 0.1},
        "cosine_decay_restarts equal": {"first_decay_steps": 50, "t_mul": 1.0, "m_mul": 0.9},
        "piecewise_constant_decay": {"boundaries": [60, 130], "values": [0.02, 0.01, 0.002]},
    }
    runs = []
    for name, plan in plans.items():
        schedule = {"name": name.split()[0], **plan}
        runs.append((f"{name} sgd", "keras", experiment(curve(), [6], "tanh", sgd, batch_size=5, epochs=70, schedule=schedule)))
        runs.append((f"{name} adam", "keras", experiment(surface(20), [5], "tanh", adam, batch_size=8, epochs=70, schedule=schedule)))
    plateau = {
        "reduce_on_plateau": ({"factor": 0.5, "patience": 4, "min_delta": 0.001}, {}),
        "reduce_on_plateau cooldown": ({"factor": 0.5, "patience": 3, "min_delta": 0.002, "cooldown": 5}, {}),
        "reduce_on_plateau min_lr": ({"factor": 0.3, "patience": 2, "min_delta": 0.002, "min_lr": 0.001}, {}),
        "reduce_on_plateau cooldown min_lr": ({"factor": 0.2, "patience": 3, "min_delta": 0.005, "cooldown": 2, "min_lr": 0.003}, {}),
        "reduce_on_plateau val_loss": ({"factor": 0.5, "patience": 3, "min_delta": 0.0}, {"validation": 0.25}),
    }
    for name, (plan, more) in plateau.items():
        schedule = {"name": "reduce_on_plateau", **plan}
        runs.append((f"{name} sgd", "keras", experiment(curve(16), [6], "tanh", sgd, batch_size=5, epochs=100, schedule=schedule, **more)))
        runs.append((f"{name} adam", "keras", experiment(curve(12), [6], "tanh", adam, epochs=300, schedule=schedule, **more)))
    return runs + single(runs, "step_decay sgd", "cosine_decay warmup adam", "piecewise_constant_decay sgd", "reduce_on_plateau cooldown adam")


def regularizers():
    """Penalties on the kernels, layers without bias, class weights, a validation split, early stopping."""
    adam = {"name": "adam", "learning_rate": 0.01}
    sgd = {"name": "sgd", "learning_rate": 0.05}
    runs = []
    for name, penalty in (("l1", {"l1": 0.003}), ("l2", {"l2": 0.01}), ("l1 l2", {"l1": 0.001, "l2": 0.003})):
        runs.append((f"{name} adam", "keras", experiment(curve(), [6], "tanh", adam, **penalty)))
        runs.append((f"{name} sgd batches", "keras", experiment(surface(20), [5, 4], "sigmoid", sgd, batch_size=8, epochs=70, scale=2, **penalty)))
        runs.append((f"{name} use_bias false", "keras", experiment(surface(14), [5], "relu", sgd, use_bias=False, **penalty)))
    runs.append(("use_bias false", "keras", experiment(curve(), [6], "tanh", adam, use_bias=False)))
    runs.append(("use_bias false deep", "keras", experiment(surface(20), [5, 4, 4], "elu", sgd, use_bias=False, batch_size=8, epochs=70)))

    weights = {"0": 0.4, "1": 2.5}
    binary = "binary_crossentropy"
    runs.append(("class_weight binary", "keras", experiment(labels(), [5], "tanh", adam, loss=binary, output="sigmoid", class_weight=weights)))
    runs.append(("class_weight binary logits batches", "keras", experiment(
        labels(21), [5], "tanh", adam, loss={"name": binary, "from_logits": True}, batch_size=8, epochs=70, class_weight=weights)))
    runs.append(("class_weight one missing", "keras", experiment(labels(), [5], "tanh", adam, loss=binary, output="sigmoid", class_weight={"1": 3.0})))
    runs.append(("class_weight categorical", "keras", experiment(
        labels(21, 2, 3), [5], "tanh", adam, loss="categorical_crossentropy", output="softmax", class_weight={"0": 0.5, "1": 1.0, "2": 4.0})))
    runs.append(("class_weight hinge labels 0 and 1", "keras", experiment(labels(), [5], "tanh", adam, loss="hinge", class_weight={"0": 10.0, "1": 2.0})))
    runs.append(("class_weight l2 batches", "keras", experiment(
        labels(21), [5], "tanh", adam, loss=binary, output="sigmoid", batch_size=8, epochs=70, l2=0.01, class_weight=weights)))

    runs.append(("validation", "keras", experiment(curve(20), [6], "tanh", adam, validation=0.3)))
    runs.append(("validation rounds down", "keras", experiment(surface(19), [5], "tanh", adam, validation=0.25, batch_size=5, epochs=70)))
    runs.append(("validation l2 batches", "keras", experiment(surface(33), [5], "tanh", adam, validation=0.4, batch_size=8, epochs=70, l2=0.01)))

    fast = {"name": "sgd", "learning_rate": 0.1, "momentum": 0.9}
    for name, stop, more in (
        ("stop patience", {"patience": 5, "min_delta": 0.002}, {}),
        ("stop patience restore", {"patience": 8, "min_delta": 0.0, "restore_best_weights": True}, {"optimizer": fast}),
        ("stop no restore", {"patience": 8, "min_delta": 0.0}, {"optimizer": fast}),
        ("stop patience one", {"patience": 1, "min_delta": 0.001, "restore_best_weights": True}, {}),
        ("stop val_loss", {"patience": 10, "min_delta": 0.0}, {"validation": 0.3}),
        ("stop val_loss restore", {"patience": 10, "min_delta": 0.0, "restore_best_weights": True}, {"validation": 0.3}),
        ("stop never restore", {"patience": 500, "min_delta": 0.0, "restore_best_weights": True}, {"optimizer": fast, "epochs": 200}),
    ):
        more = {"optimizer": adam, "epochs": 600, **more}
        runs.append((name, "keras", experiment(curve(20), [6], "tanh", stop=stop, **more)))
    return runs + single(runs, "l1 l2 adam", "l2 sgd batches", "class_weight binary", "validation", "stop patience")


def shapes():
    """Batches, dimensions and depths: full batch, a smaller last batch, one row; 1-1, 2-3 and 8-2; 0 to 3 hidden layers."""
    adam = {"name": "adam", "learning_rate": 0.003}
    sgd = {"name": "sgd", "learning_rate": 0.01}
    runs = []
    for inputs, targets in ((1, 1), (2, 3), (8, 2)):
        for depth in range(4):
            hidden = [6, 5, 4][:depth]
            batch, epochs = ((None, 200), (7, 70), (1, 12), (32, 200))[depth]
            runs.append((f"{inputs}-{targets} depth {depth}", "keras", experiment(surface(20, inputs, targets), hidden, "tanh", adam, batch_size=batch, epochs=epochs)))
    runs.append(("100 rows by 32", "keras", experiment(curve(100), [8], "tanh", adam, batch_size=32, epochs=60)))
    runs.append(("100 rows by 32 sgd relu", "keras", experiment(curve(100), [8], "relu", sgd, batch_size=32, epochs=60)))
    runs.append(("batch larger than the data", "keras", experiment(curve(12), [8], "tanh", sgd, batch_size=32)))
    runs.append(("batch 1 sgd", "keras", experiment(curve(10), [6], "tanh", sgd, batch_size=1, epochs=25)))
    runs.append(("one row", "keras", experiment(surface(1), [4], "tanh", sgd)))
    runs.append(("wide", "keras", experiment(surface(12, 2, 1), [24], "tanh", sgd)))
    mixed = experiment(surface(20), [6, 5, 4], "tanh", adam)
    for layer, name in zip(mixed["network"]["layers"], ("relu", "sigmoid", {"name": "leaky_relu", "negative_slope": 0.3})):
        layer["activation"] = name
    runs.append(("mixed activations", "keras", mixed))
    return runs + single(runs, "1-1 depth 0", "2-3 depth 1", "8-2 depth 3", "100 rows by 32", "batch 1 sgd")


def torch():
    """PyTorch where its definition is Keras's; epsilon is 1e-16 where the two add it in different places."""
    tiny = {"epsilon": 1e-16}
    optimizers = {
        "sgd": {"name": "sgd", "learning_rate": 0.05},
        "sgd momentum": {"name": "sgd", "learning_rate": 0.02, "momentum": 0.9},
        "sgd nesterov": {"name": "sgd", "learning_rate": 0.02, "momentum": 0.9, "nesterov": True},
        "rmsprop": {"name": "rmsprop", "learning_rate": 0.001, **tiny},
        "rmsprop centered momentum": {"name": "rmsprop", "learning_rate": 0.0005, "momentum": 0.5, "centered": True, "rho": 0.95, **tiny},
        "adagrad": {"name": "adagrad", "learning_rate": 0.1, "initial_accumulator_value": 0.1, **tiny},
        "adadelta": {"name": "adadelta", "learning_rate": 1.0, "rho": 0.9, "epsilon": 1e-6},
        "adam": {"name": "adam", "learning_rate": 0.01, **tiny},
        "adam amsgrad": {"name": "adam", "learning_rate": 0.01, "amsgrad": True, **tiny},
        "adamw": {"name": "adamw", "learning_rate": 0.01, "weight_decay": 0.05, **tiny},
        "adamax": {"name": "adamax", "learning_rate": 0.01, **tiny},
        "nadam": {"name": "nadam", "learning_rate": 0.01, **tiny},
    }
    runs = [(name, "torch", experiment(curve(), [6], "tanh", optimizer)) for name, optimizer in optimizers.items()]
    runs += [(f"{name} batches", "torch", experiment(surface(25, 2, 1), [5], "sigmoid", optimizer, batch_size=10, epochs=70, scale=2))
             for name, optimizer in optimizers.items()]
    adam = optimizers["adam"]
    for value in ("relu", {"name": "leaky_relu", "negative_slope": 0.01}, "elu", "selu", "gelu", {"name": "gelu", "approximate": True}, "silu", "mish",
                  "softplus", "softsign", "hard_tanh", "sin"):
        runs.append((title(value), "torch", experiment(curve(16), [6], value, optimizers["sgd momentum"] | {"learning_rate": 0.005}, scale=2, seed=6)))
    for loss in ("mean_absolute_error", "huber", {"name": "huber", "delta": 0.3}):
        runs.append((title(loss), "torch", experiment(surface(20), [5], "tanh", adam, loss=loss, batch_size=8, epochs=70)))
    binary, categorical = "binary_crossentropy", "categorical_crossentropy"
    runs.append((f"{binary} probabilities", "torch", experiment(flags(), [5], "tanh", adam, loss=binary, output="sigmoid")))
    runs.append((f"{binary} logits", "torch", experiment(flags(), [5], "tanh", adam, loss={"name": binary, "from_logits": True}, batch_size=8, epochs=70)))
    runs.append((f"{categorical} logits", "torch", experiment(labels(21, 2, 3), [5], "tanh", adam, loss={"name": categorical, "from_logits": True})))
    runs.append((f"{categorical} logits smoothed", "torch", experiment(
        labels(21, 2, 3), [5], "tanh", adam, loss={"name": categorical, "from_logits": True, "label_smoothing": 0.1})))
    for name, optimizer in (("sgd", optimizers["sgd"]), ("adam", adam)):
        step = {"name": "step_decay", "step_size": 15, "gamma": 0.5}
        runs.append((f"step_decay {name}", "torch", experiment(curve(), [6], "tanh", optimizer, batch_size=5, epochs=70, schedule=step)))
        cycle = {"name": "one_cycle", "max_lr": 0.05, "total_steps": 210, "pct_start": 0.3, "div_factor": 25.0, "final_div_factor": 10000.0}
        runs.append((f"one_cycle {name}", "torch", experiment(curve(), [6], "tanh", optimizer, batch_size=5, epochs=70, schedule=cycle)))
        cycle = {"name": "one_cycle", "max_lr": 0.03, "total_steps": 200, "pct_start": 0.45, "div_factor": 10.0, "final_div_factor": 100.0}
        runs.append((f"one_cycle arguments {name}", "torch", experiment(curve(), [6], "tanh", optimizer, schedule=cycle)))
    return runs + single(runs, "sgd momentum", "adam", "gelu", f"{binary} logits", "one_cycle sgd")


def precision():
    """How low Keras gets on the question's own points, with its default initializers: informative, far too long to repeat in a test."""
    runs = []
    for points in (2, 3):
        for rate in (0.01, 0.001):
            optimizer = {"name": "adam", "learning_rate": rate}
            for seed, program, width in ((1, "jax", "float32"), (2, "jax", "float32"), (3, "jax", "float32"), (1, "keras", "float64")):
                name = f"{points} points, adam {rate}, {width}, seed {seed}"
                runs.append((name, program, experiment(origin(points), [10], "tanh", optimizer, epochs=10_000, precision=width, initial=glorot([1, 10, 1], seed))))
        name = f"{points} points, adam 0.01, float32, seed 1, tensorflow"
        runs.append((name, "tensorflow", experiment(origin(points), [10], "tanh", {"name": "adam", "learning_rate": 0.01}, epochs=3_000, precision="float32", initial=glorot([1, 10, 1], 1))))
    return runs


GROUPS = {
    "optimizers": optimizers, "activations": activations, "losses": losses, "schedules": schedules,
    "regularizers": regularizers, "shapes": shapes, "precision": precision, "torch": torch,
}
