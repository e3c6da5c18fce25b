# %% [markdown]
# # Paths through a residual network
# How long are the paths through a stack of residual blocks, and how does the sum that
# they add up to grow with depth?

# %%
import math
from itertools import accumulate

import matplotlib.pyplot as plt
import torch

BLOCKS = 54  # of the ResNet with 110 layers

# %% [markdown]
# ## Every block may be skipped
# $(1 + f_L)\cdots(1 + f_1)$ multiplied out has a term for each choice of branches, so there
# are as many paths through $k$ branches as choices of $k$ among $L$. If each branch hands
# on a share $r$ of the gradient, each of these carries $r^k$ of $(1 + r)^L$ in all: lengths
# are binomial.


# %%
def path_lengths(blocks, handed_on=1.0):
    """Share of the paths with 0, 1, … branches, weighted by what each branch hands on."""
    weights = [math.comb(blocks, k) * handed_on**k for k in range(blocks + 1)]
    return [weight / sum(weights) for weight in weights]


def middle(shares, kept=0.95):
    """Shortest and longest of the paths between both tails of (1 - kept) / 2."""
    below = list(accumulate(shares))
    ends = [next(k for k, b in enumerate(below) if b > tail) for tail in tails(kept)]
    return tuple(ends)


def tails(kept):
    return (1 - kept) / 2, (1 + kept) / 2


plain = path_lengths(BLOCKS)
damped = path_lengths(BLOCKS, 1 / 4)
mean = sum(k * share for k, share in enumerate(damped))
assert math.isclose(mean, BLOCKS * (1 / 4) / (1 + 1 / 4))

# Three blocks multiplied out, by autograd: 1, 3, 3, 1 paths.
r = torch.tensor(0.0, dtype=torch.double, requires_grad=True)
term, coefficients = (1 + r) ** 3, []
for k in range(4):
    coefficients.append(term.item() / math.factorial(k))
    if k < 3:
        (term,) = torch.autograd.grad(term, r, create_graph=True)
assert coefficients == [8 * share for share in path_lengths(3)]

# %%
fig, ax = plt.subplots(num="lengths")
lengths = range(BLOCKS + 1)
ax.bar(lengths, plain, color="C0")
ax.bar(lengths, damped, color="C1", alpha=0.8)
ax.text(26, 0.125, "all paths", color="C0", ha="center")
ax.text(0, 0.145, "weighted by gradient", color="C1")
ax.set(xlim=(-1, BLOCKS), ylim=(0, 0.16))
ax.set_xlabel("branches on the path")
ax.set_ylabel("share")

# %% [markdown]
# ## The sum grows
# Let the branch be independent of its input, as with random weights. If it is as large
# as its input, each block doubles the variance. If a norm in the branch makes its output
# of variance one, each block adds one.


# %%
def variances(blocks, normalized):
    values = [1]
    for _ in range(blocks):
        values.append(values[-1] + (1 if normalized else values[-1]))
    return values


torch.manual_seed(0)
width = 512
x = torch.randn(256, width, dtype=torch.double)
states = [x, x]
for _ in range(8):
    weights = [torch.randn(width, width, dtype=torch.double) / width**0.5] * 2
    normed = states[1] / states[1].std()
    states = [states[0] + states[0] @ weights[0], states[1] + normed @ weights[1]]
for state, normalized in zip(states, (False, True), strict=True):
    assert abs(state.var().item() / variances(8, normalized)[-1] - 1) < 0.15

plainly, normed = (variances(16, normalized) for normalized in (False, True))

# %%
given = {"blocks": f"{BLOCKS} blocks"}
computed = {
    "middle": "{} to {}".format(*middle(plain)),
    "damped": "{} to {}".format(*middle(damped)),
    "half": "{} to {}".format(*middle(path_lengths(BLOCKS, 1 / 2))),
    "mean": f"{mean:.1f}",
    "doubled": f"{plainly[-1]:,}",
    "added": f"{normed[-1]}",
    "last-share": f"1/{normed[-1] / (normed[-1] - normed[-2]):.0f}",
}
