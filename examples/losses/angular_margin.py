# %% [markdown]
# # Margins on the sphere
# What do SphereFace, CosFace and ArcFace ask of an angle, and why do cosines need a
# scale?

# %%
import math

import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

# %% [markdown]
# ## One formula
# Embeddings and class vectors have unit length, so a logit is $\cos \theta$. The true
# class gets $\cos(m_1 \theta + m_2) - m_3$ instead: SphereFace multiplies its angle,
# ArcFace adds to it, CosFace subtracts from the cosine. Beyond π the cosine would rise again; as in SphereFace it is continued
# downwards, $(-1)^k \cos - 2k$ in the k-th half turn.


# %%
def margin_logits(cosines, labels, scale=64.0, m1=1.0, m2=0.0, m3=0.0):
    """Logits (N, C) for cross-entropy from cosines (N, C), in FP32, and labels (N,)."""
    rows = torch.arange(len(labels))
    theta = cosines[rows, labels].clamp(-1 + 1e-7, 1 - 1e-7).acos()
    angle = m1 * theta + m2
    turn = (angle / math.pi).floor().detach()
    target = (1 - 2 * (turn % 2)) * angle.cos() - 2 * turn - m3
    logits = cosines.clone()
    logits[rows, labels] = target
    return scale * logits


# %%
theta = torch.linspace(0.01, math.pi - 0.01, 200, dtype=torch.float64)
M1, M2, M3 = 4, 0.5, 0.35
kinds = {
    "plain": (1, 0, 0),
    "CosFace": (1, 0, M3),
    "ArcFace": (1, M2, 0),
    "SphereFace": (M1, 0, 0),
}
curves = {}
for name, margins in kinds.items():
    cosines = torch.stack([theta.cos(), torch.zeros_like(theta)], 1)  # (200, 2)
    labels = torch.zeros(len(theta), dtype=torch.long)
    logits = margin_logits(cosines, labels, 1.0, *margins)
    assert torch.equal(logits[:, 1], cosines[:, 1])  # the others keep their cosine
    curves[name] = logits[:, 0]
    assert (curves[name].diff() < 0).all()  # falls with the angle, without a jump
    assert curves[name].diff().abs().max() < 4 * theta.diff().max()
assert torch.allclose(curves["plain"], theta.cos())
assert torch.allclose(curves["CosFace"], theta.cos() - 0.35)
early = theta + 0.5 < math.pi
assert torch.allclose(curves["ArcFace"][early], (theta + 0.5).cos()[early])

fig, ax = plt.subplots(num="target", figsize=(5, 3))
for color, (name, curve) in enumerate(curves.items()):
    ax.plot(theta.rad2deg(), curve, f"C{color}", ls=("-", "--", "-.", ":")[color])
ax.set(xlabel="angle to the true class (degrees)", ylabel="its logit, over the scale")
ax.set(ylim=(-2.2, 1.1), xticks=[0, 45, 90, 135, 180])
ax.text(82, 0.35, "plain", color="C0")
ax.text(132, -1.65, "CosFace", color="C1")
ax.text(58, -0.85, "ArcFace", color="C2")
ax.text(3, -1.0, "Sphere-\nFace", color="C3")


# %% [markdown]
# ## Where the boundary lies
# Two classes; the sample stands at a given angle to the wrong one. How near must it be
# to the right one for equal logits?


# %%
def boundary(other, m1=1.0, m2=0.0, m3=0.0):
    """Largest angle to the true class, in degrees, that beats an angle to another."""
    return math.degrees((math.acos(math.cos(math.radians(other)) + m3) - m2) / m1)


needed = {name: boundary(60, *margins) for name, margins in kinds.items()}
for name, margins in kinds.items():
    both = torch.tensor([[needed[name], 60]], dtype=torch.float64).deg2rad().cos()
    equal = margin_logits(both, torch.tensor([0]), 1.0, *margins)
    assert abs(equal[0, 0] - equal[0, 1]) < 1e-9

# %% [markdown]
# ## The scale
# The best that C classes can do: a sample on its own class vector, all C vectors as far
# apart as possible, cosine $-1/(C-1)$. Then $p = 1 / (1 + (C-1) e^{-sC/(C-1)})$, and to
# reach a given $p$ the scale must be at least $\frac{C-1}{C} \ln \frac{(C-1)p}{1-p}$.


# %%
def best_loss(classes, scale):
    cosines = torch.full((1, classes), -1 / (classes - 1), dtype=torch.float64)
    cosines[0, 0] = 1
    return F.cross_entropy(scale * cosines, torch.tensor([0])).item()


def lowest_scale(classes, p):
    return (classes - 1) / classes * math.log((classes - 1) * p / (1 - p))


CHANCE = 0.99
for classes in (10, 1000):
    for p in (0.9, CHANCE):
        assert math.isclose(
            math.exp(-best_loss(classes, lowest_scale(classes, p))), p, rel_tol=1e-9
        )

# %%
computed = {
    "needed-plain": f"{needed['plain']:.0f}°",
    "needed-cosface": f"{needed['CosFace']:.0f}°",
    "needed-arcface": f"{needed['ArcFace']:.0f}°",
    "needed-sphereface": f"{needed['SphereFace']:.0f}°",
    "best-p": f"{math.exp(-best_loss(1000, 1.0)):.1%}",
    "best-loss": f"{best_loss(1000, 1.0):.1f}",
    "scale-thousand": f"{lowest_scale(1000, CHANCE):.1f}",
    "scale-million": f"{lowest_scale(10**6, CHANCE):.1f}",
    "other": f"{math.degrees(both[0, 1].acos()):.0f}°",
}
given = {"m1": f"{M1}", "m2": f"{M2}", "m3": f"{M3}", "chance": f"{CHANCE:.0%}"}
