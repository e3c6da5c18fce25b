# %% [markdown]
# # Max pooling and shifts
# If the input moves by one pixel, does the output of a max pool stay the same?

# %%
from itertools import permutations

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

# %% [markdown]
# ## What it computes
# The maximum of each window. The stride is the window's size unless set. Padding is
# $-\infty$, so that it never wins. Height and width shrink by the factor of the stride,
# the number of channels does not. With stride one a 3×3 window and padding one keep the
# size; a 2×2 window does not.

# %%
torch.manual_seed(0)
x = torch.randn(64, 1, 64, 64)
windows = x.unfold(2, 2, 2).unfold(3, 2, 2)  # (64, 1, 32, 32, 2, 2)
pooled = F.max_pool2d(x, 2)
assert torch.equal(pooled, windows.amax((-1, -2)))
assert F.max_pool2d(-x.abs(), 3, stride=1, padding=1).max() < 0
same_size = F.max_pool2d(x, 3, stride=1, padding=1)
assert F.max_pool2d(x, 2, stride=1, padding=1).shape != same_size.shape

# %% [markdown]
# ## Shift by one, shift by two
# A shift by the stride moves the output by one place: equivariance. A shift by one
# pixel pairs other neighbours, and here the output is another sequence.


# %%
def draw_row(ax, values, width, top, label):
    ax.text(-0.3, top + 0.5, label, ha="right", va="center", color="0.5")
    for i, value in enumerate(values):
        cell = plt.Rectangle((i * width, top), width, 1, edgecolor="0.5")
        cell.set(facecolor="C0" if value else "w", alpha=0.1 + 0.12 * value)
        ax.add_patch(cell)
        middle = (i + 0.5) * width
        ax.text(middle, top + 0.5, f"{value}", ha="center", va="center")


signal = torch.tensor([0, 1, 5, 2, 0, 0, 3, 0, 0, 0, 0, 0])
outputs = []
fig, axes = plt.subplots(3, 1, num="shift", figsize=(5.0, 4.2))
titles = ["as it is", "moved by 1: another output", "moved by 2: the output moves by 1"]
for shift, (ax, title) in enumerate(zip(axes, titles, strict=True)):
    moved = signal.roll(shift)
    # (12,) -> (1, 12) -> (1, 6) -> (6,)
    outputs.append(F.max_pool1d(moved[None].float(), 2)[0].long())
    draw_row(ax, moved.tolist(), 1, 1.2, "input")
    draw_row(ax, outputs[-1].tolist(), 2, 0, "max pool")
    ax.set(xlim=(-2.2, 12.1), ylim=(-0.1, 2.3), title=title)
    ax.axis("off")

# %% [markdown]
# ## How much is invariant?
# For independent pixels: a 2×2 window and the same window one pixel on cover six pixels
# and share two. The maximum stays the same if it lies in those two. All 720 orders of
# six pixels give the share, and noise agrees.

# %%
assert not torch.equal(outputs[1], outputs[0])
assert torch.equal(outputs[2], outputs[0].roll(1))
assert torch.equal(F.max_pool2d(x.roll(2, 3), 2), pooled.roll(1, 3))
orders = torch.tensor(list(permutations(range(6)))).view(-1, 2, 3)  # 2 rows, 3 columns
stays = orders[..., :2].amax((1, 2)) == orders[..., 1:].amax((1, 2))
unchanged = stays.float().mean().item()
seen = (F.max_pool2d(x.roll(1, 3), 2) == pooled).float().mean().item()
assert abs(unchanged - seen) < 0.01

# %% [markdown]
# A global pool is exactly invariant while nothing leaves or enters: the image wraps
# around, or the object stays inside a border of zeros.

# %%
framed = F.pad(x.abs(), (1, 1, 1, 1))
for image in (x, framed):
    assert torch.equal(image.roll(1, 3).amax((2, 3)), image.amax((2, 3)))
    assert torch.allclose(image.roll(1, 3).mean((2, 3)), image.mean((2, 3)), atol=1e-6)

# %%
computed = {
    "unchanged": f"{unchanged:.0%}",
    "strided": "{}×{}".format(*pooled.shape[2:]),
    "input": "{}×{}".format(*x.shape[2:]),
    "stride-1": "{}×{}".format(*same_size.shape[2:]),
}
