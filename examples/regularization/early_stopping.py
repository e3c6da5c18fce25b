# %% [markdown]
# # Early stopping
# The algorithm, and why it acts like an L2 penalty.

# %%
import copy
import math

import matplotlib.pyplot as plt
import numpy as np


class EarlyStopping:
    """Keeps the best state and says when to stop; lower values are better."""

    def __init__(self, patience, least=0.0):
        self.patience, self.least = patience, least
        self.best, self.state, self.waited = math.inf, None, 0

    def step(self, value, state):
        """Look at one evaluation; True when it has not improved for patience of them."""
        if value < self.best - self.least:  # NaN is no improvement
            self.best, self.waited = value, 0
            self.state = copy.deepcopy(state)  # a reference would go on training
        else:
            self.waited += 1
        return self.waited >= self.patience


def train(curve, patience):
    """Epoch at which it stops and epoch whose state it gives back."""
    stopping, state = EarlyStopping(patience), {}
    for state["epoch"], value in enumerate(curve):  # one state that goes on training
        if stopping.step(value, state):
            break
    return state["epoch"], stopping.state["epoch"]


# %% [markdown]
# ## Patience
# A curve that falls and rises, with a ripple. Without patience the first ripple ends it.

# %%
epochs = np.arange(80)
curve = ((epochs - 40) / 40) ** 2 + 0.05 * np.cos(2 * np.pi * epochs / 7)
lowest = int(curve.argmin())
ends = {patience: train(curve, patience) for patience in (1, 10)}
assert ends[10][1] == lowest
assert ends[10][0] == lowest + 10
assert ends[1][1] < lowest
assert train([3, math.nan, 2, 4, math.nan], 2) == (4, 2)

# %% [markdown]
# ## Steps against a penalty
# Gradient descent from zero on $\tfrac12 h (w - w^*)^2$ has reached $1 - (1 - \eta h)^t$
# of $w^*$ after t steps. An L2 penalty λ stops at $\frac{h}{h + \lambda}$. With
# $\lambda = \frac{1}{\eta t}$ the two are near each other for every curvature h.


# %%
def reached(h, lr, steps):
    """Share of the optimum after these steps, by running them."""
    w = np.zeros_like(h)
    for _ in range(steps):
        w -= lr * h * (w - 1)
    return w


LR, STEPS = 0.01, 200
h = np.logspace(-3, 1.7, 200)
stopped, decayed = reached(h, LR, STEPS), h / (h + 1 / (LR * STEPS))
assert np.allclose(stopped, 1 - (1 - LR * h) ** STEPS)
flat = h < 0.02
assert np.allclose(stopped[flat], decayed[flat], rtol=0.03)  # both about η t h
apart = (stopped - decayed).max()
assert (stopped >= decayed - 1e-4).all()

fig, ax = plt.subplots(num="shares")
ax.semilogx(h, stopped, "C0-")
ax.semilogx(h, decayed, "C1--")
ax.set(xlabel="curvature h", ylabel="share of the optimum")
ax.set_xticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
ax.text(0.7, 0.92, "stopped early", color="C0", ha="right")
ax.text(3, 0.72, "L2 penalty", color="C1")

# %%
computed = {
    "impatient": f"epoch {ends[1][0]}",
    "lowest": f"epoch {lowest}",
    "patient": f"epoch {ends[10][0]}",
    "apart": f"{apart:.2f}",
}
