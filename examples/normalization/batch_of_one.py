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
torch.manual_seed(0)
x = torch.randn(1, 4, 16, 16) * 3 + 5
variance = x.var((0, 2, 3), correction=0)
output = nn.BatchNorm2d(4)(x)
assert variance.min() > 7
assert torch.equal(output, nn.InstanceNorm2d(4)(x))
torch.testing.assert_close(output.std((0, 2, 3), correction=0), torch.ones(4))

# %% [markdown]
# ## With one value per channel, PyTorch refuses
# A vector of shape $(1, C)$ has one value per channel. Training mode raises an error,
# evaluation mode works.

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
# Train on single crops of photographs. In training each crop is centred by its own
# mean. In evaluation all share the running mean, so bright crops come out bright: a
# distribution that the following layers have never seen.

# %%
photos = torch.tensor(np.stack(load_sample_images().images)[:, :416, :640].mean(3))
# (2, 416, 640) -> (2, 13, 32, 20, 32) -> (520, 1, 1, 32, 32): batches of one crop
crops = photos.view(2, 13, 32, 20, 32).transpose(2, 3).reshape(-1, 1, 1, 32, 32)
crops = ((crops - crops.mean()) / crops.std()).float()
norm = nn.BatchNorm2d(1)
for i in torch.randperm(len(crops)):
    norm(crops[i])
shown = torch.cat([crops[i] for i in (8, 268, 412, 241, 140)])  # (5, 1, 32, 32)
trained = [norm(crop[None]).mean().item() for crop in shown]
norm.eval()
evaluated = [norm(crop[None]).mean().item() for crop in shown]
assert max(map(abs, trained)) < 1e-5
assert max(evaluated) - min(evaluated) > 1

# %%
fig, (top, ax) = plt.subplots(
    2, 1, num="train-eval", figsize=(5.0, 3.4), height_ratios=[0.68, 2.2], sharex=True
)
for place, crop in enumerate(shown):
    extent = (place - 0.36, place + 0.36, 0, 1)
    top.imshow(
        crop[0].numpy(), cmap="gray", vmin=-1.8, vmax=1.8, extent=extent, aspect="auto"
    )
top.set(xlim=(-0.5, 4.5), ylim=(0, 1))
top.axis("off")
ax.vlines(range(5), 0, evaluated, color="C0", lw=1)
ax.plot(evaluated, "s", color="C0")
ax.plot(trained, "o--", color="C1")
ax.annotate("eval: running mean", (0.15, evaluated[0]), va="center", color="C0")
ax.annotate("train: own mean", (4.45, 0.3), ha="right", color="C1")
ax.set_xticks([])
ax.set_ylabel("mean of the output")

# %% [markdown]
# ## Instance norm loses how strong a channel is
# After it the mean of each channel is 0 in each image, so a global average pool sees
# nothing. Group norm keeps the differences between the channels of a group.

# %%
images = torch.randn(2, 8, 6, 6) + torch.randn(2, 8, 1, 1)  # channel strengths differ
pooled_in = nn.InstanceNorm2d(8)(images).mean((2, 3)).abs().max().item()
pooled_gn = nn.GroupNorm(2, 8)(images).mean((2, 3)).abs().max().item()
assert pooled_in < 1e-6 < pooled_gn

# %%
facts = {
    "variances": f"{variance.min():.0f}–{variance.max():.0f}",
    "output-sd": f"{output.std(correction=0):.3f}",
    "constant": f"{constant.mean():.1f}",
    "train-mean": f"{abs(trained[0]):.1f}",
    "eval-low": f"{min(evaluated):.1f}".replace("-", "−"),
    "eval-high": f"{max(evaluated):.1f}",
    "pooled-in": f"{pooled_in:.1f}",
    "pooled-gn": f"{pooled_gn:.1f}",
}
