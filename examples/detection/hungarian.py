# %% [markdown]
# # The Hungarian algorithm
# Which one-to-one matching of objects and predictions costs least in all, and how is it
# found without trying them all?

# %%
import random
from itertools import permutations

# %% [markdown]
# ## One object after the other
# The Hungarian algorithm gives each object a query of its own, one object after the
# other. A new object may push an old one to another query, if that is cheaper in all:
# the cheapest such chain is a shortest path. For $M$ objects and $Q$ queries it takes
# of the order of $M^2 Q$ steps.


# %%
def hungarian(cost):
    """For each object its query, so that the sum is least; cost (M, Q), M at most Q."""
    objects, queries = len(cost), len(cost[0]) if cost else 0
    price_o, price_q = [0.0] * objects, [0.0] * (queries + 1)
    owner = [-1] * (queries + 1)  # the object of each query; the last one is a start
    for new in range(objects):
        owner[queries], here = new, queries
        least, before = [float("inf")] * queries, [queries] * queries
        seen = [False] * (queries + 1)
        while owner[here] >= 0:
            seen[here], o = True, owner[here]
            for q in range(queries):
                extra = cost[o][q] - price_o[o] - price_q[q]
                if not seen[q] and extra < least[q]:
                    least[q], before[q] = extra, here
            step, nearest = min((least[q], q) for q in range(queries) if not seen[q])
            for q in range(queries + 1):
                if seen[q]:
                    price_o[owner[q]] += step
                    price_q[q] -= step
                elif q < queries:
                    least[q] -= step
            here = nearest
        while here != queries:  # hand the queries down the chain
            owner[here] = owner[before[here]]
            here = before[here]
    return [owner.index(o) for o in range(objects)]


def cheapest(cost):
    ways = permutations(range(len(cost[0])), len(cost))
    return min(sum(row[q] for row, q in zip(cost, way, strict=True)) for way in ways)


for seed in range(40):
    random.seed(seed)
    cost = [[random.gauss(0, 1) for _ in range(6)] for _ in range(4)]
    chosen = hungarian(cost)
    total = sum(row[q] for row, q in zip(cost, chosen, strict=True))
    assert len(set(chosen)) == 4
    assert abs(total - cheapest(cost)) < 1e-9

# One after the other, each takes the best query that is free.
greedy = [[1.0, 2.0], [2.0, 9.0]]
first_come = greedy[0][0] + greedy[1][1]
together = sum(row[q] for row, q in zip(greedy, hungarian(greedy), strict=True))

# %%
computed = {
    "first-come": f"{first_come:.0f}",
    "together": f"{together:.0f}",
}
