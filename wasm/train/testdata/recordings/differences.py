"""Measures where Keras leaves its documentation, its backends each other, and PyTorch Keras.

python differences.py > differences.txt; RATIONALE.md quotes the numbers.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"  # TensorFlow and PyTorch's triton cannot share a process: both bring an LLVM
os.environ["RECORDING_PRECISION"] = "float64"

from keras_run import widen  # noqa: E402  (first: it sets up the backend)

import keras  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402

from groups import OPTIMIZERS  # noqa: E402
from record import run  # noqa: E402
from setting import curve, experiment  # noqa: E402

widen()
keras.config.set_floatx("float64")
torch.set_default_dtype(torch.float64)
ADAM = {"name": "adam", "learning_rate": 0.01}


def section(title):
    print(f"\n## {title}")


def line(what, **numbers):
    values = ", ".join(f"{k.replace('_', ' ')} {v if isinstance(v, (str, list, bool)) else format(float(v), '.10g')}" for k, v in numbers.items())
    print(f"- {what}: {values}")


def model(inputs=1, units=1, kernel=0.0, bias=0.0, loss="mse", optimizer="sgd", activation=None, **layer):
    """One dense layer with the given weights."""
    m = keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(units, activation=activation, **layer)])
    m.set_weights([np.full((inputs, units), kernel), np.full(units, bias)])
    m.compile(optimizer=optimizer, loss=loss)
    return m


def fit(m, x, y, **arguments):
    return m.fit(np.reshape(x, (len(x), -1)).astype(float), np.reshape(y, (len(y), -1)).astype(float), verbose=0,
                 **{"shuffle": False, "batch_size": len(x), **arguments}).history


def train(document, backend, precision="float64", as_is=True):
    """A whole run in a process with that backend; "torch" alone is PyTorch without Keras."""
    document = {**document, "training": {**document["training"], "precision": precision}}
    environment = {"OMP_NUM_THREADS": "1", "RECORDING_PRECISION": precision, "KERAS_BACKEND": backend.removeprefix("keras ")} | ({"RECORDING_AS_IS": "1"} if as_is else {})
    script = "keras_run.py" if backend.startswith("keras ") else "torch_run.py"
    return run(script, environment, [{"name": backend, "experiment": document}])["runs"][0]


def apart(a, b):
    return max(abs(x - y) / abs(y) for x, y in zip(a["loss"], b["loss"]))


def backends():
    section("float64 after set_floatx('float64'): largest relative difference of a printed loss from double arithmetic")
    sgd = OPTIMIZERS["sgd"]
    cases = {
        "sgd, tanh": experiment(curve(), [6], "tanh", sgd),
        "adam, tanh": experiment(curve(), [6], "tanh", ADAM),
        "sgd, leaky_relu": experiment(curve(), [6], "leaky_relu", sgd),
        "sgd, gelu": experiment(curve(), [6], "gelu", sgd),
        "sgd, log_cosh": experiment(curve(), [6], "tanh", sgd, loss="log_cosh"),
        "sgd, exponential_decay": experiment(curve(), [6], "tanh", sgd, schedule={"name": "exponential_decay", "decay_steps": 50, "decay_rate": 0.9}),
    }
    for name, document in cases.items():
        exact = train(document, "keras jax", as_is=False)
        line(name, **{b: apart(train(document, b), exact) for b in ("keras tensorflow", "keras jax", "keras torch")})
    as_float32 = {b: apart(train(cases["adam, tanh"], b, "float32"), train(cases["adam, tanh"], "keras jax", as_is=False)) for b in ("keras tensorflow", "keras jax", "keras torch")}
    line("adam, tanh in float32", **as_float32)


def crossentropy():
    section("cross-entropy from probabilities")
    for backend in ("keras tensorflow", "keras jax", "keras torch"):
        one = experiment({"points": [[1.0, 1.0]], "inputs": ["x1"], "targets": ["y1"]}, [], "linear", OPTIMIZERS["sgd"],
                         loss="binary_crossentropy", output="sigmoid", epochs=1, initial=[[[-30.0]], [0.0]])
        two = {"points": [[1.0, 1.0, 0.0]], "inputs": ["x1"], "targets": ["y1", "y2"]}
        soft = experiment(two, [], "linear", OPTIMIZERS["sgd"], loss="categorical_crossentropy", output="softmax", epochs=1, initial=[[[-30.0, 0.0]], [0.0, 0.0]])
        sigmoid = experiment(two, [], "linear", OPTIMIZERS["sgd"], loss="categorical_crossentropy", output="sigmoid", epochs=1, initial=[[[1.0, 0.0]], [0.0, 0.0]])
        done = [train(d, backend) for d in (one, soft, sigmoid)]
        line(backend, sigmoid_of_minus_30_label_1=done[0]["initial"]["loss"], weight_moved=abs(done[0]["final"]["weights"][0][0][0] + 30) > 0,
             softmax_of_minus_30=done[1]["initial"]["loss"], sigmoid_outputs_under_categorical=done[2]["initial"]["loss"])
    line("by formula", clipped=-np.log(1e-7), from_logits=np.log1p(np.exp(-30.0)) + 30, normalised_sigmoids=-np.log(0.7310585786300049 / 1.2310585786300049),
         softmax_of_the_logits=np.log1p(np.exp(-1.0)))
    loss = keras.losses.BinaryCrossentropy(dtype="float32")
    line("float32, probability 1 for label 0", keras=loss([[0.0]], [[1.0]]), note="1 - 1e-7 is 1 - 2^-23 there", formula=-np.log(2.0**-23))
    line("PyTorch BCELoss, probability 0 for label 1", loss=torch.nn.BCELoss()(torch.tensor([0.0]), torch.tensor([1.0])), keras=-np.log(1e-7))
    y, p, s = np.array([[0.0, 1.0, 0.0]]), np.array([[0.2, 0.5, 0.3]]), 0.1
    line("label_smoothing 0.1, categorical", keras=keras.losses.categorical_crossentropy(y, p, label_smoothing=s)[0], y_times_1_minus_s_plus_s_over_k=-np.sum((y * (1 - s) + s / 3) * np.log(p)))
    line("label_smoothing 0.1, binary", keras=keras.losses.binary_crossentropy(y, p, label_smoothing=s)[0],
         y_times_1_minus_s_plus_s_over_2=-np.mean((y * (1 - s) + s / 2) * np.log(p) + (1 - y * (1 - s) - s / 2) * np.log(1 - p)))


def definitions():
    section("documentation")
    f = keras.activations
    line("elu(-1, alpha=0.5), documented as alpha * exp(x) - 1", documented=0.5 * np.exp(-1) - 1, keras=f.elu(np.array([-1.0]), alpha=0.5)[0])
    line("MAPE of y = -2, p = -1, documented as dividing by maximum(y_true, epsilon)", documented=100 / 1e-7, keras=keras.losses.mean_absolute_percentage_error([[-2.0]], [[-1.0]])[0])
    line("leaky_relu(-1) by default", activation_leaky_relu=f.leaky_relu(np.array([-1.0]))[0], layer_LeakyReLU=keras.layers.LeakyReLU()(np.array([[-1.0]]))[0, 0],
         pytorch=torch.nn.functional.leaky_relu(torch.tensor([-1.0]))[0])
    line("hard_sigmoid(1)", keras_3=f.hard_sigmoid(np.array([1.0]))[0], keras_2="0.7")
    warm = keras.optimizers.schedules.CosineDecay(np.float64(0.1), 100, warmup_target=np.float64(0.5), warmup_steps=10)
    line("cosine_decay warm-up at step 2 of 10 from 0.1 to 0.5, documented as completed_fraction * total_delta", documented=0.2 * 0.4, keras=warm(2))
    line("piecewise_constant_decay at step = boundary", keras=keras.optimizers.schedules.PiecewiseConstantDecay([10], [1.0, 2.0])(10))
    x = np.array([-0.5, 0.2, 0.3, 0.9, 2.0])
    line("relu(negative_slope=0.1, max_value=1, threshold=0.3) at -0.5, 0.2, 0.3, 0.9, 2", keras=np.round(np.array(f.relu(x, 0.1, 1.0, 0.3)), 12).tolist())


def epoch_loss():
    section("what fit prints")
    x, y = np.arange(5.0), np.array([1.0, 1.0, 1.0, 1.0, 11.0])
    losses = []

    class Each(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            losses.append(logs["loss"])

    printed = fit(model(optimizer=keras.optimizers.SGD(0.0)), x, y, batch_size=4, callbacks=[Each()])["loss"][0]
    line("targets 1, 1, 1, 1, 11 in batches of 4 and 1, rate 0", fit=printed, mean_of_rows=np.mean(y**2), mean_of_batches=(1 + 121) / 2)
    line("on_train_batch_end's loss is the running mean", first=losses[0], second=losses[1])
    penalty = model(kernel=2.0, kernel_regularizer=keras.regularizers.L1L2(l1=0.1, l2=0.01), optimizer=keras.optimizers.SGD(0.0))
    history = fit(penalty, [0.0, 0.0], [1.0, 1.0], validation_data=(np.zeros((1, 1)), np.ones((1, 1))))
    line("penalty 0.1 * |2| + 0.01 * 4 on a squared error of 1", loss=history["loss"][0], val_loss=history["val_loss"][0])
    weighted = model(optimizer=keras.optimizers.SGD(0.0))
    history = fit(weighted, [0.0, 0.0, 0.0], [0.0, 1.0, 1.0], class_weight={0: 1.0, 1: 3.0}, validation_data=(np.zeros((1, 1)), np.ones((1, 1))))
    line("class_weight 1 and 3 on squared errors 0, 1, 1", fit=history["loss"][0], sum_over_rows=6 / 3, sum_over_weights=6 / 7, val_loss=history["val_loss"][0],
         evaluate=weighted.evaluate(np.zeros((3, 1)), np.array([[0.0], [1.0], [1.0]]), verbose=0))
    x, y = np.arange(10.0), np.arange(10.0)
    split = fit(model(optimizer=keras.optimizers.SGD(0.0)), x, y, validation_split=0.3, shuffle=True)
    line("validation_split 0.3 of targets 0..9 with shuffle", val_loss=split["val_loss"][0], last_three_rows=np.mean(y[7:] ** 2))
    for rows, part in ((10, 0.8), (20, 0.9), (10, 0.9)):
        line(f"rows trained of {rows} at validation_split {part}", keras=np.floor(rows * (1.0 - part)), exact=rows - round(rows * part))


def updates():
    section("updates")
    m = model(kernel=2.0, bias=1.0, optimizer=keras.optimizers.SGD(0.1, weight_decay=0.5))
    fit(m, [1.0], [0.0])
    w, b = (float(np.ravel(v)[0]) for v in m.get_weights())
    line("SGD rate 0.1, weight_decay 0.5, kernel 2, bias 1, gradient 6: decay first, of biases too, gradient of the weights before it",
         kernel=w, w_minus_lr_wd_w_minus_lr_g=2 - 0.1 * 0.5 * 2 - 0.6, bias=b, bias_formula=1 - 0.05 - 0.6)
    p = torch.tensor([2.0], requires_grad=True)
    o = torch.optim.SGD([p], 0.1, weight_decay=0.5)
    (6.0 * p).sum().backward()
    o.step()
    line("the same in PyTorch's SGD (a penalty in the gradient): equal for plain SGD, not with momentum or clipping", kernel=p.item())
    m = model(inputs=2, kernel=0.0, optimizer=keras.optimizers.SGD(1.0, clipnorm=0.1))
    fit(m, [[3.0, 4.0]], [1.0])
    line("clipnorm 0.1, gradients of norm 10 (kernel) and 2 (bias)", kernel_step=np.linalg.norm(m.get_weights()[0]), bias_step=np.linalg.norm(m.get_weights()[1]))
    m = model(inputs=2, kernel=0.0, optimizer=keras.optimizers.SGD(1.0, global_clipnorm=0.1))
    fit(m, [[3.0, 4.0]], [1.0])
    both = np.concatenate([np.ravel(v) for v in m.get_weights()])
    p = torch.tensor([6.0, 8.0, 2.0], requires_grad=True)
    p.grad = torch.tensor([6.0, 8.0, 2.0])
    torch.nn.utils.clip_grad_norm_([p], 0.1)
    line("global_clipnorm 0.1", norm_of_all_steps=np.linalg.norm(both), pytorch_clip_grad_norm=torch.linalg.norm(p.grad).item())
    for g in (1e-4, 1e-6, 1e-8):
        m = model(optimizer=keras.optimizers.Adam(1.0))
        fit(m, [1.0], [g / 2])
        p = torch.tensor([0.0], requires_grad=True)
        o = torch.optim.Adam([p], 1.0)
        p.grad = torch.tensor([-g])
        o.step()
        line(f"first Adam step in units of the rate, gradient {g:g}", keras_default_epsilon_1e_7=m.get_weights()[0][0, 0], pytorch_default_epsilon_1e_8=p.item(),
             formula_g_over_g_plus_eps_over_sqrt_1_minus_beta_2=g / (g + 1e-7 / np.sqrt(1e-3)))
    m = model(inputs=2, kernel=3.0, bias=3.0, optimizer=keras.optimizers.Ftrl(0.05))
    fit(m, [[1.0, 1.0]], [9.5])
    line("ftrl forgets the initial weights in its first step: kernel 3 with gradient -1", kernel=m.get_weights()[0][0, 0])
    one = keras.layers.Dropout(0.25, seed=1)(np.ones((1, 100_000)), training=True)
    line("dropout 0.25 of ones", kept=np.mean(np.array(one) > 0), value_of_kept=np.max(np.array(one)))


def plateau():
    section("patience")
    for patience, cooldown in ((3, 0), (3, 2), (1, 1)):
        m = model(bias=1.0, optimizer=keras.optimizers.SGD(1.0))  # solves the row: the loss stays 0
        callback = keras.callbacks.ReduceLROnPlateau(monitor="loss", factor=0.5, patience=patience, cooldown=cooldown)
        seen = fit(m, [0.0], [1.0], epochs=16, callbacks=[callback])
        rates = seen["learning_rate"]
        p = torch.tensor([0.0], requires_grad=True)
        o = torch.optim.SGD([p], 1.0)
        s = torch.optim.lr_scheduler.ReduceLROnPlateau(o, factor=0.5, patience=patience, cooldown=cooldown)
        theirs = []
        for _ in range(16):
            theirs.append(o.param_groups[0]["lr"])
            s.step(0.0)
        line(f"constant loss, patience {patience}, cooldown {cooldown}: first epochs with a smaller rate",
             keras=[e + 1 for e in range(1, 16) if rates[e] < rates[e - 1]], pytorch=[e + 1 for e in range(1, 16) if theirs[e] < theirs[e - 1]])
    for patience in (0, 1, 3):
        m = model(optimizer=keras.optimizers.SGD(0.0))
        seen = fit(m, [0.0], [1.0], epochs=20, callbacks=[keras.callbacks.EarlyStopping(monitor="loss", patience=patience)])
        line(f"early stopping, constant loss, patience {patience}: epochs run", keras=len(seen["loss"]))


def pytorch():
    section("PyTorch against Keras, 200 updates, 1-6-1 tanh on 12 rows: largest relative difference of a printed loss")
    pairs = {
        "rmsprop, the same arguments": {"name": "rmsprop", "learning_rate": 0.001, "rho": 0.9, "epsilon": 1e-7},
        "adagrad, the same arguments": {"name": "adagrad", "learning_rate": 0.1, "initial_accumulator_value": 0.1, "epsilon": 1e-7},
        "adam, the same arguments": {**ADAM, "epsilon": 1e-7},
        "adam, epsilon 1e-8": {**ADAM, "epsilon": 1e-8},
        "adamw, the same arguments": {**ADAM, "name": "adamw", "weight_decay": 0.01, "epsilon": 1e-7},
        "adamax, the same arguments": {**ADAM, "name": "adamax", "epsilon": 1e-7},
        "nadam with momentum_decay 1, the same arguments": {**ADAM, "name": "nadam", "epsilon": 1e-7},
        "adadelta, the same arguments": {"name": "adadelta", "learning_rate": 1.0, "rho": 0.9, "epsilon": 1e-6},
    }
    for name, optimizer in pairs.items():
        document = experiment(curve(), [6], "tanh", optimizer)
        line(name, apart=apart(train(document, "torch"), train(document, "keras jax", as_is=False)))
    step = {"name": "step_decay", "step_size": 20, "gamma": 0.5}
    document = experiment(curve(), [6], "tanh", OPTIMIZERS["sgd momentum"], schedule=step)
    line("sgd momentum 0.9 with step_decay (Keras's velocity holds the old rate)", apart=apart(train(document, "torch"), train(document, "keras jax", as_is=False)))
    kernels = {"sgd": torch.optim.SGD, "rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad, "adadelta": torch.optim.Adadelta, "adam": torch.optim.Adam,
               "adamw": torch.optim.AdamW, "adamax": torch.optim.Adamax, "nadam": torch.optim.NAdam}
    for name, kind in kernels.items():
        config = keras.optimizers.get(name).get_config()
        theirs = kind([torch.zeros(1, requires_grad=True)]).defaults
        print(f"- defaults of {name}: Keras { {k: config[k] for k in ('learning_rate', 'rho', 'epsilon', 'weight_decay', 'initial_accumulator_value') if config.get(k) is not None} }, "
              f"PyTorch { {k: theirs[k] for k in ('lr', 'alpha', 'rho', 'eps', 'weight_decay', 'initial_accumulator_value', 'momentum_decay') if k in theirs} }")


def initializers():
    section("initializers, 1,000,000 draws of shape (500, 2000)")
    shape = (500, 2000)
    i = keras.initializers
    cases = {
        "glorot_uniform": (i.GlorotUniform, (2 / 2500) ** 0.5), "glorot_normal": (i.GlorotNormal, (2 / 2500) ** 0.5), "he_uniform": (i.HeUniform, (2 / 500) ** 0.5),
        "he_normal": (i.HeNormal, (2 / 500) ** 0.5), "lecun_uniform": (i.LecunUniform, (1 / 500) ** 0.5), "lecun_normal": (i.LecunNormal, (1 / 500) ** 0.5),
        "random_uniform": (i.RandomUniform, 0.05 / 3**0.5), "random_normal": (i.RandomNormal, 0.05), "truncated_normal": (i.TruncatedNormal, 0.05 * 0.87962566103423978),
    }
    for name, (kind, sigma) in cases.items():
        draws = np.array(kind(seed=1)(shape))
        line(name, mean=draws.mean(), standard_deviation=draws.std(), expected=sigma, largest=np.abs(draws).max(), largest_in_standard_deviations=np.abs(draws).max() / sigma)
    line("standard deviation of a standard normal cut at 2", exact=np.sqrt(1 - 4 * np.exp(-2) / np.sqrt(2 * np.pi) / 0.9544997361036416))
    for mode in ("fan_in", "fan_out", "fan_avg"):
        for kind in ("truncated_normal", "untruncated_normal", "uniform"):
            draws = np.array(i.VarianceScaling(scale=3.0, mode=mode, distribution=kind, seed=2)(shape))
            line(f"variance_scaling scale 3 {mode} {kind}", standard_deviation=draws.std(), expected=(3 / {"fan_in": 500, "fan_out": 2000, "fan_avg": 1250}[mode]) ** 0.5)
    for rows, columns in ((3, 5), (5, 3)):
        q = np.array(i.Orthogonal(gain=2.0, seed=3)((rows, columns)))
        gram = q @ q.T if rows < columns else q.T @ q
        line(f"orthogonal gain 2, {rows} x {columns}: shorter side's Gram matrix is gain^2 I", apart=np.abs(gram - 4 * np.eye(3)).max())
    print(f"- identity gain 2, 2 x 3: {np.array(i.Identity(gain=2.0)((2, 3))).tolist()}")
    draws = torch.nn.Linear(100, 10_000)
    line("torch.nn.Linear(100, ...): kernel and bias uniform within 1/sqrt(fan_in)", kernel=draws.weight.abs().max(), bias=draws.bias.abs().max(), bound=0.1,
         kernel_standard_deviation=draws.weight.std(), bound_over_root_3=0.1 / 3**0.5)


if __name__ == "__main__":
    print(f"Keras {keras.__version__}, PyTorch {torch.__version__}, measured by differences.py")
    for measure in (backends, crossentropy, definitions, epoch_loss, updates, plateau, pytorch, initializers):
        measure()
