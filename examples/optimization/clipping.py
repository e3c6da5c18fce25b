# %% [markdown]
# # Gradient clipping
# What does clipping the gradient norm change, and what not? A recurrent net whose
# gradient explodes or vanishes shows both.

# %%
import matplotlib.pyplot as plt
import torch
from torch.nn.utils import clip_grad_norm_

c, T = 1.0, 100

# %% [markdown]
# In a linear recurrent net $h_t = w h_{t-1} + x_t$ the gradient of $h_T$ with respect
# to $w$ is $T w^{T-1}$ here. Clipping multiplies all gradients by
# $\min(1, c / (\lVert g \rVert + 10^{-6}))$.


# %%
def gradient(w, steps):
    """Gradient of the last state of a linear recurrent net, inputs 1, 0, 0, ..."""
    weight = torch.tensor([w], dtype=torch.float64, requires_grad=True)
    h = torch.ones(1, dtype=torch.float64)
    for _ in range(steps):
        h = weight * h
    h.sum().backward()
    return weight


lengths = [1, 2, 5, *range(10, T + 1, 10)]
curves = {}
for w in [1.1, 1.0, 0.9]:
    before, after = [], []
    for steps in lengths:
        p = gradient(w, steps)
        before.append(clip_grad_norm_([p], c).item())  # the norm before clipping
        after.append(p.grad.norm().item())
        assert abs(before[-1] / (steps * w ** (steps - 1)) - 1) < 1e-9
    curves[w] = before, after

# %%
fig, ax = plt.subplots(num="recurrent")
for (w, (before, after)), color, dash, marker in zip(
    curves.items(),
    ["C1", "C4", "C0"],
    [(0, (5, 2)), (0, (1.2, 1.5)), "-"],
    "so^",
    strict=True,
):
    ax.plot(lengths, before, color=color, linestyle=dash)
    ax.plot(lengths, after, marker, color=color)
ax.axhline(c, color="0.5", linewidth=1)
ax.set(yscale="log", xlabel="steps back in time", ylabel="gradient norm (log)")
ax.set(ylim=(1e-3, 1e7), xlim=(0, 104))
ax.text(52, 6e4, "w = 1.1: explodes", color="C1", ha="right")
ax.text(77, 160, "w = 1", color="C4")
ax.text(56, 0.007, "w = 0.9: vanishes,\nclipped or not", color="C0", ha="right")
ax.text(2, 1.5e6, "lines: before, markers: after clipping", color="0.5")

# %% [markdown]
# ## One norm for all parameters
# The direction is kept. A norm below $c$ is left alone. One infinite entry makes the
# norm infinite: it turns into NaN and the others into 0, unless you ask for an error.

# %%
torch.manual_seed(0)
params = [torch.zeros(50, 50), torch.zeros(50)]
for p in params:
    p.grad = 10 * torch.randn(p.shape)
original = torch.cat([p.grad.flatten() for p in params])  # (2500 + 50,)
norm = clip_grad_norm_(params, c)
clipped = torch.cat([p.grad.flatten() for p in params])
torch.testing.assert_close(norm, original.norm())
torch.testing.assert_close(clipped, original * c / (original.norm() + 1e-6))
cosine = torch.cosine_similarity(clipped, original, dim=0)

small = torch.zeros(4)
small.grad = torch.full((4,), 0.05)  # norm 0.1
clip_grad_norm_([small], c)
bad = torch.zeros(2)
bad.grad = torch.tensor([1.0, float("inf")])
try:
    clip_grad_norm_([bad], c, error_if_nonfinite=True)
except RuntimeError as error:
    raised = type(error).__name__
clip_grad_norm_([bad], c)
assert bad.grad.isnan().tolist() == [False, True]
bad.grad

# %%
exploded, after_exploded = (curve[-1] for curve in curves[1.1])
vanished, after_vanished = (curve[-1] for curve in curves[0.9])

# %%
computed = {
    "exploded": f"{exploded:,.0f}",
    "exploded-clipped": f"{after_exploded:.1f}",
    "vanished": f"{vanished:.4f}",
    "vanished-clipped": f"{after_vanished:.4f}",
    "clipped-norm": f"{clipped.norm():.3f}",
    "cosine": f"{cosine:.3f}",
    "small": f"{small.grad.norm():.1f}",
    "inf-entry": f"{bad.grad[1]}".replace("nan", "NaN"),
    "inf-error": raised,
}
given = {"steps": f"{T} steps"}
