# %% [markdown]
# # Convolution is cross-correlation
# Does a convolution layer flip its kernel, what does one kernel find in a photo, and what
# do size, weights and cost of a layer come to?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_sample_image
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# ## The formula as written
# $y_{i,j} = \sum_{m,n} x_{i+m,j+n}\,k_{m,n}$: one channel, stride 1, no padding.


# %%
def cross_correlate(x, kernel):
    height, width = kernel.shape
    y = torch.empty(len(x) - height + 1, x.shape[1] - width + 1, dtype=x.dtype)
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            y[i, j] = (x[i : i + height, j : j + width] * kernel).sum()
    return y


def layer(x, kernel, **options):
    return F.conv2d(x[None, None], kernel[None, None], **options)[0, 0]


torch.manual_seed(0)
x = torch.randn(12, 9, dtype=torch.float64)
kernel = torch.randn(3, 3, dtype=torch.float64)
assert (cross_correlate(x, kernel) - layer(x, kernel)).abs().max() < 1e-12

# %% [markdown]
# ## An impulse shows the flip
# NumPy has both: `correlate` slides the kernel as it is, `convolve` turns it round. The
# layer agrees with `correlate`. So a single bright pixel comes out as the kernel
# rotated by 180°.

# %%
signal, taps = np.array([1.0, 0, 2, 5, 3]), np.array([1.0, 2, 4])
out = F.conv1d(torch.tensor(signal)[None, None], torch.tensor(taps)[None, None])
assert np.allclose(out[0, 0], np.correlate(signal, taps, "valid"))
assert not np.allclose(out[0, 0], np.convolve(signal, taps, "valid"))

counting = torch.arange(9.0).view(3, 3)
impulse = torch.zeros(3, 3)
impulse[1, 1] = 1
response = layer(impulse, counting, padding=1)
assert torch.equal(response, counting.rot90(2))

fig, axes = plt.subplots(1, 3, num="impulse", figsize=(5.0, 2.0))
panels = {"kernel": counting, "impulse": impulse, "output": response}
for ax, (title, grid) in zip(axes, panels.items(), strict=True):
    for (i, j), value in np.ndenumerate(grid.numpy()):
        color = "C0" if value > 0 else "0.85"
        cell = {"facecolor": color, "alpha": 0.1 + 0.05 * value, "edgecolor": "0.5"}
        ax.add_patch(plt.Rectangle((j, -i), 1, 1, **cell))
        ax.text(j + 0.5, -i + 0.5, f"{value:.0f}", ha="center", va="center")
    ax.set(title=title, xlim=(-0.05, 3.05), ylim=(-2.05, 1.05), aspect="equal")
    ax.axis("off")

# %% [markdown]
# ## What one kernel finds
# The Sobel kernel takes the difference of left and right: it answers to vertical edges
# and is silent on flat ground.

# %%
sobel = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
step = torch.zeros(8, 8)
step[:, 4:] = 1
columns = layer(step, sobel).abs().sum(0).nonzero().flatten().tolist()
assert columns == [2, 3]  # the two windows that straddle the step

photo = torch.tensor(load_sample_image("china.jpg")[60:420:4, 140:500:4].mean(2))
edges = layer(photo.float(), sobel).abs().clamp(max=400)
fig, axes = plt.subplots(1, 2, num="sobel", figsize=(5.0, 2.7))
axes[0].imshow((photo // 16).numpy(), cmap="gray")
axes[0].set_title("photo")
axes[1].imshow((edges // 32).numpy(), cmap="gray")
axes[1].set_title("Sobel, absolute value")
for ax in axes:
    ax.axis("off")

# %% [markdown]
# ## Size, weights and cost
# The kernel spans $d(f-1)+1$ of the $H + 2p$ padded pixels and moves by $s$. Below, every
# setting is compared with the layer itself, then the first layer of ResNet-50.


# %%
def out_size(h, f, s=1, p=0, d=1):
    return (h + 2 * p - d * (f - 1) - 1) // s + 1


settings = [
    (h, f, s, p, d)
    for h in (15, 16)
    for f in (1, 2, 3, 5)
    for s in (1, 2, 3)
    for p in (0, 1, 2)
    for d in (1, 2)
]
for h, f, s, p, d in settings:
    real = nn.Conv2d(1, 1, f, s, p, d, device="meta")(
        torch.empty(1, 1, h, h, device="meta")
    )
    assert real.shape[-1] == out_size(h, f, s, p, d)

first = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False, device="meta")
with FlopCounterMode(display=False) as counter:
    out = first(torch.empty(1, 3, 224, 224, device="meta")).shape[-1]
weights, mult_adds = 64 * 3 * 7**2, out**2 * 64 * 3 * 7**2
assert out == out_size(224, 7, 2, 3)
assert weights == first.weight.numel()
assert 2 * mult_adds == counter.get_total_flops()
pixels_in, units_out = 3 * 224**2, 64 * out**2
dense = nn.Linear(pixels_in, units_out, bias=False, device="meta").weight.numel()

# %%
facts = {
    "output-size": f"{out}×{out}",
    "weights": f"{weights:,}",
    "mult-adds": f"{mult_adds / 1e6:.0f} M",
    "dense-weights": f"{dense / 1e9:.0f} billion",
    "impulse-response": ", ".join(f"{value:.0f}" for value in response.flatten()),
    "edge-columns": f"{len(columns)} of {layer(step, sobel).shape[1]} columns",
}
