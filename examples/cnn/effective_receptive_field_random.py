# %% [markdown]
# # Effective receptive field of random networks
# Does the bell shape survive when the weights are random and ReLUs sit between them?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

# %% [markdown]
# ## Twenty random networks
# Twenty layers of 3×3, eight channels, He initialization. Random signs let gradients
# cancel, so we look at their mean square, which cannot.

# %%
depth, channels = 20, 8
side = 2 * depth + 1


def squared_gradient(seed):
    """Squared input gradient of the one output position, summed over channels."""
    torch.manual_seed(seed)
    x = torch.randn(1, channels, side, side, dtype=torch.double, requires_grad=True)
    y = x
    for _ in range(depth):
        weight = torch.randn(channels, channels, 3, 3, dtype=torch.double)
        weight *= (2 / (9 * channels)) ** 0.5
        y = F.relu(F.conv2d(y, weight))
    y.sum().backward()
    return x.grad[0].square().sum(0)  # (1, C, side, side) -> (side, side)


measured = sum(squared_gradient(seed) for seed in range(20)).sum(0)  # (side,)
measured /= measured.sum()
place = torch.arange(side) - depth
sigma = (measured * place**2).sum().sqrt().item()

# %% [markdown]
# ## The same bell
# Equal weights would give $\sigma = \sqrt{2n/3}$. Random ones with mean zero give the
# same expectation for the squared gradient: the shape comes from counting paths.

# %%
expected = (2 * depth / 3) ** 0.5
assert abs(sigma / expected - 1) < 0.1
bell = torch.exp(-(place**2) / (2 * expected**2)) / (expected * (2 * torch.pi) ** 0.5)

fig, ax = plt.subplots(num="profile")
ax.fill_between(place, 100 * measured, step="mid", color="C0", alpha=0.4, lw=0)
ax.plot(place, 100 * bell, color="C1", linestyle="-")
ax.text(4.5, 8, "Gaussian with\nσ² = 2n/3", color="C1")
ax.text(-5, 8, "20 random\nReLU networks", color="C0", ha="right")
ax.set(xlim=(-20.5, 20.5), xlabel="position in the receptive field (px)")
ax.set_ylabel("share of squared gradient (%)")

# %%
facts = {"sigma": f"{sigma:.1f} px", "expected": f"{expected:.1f} px"}
