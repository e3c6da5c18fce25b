# %% [markdown]
# # Positions removed
# What does a vision transformer know about where a patch was? Shuffle the patches of
# a photo and compare the [CLS] output, with and without position embeddings.

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from sklearn.datasets import load_sample_image
from torch import nn

P, D = 16, 64
photo = torch.tensor(load_sample_image("china.jpg")[:, 100:527])  # (H, W, 3)
photo = photo.permute(2, 0, 1)  # (3, H, W)
photo = F.interpolate(photo[None].double(), (64, 64), mode="bilinear", antialias=True)


def cut(image):
    return F.unfold(image, P, stride=P).transpose(1, 2)  # (B, N, 3·P²)


def glue(patches):
    return F.fold(patches.transpose(1, 2), 64, P, stride=P)  # (B, 3, 64, 64)


torch.manual_seed(0)
order = torch.randperm(16)
shuffled = glue(cut(photo)[:, order])

# %% [markdown]
# ## An encoder treats its tokens as a set
# Self-attention and the shared MLP commute with any permutation of the tokens, so the
# [CLS] output cannot depend on their order. Only the position embeddings tell it.

# %%
layer = nn.TransformerEncoderLayer(
    D, 4, 4 * D, dropout=0, batch_first=True, norm_first=True
)
encoder = nn.TransformerEncoder(
    layer, num_layers=2, enable_nested_tensor=False
).double()
project = nn.Linear(3 * P * P, D).double()
cls = torch.randn(1, 1, D, dtype=torch.float64)
positions = torch.randn(1, 17, D, dtype=torch.float64)
convs = [nn.Conv2d(3, D, 3, 2), nn.ReLU(), nn.Conv2d(D, D, 3, 2), nn.ReLU()]
conv = nn.Sequential(*convs).double()


def cls_output(image, use_positions):
    z = torch.cat([cls, project(cut(image / 255))], 1)  # (1, 17, D)
    return encoder(z + positions if use_positions else z)[0, 0].detach()


change = {}
outputs = {}
for use in (False, True):
    before, after = cls_output(photo, use), cls_output(shuffled, use)
    outputs[use] = before, after
    change[use] = ((after - before).norm() / before.norm()).item()
pooled = [conv(image / 255).mean((2, 3)).detach() for image in (photo, shuffled)]
conv_change = ((pooled[1] - pooled[0]).norm() / pooled[0].norm()).item()

# Inside a patch the order still counts: the projection has one weight per pixel.
inner = cut(photo).reshape(1, 16, 3, P * P)[..., torch.randperm(P * P)]  # (1, N, 3, P²)
mixed = cls_output(glue(inner.reshape(1, 16, -1)), False)
inner_change = ((mixed - outputs[False][0]).norm() / outputs[False][0].norm()).item()

rounding = -13
assert change[False] < 10**rounding
assert min(change[True], conv_change, inner_change) > 0.01
print(f"[CLS] with positions    {change[True]:.2f}")
print(f"[CLS] without           {change[False]:.2f}")
print(f"pooled convolutions     {conv_change:.2f}")
print(f"pixels in the patches   {inner_change:.2f}")

# %%
fig = plt.figure(num="shuffled", figsize=(5.0, 2.9))
layout = [["photo", "out"], ["shuffled", "out"]]
panels = fig.subplot_mosaic(layout, width_ratios=[1, 2])
for name, image in (("photo", photo), ("shuffled", shuffled)):
    pixels = image[0].permute(1, 2, 0) // 8 * 8  # 32 levels: a smaller figure
    panels[name].imshow(pixels.byte().numpy())
    panels[name].set_title(name)
    panels[name].set_axis_off()
ax = panels["out"]
moved = {use: (new - old)[:24].tolist() for use, (old, new) in outputs.items()}
ax.bar(range(24), moved[True], color="C1", label="with positions")
ax.plot(moved[False], "o", color="C0", label="without: zero")
ax.set_ylim(-0.14, 0.14)
ax.legend(loc="upper right", ncols=2)
ax.set_xlabel("component of the [CLS] output")
ax.set_ylabel("change by the shuffle")

# %%
superscript = str(rounding).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))

# %%
facts = {
    "without": f"less than 10{superscript}",
    "with": f"{change[True]:.0%}",
    "conv": f"{conv_change:.0%}",
    "inner": f"{inner_change:.0%}",
}
