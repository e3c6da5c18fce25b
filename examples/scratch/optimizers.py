# %% [markdown]
# # Optimizers
# Write the updates of SGD, momentum, Nesterov, RMSProp, Adam and AdamW.

# %% [markdown]
# ## The task
# `rules`, a dictionary of six functions `step(w, g, state, lr)` by the names `sgd`,
# `momentum`, `nesterov`, `rmsprop`, `adam` and `adamw`. `w` are weights, `g` the
# gradient there, arrays of one shape, and `state` is a dictionary, empty at first, in
# which the rule keeps what it needs between steps. It returns the new weights and
# leaves `g` as it is. PyTorch's forms and defaults: the velocity is a sum of gradients,
# with the rate in front of it; Nesterov looks ahead by the velocity; $\varepsilon$ is
# added behind the root; AdamW shrinks the weights by `lr` times `decay`. Where a
# gradient was always zero, the weights stay finite.

# %% [markdown]
# ## Tests to pass

# %%
import numpy as np
import torch
from numpy import ndarray as Array
from torch import optim

LIBRARY = {
    "sgd": lambda p, lr: optim.SGD(p, lr),
    "momentum": lambda p, lr: optim.SGD(p, lr, momentum=0.9),
    "nesterov": lambda p, lr: optim.SGD(p, lr, momentum=0.9, nesterov=True),
    "rmsprop": lambda p, lr: optim.RMSprop(p, lr),
    "adam": lambda p, lr: optim.Adam(p, lr),
    "adamw": lambda p, lr: optim.AdamW(p, lr),
}


def check(rules):
    assert rules.keys() == LIBRARY.keys()
    rng = np.random.default_rng(0)
    for name, make in LIBRARY.items():
        for start, noise in ((rng.normal(size=(3, 2)), 1.0), (np.ones(2), 0.0)):
            curvature = rng.uniform(0, 2, start.shape) * (noise > 0)  # or no slope
            theirs = torch.tensor(start, requires_grad=True)
            optimizer, state, ours = make([theirs], 0.05), {}, start.copy()
            for _ in range(200):
                g = curvature * ours + noise * rng.normal(size=start.shape)
                theirs.grad, kept = torch.tensor(g), g.copy()
                optimizer.step()
                ours = rules[name](ours, g, state, 0.05)
                np.testing.assert_allclose(ours, theirs.detach(), atol=1e-9)
                np.testing.assert_array_equal(g, kept)


# %% [markdown]
# ## A first right solution
# Each rule as its formula: $v$ a running sum of gradients, $m$ and $s$ running means of
# gradients and of their squares. Means that start at zero are too small at first; Adam
# divides by $1 - \beta^t$, the sum of their weights.


# %%
def sgd(w: Array, g: Array, state: dict, lr: float) -> Array:
    return w - lr * g


def momentum(w: Array, g: Array, state: dict, lr: float, mu=0.9) -> Array:
    state["v"] = mu * state.get("v", 0) + g
    return w - lr * state["v"]


def nesterov(w: Array, g: Array, state: dict, lr: float, mu=0.9) -> Array:
    state["v"] = mu * state.get("v", 0) + g
    return w - lr * (g + mu * state["v"])


def rmsprop(w: Array, g: Array, state: dict, lr: float, alpha=0.99, eps=1e-8) -> Array:
    state["s"] = alpha * state.get("s", 0) + (1 - alpha) * g**2
    return w - lr * g / (state["s"] ** 0.5 + eps)


def adam(
    w: Array, g: Array, state: dict, lr: float, beta1=0.9, beta2=0.999, eps=1e-8
) -> Array:
    state["t"] = state.get("t", 0) + 1
    state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
    state["s"] = beta2 * state.get("s", 0) + (1 - beta2) * g**2
    m = state["m"] / (1 - beta1 ** state["t"])
    s = state["s"] / (1 - beta2 ** state["t"])
    return w - lr * m / (s**0.5 + eps)


def adamw(w: Array, g: Array, state: dict, lr: float, decay=0.01) -> Array:
    return adam(w - lr * decay * w, g, state, lr)


rules = {f.__name__: f for f in (sgd, momentum, nesterov, rmsprop, adam, adamw)}
check(rules)

# %% [markdown]
# ## The vectorized one
# The formulas hold for arrays as they stand, but each sign in them makes an array.
# Written in place, a step of Adam needs one array beside its state, made once.


# %%
def adam_in_place(
    w: Array, g: Array, state: dict, lr: float,
    beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8, decay: float = 0.0,
) -> Array:  # fmt: skip
    """Change the weights w by one step of AdamW, without decay of Adam."""
    if not state:
        state.update({name: np.zeros(w.shape) for name in ("m", "s", "beside")}, t=0)
    m, s, beside = state["m"], state["s"], state["beside"]
    state["t"] += 1
    for mean, beta, power in ((m, beta1, 1), (s, beta2, 2)):
        np.power(g, power, out=beside)
        beside -= mean
        beside *= 1 - beta
        mean += beside
    np.sqrt(s, out=beside)
    beside /= (1 - beta2 ** state["t"]) ** 0.5
    beside += eps
    np.divide(m, beside, out=beside)
    beside *= lr / (1 - beta1 ** state["t"])
    w *= 1 - lr * decay
    w -= beside
    return w


in_place = {"adam": adam_in_place, "adamw": lambda *a: adam_in_place(*a, decay=0.01)}
check(rules | in_place)

# %% [markdown]
# ## Complexity
# Time $O(n)$ for $n$ weights. State: none for SGD, $n$ values for momentum, Nesterov
# and RMSProp, $2n$ for Adam and AdamW.

# %% [markdown]
# ## What the interviewer looks for
# - What is kept between steps, and how much memory that is.
# - Bias correction, and why a mean that starts at zero needs it.
# - $\varepsilon$ outside of the root, and what it does where gradients are tiny.
# - AdamW's decay passes by the division; decay in the gradient is divided with it.

# %% [markdown]
# ## The usual slip
# Adam without bias correction: the first step is the rate times
# $(1 - \beta_1) / \sqrt{1 - \beta_2}$ instead of the rate.


# %%
def slip(w, g, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
    state["s"] = beta2 * state.get("s", 0) + (1 - beta2) * g**2
    return w - lr * state["m"] / (state["s"] ** 0.5 + eps)


np.testing.assert_raises(AssertionError, check, rules | {"adam": slip})
right, wrong = (-step(0.0, 1.0, {}, 1.0) for step in (adam, slip))

# %%
computed = {"first-step": f"{right:.2f}×", "first-step-slip": f"{wrong:.2f}×"}
