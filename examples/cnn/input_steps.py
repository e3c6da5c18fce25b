# %% [markdown]
# # Steps on the input
# How far does a tiny change of every pixel move a score, and which image moves it most?

# %%
import math

import torch

torch.manual_seed(0)

# %% [markdown]
# ## The sign of the gradient
# To first order a change e of the input changes the score by $g^\top e$. With no entry of e above ε
# in size, $\varepsilon \operatorname{sign}(g)$ makes the most of it: $\varepsilon \lVert g \rVert_1$. With random
# signs the same sizes add up to a spread of $\varepsilon \lVert g \rVert_2$ only.


# %%
def sign_step(score, x, epsilon):
    """x changed by at most epsilon a pixel, so that score(x) rises most to first order."""
    x = x.detach().requires_grad_()
    (g,) = torch.autograd.grad(score(x), x)
    return (x + epsilon * g.sign()).detach()


SIDE = 224
d = 3 * SIDE * SIDE
w = torch.randn(d, dtype=torch.float64)
w = w.sign()  # equal sizes: the ratio of the two norms is largest
x = torch.zeros(d, dtype=torch.float64)
moved = (w @ sign_step(lambda z: w @ z, x, 0.01)).item()
spread = 0.01 * w.norm().item()  # of random signs
assert abs(moved - 0.01 * w.abs().sum().item()) < 1e-6
assert abs(moved / spread - math.sqrt(d)) < 1e-6

# %% [markdown]
# ## Activation maximization
# Many small steps along the gradient, and a pull back to a small, smooth image.


# %%
def maximize(score, x, steps=200, rate=0.1, decay=0.05):
    """An image that raises score(x), kept small by a decay; blur or jitter it as well."""
    for _ in range(steps):
        x = x.detach().requires_grad_()
        (g,) = torch.autograd.grad(score(x), x)
        x = (1 - decay) * x + rate * g / (g.norm() + 1e-12)
    return x.detach()


pattern = torch.randn(3, 5, 5, dtype=torch.float64)
best = maximize(lambda z: (pattern * z).sum(), torch.randn_like(pattern))
cosine = torch.cosine_similarity(best.flatten(), pattern.flatten(), 0).item()
assert cosine > 1 - 1e-4  # a linear unit shows its own weights

# %%
computed = {
    "pixels": f"{d:,}",
    "times": f"{moved / spread:.0f}×",
    "cosine": f"{cosine:.2f}",
}
given = {"side": f"{SIDE}×{SIDE}"}
