# %% [markdown]
# # A learning-rate range test
# Which rate does one short run with a growing rate suggest?

# %%
import math
import statistics

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn.functional import cross_entropy

SEEDS = range(10)
STEPS = 200
BATCH = 64
LOW = 1e-4
HIGH = 10.0


# %%
def range_test(model, optimizer, batches, low, high, smooth=0.9):
    """Raise the rate by one factor a step; rates and smoothed losses until it explodes."""
    rates, losses, mean, best = [], [], 0.0, float("inf")
    for step, (x, y) in enumerate(batches):
        rate = low * (high / low) ** (step / (len(batches) - 1))
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        mean = smooth * mean + (1 - smooth) * loss.item()
        corrected = mean / (1 - smooth ** (step + 1))  # as in Adam: it starts at zero
        rates.append(rate)
        losses.append(corrected)
        best = min(best, corrected)
        if not corrected < 4 * best:  # also where it is not a number
            break
    return rates, losses


# %% [markdown]
# A small network on the digits of scikit-learn, SGD with momentum.

# %%
digits = load_digits()
images = torch.tensor(digits.data / 16, dtype=torch.float32)  # (1797, 64)
labels = torch.tensor(digits.target)


def start(seed):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    rows = torch.randint(0, len(images), (STEPS, BATCH))
    return net, [(images[row], labels[row]) for row in rows]


sweeps = []
for seed in SEEDS:
    net, batches = start(seed)
    opt = torch.optim.SGD(net.parameters(), lr=LOW, momentum=0.9)
    sweeps.append(range_test(net, opt, batches, LOW, HIGH))
    rates = torch.tensor(sweeps[-1][0]).log10()
    torch.testing.assert_close(rates.diff(), torch.full((len(rates) - 1,), 5 / 199.0))
exploded = [rates[-1] for rates, _ in sweeps]
lowest = [rates[losses.index(min(losses))] for rates, losses in sweeps]

# %% [markdown]
# A third of the rate with the lowest loss, constant, trains; thirty times as much
# does not.


# %%
def ends(rate, seed):
    net, batches = start(seed)
    opt = torch.optim.SGD(net.parameters(), lr=rate, momentum=0.9)
    for x, y in batches:
        loss = cross_entropy(net(x), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    with torch.no_grad():
        return cross_entropy(net(images), labels).item()


chosen = [ends(rate / 3, seed) for rate, seed in zip(lowest, SEEDS, strict=True)]
beyond = [ends(10 * rate, seed) for rate, seed in zip(lowest, SEEDS, strict=True)]

# %%
fig, ax = plt.subplots(num="sweep", figsize=(5.0, 3.0))
for rates, losses in sweeps[1:]:
    ax.plot(rates[::2], losses[::2], color="0.85", linewidth=1)
ax.plot(*sweeps[0], color="C0")
mark = lowest[0] / 3
ax.axvline(mark, color="C1", linestyle="--")
ax.set(
    xscale="log", xlabel="learning rate (log)", ylabel="smoothed loss", ylim=(0, 3.2)
)
ax.text(mark * 0.5, 0.15, "a third of\nthe lowest", color="C1", ha="right")

# %%
measured = {
    "lowest": (
        f"{min(lowest):.1f} to {max(lowest):.1f}",
        "the loss is lowest before it explodes",
        all(low < high for low, high in zip(lowest, exploded, strict=True)),
    ),
    "exploded": (
        f"{min(exploded):.0f} to {max(exploded):.0f}",
        "the loss explodes before the last rate",
        max(exploded) < HIGH,
    ),
    "chosen": (
        f"{min(chosen):.2f} to {max(chosen):.2f}",
        "at a third of the lowest rate each network learns",
        max(chosen) < math.log(10) / 5,
    ),
    "beyond": (
        f"{statistics.median(beyond):.1f}",
        "at ten times the lowest rate no network learns",
        min(beyond) > math.log(10) * 0.9,
    ),
}
setup = f"8×8 digits, one hidden layer, SGD with momentum, {STEPS} steps of {BATCH} images, {len(SEEDS)} seeds"
varied = {"BATCH": (32, 128)}
