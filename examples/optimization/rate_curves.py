# %% [markdown]
# # What the loss curve says about the rate
# How do too low, right, high and too high a learning rate look in the training loss?

# %%
import math

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn.functional import cross_entropy

SEEDS = range(10)
STEPS = 300
BATCH = 32
rates = {"too low": 0.003, "right": 0.1, "high": 0.4, "too high": 3.0}

digits = load_digits()
images = torch.tensor(digits.data / 16, dtype=torch.float32)  # (1797, 64)
labels = torch.tensor(digits.target)
chance = math.log(10)  # the loss of ten equal probabilities

# %% [markdown]
# A small network on the digits of scikit-learn, SGD with momentum, the loss of each
# batch. The networks of all seeds stand side by side: each has its own weights and
# batches, and the gradient of a sum is the gradient of each.


# %%
def start(seed):
    """Weights of two linear layers, PyTorch's defaults, and the batches (steps, batch)."""
    torch.manual_seed(seed)
    one, two = nn.Linear(64, 64), nn.Linear(64, 10)
    weights = [one.weight.T, one.bias[None], two.weight.T, two.bias[None]]
    return [w.detach() for w in weights], torch.randint(0, len(images), (STEPS, BATCH))


def train(rate):
    """Training losses (seeds, steps), and how many hidden units fire for no image."""
    drawn = [start(seed) for seed in SEEDS]
    params = [
        torch.stack(p).requires_grad_()
        for p in zip(*(w for w, _ in drawn), strict=True)
    ]
    rows = torch.stack(
        [batches for _, batches in drawn], dim=1
    )  # (steps, seeds, batch)
    opt, losses = torch.optim.SGD(params, lr=rate, momentum=0.9), []
    w1, b1, w2, b2 = params
    for now in rows:
        hidden = torch.relu(images[now] @ w1 + b1)  # (seeds, batch, 64)
        logits = (hidden @ w2 + b2).transpose(1, 2)  # (seeds, 10, batch)
        loss = cross_entropy(logits, labels[now], reduction="none").mean(1)  # (seeds,)
        opt.zero_grad()
        loss.sum().backward()
        opt.step()
        losses.append(loss.detach())
    with torch.no_grad():
        fires = torch.relu(images @ w1 + b1).amax(dim=1) > 0  # (seeds, 64)
    return torch.stack(losses, dim=1), 1 - fires.float().mean(dim=1)


runs = {name: train(rate) for name, rate in rates.items()}
curves = {name: losses for name, (losses, _) in runs.items()}
dead = runs["too high"][1]  # (seeds,)
for losses in curves.values():  # an untrained network guesses
    assert abs(losses[:, 0].mean().item() / chance - 1) < 0.1

# %%
fig, ax = plt.subplots(num="curves", figsize=(5.0, 3.4))
ax.axhline(chance, color="0.5", linewidth=1, linestyle=(0, (1.2, 1.5)))
for name, color, at in zip(
    curves,
    ["C2", "C0", "C4", "C1"],
    [(110, 1.1), (190, 0.035), (200, 0.25), (25, 9)],
    strict=True,
):
    smooth = curves[name][0].unfold(0, 5, 5).mean(1)  # of five batches
    ax.plot(torch.arange(2, STEPS, 5), smooth, color=color)
    ax.text(*at, name, color=color)
ax.set(yscale="log", xlabel="step", ylabel="training loss (log)", ylim=(0.02, 30))
ax.set(yticks=[0.1, 1, chance, 10], yticklabels=["0.1", "1", "guess", "10"])

# %%
last = {name: losses[:, -50:].mean(1) for name, losses in curves.items()}  # (seeds,)
early = {name: losses[:, 10:40].mean(1) for name, losses in curves.items()}
ratio = last["high"] / last["right"]
highest = curves["too high"].max(1).values

# %%
measured = {
    "low": (
        f"{last['too low'].min():.1f} to {last['too low'].max():.1f}",
        "at too low a rate the loss ends over twice as high as at the right one",
        bool((last["too low"] > 2 * last["right"]).all()),
    ),
    "right": (
        f"{last['right'].median():.1f}",
        "at the right rate the loss ends lowest",
        all(
            (last["right"] < last[name]).all().item()
            for name in rates
            if name != "right"
        ),
    ),
    "high": (
        f"{(ratio > 1).sum()} of {len(ratio)} runs",
        "at a high rate the loss falls faster at first and ends higher",
        bool(
            (early["high"] < early["right"]).all()
            and (last["high"] > last["right"]).all()
        ),
    ),
    "too-high": (
        f"{last['too high'].min():.1f} to {last['too high'].max():.1f}",
        "at too high a rate the loss ends at chance or above",
        bool((last["too high"] > chance * 0.9).all()),
    ),
    "dead": (
        f"{dead.median():.0%}",
        "at too high a rate over nine tenths of the hidden units fire for no image",
        bool((dead > 0.9).all()),
    ),
    "spike": (
        f"{highest.min():.0f} to {highest.max():.0f}",
        "at too high a rate the loss first rises above its start",
        bool((highest > chance * 1.15).all()),
    ),
}
computed = {"chance": f"{chance:.2f}"}
given = {"steps": f"{STEPS} steps"}
setup = (
    f"8×8 digits, one hidden layer, SGD with momentum, {STEPS} steps of {BATCH} images, "
    f"{len(SEEDS)} seeds"
)
varied = {"STEPS": (200, 500)}
