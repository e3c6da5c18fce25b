# %% [markdown]
# # Corners and proximal steps
# Why does an L1 penalty give exact zeros, in a picture and as an update?

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## The steps
# A proximal step minimizes $\tfrac12 (w - v)^2$ plus the penalty: it stays near v and
# pays little. Each penalty has its own.


# %%
def soft_threshold(v, amount):
    """L1: each value moves by amount towards zero and stops there."""
    return np.sign(v) * np.maximum(np.abs(v) - amount, 0)


def shrink(v, amount):
    """L2: each value keeps the same share."""
    return v / (1 + amount)


def group_threshold(v, amount):
    """L1 on the length of each row (..., n), amount positive: a row is zero as a whole."""
    length = np.linalg.norm(v, axis=-1, keepdims=True)
    return v * (1 - amount / np.maximum(length, amount))


w = np.linspace(-3, 3, 60_001)
for v in (-2.0, -0.3, 0.0, 0.25, 1.5):
    for step, penalty in ((soft_threshold, np.abs(w)), (shrink, w**2 / 2)):
        best = w[np.argmin((w - v) ** 2 / 2 + 0.4 * penalty)]  # by search
        assert abs(step(v, 0.4) - best) < 2e-4
row = np.array([[0.6, 0.8], [0.2, 0.1]])
assert np.allclose(group_threshold(row, 0.5), [[0.3, 0.4], [0, 0]])

# %% [markdown]
# ## Plain gradient steps jump
# One weight with the loss $\tfrac12 (w - a)^2 + \lambda \lvert w \rvert$, whose minimum
# is at zero while $a$ is below $\lambda$. The slope of the penalty does not shrink near it.

# %%
a, lam, rate = 0.1, 0.2, 0.1
plain = split = 1.0
last = []
for _ in range(1000):
    plain -= rate * (plain - a + lam * np.sign(plain))
    split = soft_threshold(split - rate * (split - a), rate * lam)
    last = [*last[-99:], abs(plain)]
assert split == 0  # exactly

# %% [markdown]
# ## The picture
# Smallest loss within a budget: the curves of equal loss grow until they touch the set
# that the budget allows. The L1 set has corners on the axes, the L2 set has none.

# %%
hessian, optimum = np.array([[1, 0.3], [0.3, 0.6]]), np.array([1.5, 0.7])
turn = np.linspace(0, 2 * np.pi, 4001)
circle = np.stack([np.cos(turn), np.sin(turn)], 1)  # (n, 2)
diamond = circle / np.abs(circle).sum(1, keepdims=True)


def loss(points):
    apart = points - optimum
    return np.einsum("ni,ij,nj->n", apart, hessian, apart) / 2


touch = {name: s[loss(s).argmin()] for name, s in (("L1", diamond), ("L2", circle))}
assert abs(touch["L1"][1]) < 1e-9 < abs(touch["L2"][1])

fig, axes = plt.subplots(1, 2, num="corners", figsize=(5, 2.6), sharey=True)
x, y = np.meshgrid(np.linspace(-1.4, 2.3, 50), np.linspace(-1.3, 1.8, 50))
height = loss(np.stack([x.ravel(), y.ravel()], 1)).reshape(x.shape)
for ax, shape, (name, point) in zip(
    axes, (diamond, circle), touch.items(), strict=True
):
    level = loss(point[None])[0]
    ax.contour(x, y, height, [level / 3, level], colors="C1")
    ax.fill(*shape[::50].T, color="C0", alpha=0.3)
    ax.plot(*point, "C3o")
    ax.plot(*optimum, "kx")
    ax.set(title=name, aspect="equal", xlabel="first weight", xticks=[-1, 0, 1, 2])
axes[0].set(ylabel="second weight", yticks=[-1, 0, 1])

# %% [markdown]
# How often is it a corner? Take round curves of equal loss, optima at distance two in
# all directions, and a budget of one. The nearest point is a corner where one
# coordinate exceeds the other by one or more.

# %%
far = np.abs(2 * circle[:-1])
corner = (np.abs(far[:, 0] - far[:, 1]) >= 1).mean()
edge = np.arccos(1 / np.sqrt(8)) - np.pi / 4  # the angle at which it ends
assert abs(corner - edge / (np.pi / 4)) < 0.002

# %%
computed = {
    "corner": f"{corner:.0%}",
    "jump": f"{max(last):.2f}",
    "proximal": f"{abs(split):g}",
}
