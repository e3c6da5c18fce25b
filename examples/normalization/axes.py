# %% [markdown]
# # Which values share one mean?
# The layers here subtract a mean and divide by a standard deviation. They differ in
# which values share them.

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)
N, C, H, W, G = 8, 32, 14, 14, 8
x = torch.randn(N, C, H, W, dtype=torch.float64) * 3 + 5


def normalize(x, dims, eps=1e-5):
    """Subtract the mean over dims, divide by the biased standard deviation."""
    var, mean = torch.var_mean(x, dims, correction=0, keepdim=True)
    return (x - mean) / (var + eps).sqrt()


def group_norm(x, groups):
    """As nn.GroupNorm without γ and β; the channels are a multiple of the groups."""
    split = x.view(len(x), groups, -1, *x.shape[2:])  # (N, G, C / G, H, W)
    return normalize(split, (2, 3, 4)).view_as(x)


# %% [markdown]
# $x$ has shape $(N, C, H, W)$; the affine part stays at $\gamma = 1$, $\beta = 0$.
# One line for each layer, and PyTorch agrees.

# %%
for layer, ours in {
    nn.BatchNorm2d(C): normalize(x, (0, 2, 3)),
    nn.LayerNorm([C, H, W]): normalize(x, (1, 2, 3)),
    nn.LayerNorm(W): normalize(x, 3),
    nn.InstanceNorm2d(C): normalize(x, (2, 3)),
    nn.GroupNorm(G, C): group_norm(x, G),
    nn.GroupNorm(1, C): normalize(x, (1, 2, 3)),  # one group: layer norm
    nn.GroupNorm(C, C): normalize(x, (2, 3)),  # a group each: instance norm
}.items():
    torch.testing.assert_close(layer.double()(x), ours)

# %% [markdown]
# The block of activations: samples downwards, channels to the right, positions into
# the page. Shaded: one set of values that shares a mean and a variance.

# %%
width, depth = 6, 4  # channels and positions in the drawing
# Samples, channels, positions in the set; samples on a device.
sets = {
    "Batch": (4, 1, depth, 4),
    "Layer, images": (1, width, depth, 4),
    "Layer, tokens": (1, width, 1, 4),
    "Instance": (1, 1, depth, 4),
    "Group": (1, 3, depth, 4),
    "Sync, two devices": (2, 1, depth, 2),
}


def flat(*points):
    """Points (sample, channel, position) as seen from the front, above, right."""
    return zip(*[(c + 0.45 * p, 0.4 * p - n) for n, c, p in points], strict=True)


def draw(ax, t, n, c, p, rows):
    """A block whose first sample is t, with the set of n × c × p values shaded."""
    ax.fill(*flat((t, 0, 0), (t, c, 0), (t + n, c, 0), (t + n, 0, 0)), "C0", lw=0)
    ax.fill(*flat((t, 0, 0), (t, c, 0), (t, c, p), (t, 0, p)), "C0", lw=0)
    if c == width:
        right = (t, c, 0), (t + n, c, 0), (t + n, c, p), (t, c, p)
        ax.fill(*flat(*right), "C0", lw=0)
    grid, end, gap = [], t + rows, [torch.nan] * 3
    for i in range(t, end + 1):
        grid += [(i, 0, 0), (i, width, 0), (i, width, depth), gap]
    for i in range(width + 1):
        grid += [(end, i, 0), (t, i, 0), (t, i, depth), gap]
    for i in range(depth + 1):
        grid += [(t, 0, i), (t, width, i), (end, width, i), gap]
    ax.plot(*flat(*grid), "-", color="0.5", lw=0.7)


fig, axes = plt.subplots(2, 3, num="axes", figsize=(5.0, 3.4))
for ax, (title, (n, c, p, rows)) in zip(axes.flat, sets.items(), strict=True):
    for top in [0] if rows == 4 else [0, 4]:
        draw(ax, top, n, c, p, rows)
    ax.set(title=title, aspect="equal", xlim=(-1.4, 8), ylim=(-6.2, 1.8))
    ax.axis("off")
axes[0, 0].text(-0.3, -2, "N", ha="right", va="center")
axes[0, 0].text(3, -4.2, "C", ha="center", va="top")
axes[0, 0].text(0.5, 0.9, "H·W", ha="right")

# %% [markdown]
# The gradient counts them: one output depends on all values that share its mean.

# %%
x.requires_grad_()
layers = {
    "batch": nn.BatchNorm2d(C),
    "layer": nn.LayerNorm([C, H, W]),
    "instance": nn.InstanceNorm2d(C),
    "group": nn.GroupNorm(G, C),
}
values = {}
for name, layer in layers.items():
    (gradient,) = torch.autograd.grad(layer.double()(x)[0, 0, 0, 0], x)
    values[name] = int(gradient.count_nonzero())
assert list(values.values()) == [N * H * W, C * H * W, H * W, C // G * H * W]

# %%
computed = {
    **{f"{name}-values": f"{count:,}" for name, count in values.items()},
    **{f"{name}-means": f"{x.numel() // n:,}" for name, n in values.items()},
    "shape": "×".join(str(size) for size in x.shape),
}
