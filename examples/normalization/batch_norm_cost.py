# %% [markdown]
# # What batch norm costs in training
# How many parameters does it add to ResNet-50, and how many activations does it keep
# for the backward pass?

# %%
import torch
from torch import nn

# %% [markdown]
# ## Parameters
# The channels behind each convolution of ResNet-50: stem, three convolutions a block,
# and a projection in the first block of a stage.

# %%
channels = [64]
for inner, blocks in ((64, 3), (128, 4), (256, 6), (512, 3)):
    channels += [inner, inner, 4 * inner] * blocks + [4 * inner]
norms = [nn.BatchNorm2d(count) for count in channels]
learned = sum(p.numel() for norm in norms for p in norm.parameters())
kept = sum(b.numel() for norm in norms for b in norm.buffers())
assert len(norms) == 50 - 1 + 4  # all but the classifier, and four projections
assert kept == learned + len(norms)  # mean, variance, and a counter a layer
RESNET_50 = 25_557_032  # all parameters, as torchvision counts them
share = learned / RESNET_50

# %% [markdown]
# ## Activations
# The backward pass of a convolution needs its input, that of ReLU its output, that of
# batch norm its input: the output of the convolution, which nobody else would keep.


# %%
def kept_maps(layers, x):
    """How many maps of the size of x autograd keeps for the backward pass."""
    storages = {}

    def note(tensor):
        if tensor.numel() == x.numel():
            storages[tensor.untyped_storage().data_ptr()] = tensor
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        layers(x)
    return len(storages)


def stack(depth, norm):
    """Convolutions with ReLU in place, each with batch norm between them or not."""
    layers = []
    for _ in range(depth):
        layers.append(nn.Conv2d(8, 8, 3, padding=1, bias=not norm))
        layers += [nn.BatchNorm2d(8)] * norm + [nn.ReLU(inplace=True)]
    return nn.Sequential(*layers)


torch.manual_seed(0)
x = torch.randn(2, 8, 16, 16)
DEPTH = 10
without, with_norm = (kept_maps(stack(DEPTH, norm), x) for norm in (False, True))
assert without == DEPTH + 1  # the input, and the output of each ReLU

# %%
computed = {
    "parameters": f"{learned:,}",
    "share": f"{share:.1%}",
    "buffers": f"{kept:,}",
    "maps-without": f"{without}",
    "maps-with": f"{with_norm}",
}
given = {"depth": f"{DEPTH} convolutions"}
