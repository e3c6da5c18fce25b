# %% [markdown]
# # Shift, turn, mirror, scale
# Which changes of the image does a convolution follow, and which does it not?

# %%
import torch
import torch.nn.functional as F

torch.manual_seed(0)
image = torch.randn(1, 1, 24, 24, dtype=torch.float64)
kernel = torch.randn(1, 1, 3, 3, dtype=torch.float64)

# %% [markdown]
# ## Shift
# A wrapped border takes the border's own effect away. A stride of s keeps the outputs of
# each s-th place: a shift by a multiple of s moves the output along, another shift
# gives another sequence.


# %%
def layer(x, weight, stride=1):
    return F.conv2d(F.pad(x, (1, 1, 1, 1), mode="circular"), weight, stride=stride)


def follows(shift, stride):
    """Whether the output of the shifted image is the output, shifted by whole places."""
    moved = layer(image.roll(shift, 3), kernel, stride)
    still = layer(image, kernel, stride)
    places = range(still.shape[3])
    return any(torch.allclose(moved, still.roll(place, 3)) for place in places)


followed = {s: [n for n in range(9) if follows(n, s)] for s in (1, 2, 4)}
assert followed == {s: list(range(0, 9, s)) for s in (1, 2, 4)}

# %% [markdown]
# ## Turn and mirror
# Turning the image turns the output only if the kernel is turned along. A kernel that
# is its own turned copy has few free weights: those places of the 3×3 share one that a
# turn carries into each other.


# %%
def turn(x):
    return x.rot90(1, (-2, -1))


turned = layer(turn(image), kernel)
assert torch.allclose(turned, turn(layer(image, kernel.rot90(-1, (-2, -1)))))
assert not torch.allclose(turned, turn(layer(image, kernel)))
symmetric = sum(kernel.rot90(n, (-2, -1)) for n in range(4)) / 4
assert torch.allclose(layer(turn(image), symmetric), turn(layer(image, symmetric)))


def free_weights(changes):
    """Dimension of the 3×3 kernels that stay the same under each of the changes."""
    basis = torch.eye(9, dtype=torch.float64).view(9, 3, 3)
    moved = torch.cat([(change(basis) - basis).flatten(1) for change in changes], 1)
    return 9 - int(torch.linalg.matrix_rank(moved))


def mirror(x):
    return x.flip(-1)


free = {"turn": free_weights([turn]), "mirror": free_weights([mirror])}
free["both"] = free_weights([turn, mirror])

# %% [markdown]
# ## Scale
# Twice as large, each pixel stands four times. The same kernel now sees other
# neighbours. Dilated by two it sees the old ones: at every second place the output is
# the old output. A network at one scale has no such kernel beside its own.

# %%
large = image.repeat_interleave(2, 2).repeat_interleave(2, 3)
expected = F.conv2d(image, kernel)
same_kernel = F.conv2d(large, kernel)[..., ::2, ::2][..., :22, :22]
dilated = F.conv2d(large, kernel, dilation=2)[..., ::2, ::2]
assert torch.allclose(dilated, expected)
assert not torch.allclose(same_kernel, expected[..., :22, :22])

# %%
computed = {
    "stride-1": f"{len(followed[1])} of {len(range(9))}",
    "stride-2": ", ".join(map(str, followed[2])),
    "stride-4": ", ".join(map(str, followed[4])),
    "free-turn": f"{free['turn']} of {kernel.numel()}",
    "free-mirror": f"{free['mirror']} of {kernel.numel()}",
    "free-both": f"{free['both']} of {kernel.numel()}",
}
