# %% [markdown]
# # Triplet mining
# Which triplets still teach anything once the embedding separates the classes?

# %%
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F

# %% [markdown]
# ## Training on digits
# A small network maps 8×8 digits to unit vectors; squared distance, margin 0.2,
# batches of 48. One run learns from the semi-hard triplets of each batch, one from
# the hardest triplet of each anchor: its farthest positive, its nearest negative.
# Each step counts how many of all triplets, and of the hardest ones, have a loss.

# %%
digits = load_digits()
images = torch.tensor(digits.data / 16, dtype=torch.float32)
labels = torch.tensor(digits.target)
margin, size = 0.2, 48


def train(mining, steps=100):
    """Shares of all and of the hardest triplets that have a loss, class distance."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 16))
    optimizer = torch.optim.Adam(net.parameters(), 3e-3)
    log = []
    for _ in range(steps):
        batch = torch.randint(len(images), (size,))
        embedding = F.normalize(net(images[batch]))
        d = ((embedding[:, None] - embedding) ** 2).sum(-1)  # (B, 1, 16) -> (B, B)
        same = labels[batch][:, None] == labels[batch]
        pairs = same & ~torch.eye(size, dtype=torch.bool)
        # (B, B, B): anchor, positive, negative
        valid = pairs[:, :, None] & ~same[:, None, :]
        gap = d[:, :, None] - d[:, None, :]
        hardest = gap.masked_fill(~valid, -9).amax((1, 2))[pairs.any(1)]  # (anchors,)
        semi_hard = gap[valid & (gap < 0) & (gap > -margin)]
        loss = F.relu((semi_hard if mining == "semi-hard" else hardest) + margin).mean()
        shares = [(g > -margin).float().mean() for g in (gap[valid], hardest)]
        log.append(torch.stack([*shares, d[~same].mean()]).detach())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return torch.stack(log).view(-1, 10, 3).mean(1)  # means of ten steps


semi, hard = train("semi-hard"), train("hardest")

# %%
at = torch.arange(5, 100, 10)
fig, ax = plt.subplots(num="useful")
ax.set(xlabel="training step", ylabel="triplets with a loss (%)", ylim=(0, 105))
ax.plot(at, 100 * semi[:, :2])
ax.text(60, 12, "all triplets", color="C0")
ax.text(60, 62, "hardest of each anchor", color="C1")

# %%
fig, ax = plt.subplots(num="collapse")
ax.set(title="Between classes", xlabel="training step", ylim=(-0.05, 2.2))
ax.set_ylabel("mean squared distance")
ax.plot(at, semi[:, 2])
ax.plot(at, hard[:, 2])
ax.text(60, 1.65, "semi-hard triplets", color="C0")
ax.text(60, 0.1, "hardest of each anchor", color="C1")

# %% [markdown]
# With the hardest triplets from the start all embeddings run together: every distance
# goes to 0 and the loss stays at the margin. The last digits depend on the processor,
# so the end is compared with bounds.

# %%
few, many, near, far = 0.05, 0.25, 0.05, 1.5
assert semi[-1, 0] < few
assert semi[-1, 1] > many
assert hard[-1, 2] < near
assert semi[-1, 2] > far

# %%
facts = {
    "share-start": f"{semi[0, 0]:.0%}",
    "share-end": f"under {few:.0%}",
    "hardest-end": f"over {many:.0%}",
    "distance-semi-hard": f"over {far}",
    "distance-hardest": f"under {near}",
    "steps": f"{10 * len(semi)}",
}
