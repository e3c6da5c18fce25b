# %% [markdown]
# # Initialization and depth
# At which gain does the signal of a ReLU network neither vanish nor explode?

# %%
import matplotlib.pyplot as plt
import torch

torch.manual_seed(0)
depth, width = 20, 128

# %% [markdown]
# ## He's answer
# Half of the variance is cut off by each ReLU, so weights need $\sigma^2 = 2 / n$.

# %%
fig, ax = plt.subplots(num="spread")
spreads = {}
for gain in (1.0, 2.0, 3.0):
    x, spreads[gain] = torch.randn(256, width), []
    for _ in range(depth):
        x = torch.relu(x @ (torch.randn(width, width) * (gain / width) ** 0.5))
        spreads[gain].append(x.pow(2).mean().item())
    ax.plot(range(1, depth + 1), spreads[gain], label=f"variance {gain:g} / n")
ax.set(yscale="log", xlabel="layer", ylabel="mean square")
ax.legend()
assert 0.1 < spreads[2.0][-1] < 10
