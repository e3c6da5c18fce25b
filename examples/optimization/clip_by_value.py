# %% [markdown]
# # Clipping by norm and by value
# What does each do to the direction of the gradient?

# %%
import matplotlib.pyplot as plt
import torch
from torch.nn.utils import clip_grad_norm_, clip_grad_value_


# %%
def clip_norm(grads, limit):
    """Scale all gradients by one factor so that their common norm is at most limit."""
    norm = torch.sqrt(sum(g.square().sum() for g in grads))
    factor = torch.clamp(limit / (norm + 1e-6), max=1.0)
    return [g * factor for g in grads], norm


def clip_value(grads, limit):
    """Cut each entry on its own to the range from -limit to limit."""
    return [g.clamp(-limit, limit) for g in grads]


# %% [markdown]
# Both against PyTorch, on a weight and a bias with one common norm.


# %%
def by_torch(grads, clip, limit):
    params = [torch.zeros_like(g) for g in grads]
    for p, g in zip(params, grads, strict=True):
        p.grad = g.clone()
    clip(params, limit)
    return [p.grad for p in params]


torch.manual_seed(0)
grads = [torch.randn(3, 4), torch.randn(3)]
for limit in (0.5, 100.0):
    torch.testing.assert_close(
        clip_norm(grads, limit)[0], by_torch(grads, clip_grad_norm_, limit)
    )
    torch.testing.assert_close(
        clip_value(grads, limit), by_torch(grads, clip_grad_value_, limit)
    )

# %% [markdown]
# ## One entry far larger than the other
# By norm both shrink by the same factor. By value only the large one is cut, so that
# the small one weighs as much as it: the step turns by almost half a right angle.

# %%
g = torch.tensor([10.0, 1.0])
(by_norm,), _ = clip_norm([g], 1.0)
(by_value,) = clip_value([g], 1.0)


def turn(clipped):
    """Angle to the unclipped gradient in degrees."""
    return torch.rad2deg(
        torch.acos(torch.cosine_similarity(clipped, g, dim=0).clamp(max=1))
    )


fig, ax = plt.subplots(num="directions", figsize=(5.0, 2.6))
for end, color, text, at in (
    (g, "0.5", "unclipped: ends far\noutside the picture", (1.3, -0.22)),
    (by_norm, "C0", "by norm", (0.45, -0.2)),
    (by_value, "C1", "by value", (0.15, 0.62)),
):
    shown = end * min(1, 2.3 / end.norm().item())
    ax.annotate("", shown, (0, 0), arrowprops={"color": color, "arrowstyle": "->"})
    ax.text(*at, text, color=color)
ax.plot([-1, 1, 1, -1, -1], [-1, -1, 1, 1, -1], color="C1", linestyle="--", linewidth=1)
angle = torch.linspace(0, 2 * torch.pi, 100)
ax.plot(torch.cos(angle), torch.sin(angle), color="C0", linewidth=1)
ax.set(xlim=(-0.1, 2.6), ylim=(-0.3, 1.1), aspect="equal")
ax.set(xlabel="steep direction", ylabel="flat direction", xticks=[0, 1], yticks=[0, 1])

# %%
computed = {
    "turn-norm": f"{turn(by_norm):.0f}°",
    "turn-value": f"{turn(by_value):.0f}°",
    "norm-value": f"{by_value.norm():.2f}",
}
