# %% [markdown]
# # New class shares and new inputs
# How are the class shares in use found without labels, and what is a shifted input worth?

# %%
import numpy as np


def shares_from_answers(confusion, answered):
    """Class shares in use from the shares of the answers, under label shift.

    confusion[i, j]: chance of the answer i at the true class j; answered: (C,).
    """
    return np.linalg.solve(confusion, answered)


def shares_by_em(p, trained, close=1e-9):
    """Class shares of most likelihood; p: (N, C) calibrated for the shares trained, (C,)."""
    shares, moved = np.full(len(trained), 1 / len(trained)), 1.0
    while moved > close:  # many steps where the classes overlap
        weighted = p * shares / trained
        new = (weighted / weighted.sum(1, keepdims=True)).mean(0)
        shares, moved = new, abs(new - shares).max()
    return shares


def weights_from_domain(p_new, new, old):
    """Density of new over old inputs, p'(x)/p(x), from a calibrated domain classifier.

    p_new: its probability of "new"; new, old: the numbers of images it was trained on.
    """
    return p_new / (1 - p_new) * old / new


# %% [markdown]
# ## Checks
# Three classes, a discrete input with five values: everything can be counted. The answer is
# the class of most probability after training.

# %%
density = np.array([[6, 2, 1, 1, 0], [1, 2, 4, 2, 1], [0, 1, 2, 3, 4]]) / 10  # p(x | y)
trained, used = np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.2, 0.7])
p = (density.T * trained) / (trained @ density)[:, None]  # (x, y)
answer = p.argmax(1)
confusion = np.array(
    [[density[j, answer == i].sum() for j in range(3)] for i in range(3)]
)
inputs = used @ density  # how often each x comes, in use
answered = np.array([inputs[answer == i].sum() for i in range(3)])
found = shares_from_answers(confusion, answered)
assert np.allclose(found, used)
counts = (1000 * inputs).round().astype(int)
assert np.allclose(shares_by_em(np.repeat(p, counts, axis=0), trained), used, atol=1e-3)

# %% [markdown]
# Importance weights: the mean loss over old inputs, weighted, is the mean over new ones.
# Whether two thirds of the domain classifier's images were new or half of them.

# %%
old = trained @ density
loss = np.array([0.5, 0.1, 0.3, 0.2, 0.4])  # of some model at each x
for n_new, n_old in ((2000, 1000), (1000, 1000)):
    p_new = n_new * inputs / (n_new * inputs + n_old * old)
    w = weights_from_domain(p_new, n_new, n_old)
    assert np.isclose(old @ (w * loss), inputs @ loss)
effective = 1 / (old @ w**2)  # share of the old images that still counts

# %%
computed = {"effective": f"{effective:.0%}", "largest": f"{w.max():.1f}"}
