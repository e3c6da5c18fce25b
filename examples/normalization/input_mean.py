# %% [markdown]
# # A common mean of the inputs
# Why does training get slow when all inputs are positive?

# %%
import math

import matplotlib.pyplot as plt
import torch

# %% [markdown]
# ## One steep direction
# The curvature of a linear layer under squared error is the mean of $x x^\top$. For d
# independent inputs of mean μ and deviation σ it is
# $\sigma^2 I + \mu^2 u u^\top$ with u the vector of ones: $\sigma^2$ in all directions
# but one, and $\sigma^2 + d\mu^2$ along u. A window of 3×3 pixels in three
# channels, with values spread around the middle of zero to one:

# %%
INPUTS = 3 * 3 * 3
MEAN, DEVIATION = 0.5, 0.25


def curvatures(mean, deviation):
    """Eigenvalues of the mean outer product of x with itself, ascending, (INPUTS,)."""
    ones = torch.ones(INPUTS, dtype=torch.float64)
    moments = deviation**2 * torch.diag(ones) + mean**2 * torch.outer(ones, ones)
    return torch.linalg.eigvalsh(moments)


raw, centred = curvatures(MEAN, DEVIATION), curvatures(0, DEVIATION)
condition = (raw[-1] / raw[0]).item()
assert math.isclose(condition, 1 + INPUTS * (MEAN / DEVIATION) ** 2)

# %% [markdown]
# The same from samples:

# %%
torch.manual_seed(0)
x = MEAN + DEVIATION * torch.randn(200_000, INPUTS, dtype=torch.float64)
sampled = torch.linalg.eigvalsh(x.T @ x / len(x))
assert torch.allclose(sampled, raw, rtol=0.1)

# %% [markdown]
# ## Steps
# With the best fixed rate, $2 / (\lambda_{\min} + \lambda_{\max})$, a step of gradient
# descent leaves $\frac{\kappa - 1}{\kappa + 1}$ of the error in the worst directions, κ
# being the condition number, the largest eigenvalue over the smallest.


# %%
def error_left(eigenvalues, steps):
    """Share of the worst error after each number of steps."""
    rate = 2 / (eigenvalues[0] + eigenvalues[-1])
    return (1 - rate * eigenvalues).abs().amax() ** steps


steps = torch.arange(301)
left, left_centred = error_left(raw, steps), error_left(centred, steps)
needed = (left < 0.01).nonzero()[0].item()
factor = (condition - 1) / (condition + 1)
assert needed == math.ceil(math.log(0.01) / math.log(factor))
needed_centred = (left_centred < 0.01).nonzero()[0].item()

# %%
fig, ax = plt.subplots(num="steps")
ax.plot(steps, left, "C0")
ax.plot(steps, left_centred, "C1--")
ax.set(xlabel="step of gradient descent", ylabel="worst error left", ylim=(-0.03, 1.03))
ax.text(70, 0.4, "common mean", color="C0")
ax.text(12, 0.06, "centred", color="C1")

# %%
computed = {
    "inputs": f"{INPUTS:.0f}",
    "condition": f"{condition:.0f}",
    "needed": f"{needed}",
    "needed-centred": f"{needed_centred}",
}
