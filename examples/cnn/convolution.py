# %% [markdown]
# # Convolution is cross-correlation
# Does a convolution layer flip its kernel?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F

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
    # (H, W) -> (1, 1, H, W) and back: one image, one channel
    return F.conv2d(x[None, None], kernel[None, None], **options)[0, 0]


torch.manual_seed(0)
x = torch.randn(12, 9, dtype=torch.float64)
kernel = torch.randn(3, 3, dtype=torch.float64)
assert (cross_correlate(x, kernel) - layer(x, kernel)).abs().max() < 1e-12

# %% [markdown]
# ## NumPy has both
# `correlate` slides the kernel as it is, `convolve` turns it round. The layer agrees
# with `correlate`.

# %%
signal, taps = np.array([1.0, 0, 2, 5, 3]), np.array([1.0, 2, 4])
out = F.conv1d(torch.tensor(signal)[None, None], torch.tensor(taps)[None, None])
assert np.allclose(out[0, 0], np.correlate(signal, taps, "valid"))
assert not np.allclose(out[0, 0], np.convolve(signal, taps, "valid"))

# %% [markdown]
# ## An impulse shows the flip
# Each output reads the kernel at the place where the bright pixel lies in its window.
# So a single bright pixel comes out as the kernel rotated by 180°.

# %%
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

# %%
computed = {
    "impulse-response": ", ".join(f"{value:.0f}" for value in response.flatten())
}
