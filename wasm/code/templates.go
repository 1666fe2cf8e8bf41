package code

// templates are the scripts that Export writes, as text: a third of the size that
// Go code which writes them has in WebAssembly, and easier to read. (Not a file of
// its own: package embed brings io/fs and time, 40 kB of gzip.) template.go says
// how they are read.
const templates = `
== keras
# Keras 3: pip install keras tensorflow
{?title|# $title?}

import keras
import numpy as np

keras.utils.set_random_seed($seed)
keras.config.set_floatx("$precision")

x = np.array([
$x
])
{?x.scale|x = (x - np.array($x.shift)) / np.array($x.factor)  # $x.scale?}
y = np.array([
$y
])
{?y.scale|y = (y - np.array($y.shift)) / np.array($y.factor)  # $y.scale?}

model = keras.Sequential([
    keras.Input(shape=($inputs,)),
{?noise|    keras.layers.GaussianNoise($noise),?}
$layers
])
{?given|
model.set_weights([  # the weights that Plateau starts from
$weights
])?}

model.compile(
    loss=$loss,
    optimizer=keras.optimizers.$optimizer.class($optimizer.args),
)
history = model.fit(
    x, y,
    batch_size=$batch_size,
    epochs=$epochs,
    shuffle=$shuffle,
{?validation|    validation_split=$validation,?}
{?class_weight|    class_weight={$class_weight},?}
{?callbacks|    callbacks=[
{?schedule.reduce|        keras.callbacks.ReduceLROnPlateau(monitor=$monitor, $schedule.args),?}
{?schedule.step|        keras.callbacks.LearningRateScheduler(lambda epoch: $optimizer.learning_rate * $schedule.gamma ** (epoch // $schedule.step_size)),?}
{?patience|        keras.callbacks.EarlyStopping(monitor=$monitor, patience=$patience, min_delta=$min_delta, restore_best_weights=$restore),?}
{?stop|        keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: setattr(model, "stop_training", model.stop_training or logs["loss"] <= $stop)),?}
    ],?}
    verbose=0,
)
{?epochs|print("loss", history.history["loss"][-1])?}
print(model.predict(x, verbose=0))

== keras layer
    keras.layers.Dense($units{?activation|, activation=$activation?}{?unbiased|, use_bias=False?}{?kernel|, kernel_initializer=$kernel?}{?bias|, bias_initializer=$bias?}{?l1 !l2|, kernel_regularizer=keras.regularizers.L1($l1)?}{?l2 !l1|, kernel_regularizer=keras.regularizers.L2($l2)?}{?l1 l2|, kernel_regularizer=keras.regularizers.L1L2($l1, $l2)?}),
{?dropout|    keras.layers.Dropout($dropout),?}
== keras words
activation: lambda z: keras.activations.$activation.name(z, $activation.args)
sine: keras.ops.sin
initializer: keras.initializers.$initializer.class($initializer.args)
loss: keras.losses.$loss.class($loss.args)
schedule: keras.optimizers.schedules.$schedule.class({?!schedule.values|initial_learning_rate=$optimizer.learning_rate, ?}$schedule.args)
bias: np.array($values),
kernel: np.array([$values]),

== r-keras
# Keras 3 for R: install.packages("keras3"); keras3::install_keras()
{?title|# $title?}

library(keras3)

set_random_seed($seed)
config_set_floatx("$precision")

x <- matrix(c(
$x
), ncol = $inputs, byrow = TRUE)
{?x.scale|x <- scale(x, center = $x.shift, scale = $x.factor)  # $x.scale?}
y <- matrix(c(
$y
), ncol = $outputs, byrow = TRUE)
{?y.scale|y <- scale(y, center = $y.shift, scale = $y.factor)  # $y.scale?}

model <- keras_model_sequential(input_shape = $inputs){?noise| |>
  layer_gaussian_noise($noise)?}$layers
{?given|
set_weights(model, list(  # the weights that Plateau starts from
$weights
))?}

model |> compile(
    loss = $loss,
    optimizer = optimizer_$optimizer($optimizer.args)
)
history <- model |> fit(
    x, y,
    batch_size = $batch_size,
    epochs = $epochs,
    shuffle = $shuffle,
{?validation|    validation_split = $validation,?}
{?class_weight|    class_weight = list($class_weight),?}
{?callbacks|    callbacks = list($callbacks),?}
    verbose = 0
)
{?epochs|cat("loss", tail(history$metrics[["loss"]], 1), "\n")?}
print(predict(model, x, verbose = 0))

== r-keras layer
 |>
  layer_dense($units{?activation|, activation = $activation?}{?unbiased|, use_bias = FALSE?}{?kernel|, kernel_initializer = $kernel?}{?bias|, bias_initializer = $bias?}{?l1 !l2|, kernel_regularizer = regularizer_l1($l1)?}{?l2 !l1|, kernel_regularizer = regularizer_l2($l2)?}{?l1 l2|, kernel_regularizer = regularizer_l1_l2($l1, $l2)?}){?dropout| |>
  layer_dropout($dropout)?}
== r-keras words
activation: function(z) activation_$activation.name(z, $activation.args)
sine: function(z) op_sin(z)
initializer: initializer_$initializer.name($initializer.args)
loss: loss_$loss.name($loss.args)
schedule: learning_rate_schedule_$schedule({?!schedule.values|initial_learning_rate = $optimizer.learning_rate, ?}$schedule.args)
bias: array($values)
kernel: matrix($values, ncol = $cols, byrow = TRUE)
schedule.reduce: callback_reduce_lr_on_plateau(monitor = $monitor, $schedule.args)
schedule.step: callback_learning_rate_scheduler(function(epoch, lr) $optimizer.learning_rate * $schedule.gamma ^ (epoch %/% $schedule.step_size))
patience: callback_early_stopping(monitor = $monitor, patience = $patience, min_delta = $min_delta, restore_best_weights = $restore)
stop: callback_lambda(on_epoch_end = function(epoch, logs) if (logs[["loss"]] <= $stop) model$stop_training <- TRUE)

== pytorch
# PyTorch: pip install torch
{?title|# $title?}

import math

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed($seed)
torch.set_default_dtype(torch.$precision)

x = torch.tensor([
$x
])
{?x.scale|x = (x - torch.tensor($x.shift)) / torch.tensor($x.factor)  # $x.scale?}
y = torch.tensor([
$y
])
{?y.scale|y = (y - torch.tensor($y.shift)) / torch.tensor($y.factor)  # $y.scale?}

model = nn.Sequential(
$layers
)
with torch.no_grad():{?given|  # the weights that Plateau starts from?}
$weights

def loss_of(p, y):
    return $loss

optimizer = torch.optim.$optimizer
{?schedule.reduce|scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
    optimizer, factor=$schedule.factor, patience=$schedule.waits, threshold=$schedule.min_delta, threshold_mode="abs",
    cooldown=$schedule.cooldown, min_lr=$schedule.min_lr, eps=0,
)?}
{?held|x, x_held, y, y_held = x[:$rows], x[$rows:], y[:$rows], y[$rows:]?}
{?watching|best, waited = math.inf, 0?}
{?restored|best_weights = model.state_dict()?}
step = 0
for epoch in range($epochs):
    order = torch.{?shuffled|randperm?}{?!shuffled|arange?}($rows)
    total = 0.0
    for rows in order.split($batch):
{?rate|        for group in optimizer.param_groups:
            group["lr"] = $rate?}
{?coarse|        for group in optimizer.param_groups:  # Keras adds epsilon before it corrects the bias, PyTorch after
            group["eps"] = $optimizer.epsilon / math.sqrt(1 - $optimizer.beta_2 ** (step + 1))?}
        optimizer.zero_grad()
        loss = loss_of(model(x[rows]{?noise| + $noise * torch.randn_like(x[rows])?}), y[rows])
{?l1|        loss = loss + $l1 * sum(w.abs().sum() for w in model.parameters() if w.dim() > 1)?}
{?l2|        loss = loss + $l2 * sum(w.square().sum() for w in model.parameters() if w.dim() > 1)?}
        loss.backward()
{?optimizer.clipnorm|        for w in model.parameters():
            nn.utils.clip_grad_norm_(w, $optimizer.clipnorm)?}
{?optimizer.global_clipnorm|        nn.utils.clip_grad_norm_(model.parameters(), $optimizer.global_clipnorm)?}
{?optimizer.clipvalue|        nn.utils.clip_grad_value_(model.parameters(), $optimizer.clipvalue)?}
{?optimizer.weight_decay !decoupled|        with torch.no_grad():
            for w in model.parameters():
                w -= w * $optimizer.weight_decay * optimizer.param_groups[0]["lr"]?}
        optimizer.step()
        total += loss.item() * len(rows)
        step += 1
    loss = watched = total / $rows
{?held|    model.eval()
    watched = loss_of(model(x_held), y_held)
{?l1|    watched = watched + $l1 * sum(w.abs().sum() for w in model.parameters() if w.dim() > 1)?}
{?l2|    watched = watched + $l2 * sum(w.square().sum() for w in model.parameters() if w.dim() > 1)?}
    watched = watched.item()
    model.train()?}
{?schedule.reduce|    scheduler.step(watched)?}
{?stop|    if loss <= $stop:
        break?}
{?watching|    waited += 1
    if watched < best - $min_delta:
        best, waited = watched, 0?}
{?restored|        best_weights = {k: v.clone() for k, v in model.state_dict().items()}?}
{?patience|    if waited >= $patience:
        break?}
{?restored|model.load_state_dict(best_weights)?}

model.eval()
{?epochs|print("loss", loss)?}
print(model(x).detach())

== pytorch layer
    nn.Linear($fan_in, $units{?unbiased|, bias=False?}),
{?activation|    nn.$activation,?}
{?dropout|    nn.Dropout($dropout),?}
== pytorch activations
relu: {?!activation.args|ReLU()?}{?activation.negative_slope !activation.max_value !activation.threshold|LeakyReLU($activation.negative_slope)?}{?activation.max_value !activation.negative_slope !activation.threshold|Hardtanh(0, $activation.max_value)?}
leaky_relu: LeakyReLU($activation.negative_slope)
elu: ELU($activation.alpha)
selu: SELU()
gelu: GELU({?activation.approximate|approximate="tanh"?})
silu: SiLU()
mish: Mish()
softplus: Softplus()
softsign: Softsign()
tanh: Tanh()
sigmoid: Sigmoid()
hard_sigmoid: Hardsigmoid()
hard_tanh: Hardtanh()
softmax: Softmax(dim=-1)

== pytorch losses
mean_squared_error: F.mse_loss(p, y)
mean_absolute_error: F.l1_loss(p, y)
huber: F.huber_loss(p, y, delta=$loss.delta)
log_cosh: (p - y + F.softplus(-2 * (p - y)) - math.log(2)).mean()
mean_absolute_percentage_error: 100 * ((y - p).abs() / y.abs().clamp(min=1e-7)).mean()
hinge: (1 - {?signed|y?}{?!signed|(2 * y - 1)?} * p).clamp(min=0).mean()
binary_crossentropy: F.binary_cross_entropy{?loss.from_logits|_with_logits(p?}{?!loss.from_logits|(p.clamp(1e-7, 1 - 1e-7)?}, $labels)
categorical_crossentropy: {?loss.from_logits|F.cross_entropy(p, $labels)?}{?!loss.from_logits|-($labels * (p / p.sum(-1, keepdim=True)).clamp(1e-7, 1 - 1e-7).log()).sum(-1).mean()?}

== pytorch optimizers
sgd: SGD(model.parameters(), lr=$optimizer.learning_rate{?optimizer.momentum|, momentum=$optimizer.momentum{?optimizer.nesterov|, nesterov=True?}?})
rmsprop: RMSprop(model.parameters(), lr=$optimizer.learning_rate, alpha=$optimizer.rho, eps=$optimizer.epsilon{?optimizer.momentum|, momentum=$optimizer.momentum?}{?optimizer.centered|, centered=True?})  # adds eps to the root, Keras under it
adagrad: Adagrad(model.parameters(), lr=$optimizer.learning_rate, initial_accumulator_value=$optimizer.initial_accumulator_value, eps=$optimizer.epsilon)
adadelta: Adadelta(model.parameters(), lr=$optimizer.learning_rate, rho=$optimizer.rho, eps=$optimizer.epsilon)
adam: Adam{?optimizer.weight_decay|W?}(model.parameters(), lr=$optimizer.learning_rate, betas=($optimizer.beta_1, $optimizer.beta_2), eps=$optimizer.epsilon{?optimizer.weight_decay|, weight_decay=$optimizer.weight_decay?}{?optimizer.amsgrad|, amsgrad=True?})
adamw: AdamW(model.parameters(), lr=$optimizer.learning_rate, betas=($optimizer.beta_1, $optimizer.beta_2), eps=$optimizer.epsilon, weight_decay=$optimizer.weight_decay{?optimizer.amsgrad|, amsgrad=True?})
adamax: Adamax(model.parameters(), lr=$optimizer.learning_rate, betas=($optimizer.beta_1, $optimizer.beta_2), eps=$optimizer.epsilon)
nadam: NAdam(model.parameters(), lr=$optimizer.learning_rate, betas=($optimizer.beta_1, $optimizer.beta_2), eps=$optimizer.epsilon, momentum_decay=1)

== pytorch schedules
exponential_decay: $optimizer.learning_rate * $schedule.decay_rate ** (step /{?schedule.staircase|/?} $schedule.decay_steps)
step_decay: $optimizer.learning_rate * $schedule.gamma ** (epoch // $schedule.step_size)
piecewise_constant_decay: $schedule.values[sum(step > b for b in $schedule.boundaries)]
cosine_decay: {?!schedule.warmup_target|$optimizer.learning_rate * (?}{?schedule.warmup_target|$optimizer.learning_rate + ($schedule.warmup_target - $optimizer.learning_rate) * step / $schedule.warmup_steps if step < $schedule.warmup_steps else $schedule.warmup_target * (?}$schedule.alpha + (1 - $schedule.alpha) * 0.5 * (1 + math.cos(math.pi * min({?schedule.warmup_target|step - $schedule.warmup_steps?}{?!schedule.warmup_target|step?}, $schedule.decay_steps) / $schedule.decay_steps)))

== pytorch initializers
zeros: nn.init.zeros_($variable)
ones: nn.init.ones_($variable)
constant: nn.init.constant_($variable, $initializer.value)
random_uniform: nn.init.uniform_($variable, $initializer.minval, $initializer.maxval)
random_normal: nn.init.normal_($variable, $initializer.mean, $initializer.stddev)
truncated_normal: nn.init.trunc_normal_($variable, $initializer.mean, $initializer.stddev, $initializer.mean - 2 * $initializer.stddev, $initializer.mean + 2 * $initializer.stddev)
identity: $variable.copy_($initializer.gain * torch.eye($cols, $fan_in))
orthogonal: nn.init.orthogonal_($variable, $initializer.gain)
torch_default: pass  # $variable starts as PyTorch draws it
uniform: nn.init.uniform_($variable, -$bound, $bound)
truncated: nn.init.trunc_normal_($variable, 0, $bound, -2 * $bound, 2 * $bound)
untruncated: nn.init.normal_($variable, 0, $bound)
given bias: $variable.copy_(torch.tensor($values))
given kernel: $variable.copy_(torch.tensor([$values]).T)

== pytorch defaults
sgd: learning_rate=0.001
adam: learning_rate=0.001 epsilon=1e-8
adamw: learning_rate=0.001 epsilon=1e-8 weight_decay=0.01
rmsprop: learning_rate=0.01 epsilon=1e-8 rho=0.99
adagrad: learning_rate=0.01 epsilon=1e-10 initial_accumulator_value=0
adadelta: learning_rate=1 epsilon=1e-6 rho=0.9
adamax: learning_rate=0.002 epsilon=1e-8
nadam: learning_rate=0.002 epsilon=1e-8

== schedules
ExponentialDecay: exponential_decay initial_learning_rate decay_steps decay_rate staircase name
CosineDecay: cosine_decay initial_learning_rate decay_steps alpha name warmup_target warmup_steps
CosineDecayRestarts: cosine_decay_restarts initial_learning_rate first_decay_steps t_mul m_mul alpha name
PiecewiseConstantDecay: piecewise_constant_decay boundaries values name
StepLR: step_decay optimizer step_size gamma last_epoch
ExponentialLR: step_decay optimizer gamma last_epoch
OneCycleLR: one_cycle optimizer max_lr total_steps epochs steps_per_epoch pct_start anneal_strategy cycle_momentum base_momentum max_momentum div_factor final_div_factor three_phase last_epoch
CosineAnnealingLR: cosine_decay optimizer T_max eta_min last_epoch

== scikit-learn
adam: {"name":"adam","learning_rate":$rate,"epsilon":$epsilon,"beta_1":$beta_1,"beta_2":$beta_2}
sgd: {"name":"sgd","learning_rate":$rate,"momentum":$momentum,"nesterov":$nesterov}
lbfgs: "lbfgs"
kernel: {"name":"variance_scaling","scale":$scale,"mode":"fan_avg","distribution":"uniform"}
bias: {"name":"random_uniform","minval":-$bound,"maxval":$bound}

== end
`
