# %% [markdown]
# # Dice loss and a faint background
# Does the background count if the object is found perfectly?

# %%
import matplotlib.pyplot as plt
import torch

# %% [markdown]
# ## The sum over all pixels
# Dice counts no true negatives: background of exactly 0 adds nothing. But the sum of $p$
# runs over all pixels, and a faint background adds $p$ times its area. With squares in
# the denominator, as in V-Net, it adds $p^2$ times its area.


# %%
def found_perfectly(image, background, power=1, target=16):
    """Dice loss by area: 1 on the object's pixels, `background` on all others."""
    total = 2 * target + background**power * (image - target)
    return 1 - 2 * target / total


def of_pixels(image, background, power=1, target=16):
    """The same from the pixels, with torch's own sums."""
    g = torch.zeros(image, dtype=torch.float64)
    g[:target] = 1
    p = torch.where(g == 1, g, background)
    return float(1 - 2 * torch.dot(p, g) / ((p**power).sum() + (g**power).sum()))


for image in (40**2, 160**2):
    for background, power in ((0, 1), (0.01, 1), (0.01, 2)):
        area = found_perfectly(image, background, power)
        assert abs(of_pixels(image, background, power) - area) < 1e-12
assert found_perfectly(160**2, 0) == 0

# %%
sides = torch.arange(8, 321, 8)
fig, ax = plt.subplots(num="faint", figsize=(5, 2.8))
for color, (background, power, place, label) in enumerate(
    (
        (0.01, 1, (200, 0.84), "p = 0.01"),
        (0.001, 1, (200, 0.5), "p = 0.001"),
        (0.01, 2, (200, 0.04), "p = 0.01, squared"),
    )
):
    losses = [found_perfectly(side**2, background, power) for side in sides.tolist()]
    ax.plot(sides, losses, f"C{color}", ls=("-", "--", "-.")[color])
    ax.text(*place, label, color=f"C{color}")
ax.set(xlabel="side of the image, object 4×4", ylabel="Dice loss", ylim=(-0.03, 1))

# %%
computed = {
    "small": f"{found_perfectly(40**2, 0.01):.2f}",
    "large": f"{found_perfectly(160**2, 0.01):.2f}",
    "large-squared": f"{found_perfectly(160**2, 0.01, power=2):.2f}",
}
