# %% [markdown]
# # Batch norm in training and evaluation
# Which statistics does batch norm use in each mode? And where does its regularizing
# noise come from?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)
x = 7 + 4 * torch.randn(32, 3, 8, 8, dtype=torch.double)
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
print(
    f"mean in training {abs(norm.train()(x).mean()):.1f}, in evaluation {one_step:.1f}"
)

# %% [markdown]
# ## The running averages need time
# They start at mean 0 and variance 1 and take 10% of each batch. With data of mean 7
# and sd 4, after $k$ steps:
#
# $$\text{mean in evaluation} = \frac{7 \cdot 0.9^k}{\sqrt{0.9^k + 16\,(1 - 0.9^k)}}$$

# %%
norm = nn.BatchNorm2d(3)
steps, evaluated, trained_means = range(51), [], []
for step in steps:
    batch = 7 + 4 * torch.randn(32, 3, 8, 8)
    evaluated.append(norm.eval()(batch).mean().item())
    trained_means.append(norm.train()(batch).mean().item())  # also updates the averages
left = 0.9 ** torch.arange(51.0)
theory = 7 * left / (left + 16 * (1 - left)).sqrt()
assert (torch.tensor(evaluated) - theory).abs().max() < 0.1

fig, ax = plt.subplots(num="warm-up")
ax.plot(steps, evaluated, "C1-", marker="o", markevery=5)
ax.plot(steps, trained_means, "C0--")
ax.set(xlabel="training steps so far", ylabel="mean of the output", ylim=(-1, 7.3))
ax.text(9, 2.4, "evaluation mode", color="C1")
ax.text(1, -0.6, "training mode", color="C0")

# %% [markdown]
# ## One image, many batches
# In training the output for an image depends on the company it keeps. That noise is the
# regularizer; it fades as the batch grows. One value a channel here, as after global
# pooling.

# %%
image, draws, spread = 1.0, 4000, {}
for batch_size in (4, 16, 64, 256):
    others = torch.randn(batch_size - 1, draws)
    batch = torch.cat([torch.full((1, draws), image), others])  # (batch, draws)
    spread[batch_size] = nn.BatchNorm1d(draws)(batch)[0].detach()
alone = nn.BatchNorm1d(1).eval()(torch.tensor([[image]])).item()

fig, ax = plt.subplots(num="company")
for place, output in enumerate(spread.values()):
    low, high = output.quantile(0.05).item(), output.quantile(0.95).item()
    ax.bar(place, high - low, 0.06, low, color="C1")
ax.axhline(alone, color="C0", ls="--")
ax.set_xticks(range(4), spread)
ax.set(
    xlabel="batch size",
    ylabel="output for the same image",
    xlim=(-0.6, 3.5),
    ylim=(0, 1.75),
)
ax.text(3.4, 1.38, "evaluation (dashed): always the same", color="C0", ha="right")
ax.text(0.1, 0.1, "training: 90% of the batches lie in the bar", color="C1")

# %%
facts = {
    "one-step": f"{one_step:.1f}",
    "noise-4": f"{spread[4].std():.1f}",
    "noise-256": f"{spread[256].std():.2f}",
}
