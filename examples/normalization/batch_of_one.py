# %% [markdown]
# # Batch norm with a batch of one
# Is the variance of a single image zero? What does batch norm do with one image, and
# why does it fail there?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
from sklearn.datasets import load_sample_images
from torch import nn

# %% [markdown]
# ## The variance is not zero
# One image still has $H \cdot W$ values per channel. In training mode batch norm
# normalizes with them, and is instance norm.

# %%
SEEDS = range(10)
SIZE = 16
variances = []
for seed in SEEDS:
    torch.manual_seed(seed)
    x = torch.randn(1, 4, SIZE, SIZE) * 3 + 5
    output = nn.BatchNorm2d(4)(x)
    # (1, C, H, W) -> (1, C, 1, 1): every image and channel alone, in plain arithmetic
    var, mean = torch.var_mean(x, (2, 3), correction=0, keepdim=True)
    for alike in (output, nn.InstanceNorm2d(4)(x)):
        torch.testing.assert_close(alike, (x - mean) / (var + 1e-5).sqrt())
    variances += var.flatten().tolist()

# %% [markdown]
# ## With one value per channel, PyTorch refuses
# A vector of shape $(1, C)$: training mode raises an error, evaluation mode works.

# %%
vector, norm = torch.randn(1, 4), nn.BatchNorm1d(4)
try:
    norm(vector)
except ValueError as error:
    message = str(error)
norm.eval()(vector)
message

# %% [markdown]
# ## Zero variance removes everything
# A constant channel has variance 0. Then $x - \mu = 0$, and the output is $\beta$: not
# "no normalization", but no signal.

# %%
norm = nn.BatchNorm2d(4)
nn.init.constant_(norm.bias, 0.7)
constant = norm(torch.full((1, 4, 16, 16), 5.0))
assert (constant - 0.7).abs().max() < 1e-3  # float32 rounding of 5 / sqrt(1e-5)

# %% [markdown]
# ## What fails: training and evaluation disagree
# Train on single crops of photographs. In training each is centred by its own mean. In
# evaluation all share the running mean and variance: bright crops come out far too
# bright. Trained in batches of 32, they are bright in training too, and both agree.

# %%
MOMENTUM = 0.1  # PyTorch's
CONTROL = 32  # images in a batch where the two modes agree
photos = torch.tensor(np.stack(load_sample_images().images)[:, :416, :640].mean(3))
# (2, 416, 640) -> (2, 13, 32, 20, 32) -> (520, 1, 1, 32, 32): batches of one crop
crops = photos.view(2, 13, 32, 20, 32).transpose(2, 3).reshape(-1, 1, 1, 32, 32)
crops = ((crops - crops.mean()) / crops.std()).float()
shown = torch.cat([crops[i] for i in (8, 268, 412, 241, 140)])  # (5, 1, 32, 32)


def modes(seed, batch=1):
    """Means of the shown crops in evaluation and training mode, after one epoch."""
    torch.manual_seed(seed)
    norm = nn.BatchNorm2d(1, momentum=MOMENTUM)
    for part in torch.randperm(len(crops)).split(batch):
        norm(crops[part, 0])
    evaluated = norm.eval()(shown).mean((1, 2, 3))
    sd = (norm.running_var + norm.eps).sqrt()
    by_hand = (shown.mean((1, 2, 3)) - norm.running_mean) / sd
    assert torch.allclose(evaluated, by_hand, atol=1e-4)
    norm.train()
    trained = []
    for _ in range(1 if batch == 1 else 30):  # each crop in batches with others
        rest = crops[torch.randperm(len(crops))[: batch - 1], 0]
        parts = [norm(torch.cat([crop[None], rest]))[0].mean() for crop in shown]
        trained.append(torch.stack(parts))
    return evaluated.tolist(), torch.stack(trained).mean(0).tolist()


every = [modes(seed) for seed in SEEDS]
control = [[max(means) for means in modes(seed, CONTROL)] for seed in SEEDS]
evaluated, trained = every[0]
assert max(abs(mean) for _, means in every for mean in means) < 1e-5
low, high = [min(means) for means, _ in every], [max(means) for means, _ in every]

# %%
rows = {"height_ratios": [0.68, 2.2], "sharex": True}
fig, (top, ax) = plt.subplots(2, 1, num="train-eval", figsize=(5.0, 3.4), **rows)
for place, crop in enumerate(shown):
    look = {"cmap": "gray", "vmin": -1.8, "vmax": 1.8, "aspect": "auto"}
    top.imshow(crop[0].numpy(), extent=(place - 0.36, place + 0.36, 0, 1), **look)
top.set(xlim=(-0.5, 4.5), ylim=(0, 1))
top.axis("off")
ax.vlines(range(5), 0, evaluated, color="C0", lw=1)
ax.plot(evaluated, "s", color="C0")
ax.plot(trained, "o--", color="C1")
ax.annotate("eval: running mean", (0.15, evaluated[0]), va="center", color="C0")
ax.annotate("train: own mean", (4.45, 0.3), ha="right", color="C1")
ax.set(xticks=[], ylabel="mean of the output")


def span(values, digits=1):
    ends = [f"{value:.{digits}f}" for value in (min(values), max(values))]
    return " to ".join(dict.fromkeys(ends)).replace("-", "−")


# %%
computed = {
    "output-sd": f"{output.std(correction=0):.3f}",
    "constant": f"{constant.mean():.1f}",
    "train-mean": f"{abs(trained[0]):.1f}",
}
measured = {
    "variances": (span(variances, 0), "no variance is near zero", min(variances) > 5),
    "eval-low": (span(low), "evaluation leaves a dark crop dark", max(low) < -0.5),
    "eval-high": (span(high), "evaluation leaves a bright crop bright", min(high) > 2),
    "control-train": (
        span([train for _, train in control]),
        "in batches of 32 a bright crop is bright in training, less than above",
        min(train for _, train in control) > 1 and max(map(max, control)) < min(high),
    ),
    "control-eval": (
        span([evaluation for evaluation, _ in control]),
        "and evaluation agrees",
        max(abs(evaluation - train) for evaluation, train in control) < 0.5,
    ),
}
setup = f"maps of {SIZE}×{SIZE}; crops of two photographs in {len(SEEDS)} orders"
varied = {"SIZE": (8, 32), "MOMENTUM": (0.05, 0.2), "CONTROL": (16, 64)}
