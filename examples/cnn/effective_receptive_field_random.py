# %% [markdown]
# # Effective receptive field of random networks
# Does the bell shape survive when the weights are random and ReLUs sit between them?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

DEPTH = 20  # layers of 3×3
CHANNELS = 8
NETWORKS = 20  # averaged
SEEDS = range(10)

# %% [markdown]
# ## Random networks
# He initialization, stride one, noise as input, no training. Random signs let gradients
# cancel, so we look at their squares, which cannot, and at their sizes.

# %%
side = 2 * DEPTH + 1
place = torch.arange(side) - DEPTH


def gradient(network):
    """Squares and sizes of the gradient, summed over channels and rows, (2, side)."""
    torch.manual_seed(network)
    x = torch.randn(1, CHANNELS, side, side, dtype=torch.double, requires_grad=True)
    y = x
    for _ in range(DEPTH):
        weight = torch.randn(CHANNELS, CHANNELS, 3, 3, dtype=torch.double)
        y = F.relu(F.conv2d(y, weight * (2 / (9 * CHANNELS)) ** 0.5))
    y.sum().backward()
    return torch.stack([x.grad[0].square(), x.grad[0].abs()]).sum((1, 2))


def shares_of(seed):
    """Shares of the columns of each network; one whose ReLUs all shut has none."""
    drawn = [gradient(NETWORKS * seed + n) for n in range(NETWORKS)]
    return torch.stack([g / g.sum(1, keepdim=True) for g in drawn if g.any()], dim=1)


def spread(shares):
    return (shares * place**2).sum(-1).sqrt()


squares, sizes = zip(*map(shares_of, SEEDS), strict=True)  # (networks, side) each
shares = squares
single = torch.cat([spread(networks) for networks in shares])
averages = torch.stack([spread(networks.mean(0)) for networks in shares])
wider = torch.stack([spread(networks.mean(0)) for networks in sizes])

# %% [markdown]
# ## On average the same bell
# Equal weights give $\sigma = \sqrt{2n/3}$. Random ones with mean zero give the same
# expectation for the squared gradient, which counts paths. A single network is wider or
# narrower than that, and often off centre. The size of the gradient is the root of a bell,
# a bell that is wider by $\sqrt2$.

# %%
expected = (2 * DEPTH / 3) ** 0.5
bell = torch.exp(-(place**2) / (2 * expected**2)) / (expected * (2 * torch.pi) ** 0.5)

fig, ax = plt.subplots(num="profile")
for profile in shares[0][:3]:
    ax.plot(place, 100 * profile, color="0.5", linestyle=":", linewidth=1)
mean = 100 * torch.cat(shares).mean(0)
ax.fill_between(place, mean, step="mid", color="C0", alpha=0.4, lw=0)
ax.plot(place, 100 * bell, color="C1", linestyle="-")
ax.text(6.5, 8, "Gaussian with\nσ² = 2n/3", color="C1")
label = f"mean of {single.numel()}\nrandom ReLU\nnetworks"
ax.text(-7, 8, label, color="C0", ha="right")
ax.text(-7, 7.2, "dots: three\nof them", color="0.5", ha="right", va="top")
ax.set(xlim=(-DEPTH - 0.5, DEPTH + 0.5), xlabel="position in the receptive field (px)")
ax.set_ylabel("share of squared gradient (%)")

# %%
computed = {"expected": f"{expected:.1f} px"}
measured = {
    "sigma": (
        f"{averages.min():.1f} to {averages.max():.1f} px",
        "averaged over random networks, σ of the squared gradient is within a fifth of the formula",
        ((averages / expected - 1).abs() < 0.2).all().item(),
    ),
    "size": (
        f"about {wider.median():.0f} px",
        "the size of the gradient is spread wider, by about the root of two",
        ((wider / averages / 2**0.5 - 1).abs() < 0.15).all().item(),
    ),
    "single": (
        f"{single.min():.1f} to {single.max():.1f} px",
        "single networks scatter more than averages, to both sides of the formula",
        (
            single.min() < averages.min()
            and single.max() > averages.max()
            and single.min() < 0.9 * expected
            and single.max() > 1.1 * expected
        ).item(),
    ),
}
setup = (
    f"{len(SEEDS)} seeds of {NETWORKS} untrained networks, {DEPTH} layers of 3×3, "
    f"{CHANNELS} channels, He initialization, ReLU, stride one, noise as input"
)
varied = {"DEPTH": (10, 30), "CHANNELS": (4, 16), "NETWORKS": (10, 40)}
