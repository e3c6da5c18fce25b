# %% [markdown]
# # Mixup and CutMix
# What do the two do to the images, and what to their labels?

# %%
import math

import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_sample_image
from torch.nn.functional import cross_entropy, interpolate

torch.manual_seed(0)


def photo(name, left, size=64):
    """A square photo of 3 × size × size pixels with values from 0 to 1."""
    # (H, W, 3) -> (3, H, W), then smaller; interpolate wants a batch
    pixels = torch.from_numpy(load_sample_image(name).copy()).permute(2, 0, 1) / 255
    return interpolate(pixels[None, :, :, left : left + 427], size=size, mode="area")[0]


def cut_box(lam, y, x, size):
    """Box of area 1 − λ around y, x, clipped: top, bottom, left, right."""
    half = (size * (1 - lam).sqrt() / 2).round().long()
    top, left = (y - half).clamp(min=0), (x - half).clamp(min=0)
    return top, (y + half).clamp(max=size), left, (x + half).clamp(max=size)


def kept_share(box, size):
    """λ computed again: the share of the first image that is left."""
    top, bottom, left, right = box
    return 1 - (bottom - top) * (right - left) / size**2


# %% [markdown]
# ## Labels are mixed like the pixels
# Mixup: $\tilde x = \lambda x_i + (1-\lambda) x_j$, and the same for $\tilde y$.
# CutMix: λ is the share of the first image that is left *after* the box was clipped.

# %%
pagoda, flower = photo("china.jpg", 0), photo("flower.jpg", 90)
lam = 0.6
mixup = lam * pagoda + (1 - lam) * flower

DRAWN = 0.5
middle = torch.tensor([46, 54])
top, bottom, left, right = box = cut_box(torch.tensor(DRAWN), *middle, 64)
cutmix = pagoda.clone()
cutmix[:, top:bottom, left:right] = flower[:, top:bottom, left:right]
share = kept_share(box, 64).item()
assert abs((cutmix == pagoda).all(0).double().mean() - share) < 0.01  # count the pixels

logits, labels = torch.randn(2, dtype=torch.double), torch.eye(2, dtype=torch.double)
mixed_label = lam * labels[0] + (1 - lam) * labels[1]
two_losses = [cross_entropy(logits, label) for label in labels]
mixed_loss = lam * two_losses[0] + (1 - lam) * two_losses[1]
assert torch.isclose(cross_entropy(logits, mixed_label), mixed_loss)

# %%
images = [pagoda, flower, mixup, cutmix]
titles = {"pagoda": 1.0, "flower": 0.0, "mixup": lam, "CutMix": share}
fig, axes = plt.subplots(2, 4, num="mixed", figsize=(5, 3.2), width_ratios=[3, 2, 3, 2])
panels = zip(axes.reshape(4, 2), images, titles.items(), strict=True)
for (ax, bars), image, (title, weight) in panels:
    ax.imshow((image * 11).round().permute(1, 2, 0).numpy() / 11)
    ax.set_title(title)
    bars.barh([1, 0], [weight, 1 - weight], color=["C0", "C1"], height=0.5)
    bars.text(0, 1.36, f"pagoda {weight:.2f}")
    bars.text(0, 0.36, f"flower {1 - weight:.2f}")
    bars.set(xlim=(0, 1), ylim=(-1, 2))
    ax.axis("off")
    bars.axis("off")
bars.text(0, -0.75, f"λ drawn: {DRAWN:.2f}", color="0.5")

# %% [markdown]
# ## The draw of λ
# Clipping keeps more of the first image: for $u = 1 - \lambda$ uniform, the mean share
# is $1 - \mathbb{E}(\sqrt{u} - u/4)^2 = 1 - (\tfrac12 - \tfrac15 + \tfrac1{48})$. Mixup
# draws λ from Beta(α, α); a small α leaves most images nearly unmixed.

# %%
n, size = 100_000, 224
lams = torch.rand(n)
kept = kept_share(cut_box(lams, *torch.randint(size, (2, n)), size), size)
assert abs(kept.mean() - (1 - (1 / 2 - 1 / 5 + 1 / 48))) < 0.005
label_error = (kept - lams).abs().mean()
assert abs(label_error - (1 / 5 - 1 / 48)) < 0.005  # clipping only adds to λ


def nearly_unmixed(alpha, weight=0.1):
    """How often λ from Beta(α, α) gives one image less than this weight."""
    # Twice the integral of x^(α−1) (1−x)^(α−1) from 0 to weight, with u = x^α
    u = torch.linspace(0, weight**alpha, 10_001, dtype=torch.double)
    integral = torch.trapezoid((1 - u ** (1 / alpha)) ** (alpha - 1), u) / alpha
    return 2 * integral.item() / math.gamma(alpha) ** 2 * math.gamma(2 * alpha)


for alpha in (0.2, 1.0):
    draws = torch.distributions.Beta(alpha, alpha).sample((n,))
    counted = ((draws < 0.1) | (draws > 0.9)).double().mean()
    assert abs(counted - nearly_unmixed(alpha)) < 0.01

# %%
given = {"cutmix-drawn": f"{DRAWN:.2f}"}
computed = {
    "cutmix-share": f"{share:.2f}",
    "drawn": f"{lams.mean():.2f}",
    "kept": f"{kept.mean():.2f}",
    "label-error": f"{label_error:.2f}",
    "nearly-0-2": f"{nearly_unmixed(0.2):.0%}",
    "nearly-1": f"{nearly_unmixed(1.0):.0%}",
}
