# %% [markdown]
# # Max pooling a shifted photo
# How much of a pooled map changes when a photo moves by one pixel, and how much of noise?

# %%
import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_sample_image

PHOTO = "china.jpg"
CROP = 128  # pixels a side
STEP = 2  # every second pixel of the photo
SEEDS = range(100)

# %% [markdown]
# ## Two maps to compare
# A 2×2 window of stride two, once on the image and once one pixel on. The correlation of
# the two maps says how alike they are.


# %%
def pooled_twice(image):
    """The pooled map before and after a shift by one pixel, (2, CROP / 2, CROP / 2)."""
    return torch.stack(
        [F.max_pool2d(image[None, :, i : i + CROP], 2)[0] for i in (0, 1)]
    )


def correlation(maps):
    return torch.corrcoef(maps.flatten(1))[0, 1].item()


# %% [markdown]
# ## Photo and noise
# In a photo neighbours are alike, so the maximum of the next window is a similar number.
# In noise it is another one wherever the old maximum drops out or a larger pixel
# comes in.

# %%
grey = torch.tensor(load_sample_image(PHOTO)[::STEP, ::STEP].mean(2))
photo, noise, stays = [], [], []
for seed in SEEDS:
    rng = np.random.default_rng(seed)
    top, left = rng.integers(0, [grey.shape[0] - CROP, grey.shape[1] - CROP])
    photo.append(correlation(pooled_twice(grey[top:, left:][:CROP, : CROP + 1])))
    maps = pooled_twice(torch.tensor(rng.normal(size=(CROP, CROP + 1))))
    noise.append(correlation(maps))
    stays.append((maps[0] == maps[1]).double().mean().item())

# %% [markdown]
# Two such windows cover six pixels and share two. So a third of the outputs stay in
# noise, and six normal numbers, drawn without any image, have the same correlation.

# %%
assert max(abs(share - 2 / 6) for share in stays) < 0.06
six = torch.tensor(np.random.default_rng(0).normal(size=(200_000, 2, 3)))
pairs = torch.stack([six[..., :2].amax((1, 2)), six[..., 1:].amax((1, 2))])
assert abs(np.mean(noise) - correlation(pairs)) < 0.05

# %%
measured = {
    "photo": (
        f"{min(photo):.2f} to {max(photo):.2f}",
        "the pooled map of a photo changes far less than that of noise",
        min(photo) > max(noise) + 0.1,
    ),
    "noise": (
        f"{min(noise):.2f} to {max(noise):.2f}",
        "of noise about half of the correlation is lost",
        min(noise) > 0.3 and max(noise) < 0.6,
    ),
}
setup = f"{len(SEEDS)} crops of {CROP}×{CROP} px of {PHOTO} at 1/{STEP} size; noise likewise"
varied = {"PHOTO": ("flower.jpg",), "CROP": (64, 192), "STEP": (1, 3)}
