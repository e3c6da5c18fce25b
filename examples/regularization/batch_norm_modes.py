# %% [markdown]
# # Batch norm in training and evaluation
# Which statistics does batch norm use in each mode? And where does its regularizing
# noise come from?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)


def batch_of(mean, sd, *shape):
    """Random values that have this mean and (unbiased) sd in each channel, exactly."""
    x = torch.randn(shape, dtype=torch.double)
    x = (x - x.mean((0, 2, 3), keepdim=True)) / x.std((0, 2, 3), keepdim=True)
    return mean + sd * x


x = batch_of(7, 4, 32, 3, 8, 8)
norm = nn.BatchNorm2d(3).double()
trained = norm(x)

dims = (0, 2, 3)  # batch, height, width: one mean and one variance a channel
mean = x.mean(dims)  # (32, 3, 8, 8) -> (3,)
biased, unbiased = x.var(dims, correction=0), x.var(dims, correction=1)
by_hand = (x - mean.view(3, 1, 1)) / (biased.view(3, 1, 1) + norm.eps).sqrt()
assert torch.allclose(trained, by_hand, atol=1e-12)
assert torch.allclose(norm.running_mean, 0.1 * mean, atol=1e-12)
assert torch.allclose(norm.running_var, 0.9 + 0.1 * unbiased, atol=1e-12)
one_step = norm.eval()(x).mean().item()

# %% [markdown]
# ## The running averages need time
# They start at mean 0 and variance 1 and take 10% of each batch. With data of mean 7
# and sd 4, after $k$ steps:
#
# $$\text{mean in evaluation} = \frac{7 \cdot 0.9^k}{\sqrt{0.9^k + 16\,(1 - 0.9^k)}}$$

# %%
norm = nn.BatchNorm2d(3).double()
steps, evaluated, trained_means = range(51), [], []
for step in steps:
    batch = batch_of(7, 4, 32, 3, 8, 8)
    evaluated.append(norm.eval()(batch).mean().item())
    trained_means.append(norm.train()(batch).mean().item())  # also updates the averages
left = 0.9 ** torch.arange(51, dtype=torch.double)
theory = 7 * left / (left + 16 * (1 - left)).sqrt()
assert (torch.tensor(evaluated) - theory).abs().max() < 1e-3  # ε is left out

fig, ax = plt.subplots(num="warm-up")
ax.plot(steps, evaluated, "C1-", marker="o", markevery=5)
ax.plot(steps, trained_means, "C0--")
ax.set(xlabel="training steps so far", ylabel="mean of the output", ylim=(-1, 7.3))
ax.text(9, 2.4, "evaluation mode", color="C1")
ax.text(1, -0.6, "training mode", color="C0")

# %% [markdown]
# ## One image, many batches
# In training the output for an image depends on the company it keeps. That noise
# regularizes; it fades as the batch grows. One value a channel here, as after global
# pooling. For a large batch of n the output of an input of $x$ has a variance of about
# $(1 + x^2/2) / n$.

# %%
SEEDS = range(10)
DRAWS = 4000
IMAGE = 1.0
outputs, noise = {}, {}
for size in (4, 16, 64, 256):
    noise[size] = []
    for seed in SEEDS:
        torch.manual_seed(seed)
        batch = torch.randn(size, DRAWS)  # a channel for each draw
        batch[0] = IMAGE
        outputs[size] = nn.BatchNorm1d(DRAWS)(batch)[0].detach()
        noise[size].append(outputs[size].std().item())
alone = nn.BatchNorm1d(1).eval()(torch.tensor([[IMAGE]])).item()
large = ((1 + IMAGE**2 / 2) / 256) ** 0.5
assert all(abs(sd / large - 1) < 0.1 for sd in noise[256])

fig, ax = plt.subplots(num="company")
for place, output in enumerate(outputs.values()):
    low, high = output.quantile(0.05).item(), output.quantile(0.95).item()
    ax.bar(place, high - low, 0.06, low, color="C1")
ax.axhline(alone, color="C0", ls="--")
ax.set_xticks(range(4), outputs)
ax.set(xlabel="batch size", ylabel="output for the same image")
ax.set(xlim=(-0.6, 3.5), ylim=(0, 1.75))
ax.text(3.4, 1.38, "evaluation (dashed):\nalways the same", color="C0", ha="right")
ax.text(0.1, 0.1, "training: 90% of the batches lie in the bar", color="C1")


def span(values, digits):
    low, high = f"{min(values):.{digits}f}", f"{max(values):.{digits}f}"
    return low if low == high else f"{low} to {high}"


# %%
computed = {"one-step": f"{one_step:.1f}"}
measured = {
    "noise-4": (
        span(noise[4], 1),
        "in batches of four the output of the same input varies by more than 0.2",
        min(noise[4]) > 0.2,
    ),
    "noise-256": (
        span(noise[256], 2),
        "in batches of 256 it varies less than half as much",
        max(noise[256]) < min(noise[4]) / 2,
    ),
}
setup = f"an input of {IMAGE:.0f} among normal values, {DRAWS:,} batches, {len(SEEDS)} seeds"
varied = {"DRAWS": (2000, 8000), "IMAGE": (0.5, 2.0)}
