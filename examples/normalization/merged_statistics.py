# %% [markdown]
# # Merging means and variances
# Two devices know count, mean and variance of their values. What are those of all
# values, and why are sums of squares a risk?

# %%
import torch

# %% [markdown]
# The variance of all is the mean of the variances *plus* the variance of the means. So
# averaging the variances is not enough.


# %%
def merge(a, b):
    """Count, mean and biased variance of two sets together, from those of each."""
    (n, mean, var), (m, other, spread) = a, b
    total = n + m
    shift = other - mean
    within = (n * var + m * spread) / total
    between = n * m / total**2 * shift**2
    return total, mean + shift * m / total, within + between


def summary(values):
    """Count, mean and biased variance: two passes."""
    mean = values.mean()
    return len(values), mean, (values - mean).square().mean()


torch.manual_seed(0)
parts = [torch.randn(n, dtype=torch.float64) * n + n for n in (3, 5, 8)]
merged = merge(merge(*map(summary, parts[:2])), summary(parts[2]))
torch.testing.assert_close(merged, summary(torch.cat(parts)))

dark, bright = torch.tensor([-2.0, 0.0]), torch.tensor([0.0, 2.0])
averaged = (summary(dark)[2] + summary(bright)[2]) / 2
together = merge(summary(dark), summary(bright))[2]

# %% [markdown]
# ## Cancellation
# $\operatorname{E}[x^2] - \operatorname{E}[x]^2$ needs one pass and subtracts two large
# numbers that are nearly equal. In single precision, with a large mean and two values
# half a unit apart, nothing is left.

# %%
values = torch.tensor([4096.0, 4096.5])
one_pass = values.square().mean() - values.mean() ** 2
_, _, two_passes = summary(values)
_, _, by_merging = merge(summary(values[:1]), summary(values[1:]))
assert two_passes == by_merging == values.double().var(correction=0)

# %%
computed = {
    "averaged": f"{averaged:.0f}",
    "together": f"{together:.0f}",
    "one-pass": f"{one_pass:.4f}",
    "true": f"{by_merging:.4f}",
}
