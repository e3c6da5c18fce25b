# %% [markdown]
# # Pixel shuffle and channel shuffle
# How do a reshape and a transpose trade channels for pixels, or mix groups?

# %%
import torch
import torch.nn.functional as F

torch.manual_seed(0)

# %% [markdown]
# ## Channels become pixels
# The s² channels of each output channel are laid out as blocks of s×s pixels.


# %%
def pixel_shuffle(x, s):
    """(N, C s², H, W) -> (N, C, H s, W s)"""
    n, c, h, w = x.shape
    x = x.reshape(n, c // s**2, s, s, h, w)  # (N, C, row, column, H, W)
    x = x.permute(0, 1, 4, 2, 5, 3)  # (N, C, H, row, W, column)
    return x.reshape(n, c // s**2, h * s, w * s)


for s in (2, 3):
    x = torch.randn(2, 2 * s * s, 4, 5)
    assert torch.equal(pixel_shuffle(x, s), F.pixel_shuffle(x, s))

# %% [markdown]
# ## Groups are mixed
# Channel i of each group goes to place i of the order: the next grouped layer then gets
# some channels of each group.


# %%
def channel_shuffle(x, groups):
    """(N, C, H, W) -> the same, with the groups' channels dealt out in turn."""
    n, c, h, w = x.shape
    x = x.reshape(n, groups, c // groups, h, w).transpose(1, 2)
    return x.reshape(n, c, h, w)


GROUPS, CHANNELS = 3, 9
order = channel_shuffle(torch.arange(6).reshape(1, 6, 1, 1), GROUPS).flatten().tolist()
x = torch.randn(2, CHANNELS, 4, 5)
assert torch.equal(channel_shuffle(x, GROUPS), F.channel_shuffle(x, GROUPS))


def reach(shuffle):
    """Input channels that one output of two grouped layers depends on."""
    x = torch.ones(1, CHANNELS, 1, 1, requires_grad=True)
    kernel = torch.rand(CHANNELS, CHANNELS // GROUPS, 1, 1) + 1
    y = F.conv2d(x, kernel, groups=GROUPS)
    y = F.conv2d(channel_shuffle(y, GROUPS) if shuffle else y, kernel, groups=GROUPS)
    (grad,) = torch.autograd.grad(y[0, 0, 0, 0], x)
    return int((grad != 0).sum())


# %%
computed = {
    "order": ", ".join(str(channel) for channel in order),
    "plain": f"{reach(False)} of {CHANNELS}",
    "shuffled": f"{reach(True)} of {CHANNELS}",
}
