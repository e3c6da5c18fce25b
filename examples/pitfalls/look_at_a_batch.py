# %% [markdown]
# # Look at a batch
# Which loading bugs does the eye find at once, and which numbers find them in a test?
# What counts is the batch as it enters the network.

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
from sklearn.datasets import load_sample_images

photos = np.stack(load_sample_images().images)[:, :424]  # 2 × 424 × 640 × 3, RGB
# An eighth of the size: (2, 424, 640, 3) -> (2, 53, 8, 80, 8, 3) -> (2, 53, 80, 3)
small = photos.reshape(2, 53, 8, 80, 8, 3).mean((2, 4)).astype(np.uint8)
corners = [(0, 8, 2), (0, 24, 44), (1, 4, 24), (1, 28, 50)]  # photo, row, column
crops = np.stack([small[p, r : r + 24, c : c + 24] for p, r, c in corners])
means = crops.mean((0, 1, 2)) / 255  # (3,), stored when the data set was made

# %% [markdown]
# Three loaders: the right one, one that decodes blue first (as OpenCV does), and one
# that reshapes height × width × channels where it should permute. All three return the
# shape and the range that the network expects, so none of them raises an error.

# %%
batches = {
    "right": torch.tensor(crops).permute(0, 3, 1, 2) / 255,
    "BGR": torch.tensor(crops[..., ::-1].copy()).permute(0, 3, 1, 2) / 255,
    "reshape": torch.tensor(crops).reshape(-1, 3, 24, 24) / 255,
}
# Four images (3, 24, 24) side by side: (3, 24, 96)
rows = [torch.cat(list(batch), 2) for batch in batches.values()]
fig, ax = plt.subplots(num="batch", figsize=(5.0, 3.7))
batch = torch.cat(rows, 1).permute(1, 2, 0)  # (3, 72, 96) -> (72, 96, 3)
ax.imshow((batch * 15).round().numpy() / 15, extent=(0, 4, 3, 0))
ax.grid(False)
ax.spines[:].set_visible(False)
ax.set_xticks([0.5, 1.5, 2.5, 3.5], ["china", "china", "flower", "flower"])
ax.set_yticks([0.5, 1.5, 2.5], batches)
ax.tick_params(length=0)
ax.xaxis.tick_top()

# %% [markdown]
# The same as a test. Shape, type and range notice nothing. The channel means do, and
# the smoothness finds the reshape: neighbouring pixels of a real image are alike.


# %%
def faults(batch):
    """What a batch (B, 3, 24, 24) fails in; the limits are those of these four images."""
    if batch.shape[1:] != (3, 24, 24) or batch.dtype != torch.float32 or not len(batch):
        return ["shape or type"]
    if not batch.isfinite().all():  # NaN is neither below 0 nor above 1
        return ["NaN or infinity"]
    found = []
    if batch.min() < 0 or batch.max() > 1 or batch.std() < 0.05:
        found.append("range")
    if abs(batch.mean((0, 2, 3)).numpy() - means).max() > 0.02:
        found.append("channel means")
    if batch.diff(dim=3).abs().mean() > 0.25 * batch.std():
        found.append("smoothness")
    return found


found = {name: faults(batch) for name, batch in batches.items()}
assert found["right"] == []
assert found["BGR"] == ["channel means"]
assert found["reshape"] == ["channel means", "smoothness"]
assert faults(batches["right"] * 255) == ["range", "channel means"]
assert faults(batches["right"].log()) == ["NaN or infinity"]  # the log of a black pixel

# %%
red = {name: batch[:, 0].mean().item() for name, batch in batches.items()}

# %%
computed = {
    "red": f"{red['right']:.2f}",
    "red-bgr": f"{red['BGR']:.2f}",
    "found-bgr": " and ".join(found["BGR"]),
    "found-reshape": " and ".join(found["reshape"]),
}
