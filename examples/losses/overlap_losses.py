# %% [markdown]
# # Overlap losses: Tversky and Lovász
# What does half an object missed cost, what half an object too much, and how does a loss
# follow the Jaccard index itself?

# %%
import torch
from sklearn.metrics import f1_score, jaccard_score

# %% [markdown]
# ## Tversky
# Hits over hits plus α false positives plus β false negatives. With both at one half it
# is Dice, with both at one the Jaccard index.


# %%
def tversky_loss(p, g, alpha=0.5, beta=0.5, eps=0.0):
    """Loss of one mask: α weighs false positives, β false negatives; ε > 0 allows empty ones."""
    hits = (p * g).sum()
    false_positives = (p * (1 - g)).sum()
    false_negatives = ((1 - p) * g).sum()
    weighted = hits + alpha * false_positives + beta * false_negatives
    return 1 - (hits + eps) / (weighted + eps)


# %% [markdown]
# ## Lovász
# The Jaccard loss is known where every pixel is right or wrong. Between these corners
# the Lovász extension draws flat pieces: sort the errors, largest first, and weigh each
# by the loss that it adds when its pixel turns wrong after those before it.


# %%
def lovasz_loss(p, g):
    """Lovász extension of the Jaccard loss, for one mask with at least one pixel."""
    errors, order = (g - p).abs().sort(descending=True)
    g = g[order]
    intersection = g.sum() - g.cumsum(0)
    union = g.sum() + (1 - g).cumsum(0)
    jaccard_loss = 1 - intersection / union  # with the first k pixels wrong
    added = jaccard_loss.diff(prepend=jaccard_loss.new_zeros(1))
    return torch.dot(errors, added)


# %% [markdown]
# ## Checks against scikit-learn on whole masks
# On masks of zeros and ones all of them are functions of the counts.

# %%
torch.manual_seed(0)
for share in (0.1, 0.5, 0.9):
    g, p = (torch.rand(2, 200, dtype=torch.float64) < share).double()
    dice, jaccard = f1_score(g, p), jaccard_score(g, p)
    assert abs(tversky_loss(p, g).item() - (1 - dice)) < 1e-12
    assert abs(tversky_loss(p, g, 1, 1).item() - (1 - jaccard)) < 1e-12
    assert abs(lovasz_loss(p, g).item() - (1 - jaccard)) < 1e-12

# %% [markdown]
# Between the corners it stays convex in the errors, and its slope differs from the soft
# Jaccard's. On a chord it never lies above the straight line.

# %%
g = (torch.rand(200, dtype=torch.float64) < 0.3).double()
one, two = torch.rand(2, 200, dtype=torch.float64)
ends = (lovasz_loss(one, g) + lovasz_loss(two, g)) / 2
assert lovasz_loss((one + two) / 2, g) <= ends + 1e-12

# %% [markdown]
# ## Half missed, half too much
# An object of ten pixels: five of them missed, or all found and five others beside it.

# %%
truth = torch.zeros(100, dtype=torch.float64)
truth[:10] = 1
missed, too_much = truth.clone(), truth.clone()
missed[:5] = 0
too_much[10:15] = 1


def costs(alpha, beta):
    return [tversky_loss(p, truth, alpha, beta).item() for p in (missed, too_much)]


dice, jaccard, careful = costs(0.5, 0.5), costs(1, 1), costs(0.3, 0.7)
assert abs(dice[0] - (1 - 2 * 5 / (5 + 10))) < 1e-12
assert abs(jaccard[1] - (1 - 10 / 15)) < 1e-12
assert abs(careful[0] - (1 - 5 / (5 + 0.7 * 5))) < 1e-12

# %%
computed = {
    "dice-missed": f"{dice[0]:.2f}",
    "dice-extra": f"{dice[1]:.2f}",
    "jaccard-missed": f"{jaccard[0]:.2f}",
    "jaccard-extra": f"{jaccard[1]:.2f}",
    "tversky-missed": f"{careful[0]:.2f}",
    "tversky-extra": f"{careful[1]:.2f}",
}
