"""Trains contract experiments with real Keras 3 and records what fit() prints.

The backend is the environment's KERAS_BACKEND, the precision its RECORDING_PRECISION; RECORDING_AS_IS leaves Keras alone. Float64 runs use JAX with one
line of Keras changed (see widen), because no backend of Keras 3.15 computes in double all the way; float32 runs use Keras as it is.
"""

import os

PRECISION = os.environ["RECORDING_PRECISION"]
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
if os.environ["KERAS_BACKEND"] == "jax":
    os.environ["JAX_ENABLE_X64"] = "1" if PRECISION == "float64" else "0"
    os.environ["JAX_PLATFORMS"] = "cpu"

import keras  # noqa: E402  (the environment has to be set first)
import numpy as np  # noqa: E402

from worker import choice, columns, nested, number, recorded_epochs, serve, training_rows  # noqa: E402

OPTIMIZERS = {
    "sgd": keras.optimizers.SGD, "rmsprop": keras.optimizers.RMSprop, "adagrad": keras.optimizers.Adagrad,
    "adadelta": keras.optimizers.Adadelta, "adam": keras.optimizers.Adam, "adamw": keras.optimizers.AdamW,
    "adamax": keras.optimizers.Adamax, "nadam": keras.optimizers.Nadam, "ftrl": keras.optimizers.Ftrl,
    "lion": keras.optimizers.Lion,
}
LOSSES = {
    "mean_squared_error": keras.losses.MeanSquaredError, "mean_absolute_error": keras.losses.MeanAbsoluteError,
    "huber": keras.losses.Huber, "log_cosh": keras.losses.LogCosh,
    "mean_absolute_percentage_error": keras.losses.MeanAbsolutePercentageError,
    "binary_crossentropy": keras.losses.BinaryCrossentropy,
    "categorical_crossentropy": keras.losses.CategoricalCrossentropy, "hinge": keras.losses.Hinge,
}
SCHEDULES = {
    "exponential_decay": keras.optimizers.schedules.ExponentialDecay,
    "cosine_decay": keras.optimizers.schedules.CosineDecay,
    "cosine_decay_restarts": keras.optimizers.schedules.CosineDecayRestarts,
}


def widen():
    """Lets float64 be float64 on JAX.

    Off TensorFlow, Keras 3.15 promotes float64 to float32 ("to be aligned with JAX's default behavior"), also
    after set_floatx("float64"): tanh is then off by 8.7e-8 and the mean in every loss by up to 6e-8. On TensorFlow
    it keeps float64 but rounds Python scalars to float32 on the way (beta_2 = 0.999 becomes 0.9990000128746033).
    Lifting the cap changes no formula.
    """
    from keras.src.backend.common import dtypes

    dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"


def activation(value):
    name, args = choice(value)
    if name == "sin":  # keras.activations has no sine
        return keras.ops.sin
    function = keras.activations.get(name)
    return (lambda x: function(x, **args)) if args else function


def build(experiment):
    """The model with the experiment's initial weights. A regularizer goes on every kernel, none on a bias."""
    training = experiment["training"]
    l1, l2 = training.get("l1", 0.0), training.get("l2", 0.0)
    model = keras.Sequential([keras.Input((len(experiment["data"]["inputs"]),))])
    for layer in experiment["network"]["layers"]:
        model.add(keras.layers.Dense(
            layer["units"], activation=activation(layer["activation"]), use_bias=layer.get("use_bias", True),
            kernel_regularizer=keras.regularizers.L1L2(l1=l1, l2=l2) if l1 or l2 else None))
    model.set_weights([np.array(w, PRECISION) for w in experiment["network"]["weights"]])
    return model


