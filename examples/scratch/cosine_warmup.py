# %% [markdown]
# # Warm-up and cosine decay
# Write the learning rate as a function of the step: linear warm-up, then half a cosine.

# %% [markdown]
# ## The task
# `rate(step, total, warmup, peak, floor)` for steps from zero up. In the first `warmup`
# steps the rate rises in equal parts, the first step has one part and the last of them
# `peak`. The step after the warm-up has `peak`, too, and from there the rate falls by
# half a cosine, to `floor` at step `total` and from then on. Without warm-up the first
# step has `peak`; where all steps are warm-up, only `floor` comes behind. A `warmup`
# above `total` raises `ValueError`. The rate depends on the step alone, so that a run
# that is resumed goes on as it was.

# %% [markdown]
# ## Tests to pass

# %%
import math

import numpy as np
import torch
from torch.optim import lr_scheduler as lrs


def from_library(total, warmup, peak, floor):
    """The rates of steps up to total, by PyTorch's schedulers."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=peak)
    decay = lrs.CosineAnnealingLR(optimizer, total - warmup, floor)
    if warmup:
        rise = lrs.LinearLR(optimizer, 1 / warmup, total_iters=warmup - 1)
        decay = lrs.SequentialLR(optimizer, [rise, decay], [warmup])
    rates = []
    for _ in range(total + 1):
        rates += decay.get_last_lr()
        optimizer.step()
        decay.step()
    return rates


def check(rate):
    for total, warmup, peak, floor in [
        (20, 5, 0.1, 0.0),
        (30, 1, 1.0, 0.01),
        (10, 0, 0.3, 0.1),  # no warm-up
        (7, 6, 0.1, 0.0),  # one step of decay
    ]:
        ours = [rate(step, total, warmup, peak, floor) for step in range(total + 1)]
        expected = from_library(total, warmup, peak, floor)
        np.testing.assert_allclose(ours, expected, atol=1e-12)
        assert rate(total + 9, total, warmup, peak, floor) == floor
    assert [rate(step, 2, 2, 1.0, 0.0) for step in range(4)] == [0.5, 1, 0, 0]
    np.testing.assert_raises(ValueError, rate, 0, 3, 4, 1.0, 0.0)


# %% [markdown]
# ## A first right solution
# Three phases, each with its own line. In the second the cosine needs the share of that
# phase which is over, so the steps of the warm-up go off both.


# %%
def rate(step: int, total: int, warmup: int, peak: float, floor: float = 0.0) -> float:
    """The learning rate of a step, counted from zero."""
    if warmup > total:
        raise ValueError("the warm-up is longer than the run")
    if step < warmup:
        return peak * (step + 1) / warmup
    if step >= total:
        return floor
    over = (step - warmup) / (total - warmup)
    return floor + (peak - floor) * (1 + math.cos(math.pi * over)) / 2


check(rate)

# %% [markdown]
# ## The vectorized one
# All steps at once, for a plot or a table. Both formulas run for all of them, so
# neither may divide by zero; what is over lies between 0 and 1.


# %%
def rates(step, total: int, warmup: int, peak: float, floor: float = 0.0):
    """The learning rates of an array of steps, counted from zero."""
    if warmup > total:
        raise ValueError("the warm-up is longer than the run")
    step = np.asarray(step)
    rise = peak * (step + 1) / max(warmup, 1)
    over = np.clip((step - warmup) / max(total - warmup, 1), 0, 1)
    decay = floor + (peak - floor) * (1 + np.cos(np.pi * over)) / 2
    decay = np.where(step < total, decay, floor)
    return np.where(step < warmup, rise, decay)


check(rates)

# %% [markdown]
# ## Complexity
# Constant time and memory for a step. A rule that takes each rate from the last would
# need that rate in the checkpoint, and its rounding errors would add up.

# %% [markdown]
# ## What the interviewer looks for
# - The ends: a first rate above zero, `peak` where the two phases meet, `floor` at the
#   end, and no division by zero for a phase without steps.
# - Steps are updates of the weights, not epochs and not batches that only accumulate.
# - `total` counts the whole run, also when it is resumed.
# - A function of the step, without state: easy to test and to resume.

# %% [markdown]
# ## The usual slip
# The cosine counts from the first step of the run instead of the first after the
# warm-up. The rate has its last rise and then jumps down; the end is right, so that it
# goes unnoticed.


# %%
def slip(step, total, warmup, peak, floor=0.0):
    if warmup > total:
        raise ValueError("the warm-up is longer than the run")
    if step < warmup:
        return peak * (step + 1) / warmup
    over = min(step / total, 1)
    return floor + (peak - floor) * (1 + math.cos(math.pi * over)) / 2


np.testing.assert_raises(AssertionError, check, slip)
right, wrong = (way(20, 100, 20, 1.0) for way in (rate, slip))

# %%
computed = {"after-warmup": f"{right:.0%}", "after-warmup-slip": f"{wrong:.0%}"}
