# %% [markdown]
# # Positions removed
# What does a vision transformer know about where a patch was? Shuffle the patches of
# a photo and compare the [CLS] output, with and without position embeddings.

# %%
import copy

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from _stacks import span
from sklearn.datasets import load_sample_image
from torch import nn

SEEDS = range(10)
PHOTO = "china.jpg"
DEPTH = 2
SPREAD = 0.02  # sd of the position embeddings, ViT's at the start
P, D = 16, 64
photo = torch.tensor(load_sample_image(PHOTO)[:, 100:527]).permute(2, 0, 1)
photo = F.interpolate(photo[None].double(), (64, 64), mode="bilinear", antialias=True)


def cut(image):
    return F.unfold(image, P, stride=P).transpose(1, 2)  # (B, N, 3·P²)


def glue(patches):
    return F.fold(patches.transpose(1, 2), 64, P, stride=P)  # (B, 3, 64, 64)


# %% [markdown]
# ## An encoder treats its tokens as a set
# Self-attention and the shared MLP commute with any permutation of the tokens, so the
# [CLS] output cannot depend on their order. Only the position embeddings tell it. Inside
# a patch nothing is assumed either: the projection has one weight per pixel, so the same
# shuffle of pixels in all patches only permutes the rows of its matrix E.


# %%
def build():
    layer = nn.TransformerEncoderLayer(
        D, 4, 4 * D, dropout=0, batch_first=True, norm_first=True
    )
    return {
        "encoder": nn.TransformerEncoder(layer, DEPTH, enable_nested_tensor=False),
        "project": nn.Linear(3 * P * P, D),
        "conv": nn.Sequential(nn.Conv2d(3, D, 3, 2), nn.ReLU(), nn.Conv2d(D, D, 3, 2)),
    }


def encode(image, net, positions=0):
    """Outputs of [CLS] and of the patches."""
    z = torch.cat([net["cls"], net["project"](cut(image / 255))], 1)  # (1, 17, D)
    return net["encoder"](z + positions)[0].detach()  # (17, D)


def change(new, old):
    return ((new - old).norm() / old.norm()).item()


without, moved, pooled = [], [], []
for seed in SEEDS:
    torch.manual_seed(seed)
    order = torch.randperm(16)
    shuffled = glue(cut(photo)[:, order])
    net = {name: module.double() for name, module in build().items()}
    net["cls"] = torch.randn(1, 1, D, dtype=torch.double)
    positions = SPREAD * torch.randn(1, 17, D, dtype=torch.double)
    old, new = encode(photo, net), encode(shuffled, net)
    without.append(change(new[0], old[0]))
    # The patches' outputs are shuffled along with the patches: nothing else changes.
    assert torch.allclose(new[1:], old[1:][order], atol=1e-12)
    with_old, with_new = encode(photo, net, positions), encode(shuffled, net, positions)
    moved.append(change(with_new[0], with_old[0]))
    maps = [net["conv"](image / 255).relu().mean((2, 3)) for image in (shuffled, photo)]
    pooled.append(change(*maps))
    # The same shuffle of pixels in all patches, undone by the rows of E, the transposed weight.
    order = torch.randperm(3 * P * P)
    pixels, undone = glue(cut(photo)[..., order]), copy.deepcopy(net["project"])
    assert change(encode(pixels, net), old) > 1e-6
    undone.weight.data = undone.weight.data[:, order]
    again = encode(pixels, {**net, "project": undone}, positions)
    assert torch.allclose(again, with_old, atol=1e-12)

rounding = -13
assert max(without) < 10**rounding

# %%
fig = plt.figure(num="shuffled", figsize=(5.0, 2.9))
layout = [["photo", "out"], ["shuffled", "out"]]
panels = fig.subplot_mosaic(layout, width_ratios=[1, 2])
for name, image in (("photo", photo), ("shuffled", shuffled)):
    shown = image[0].permute(1, 2, 0) // 8 * 8  # 32 levels: a smaller figure
    panels[name].imshow(shown.byte().numpy())
    panels[name].set_title(name)
    panels[name].set_axis_off()
ax = panels["out"]
ax.bar(range(24), (with_new - with_old)[0, :24], color="C1", label="with positions")
ax.plot((new - old)[0, :24], "o", color="C0", label="without: zero")
ax.set_ylim(-0.04, 0.04)
ax.legend(loc="upper right")
ax.set_xlabel("component of the output")
ax.set_ylabel("change by the shuffle")
superscript = str(rounding).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))

# %%
computed = {"without": f"less than 10{superscript}"}
measured = {
    "with": (
        span(moved, ".1%"),
        "with positions the shuffle moves the output, by a thousandth or more",
        min(moved) > 1e-3,
    ),
    "conv": (
        span(pooled, ".0%"),
        "the shuffle moves the pooled output of a small conv net, by a hundredth or more",
        min(pooled) > 0.01,
    ),
}
setup = f"untrained, {DEPTH} layers, one photo, {len(SEEDS)} seeds"
varied = {"PHOTO": ("flower.jpg",), "DEPTH": (1, 4), "SPREAD": (1.0,)}
