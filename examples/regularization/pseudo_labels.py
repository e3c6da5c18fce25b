# %% [markdown]
# # Pseudo-labels
# Unlabelled images: a weak view names the class, a strong view learns it.

# %%
import math

import torch
from torch.nn.functional import cross_entropy, kl_div

# %% [markdown]
# ## Where the model is sure
# The label comes from the weak view without a gradient. Only images on which it is sure
# count, and the mean is over all of them, so that few sure ones make a small loss.


# %%
def pseudo_label_loss(weak, strong, threshold=0.95):
    """Loss of two views' logits (N, C) of unlabelled images."""
    sure, label = weak.detach().softmax(1).max(1)
    return ((sure >= threshold) * cross_entropy(strong, label, reduction="none")).mean()


torch.manual_seed(0)
weak = torch.randn(64, 10, dtype=torch.double, requires_grad=True)
weak.data[:16, 3] += 12  # sixteen sure ones
strong = torch.randn(64, 10, dtype=torch.double, requires_grad=True)
loss = pseudo_label_loss(weak, strong)
loss.backward()
assert weak.grad is None  # the label is no way to lower the loss
sure = torch.zeros(64, dtype=torch.bool)
sure[:16] = True
assert (strong.grad[~sure] == 0).all()
target = torch.zeros(16, 10, dtype=torch.double)
target[:, 3] = 1
expected = (strong.detach()[sure].softmax(1) - target) / 64
assert torch.allclose(strong.grad[sure], expected)

# %% [markdown]
# How sure is that? With equal logits for all other classes, the lead that it takes:


# %%
def lead(probability, classes):
    """Logit of one class over that of all others, for this probability."""
    return math.log(probability * (classes - 1) / (1 - probability))


for classes in (2, 10, 1000):
    logits = torch.zeros(classes, dtype=torch.double)
    logits[0] = lead(0.95, classes)
    assert abs(logits.softmax(0)[0] - 0.95) < 1e-9

# %% [markdown]
# A model trained with label smoothing aims at less: with the usual ε and ten classes
# it passes no such threshold.

# %%
best = 1 - 0.1 + 0.1 / 10
smoothed = torch.full((1, 10), math.log(0.1 / 10))
smoothed[0, 0] = math.log(best)
assert pseudo_label_loss(smoothed, torch.randn(1, 10)) == 0

# %% [markdown]
# ## Two passes that agree
# Consistency without a threshold: two noisy passes of one image, say with dropout, are
# drawn together by the divergence in both directions.


# %%
def consistency_loss(first, second):
    """Mean of the two divergences between two passes' logits (N, C)."""
    p, q = first.log_softmax(1), second.log_softmax(1)
    one = kl_div(p, q, reduction="batchmean", log_target=True)
    other = kl_div(q, p, reduction="batchmean", log_target=True)
    return (one + other) / 2


first, second = torch.randn(2, 8, 5, dtype=torch.double)
p, q = first.softmax(1), second.softmax(1)
by_hand = ((p - q) * (p.log() - q.log())).sum(1).mean() / 2
assert torch.isclose(consistency_loss(first, second), by_hand)
assert torch.isclose(consistency_loss(first, first), torch.zeros((), dtype=p.dtype))

# %%
computed = {
    "lead": f"{lead(0.95, 10):.1f}",
}
