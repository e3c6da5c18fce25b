# %% [markdown]
# # L2 in closed form
# What does an L2 penalty do to a linear fit, and which λ does a prior ask for?

# %%
import numpy as np

# %% [markdown]
# ## The solution
# The slope of $\tfrac12 \lVert Xw - y \rVert^2 + \tfrac{\lambda}{2} \lVert w \rVert^2$
# is zero at $(X^\top X + \lambda I)\,w = X^\top y$. The matrix is never singular for
# λ above zero.


# %%
def ridge(x, y, lam):
    """Weights (d,) for features x (n, d) and targets y (n,); half squares, summed."""
    return np.linalg.solve(x.T @ x + lam * np.eye(x.shape[1]), x.T @ y)


def ridge_by_directions(x, y, lam):
    """The same by the singular vectors: each direction keeps a share of its own."""
    u, d, v = np.linalg.svd(x, full_matrices=False)
    return v.T @ (d / (d**2 + lam) * (u.T @ y))


def degrees_of_freedom(d, lam):
    """Sum of the shares, for singular values d: how many weights are really fitted."""
    return (d**2 / (d**2 + lam)).sum()


rng = np.random.default_rng(0)
x, y = rng.normal(size=(30, 5)), rng.normal(size=30)
for lam in (0.01, 1.0, 50.0):
    w = ridge(x, y, lam)
    assert np.allclose(w, ridge_by_directions(x, y, lam))
    assert np.allclose(x.T @ (x @ w - y) + lam * w, 0)  # the slope
    fitted = x @ np.linalg.solve(x.T @ x + lam * np.eye(5), x.T)  # from y to the fit
    d = np.linalg.svd(x, compute_uv=False)
    assert np.isclose(np.trace(fitted), degrees_of_freedom(d, lam))

# %% [markdown]
# ## The prior behind it
# Noise of variance σ² on the targets, weights with the prior $N(0, \tau^2)$. The mean
# of the posterior comes from conditioning a joint Gaussian, without any penalty, and is
# the ridge solution with $\lambda = \sigma^2 / \tau^2$.

# %%
SIGMA, TAU = 0.5, 2.0
targets = TAU**2 * x @ x.T + SIGMA**2 * np.eye(30)  # covariance of y
posterior = TAU**2 * x.T @ np.linalg.solve(targets, y)
assert np.allclose(posterior, ridge(x, y, SIGMA**2 / TAU**2))

# %% [markdown]
# With a mean in the place of the sum the same fit needs λ over n.

# %%
mean_lam = SIGMA**2 / TAU**2 / len(y)
of_mean = np.linalg.solve(x.T @ x / len(y) + mean_lam * np.eye(5), x.T @ y / len(y))
assert np.allclose(of_mean, posterior)

# %% [markdown]
# ## Shares
# Four directions, one of them hardly varied in the data, with λ of one.

# %%
d = np.array([10, 3, 1, 0.3])
shares = d**2 / (d**2 + 1)

# %%
computed = {
    "strong": f"{shares[0]:.2f}",
    "middle": f"{shares[2]:.2f}",
    "weak": f"{shares[3]:.2f}",
    "freedom": f"{degrees_of_freedom(d, 1):.1f}",
}
