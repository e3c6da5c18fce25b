# %% [markdown]
# # Receptive field growth
# How many input pixels can one output unit see, and what makes that number grow: more
# layers, stride, or dilation?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

# One (kernel, stride, dilation) per layer
stacks = {
    "plain": [(3, 1, 1)] * 5,
    "strided": [(3, 2, 1), (3, 1, 1), (3, 2, 1), (3, 1, 1), (3, 1, 1)],
    "dilated": [(3, 1, 2**i) for i in range(5)],
}

# %% [markdown]
# ## The recursion
# Start with one pixel, $RF_0 = 1$. A layer with kernel $f_k$ and dilation $d_k$ looks
# $d_k (f_k - 1)$ steps further. One step is worth the product of all strides before it,
# the *jump*.


# %%
def receptive_field(layers):
    """Receptive field in input pixels after 0, 1, 2, ... layers."""
    fields, jump = [1], 1
    for kernel, stride, dilation in layers:
        fields.append(fields[-1] + dilation * (kernel - 1) * jump)
        jump *= stride
    return fields


growth = {name: receptive_field(layers) for name, layers in stacks.items()}
for name, pixels in growth.items():
    print(f"{name:8}", *pixels)

# %% [markdown]
# ## The gradient agrees
# Nothing of the formula goes into this measurement. With all-ones kernels no path can
# cancel another, so the gradient of one output unit is non-zero exactly on the pixels
# that reach it. The extent is what lies between the first and the last of them. The layers
# pad nothing, so that no pixel of the field can fall outside: into an input smaller than
# the field the layers do not fit, and PyTorch refuses it.


# %%
def gradient_extent(layers, size=257):
    """Extent in pixels of the input gradient of the middle output unit."""
    x = torch.zeros(1, 1, size, dtype=torch.float64, requires_grad=True)
    y = x
    for kernel, stride, dilation in layers:
        ones = torch.ones(1, 1, kernel, dtype=x.dtype)
        y = F.conv1d(y, ones, stride=stride, dilation=dilation)
    y[0, 0, y.shape[-1] // 2].backward()  # (1, 1, units)
    seen = x.grad[0, 0].nonzero()
    return int(seen[-1] - seen[0] + 1)


extents = {
    name: [1] + [gradient_extent(layers[:depth]) for depth in range(1, 6)]
    for name, layers in stacks.items()
}
assert extents == growth

# %% [markdown]
# ## Three ways to grow
# Two in closed form: $2n + 1$ after $n$ plain layers, $2^{n+1} - 1$ with doubling
# dilation.

# %%
assert growth["plain"] == [2 * n + 1 for n in range(6)]
assert growth["dilated"] == [2 ** (n + 1) - 1 for n in range(6)]

strided = [str(n) for n, (_, s, _) in enumerate(stacks["strided"], 1) if s == 2]
dilations = [str(dilation) for *_, dilation in stacks["dilated"]]
how = {
    "plain": "stride {1}, dilation {2}".format(*stacks["plain"][0]),
    "strided": "stride 2 in layers " + ", ".join(strided),
    "dilated": "dilation " + ", ".join(dilations),
}
fig, ax = plt.subplots(num="growth", figsize=(5.0, 3.2))
for name, color in zip(stacks, ("C0", "C1", "C2"), strict=True):
    ax.plot(growth[name], color=color)
    ax.plot(extents[name], "o", color=color, markerfacecolor="none", markersize=8)
    label = f"{name}: {growth[name][-1]} px\n{how[name]}"
    ax.text(5.25, growth[name][-1], label, va="center", color=color)
clear = {"facecolor": "w", "edgecolor": "none", "pad": 1}  # no grid behind the text
key = "line: recursion\nring: gradient extent"
ax.text(0, 63, key, va="top", color="0.5", bbox=clear)
ax.set(xlim=(-0.2, 5.2), xticks=range(6), xlabel="layers of 3×3, n", ylim=(0, 68))
ax.set_ylabel("receptive field (px per side)")

# %% [markdown]
# ## Pooling layers count
# They have a kernel and a stride like any other; without them the answer is wrong.
# Three 3×3 convolutions with a 2×2 pool after each of the first two:

# %%
conv, pool = (3, 1, 1), (2, 2, 1)
pooled = receptive_field([conv, pool, conv, pool, conv])[-1]
assert pooled == gradient_extent([conv, pool, conv, pool, conv])
left_out = receptive_field([conv] * 3)[-1]
three_strided = receptive_field([(3, 2, 1)] * 3)[-1]
assert three_strided == gradient_extent([(3, 2, 1)] * 3)

# %%
computed = {
    **{name: f"{fields[-1]} px" for name, fields in growth.items()},
    "with-pools": f"{pooled} px",
    "pools-left-out": f"{left_out} px",
    "three-plain": f"{growth['plain'][3]} px",
    "three-strided": f"{three_strided} px",
}
