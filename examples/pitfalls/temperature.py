# %% [markdown]
# # Temperature scaling
# How does one number, fitted on held-out data, mend confidences that are too high?

# %%
import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

# %%
SHARPER, CLASSES, SAMPLES, BINS = 3.0, 10, 4000, 10


def fit_temperature(logits, targets, steps=50):
    """The temperature of least cross-entropy; logits and targets have shape (N, C).

    Newton's method in the inverse temperature a, in which the loss is convex.
    """
    a = torch.ones((), dtype=logits.dtype)
    for _ in range(steps):
        p = (a * logits).softmax(1)
        mean = (p * logits).sum(1)  # the logit that the model expects
        slope = (mean - (targets * logits).sum(1)).mean()
        curvature = ((p * logits**2).sum(1) - mean**2).mean()
        step = slope / curvature
        a = torch.where(a > step, a - step, a / 2)  # stays positive
    return 1 / a


# %% [markdown]
# ## A population without noise
# Logits whose softmax is the true probability of each class, made sharper by a factor. The
# targets are those probabilities, as if each input had countless labels.

# %%
i = torch.arange(1, SAMPLES + 1, dtype=torch.float64)[:, None]
honest = 2 * torch.sin(i * torch.arange(1, CLASSES + 1))  # (N, C)
targets, logits = honest.softmax(1), SHARPER * honest
T = fit_temperature(logits, targets)
assert torch.isclose(T, torch.tensor(SHARPER, dtype=torch.float64))
# The slope against autograd, and no decision changes.
a = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
(slope,) = torch.autograd.grad(F.cross_entropy(a * logits, targets), a)
p = (0.7 * logits).softmax(1)
assert torch.isclose(slope.detach(), ((p - targets) * logits).sum(1).mean())
assert torch.equal(logits.argmax(1), (logits / T).argmax(1))


def reliability(logits):
    """Mean confidence and accuracy of each bin that is not empty, and their weights."""
    confidence, chosen = logits.softmax(1).max(1)
    correct = targets.gather(1, chosen[:, None])[:, 0]
    place = (confidence * BINS).ceil().long().clamp(1, BINS) - 1
    rows = [(confidence[place == b], correct[place == b]) for b in range(BINS)]
    rows = [(c.mean(), r.mean(), len(c) / SAMPLES) for c, r in rows if len(c)]
    return torch.tensor(rows, dtype=torch.float64).T


before, after = reliability(logits), reliability(logits / T)
# With three classes the order of two images by confidence can turn.
pair = torch.tensor([[2.0, 0.0, 0.0], [2.5, 2.0, -10.0]], dtype=torch.float64)
first, second = pair.softmax(1).amax(1).tolist()
first_after, second_after = (pair / T).softmax(1).amax(1).tolist()
assert first > second
assert first_after < second_after
ece = [(w * (c - r).abs()).sum().item() for c, r, w in (before, after)]
accuracy = (before[1] * before[2]).sum().item()
confidence = (before[0] * before[2]).sum().item()

# %%
fig, ax = plt.subplots(num="reliability", figsize=(4, 2.8))
ax.plot([0, 1], [0, 1], color="0.5", lw=0.8)
ax.plot(before[0], before[1], "C1s--", label="too sharp")
ax.plot(after[0], after[1], "C0o-", label="divided by T")
ax.set(xlabel="mean confidence", ylabel="accuracy", xlim=(0, 1), ylim=(0, 1))
ax.legend(frameon=False)

# %%
computed = {
    "temperature": f"{T:.2f}",
    "accuracy": f"{accuracy:.2f}",
    "confidence": f"{confidence:.2f}",
    "first": f"{first:.2f}",
    "second": f"{second:.2f}",
    "first-after": f"{first_after:.2f}",
    "second-after": f"{second_after:.2f}",
    "ece": f"{ece[0]:.2f}",
    "ece-after": f"{abs(ece[1]):.2f}",
}