def optimizer_and_callbacks(experiment):
    training = experiment["training"]
    name, args = choice(training["optimizer"])
    kind, plan = choice(training.get("schedule", "constant"))
    monitor = "val_loss" if experiment["data"].get("validation") else "loss"
    callbacks = []
    rate = args.get("learning_rate")
    if kind in SCHEDULES:
        args["learning_rate"] = SCHEDULES[kind](rate, **plan)
    elif kind == "piecewise_constant_decay":
        args["learning_rate"] = keras.optimizers.schedules.PiecewiseConstantDecay(**plan)
    elif kind == "step_decay":  # by the epoch, as PyTorch's StepLR
        callbacks.append(keras.callbacks.LearningRateScheduler(
            lambda epoch, _: rate * plan["gamma"] ** (epoch // plan["step_size"])))
    elif kind == "reduce_on_plateau":
        callbacks.append(keras.callbacks.ReduceLROnPlateau(monitor=monitor, **plan))
    elif kind != "constant":
        raise ValueError(f"Keras has no schedule {kind}")
    stop = training.get("stop")
    if stop:
        callbacks.append(keras.callbacks.EarlyStopping(monitor=monitor, **stop))
    return OPTIMIZERS[name](**args), callbacks


def row_weights(experiment, targets):
    """class_weight as one weight a row, as fit() applies it; None without."""
    weights = experiment["training"].get("class_weight")
    if not weights:
        return None
    labels = np.argmax(targets, -1) if targets.shape[-1] > 1 else np.round(targets[:, 0]).astype(int)
    return np.array([weights.get(str(label), 1.0) for label in labels], PRECISION)


def rates(history, optimizer, epochs, steps_per_epoch):
    """The learning rate of the last update of each epoch, where a schedule moves it; None where it is constant."""
    if "learning_rate" in history:
        return [history["learning_rate"][e - 1] for e in epochs]
    schedule = optimizer._learning_rate
    if isinstance(schedule, keras.optimizers.schedules.LearningRateSchedule):
        return [keras.ops.convert_to_numpy(schedule(e * steps_per_epoch - 1)) for e in epochs]
    return None


def train(experiment):
    single = PRECISION == "float32"
    training = experiment["training"]
    assert training["precision"] == PRECISION and training["shuffle"] is False
    keras.utils.clear_session()
    x, y = columns(experiment, PRECISION)
    rows = training_rows(experiment)
    batch = training.get("batch_size", 32)
    model = build(experiment)
    optimizer, callbacks = optimizer_and_callbacks(experiment)
    name, args = choice(training["loss"])
    model.compile(optimizer=optimizer, loss=LOSSES[name](**args))
    weights = row_weights(experiment, y[:rows])

    def evaluate():
        return number(model.evaluate(x[:rows], y[:rows], batch_size=rows, sample_weight=weights, verbose=0), single)

    initial = evaluate()
    class_weight = training.get("class_weight")
    history = model.fit(
        x, y, batch_size=batch, epochs=training["epochs"], shuffle=False, verbose=0, callbacks=callbacks,
        validation_split=experiment["data"].get("validation", 0.0),
        class_weight={int(k): v for k, v in class_weight.items()} if class_weight else None).history
    epochs = recorded_epochs(len(history["loss"]))
    run = {
        "framework": "keras", "backend": keras.backend.backend(), "experiment": experiment, "steps": epochs,
        "loss": [number(history["loss"][e - 1], single) for e in epochs],
        "initial": {"loss": initial},
        "final": {
            "loss": evaluate(),
            "weights": [nested(w, single) for w in model.get_weights()],
            "predictions": nested(model.predict(x[:rows], batch_size=rows, verbose=0), single),
        },
    }
    if len(history["loss"]) >= 1000:
        best = int(np.argmin(history["loss"]))
        run["best"] = {"epoch": best + 1, "loss": number(history["loss"][best], single)}
    if "val_loss" in history:
        run["validation_loss"] = [number(history["val_loss"][e - 1], single) for e in epochs]
    learning_rates = rates(history, optimizer, epochs, -(-rows // batch))
    if learning_rates is not None:
        run["learning_rate"] = [number(r, single) for r in learning_rates]
    return run


if __name__ == "__main__":
    keras.config.set_floatx(PRECISION)
    backend = keras.backend.backend()
    if PRECISION == "float64" and "RECORDING_AS_IS" not in os.environ:
        widen()
    versions = {"keras": keras.__version__, backend: __import__(backend).__version__}
    serve(train, versions)
