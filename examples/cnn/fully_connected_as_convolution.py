# %% [markdown]
# # A fully connected head, slid over a larger image
# Is a fully connected layer a convolution, and does one pass over a large image give
# what many crops give?

# %%
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# ## The same numbers in another shape
# `flatten` reads a map channel by channel, row by row; so does the weight of a linear
# layer, and a kernel as large as the map is that weight, reshaped.


# %%
def as_convolution(linear, channels, size):
    """The linear layer behind the flattened map (channels, size, size), as a convolution."""
    conv = nn.Conv2d(channels, linear.out_features, size).to(linear.weight)
    conv.weight.data = linear.weight.data.view(-1, channels, size, size)
    conv.bias = linear.bias  # or None
    return conv


torch.manual_seed(0)
fc = nn.Linear(6 * 5 * 5, 10).double()
conv = as_convolution(fc, 6, 5)
maps = torch.randn(2, 6, 5, 5, dtype=torch.float64)
assert torch.allclose(conv(maps).flatten(1), fc(maps.flatten(1)))

# %% [markdown]
# ## One pass or many crops
# On a larger map the kernel has several places, each with the answer for one crop: its
# neighbours lie one effective stride apart. The features of neighbouring crops are
# shared. Exactly equal only without padding: with it a crop has zeros around it where
# the large image has pixels.


# %%
def dense_and_crops(padding):
    """Answers of one pass over a large image, and of each of its crops by itself."""
    body = nn.Sequential(
        *(nn.Conv2d(1, 6, 3, padding=padding), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 6, 3, padding=padding), nn.ReLU(), nn.MaxPool2d(2)),
    ).double()
    side = 20 if padding else 26  # the body leaves 5×5 of it
    head = as_convolution(fc, 6, 5)
    image = torch.randn(1, 1, side + 12, side + 12, dtype=torch.float64)
    dense = head(body(image))[0]  # (1, 10, n, n) -> (10, n, n)
    starts = range(0, 13, 4)  # the effective stride is four
    crops = [image[..., i : i + side, j : j + side] for i in starts for j in starts]
    single = head(body(torch.cat(crops)))  # (n * n, 10, 1, 1)
    return dense, single.view(len(starts), len(starts), 10).permute(2, 0, 1)


dense, single = dense_and_crops(padding=0)
assert dense.shape == single.shape
assert torch.allclose(dense, single)
padded_dense, padded_single = dense_and_crops(padding=1)
assert not torch.allclose(padded_dense, padded_single)

# %% [markdown]
# ## What it saves for VGG-16
# On 224×224 its last map is 7×7. On 384×384 it is larger, and the 7×7 kernel of the first
# fully connected layer has several places a side.

# %%
widths = (
    64,
    64,
    "M",
    128,
    128,
    "M",
    *(256,) * 3,
    "M",
    *(512,) * 3,
    "M",
    *(512,) * 3,
    "M",
)
layers, before = [], 3
for width in widths:
    if width == "M":
        layers.append(nn.MaxPool2d(2))
    else:
        layers.append(nn.Conv2d(before, width, 3, padding=1, device="meta"))
        before = width
for c, n, k in ((512, 4096, 7), (4096, 4096, 1), (4096, 1000, 1)):
    layers.append(nn.Conv2d(c, n, k, device="meta"))
vgg = nn.Sequential(*layers)


def run(side):
    with FlopCounterMode(display=False) as counter:
        scores = vgg(torch.empty(1, 3, side, side, device="meta"))
    return scores.shape[-1], counter.get_total_flops() / 2


(one, crop), (places, whole) = run(224), run(384)
assert one == 1
assert places == (384 - 224) // 32 + 1

# %% [markdown]
# ## Where the weights sit and where the work
# On 224×224 a weight of a fully connected layer works once, one of a convolution at each
# position. A bias multiplies nothing.

# %%
parameters = [sum(p.numel() for p in layer.parameters()) for layer in vgg]
products = sum(layer.weight.numel() for layer in vgg[-3:])
sides = [224] * 2 + [112] * 2 + [56] * 3 + [28] * 3 + [14] * 3
convs = [layer.weight.numel() for layer in vgg[:-3] if isinstance(layer, nn.Conv2d)]
assert crop == products + sum(s * s * n for s, n in zip(sides, convs, strict=True))

# %%
computed = {
    "places": f"{places}×{places}",
    "crop": f"{crop / 1e9:.1f} G",
    "whole": f"{whole / 1e9:.1f} G",
    "crops": f"{places**2 * crop / 1e9:.0f} G",
    "ratio": f"{places**2 * crop / whole:.0f}×",
    "linear-weights": f"{sum(parameters[-3:]) / sum(parameters):.0%}",
    "linear-mult-adds": f"{products / crop:.1%}",
}
