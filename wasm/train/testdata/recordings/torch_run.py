"""Trains contract experiments with PyTorch and records the mean loss of every epoch.

Only what PyTorch defines as Keras does is translated; its own definitions are refused, except that "epsilon" is handed to it as it is:
PyTorch adds epsilon outside the square root (RMSprop, Adagrad) or after the bias correction (Adam), so an experiment that must
agree to 1e-9 gives an epsilon that no gradient notices, such as 1e-16. differences.py measures what the default does.
"""

import os

import numpy as np
import torch

from worker import choice, columns, nested, number, recorded_epochs, serve, training_rows

PRECISION = os.environ["RECORDING_PRECISION"]
F = torch.nn.functional


def leaky(x, negative_slope=0.2):
    return F.leaky_relu(x, negative_slope)


ACTIVATIONS = {
    "linear": lambda x: x, "relu": F.relu, "leaky_relu": leaky, "elu": F.elu, "selu": F.selu, "silu": F.silu, "mish": F.mish,
    "softplus": F.softplus, "softsign": F.softsign, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
    "hard_tanh": F.hardtanh, "exponential": torch.exp, "sin": torch.sin, "softmax": lambda x: F.softmax(x, -1),
    "gelu": lambda x, approximate=False: F.gelu(x, approximate="tanh" if approximate else "none"),
}


def loss_function(value):
    """The PyTorch loss of the same number: the mean over rows and columns."""
    name, args = choice(value)
    if name == "mean_squared_error":
        return torch.nn.MSELoss()
    if name == "mean_absolute_error":
        return torch.nn.L1Loss()
    if name == "huber":
        delta = args.get("delta", 1.0)
        return torch.nn.SmoothL1Loss() if delta == 1.0 else torch.nn.HuberLoss(delta=delta)
    if name == "binary_crossentropy" and not args.get("label_smoothing"):
        return torch.nn.BCEWithLogitsLoss() if args.get("from_logits") else torch.nn.BCELoss()
    if name == "categorical_crossentropy" and args.get("from_logits"):
        return torch.nn.CrossEntropyLoss(label_smoothing=args.get("label_smoothing", 0.0))
    raise ValueError(f"no equal PyTorch loss for {value}")


def optimizer_for(value, parameters):
    name, args = choice(value)
    args = dict(args)
    common = {"lr": args.pop("learning_rate")}
    if "epsilon" in args:
        common["eps"] = args.pop("epsilon")
    if name.startswith(("adam", "nadam")):
        common["betas"] = (args.pop("beta_1", 0.9), args.pop("beta_2", 0.999))
    if name in ("rmsprop", "adadelta"):
        common["alpha" if name == "rmsprop" else "rho"] = args.pop("rho", 0.9 if name == "rmsprop" else 0.95)
    kinds = {
        "sgd": torch.optim.SGD, "rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad, "adadelta": torch.optim.Adadelta,
        "adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "adamax": torch.optim.Adamax, "nadam": torch.optim.NAdam,
    }
    if name == "nadam":
        common["momentum_decay"] = 1.0  # Keras's 0.96^t; PyTorch's default is 0.96^(0.004 t)
    if name != "adamw" and args.get("weight_decay"):
        raise ValueError("PyTorch's weight_decay is a penalty in the gradient, Keras's shrinks the weights")
    return kinds[name](parameters, **common, **args)


def schedule_for(value, optimizer):
    """The scheduler and whether it steps after every update (else after every epoch)."""
    name, args = choice(value)
    if name == "constant":
        return None, False
    if name == "step_decay":
        return torch.optim.lr_scheduler.StepLR(optimizer, args["step_size"], args["gamma"]), False
    if name == "one_cycle":
        return torch.optim.lr_scheduler.OneCycleLR(optimizer, **args, anneal_strategy="cos", cycle_momentum=False), True
    raise ValueError(f"no equal PyTorch schedule for {value}")


class Network:
    """Kernels and biases in Keras's order and layout (fan_in rows, units columns)."""

    def __init__(self, experiment, dtype):
        self.layers = experiment["network"]["layers"]
        self.parameters = [torch.tensor(w, dtype=dtype, requires_grad=True) for w in experiment["network"]["weights"]]

    def __call__(self, x):
        parameters = iter(self.parameters)
        for layer in self.layers:
            x = x @ next(parameters)
            if layer.get("use_bias", True):
                x = x + next(parameters)
            name, args = choice(layer["activation"])
            x = ACTIVATIONS[name](x, **args)
        return x


def train(experiment):
    single = PRECISION == "float32"
    dtype = getattr(torch, PRECISION)
    training = experiment["training"]
    assert training["precision"] == PRECISION and training["shuffle"] is False
    assert not any(training.get(k) for k in ("l1", "l2", "class_weight", "stop"))
    x, y = (torch.tensor(part) for part in columns(experiment, PRECISION))
    rows, batch = training_rows(experiment), training["batch_size"]
    assert rows == len(x)
    network = Network(experiment, dtype)
    criterion = loss_function(training["loss"])
    optimizer = optimizer_for(training["optimizer"], network.parameters)
    scheduler, by_update = schedule_for(training.get("schedule", "constant"), optimizer)

    def evaluate():
        with torch.no_grad():
            return number(criterion(network(x), y).item(), single)

    initial, losses, rates = evaluate(), [], []
    for _ in range(training["epochs"]):
        total = 0.0
        for start in range(0, rows, batch):
            part = slice(start, min(start + batch, rows))
            optimizer.zero_grad()
            loss = criterion(network(x[part]), y[part])
            loss.backward()
            optimizer.step()
            total += loss.item() * (part.stop - part.start)
            rate = optimizer.param_groups[0]["lr"]
            if by_update:
                scheduler.step()
        losses.append(total / rows)
        rates.append(rate)
        if scheduler and not by_update:
            scheduler.step()
    epochs = recorded_epochs(training["epochs"])
    with torch.no_grad():
        predictions = network(x).numpy()
    run = {
        "framework": "torch", "backend": "torch", "experiment": experiment, "steps": epochs,
        "loss": [number(losses[e - 1], single) for e in epochs],
        "initial": {"loss": initial},
        "final": {"loss": evaluate(), "weights": [nested(p.detach().numpy(), single) for p in network.parameters],
                  "predictions": nested(predictions, single)},
    }
    if scheduler:
        run["learning_rate"] = [number(np.float64(rates[e - 1]), False) for e in epochs]
    return run


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.set_default_dtype(getattr(torch, PRECISION))  # NAdam keeps its product of momenta in the default type
    serve(train, {"torch": torch.__version__})
