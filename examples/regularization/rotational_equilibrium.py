# %% [markdown]
# # Weight decay in front of a norm
# Decay shortens the weights, steps lengthen them. Where does it end, and how far does a
# step then turn?

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# A loss that does not change with the length of w has a gradient at right angles to w,
# of length $c / \lVert w \rVert$. Here w has two coordinates and each step turns it the
# same way, with $c = 1$.


# %%
def step(w, lr, decay, c=1.0):
    """SGD with a penalty on w, two coordinates; the gradient as in front of a norm."""
    gradient = c * np.array([-w[1], w[0]]) / (w @ w)
    return w - lr * (gradient + decay * w)


def run(length, lr, decay, steps):
    """Lengths, and angles of the steps in radians, from a start of this length."""
    w, lengths, angles = np.array([length, 0.0]), [length], []
    for _ in range(steps):
        moved = step(w, lr, decay)
        cosine = w @ moved / np.sqrt((w @ w) * (moved @ moved))
        angles.append(np.arccos(min(cosine, 1.0)))
        w = moved
        lengths.append(np.sqrt(w @ w))
    return np.array(lengths), np.array(angles)


# %% [markdown]
# ## Where growth and decay cancel
# By Pythagoras $\lVert w' \rVert^2 = (1 - \eta\lambda)^2 \lVert w \rVert^2 + \eta^2 c^2
# / \lVert w \rVert^2$. It stays where the two sides are equal.


# %%
def balance(lr, decay, c=1.0):
    """Length at which nothing changes, and the angle of a step there."""
    kept = 1 - lr * decay
    length = (lr**2 * c**2 / (1 - kept**2)) ** 0.25
    return length, np.arctan(lr * c / (kept * length**2))


LR, DECAY, STEPS = 0.1, 0.02, 1500
length, angle = balance(LR, DECAY)
starts = {start: run(start, LR, DECAY, STEPS) for start in (0.5, 3.0)}
for lengths, angles in starts.values():
    assert abs(lengths[-1] / length - 1) < 1e-3  # wherever it began
    assert abs(angles[-1] / angle - 1) < 1e-3
assert abs(angle / np.sqrt(2 * LR * DECAY) - 1) < 0.01
alone, turns = run(1.0, LR, 0.0, STEPS)
assert (np.diff(alone) > 0).all()  # without decay it only grows
assert (np.diff(turns) < 1e-9).all()  # and turns ever less

fig, ax = plt.subplots(num="lengths")
for (start, (lengths, _)), style in zip(starts.items(), ("C0-", "C0--"), strict=True):
    ax.plot(range(0, STEPS + 1, 10), lengths[::10], style)
ax.plot(range(0, STEPS + 1, 10), alone[::10], "C1-")
ax.axhline(length, color="0.5", lw=0.8)
ax.set(xlabel="step", ylabel="length of the weights", ylim=(0, 3.2))
ax.text(500, 2.2, "no decay", color="C1")
ax.text(500, 0.6, "decay, two starts", color="C0")

# %% [markdown]
# With `lr=0.1` and `weight_decay=5e-4`, without momentum:

# %%
usual = balance(0.1, 5e-4)[1]
assert abs(usual - 0.01) < 1e-4
four = balance(0.1, 4 * 5e-4)[1] / usual

# %%
computed = {
    "degrees": f"{np.degrees(usual):.2f}°",
    "four": f"{four:.1f}×",
}
