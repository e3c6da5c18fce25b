# %% [markdown]
# # k-means
# Cluster points by Lloyd's algorithm, with the start of k-means++.

# %% [markdown]
# ## The task
# - `k_means(points, centres, rounds)`: floats `(N, D)` and a start `(K, D)`, `K` at most
#   `N`. Each round gives every point to the nearest centre, of equally near ones the
#   first, and moves each centre to the mean of its points, until none moves. Returned are
#   the centres `(K, D)` and the nearest of them for each point, `(N,)`.
# - A centre without points takes the point that is farthest from its own, if that has more.
# - `start(points, K, rng)`: `K` of the points as centres, each drawn with a probability
#   that grows with its squared distance to the nearest one before (k-means++).

# %% [markdown]
# ## Tests to pass

# %%
from contextlib import suppress
from math import dist

import numpy as np
from numpy import ndarray
from sklearn.cluster import KMeans

far_off = np.array([[0.0], [1], [2], [10]])


def check(k_means):
    """Against scikit-learn from the same start, and on empty clusters."""
    rng = np.random.default_rng(0)
    for N, D, K in ((1, 1, 1), (9, 1, 9), (30, 2, 4), (60, 3, 5)):
        points = rng.normal(size=(N, D))
        first = points[rng.permutation(N)[:K]]
        for rounds in (1, 2, 100):
            centres, labels = k_means(points, first, rounds)
            oracle = KMeans(K, init=first, n_init=1, max_iter=rounds, tol=0).fit(points)
            assert np.allclose(centres, oracle.cluster_centers_)
            assert np.array_equal(labels, oracle.labels_)
    centres, labels = k_means(far_off, np.array([[1.0], [50], [60]]), 100)
    assert (*centres.ravel(), *labels) == (1.5, 10, 0, 2, 0, 0, 1)
    assert (k_means(np.ones((3, 2)), np.zeros((2, 2)), 100)[0] == 1).all()


def check_start(start):
    points = np.repeat([[0.0, 0], [0, 1], [5, 5]], 4, axis=0)
    for seed in range(20):
        centres = start(points, 4, np.random.default_rng(seed))
        assert len(np.unique(centres[:3], axis=0)) == 3
        assert all(centre in points.tolist() for centre in centres.tolist())


# %% [markdown]
# ## A first right solution
# Two steps in turn, each of which makes the sum of squared distances no larger: nearest
# centres for fixed means, means for fixed members.


# %%
def nearest(points: ndarray, centres: ndarray) -> list[int]:
    """The nearest centre (K, D) of each point (N, D)."""
    return [min(range(len(centres)), key=lambda k: dist(p, centres[k])) for p in points]


def k_means(points: ndarray, centres: ndarray, rounds: int) -> tuple[ndarray, ndarray]:
    """Centres (K, D) and the nearest of them for each point (N,)."""
    for _ in range(rounds):
        labels = nearest(points, centres)
        for k in sorted(set(range(len(centres))) - set(labels)):
            shared = [n for n, label in enumerate(labels) if labels.count(label) > 1]
            labels[max(shared, key=lambda n: dist(points[n], centres[labels[n]]))] = k
        means = [points[np.equal(labels, k)].mean(0) for k in range(len(centres))]
        if np.array_equal(means, centres):
            break
        centres = np.stack(means)
    return centres, np.array(nearest(points, centres))


def start(points: ndarray, K: int, rng: np.random.Generator) -> ndarray:
    """K of the points (N, D) as centres (K, D), drawn as k-means++ does."""
    centres = [points[rng.integers(len(points))]]
    near = np.full(len(points), np.inf)
    while len(centres) < K:
        near = np.minimum(near, ((points - centres[-1]) ** 2).sum(1))  # (N,)
        total = near.sum()
        odds = near / total if total else None  # all points are centres: any will do
        centres.append(points[rng.choice(len(points), p=odds)])
    return np.stack(centres)


check(k_means)
check_start(start)

# %% [markdown]
# ## The vectorized one
# All distances at once, and sums by cluster as a product with one-hot labels.


# %%
def squared_to_all(points: ndarray, centres: ndarray) -> ndarray:
    """Squared distances (N, K)."""
    return np.stack([((points - centre) ** 2).sum(1) for centre in centres], axis=1)


def k_means_vectorized(points: ndarray, centres: ndarray, rounds: int) -> tuple:
    """Centres (K, D) and the nearest of them for each point (N,)."""
    for _ in range(rounds):
        gaps = squared_to_all(points, centres)
        labels, gap = gaps.argmin(1), gaps.min(1)
        counts = np.bincount(labels, minlength=len(centres))
        for k in np.flatnonzero(counts == 0):
            far = np.where(counts[labels] > 1, gap, -1).argmax()
            counts[labels[far]] -= 1
            labels[far], counts[k] = k, 1
        means = np.eye(len(centres))[labels].T @ points / counts[:, None]
        if np.array_equal(means, centres):
            break
        centres = means
    return centres, squared_to_all(points, centres).argmin(1)


check(k_means_vectorized)

# %% [markdown]
# ## Complexity
# A round takes $O(NKD)$ for $N$ points, $K$ centres and $D$ dimensions, as the start does;
# the vectorized one takes $O(NK + ND)$ memory.

# %% [markdown]
# ## What the interviewer looks for
# - Why it ends: the cost never grows, and there are finitely many ways to part points.
# - That the end is a local minimum, hence several starts, or k-means++.
# - Empty clusters, before anybody asks.

# %% [markdown]
# ## The usual slip
# Taking the mean of a cluster without points. That is NaN, which `argmin` takes for the
# smallest distance: it gets all points in the next round, and the other centres get none.


# %%
def k_means_slip(points, centres, rounds):
    for _ in range(rounds):
        members = np.eye(len(centres))[squared_to_all(points, centres).argmin(1)]
        with np.errstate(invalid="ignore"):
            centres = members.T @ points / members.sum(0)[:, None]
    return centres, squared_to_all(points, centres).argmin(1)


with suppress(AssertionError):
    check(k_means_slip)
    raise RuntimeError("the check lets the slip pass")

broken, _ = k_means_slip(far_off, np.array([[1.0], [2], [50]]), 2)
corners = np.array([[0.0, 0], [0, 1], [4, 0], [4, 1]])
starts = np.array([[2.0, 0], [2, 1]]), corners[::2]
ends = [k_means(corners, first, 100)[0] for first in starts]
stuck, best = (squared_to_all(corners, end).min(1).sum() for end in ends)

# %%
computed = {
    "stuck": f"{stuck:.0f}",
    "best": f"{best:.0f}",
    "slip": f"{np.isnan(broken).sum()} of {len(broken)} centres",
}
