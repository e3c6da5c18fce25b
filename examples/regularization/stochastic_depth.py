# %% [markdown]
# # Stochastic depth
# A residual branch is dropped as a whole, for each image. How deep is the network then,
# and what does it cost?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch


def drop_path(branch, p, training):
    """Drop a residual branch (N, ...) for each image with probability p below one."""
    if not training or p == 0:
        return branch
    shape = (len(branch),) + (1,) * (branch.ndim - 1)
    kept = torch.rand(shape, device=branch.device) >= p
    return branch * kept / (1 - p)


torch.manual_seed(0)
branch = torch.ones(20_000, 2, 3, 3, requires_grad=True)
out = drop_path(branch, 0.2, training=True)
first = out[:, 0, 0, 0]
assert (out == first.view(-1, 1, 1, 1)).all()  # whole images
assert torch.allclose(first[first > 0], torch.tensor(1 / (1 - 0.2)))
assert abs(out.mean() - 1) < 0.02
out.sum().backward()
assert torch.equal(branch.grad == 0, out == 0)  # no gradient where it was dropped
assert drop_path(branch, 0.2, training=False) is branch

# %% [markdown]
# ## The linear rule
# Early blocks are kept more often: block l of L survives with $1 - \frac{l}{L}(1 -
# p_L)$. The expected number of blocks is the sum of these.


# %%
def survival(blocks, last):
    """Probabilities of the blocks, from the first to the last, falling in a line."""
    return 1 - np.arange(1, blocks + 1) / blocks * (1 - last)


def depths(kept):
    """How likely each number of surviving blocks is, from none to all."""
    chance = np.ones(1)
    for p in kept:
        chance = np.convolve(chance, [1 - p, p])
    return chance


BLOCKS, LAST = 54, 0.5
kept = survival(BLOCKS, LAST)
assert np.isclose(kept[-1], LAST)
assert (np.diff(kept) < 0).all()
chance = depths(kept)
mean = chance @ np.arange(BLOCKS + 1)
sd = np.sqrt(chance @ np.arange(BLOCKS + 1) ** 2 - mean**2)
assert np.isclose(mean, (3 * BLOCKS - 1) / 4)  # for a last block that survives half
assert np.isclose(sd**2, (kept * (1 - kept)).sum())

fig, axes = plt.subplots(1, 2, num="depth", figsize=(5, 2.2))
axes[0].plot(np.arange(1, BLOCKS + 1), kept, "C0-")
axes[0].set(xlabel="block", title="survival probability", ylim=(0, 1.05))
axes[1].plot(np.arange(BLOCKS + 1), chance, "C1-")
axes[1].set(xlabel="blocks for an image", title="probability", yticks=[])

# %%
given = {"blocks": f"{BLOCKS}"}
computed = {
    "mean-depth": f"{mean:.0f}",
    "sd-depth": f"{sd:.1f}",
    "share": f"{mean / BLOCKS:.0%}",
}
