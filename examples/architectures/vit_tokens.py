# %% [markdown]
# # From patches to tokens
# How does a vision transformer turn a photo into a sequence, and what does each
# step cost in parameters?

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.patches import Rectangle
from sklearn.datasets import load_sample_image
from torch import nn

P, D = 16, 768  # patch side, token width of ViT-Base

# %% [markdown]
# ## Cut, flatten, project
# A patch of 16×16 pixels and three colours is a vector of 768 numbers. One matrix
# projects all of them, which is a convolution with kernel = stride = P.

# %%
photo = torch.tensor(load_sample_image("china.jpg")[:, 100:527]).permute(2, 0, 1)
photo = F.interpolate(photo[None].float(), (64, 64), mode="bilinear", antialias=True)


def cut(images, size=P):
    """Patches in reading order."""
    columns = F.unfold(images, size, stride=size)  # (B, 3·size², N)
    return columns.transpose(1, 2)  # (B, N, 3·size²)


torch.manual_seed(0)
project = nn.Conv2d(3, D, P, stride=P)
patches = cut(photo / 255)
tokens = patches @ project.weight.flatten(1).T + project.bias  # (B, N, D)
by_conv = project(photo / 255).flatten(2).transpose(1, 2)  # (B, D, 4, 4) → (B, N, D)
assert torch.allclose(tokens, by_conv, atol=1e-5)

# %% [markdown]
# ## [CLS] and positions
# [CLS] is concatenated in front, and each of the tokens has a position of its own: a
# learned vector that is added. An image of 224×224 pixels has 196 patches.

# %%
cls = torch.zeros(1, 1, D)
whole = project(torch.zeros(1, 3, 224, 224)).flatten(2).transpose(1, 2)  # (B, N, D)
positions = torch.randn(1, whole.shape[1] + 1, D) * 0.02
sequence = torch.cat([cls, whole], 1) + positions  # (B, N + 1, D)
parameters = sum(p.numel() for p in project.parameters())
assert whole.shape[1] == (224 // P) ** 2
assert parameters == 3 * P**2 * D + D

# %% [markdown]
# ## Drawn
# The same photo at 64×64 pixels: 16 patches, 17 tokens. Colours are rounded to 32
# levels to keep the figure small.

# %%
tiles = cut(photo)[0].reshape(16, 3, P, P).permute(0, 2, 3, 1) // 8 * 8  # (16, P, P, 3)
# Opaque, with clear gaps between the tiles.
tiles = F.pad(tiles, (0, 1), value=255)
tiles = F.pad(tiles, (0, 0, 0, 2, 0, 2)).byte().numpy()  # (16, P + 2, P + 2, 4)
grid = np.vstack([np.hstack(tiles[i : i + 4]) for i in (0, 4, 8, 12)])

fig, ax = plt.subplots(num="tokens", figsize=(5.0, 3.7))
ax.imshow(grid, extent=(18, 126, -108, 0))
ax.text(138, -20, "cut: 4×4 patches of 16×16 pixels", va="center")
ax.text(138, -45, "flatten: 16·16·3 = 768 numbers each", va="center")
ax.text(138, -70, "project: one 768×768 matrix for all", va="center")
ax.text(138, -95, "prepend [CLS], add positions", va="center")
ax.imshow(np.hstack(tiles), extent=(18, 306, -136, -118))
shown = np.full((8, 16 * 9), np.nan)  # eight of the 768 numbers of each token
for column, token in enumerate(tokens[0].detach()):
    shown[:, 9 * column : 9 * column + 8] = token[:8, None]
ax.imshow(shown, extent=(18, 306, -176, -142))
ax.add_patch(Rectangle((0, -176), 16, 34, color="C1"))
ax.text(8, -159, "[CLS]", color="w", rotation=90, ha="center", va="center")
for index in range(17):
    ax.text(18 * index + 8, -185, index, color="C0", ha="center", va="center")
ax.text(309, -185, "+ pos", color="C0", va="center")
ax.add_patch(Rectangle((0, -215), 304, 20, color="0.85"))
encoder = "transformer encoder: 17 tokens in, 17 out"
ax.text(152, -205, encoder, ha="center", va="center")
ax.annotate("", (8, -235), (8, -215), arrowprops={"arrowstyle": "->", "color": "C1"})
ax.text(14, -228, "[CLS] output → linear head → class scores", color="C1", va="center")
ax.set(xlim=(-2, 338), ylim=(-238, 2))
ax.set_axis_off()

# %%
computed = {
    "patches": f"{whole.shape[1]} patches",
    "sequence": f"{sequence.shape[1]} tokens",
    "patch-vector": f"{patches.shape[2]} numbers",
    "projection": f"{parameters:,}",
    "positions": f"{positions.numel():,}",
}
