# %% [markdown]
# # Drawing without replacement
# How noisy is a batch if no sample is drawn twice, and what does an epoch miss otherwise?

# %%
from itertools import combinations

import numpy as np

# %% [markdown]
# ## Covariance of a batch
# The N deviations from the mean add up to zero. So the variance of their sum is zero:
# $N\sigma^2 + N(N-1)c = 0$, and two different draws have the covariance $c = -\sigma^2/(N-1)$. For the mean of B draws:
# $\frac{1}{B^2}\bigl(B\sigma^2 + B(B-1)c\bigr) = \frac{\sigma^2}{B} \cdot \frac{N-B}{N-1}$.


# %%
def batch_variance(variance, batch, samples):
    """Of the mean of a batch of different samples, over all such batches."""
    return variance / batch * (samples - batch) / (samples - 1)


rng = np.random.default_rng(0)
g = rng.standard_normal(9)
for batch in range(1, len(g) + 1):
    means = [g[list(chosen)].mean() for chosen in combinations(range(len(g)), batch)]
    np.testing.assert_allclose(
        np.var(means), batch_variance(g.var(), batch, len(g)), atol=1e-12
    )

# %% [markdown]
# ## What an epoch of N draws sees
# With replacement a sample is missed by all N draws with probability $(1 - 1/N)^N$, which
# tends to $1/e$. Without, none is missed, and the errors of an epoch's batches, at weights that
# hardly move, add up to zero.

# %%
SAMPLES = 50_000
missed = (1 - 1 / SAMPLES) ** SAMPLES
order = rng.permutation(len(g)).reshape(-1, 3)  # (batches, 3)
assert abs((g[order].mean(1) - g.mean()).sum()) < 1e-12

# %%
computed = {"missed": f"{missed:.0%}"}
given = {"samples": f"{SAMPLES:,} samples"}
