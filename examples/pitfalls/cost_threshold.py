# %% [markdown]
# # The cheapest threshold
# Which threshold follows from costs, and which from F1?

# %%
import numpy as np

# %%
FALSE_ALARM, MISS = 1, 10


def by_cost(cost_false: float, cost_miss: float) -> float:
    """Say yes from this probability on, if the probabilities are calibrated."""
    return cost_false / (cost_false + cost_miss)


def cheapest(scores, labels, cost_false: float, cost_miss: float) -> float:
    """The threshold with the least cost on these samples; infinity for never yes."""
    order = np.argsort(scores)[::-1]
    scores, labels = scores[order], labels[order]
    false, true = np.cumsum(1 - labels), np.cumsum(labels)
    cost = cost_false * false + cost_miss * (labels.sum() - true)
    last = np.append(scores[1:] != scores[:-1], True)  # equal scores stand together
    thresholds = np.append(np.inf, scores[last])
    cost = np.append(cost_miss * labels.sum(), cost[last])
    return float(thresholds[cost.argmin()])


# %% [markdown]
# ## Checks
# On samples, against every threshold in turn. In a population whose probabilities are
# right, against the closed form: a share $2(1-p)$ of it has probability p.

# %%
rng = np.random.default_rng(0)
for _ in range(50):
    scores, labels = rng.integers(0, 8, 30) / 8, rng.integers(0, 2, 30)
    costs = {
        t: FALSE_ALARM * ((scores >= t) & (labels == 0)).sum()
        + MISS * ((scores < t) & (labels == 1)).sum()
        for t in (np.inf, *np.unique(scores))
    }
    found = cheapest(scores, labels, FALSE_ALARM, MISS)
    assert costs[found] == min(costs.values())

p = (np.arange(100_000) + 0.5) / 100_000
weight = 2 * (1 - p) / len(p)
flagged = np.cumsum(weight[::-1])[::-1]  # all from p on
true = np.cumsum((weight * p)[::-1])[::-1]
positives = true[0]
cost = FALSE_ALARM * (flagged - true) + MISS * (positives - true)
assert abs(p[cost.argmin()] - by_cost(FALSE_ALARM, MISS)) < 1e-4
f1 = 2 * true / (positives + flagged)
best = f1.argmax()
assert abs(p[best] - f1[best] / 2) < 1e-4  # the F1 threshold is half of the best F1

# %%
computed = {
    "by-cost": f"{by_cost(FALSE_ALARM, MISS):.2f}",
    "best-f1": f"{f1[best]:.2f}",
    "f1-threshold": f"{p[best]:.2f}",
}
