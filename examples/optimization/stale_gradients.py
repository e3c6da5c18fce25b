# %% [markdown]
# # Stale gradients
# How much lower must the learning rate be when gradients are some steps old?

# %%
import math

import numpy as np

# %% [markdown]
# ## The limit
# On $\frac{h}{2} x^2$ a gradient that is τ steps old gives $x_{t+1} = x_t - \alpha h\, x_{t-\tau}$.
# Try $x_t = r^t$: $r^{\tau+1} - r^\tau + \alpha h = 0$. It converges while all roots are
# smaller than one. At the limit one root is $e^{i\omega}$: $\alpha h = e^{i\omega\tau}(1 - e^{i\omega})$,
# which is real for $\omega = \pi/(2\tau+1)$ first, where its size is $2 \sin(\omega/2)$.


# %%
def largest_rate(delay):
    """Largest rate times curvature that converges, for gradients of that age."""
    return 2 * math.sin(math.pi / (2 * (2 * delay + 1)))


def converges(rate, delay, steps=20_000):
    """Whether the recursion itself shrinks, from one everywhere."""
    x = [1.0] * (delay + 1)
    for _ in range(steps):
        x.append(x[-1] - rate * x[-1 - delay])
    return max(abs(value) for value in x[-50:]) < 1


for delay in range(9):
    limit = largest_rate(delay)
    for rate, inside in ((0.99 * limit, True), (1.01 * limit, False)):
        roots = np.roots([1, -1, *[0] * (delay - 1), rate] if delay else [1, rate - 1])
        assert (np.abs(roots).max() < 1) == inside == converges(rate, delay)

# %%
WORKERS = 8
late = largest_rate(WORKERS - 1)  # in turns: all others step in between

# %%
computed = {
    "fresh": f"{largest_rate(0):.2f}",
    "one-late": f"{largest_rate(1):.2f}",
    "workers-late": f"{late:.2f}",
    "lower": f"{largest_rate(0) / late:.1f}×",
}
given = {"workers": f"{WORKERS} workers"}
