# %% [markdown]
# # Gradients with and without skips
# Does a very deep network lose its gradient, and what does a skip connection
# change? Gradient norms of 110 layers at initialization, four ways.

# %%
import math

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn

# %% [markdown]
# ## Four stacks of 110 convolutions
# Float64 keeps tiny norms from turning into zeros. He initialization except where
# the line says default, which is `nn.Conv2d`'s own.


# %%
def gradient_norms(skip, norm, he=True, depth=110, dtype=torch.float64):
    """Norm of each convolution's weight gradient, from the input to the output."""
    torch.manual_seed(0)
    convs = [nn.Conv2d(16, 16, 3, padding=1, dtype=dtype) for _ in range(depth)]
    x = torch.randn(8, 16, 8, 8, dtype=dtype)
    for i, conv in enumerate(convs):
        if he:
            nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
            nn.init.zeros_(conv.bias)
        if skip and i % 2 == 0:
            start = x
        batch_norm = nn.BatchNorm2d(16, dtype=dtype) if norm else nn.Identity()
        x = conv(batch_norm(x).relu())
        if skip and i % 2 == 1:
            x = start + x
    scores = x.mean((2, 3))  # (B, C): the channels serve as classes
    F.cross_entropy(scores, torch.arange(8)).backward()
    return [conv.weight.grad.norm().item() for conv in convs]


lines = {
    "plain + BN": gradient_norms(skip=False, norm=True),
    "residual + BN": gradient_norms(skip=True, norm=True),
    "plain, He init": gradient_norms(skip=False, norm=False),
    "plain, default init": gradient_norms(skip=False, norm=False, he=False),
}
ratio = {name: norms[0] / norms[-1] for name, norms in lines.items()}
single = gradient_norms(skip=False, norm=False, he=False, dtype=torch.float32)
assert single[0] == 0  # float32 has nothing that small
assert ratio["plain + BN"] > 1e6
assert 0.1 < ratio["residual + BN"] < 100
assert 0.1 < ratio["plain, He init"] < 100
for name, times in ratio.items():
    print(f"{name:24}{times:10.1e}")

# %%
fig, ax = plt.subplots(num="norms")
labels = {
    "plain + BN": (14, 3e8, "plain + BN: explodes"),
    "residual + BN": (14, 1e2, "residual + BN: moderate"),
    "plain, He init": (14, 3e-7, "plain, no BN, He init: moderate"),
    "plain, default init": (14, 1e-11, "plain, no BN, default init: vanishes"),
}
for color, (name, norms) in enumerate(lines.items()):
    ax.plot(range(1, 111, 2), norms[::2], color=f"C{color}")
    px, py, text = labels[name]
    ax.text(px, py, text, color=f"C{color}", va="center")
ax.set(yscale="log", ylim=(1e-15, 1e10), xlim=(0, 111))
ax.set_xlabel("layer, from the input")
ax.set_ylabel("norm of the weight gradient")

# %%
floor = math.floor(math.log10(ratio["plain, default init"]))
superscript = str(floor).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))

# %%
facts = {
    "depth": f"{len(single)} layers",
    "plain-bn": f"{ratio['plain + BN'] / 1e6:.0f} million times",
    "residual-bn": f"{ratio['residual + BN']:.1f}×",
    "plain-he": f"{ratio['plain, He init']:.1f}×",
    "plain-default": f"10{superscript}",
    "plain-default-float32": f"{single[0]:.0f}",
}
