# %% [markdown]
# # Number formats
# What do the bits of a format buy, range or precision, and what does each run out of
# first?

# %%
import math

import matplotlib.pyplot as plt
import torch

formats = {
    "FP32": torch.float32,
    "BF16": torch.bfloat16,
    "FP16": torch.float16,
    "E5M2": torch.float8_e5m2,
    "E4M3": torch.float8_e4m3fn,
}

# %% [markdown]
# Sign, exponent, mantissa. The mantissa sets the gap above one, the exponent the range.
# With $e$ bits of exponent, $m$ of mantissa and bias $b = 2^{e-1} - 1$ the smallest normal
# number is $2^{1-b}$ and the largest $(2 - 2^{-m})\,2^b$. E4M3 gives infinity up for range.


# %%
def bits(dtype):
    """Bits of exponent and of mantissa."""
    info = torch.finfo(dtype)
    mantissa = round(-math.log2(info.eps))
    return info.bits - 1 - mantissa, mantissa


def from_bits(exponent, mantissa):
    """Largest number, smallest normal and smallest of all, if infinity has its code."""
    bias = 2 ** (exponent - 1) - 1
    return (
        (2 - 2.0**-mantissa) * 2.0**bias,
        2.0 ** (1 - bias),
        2.0 ** (1 - bias - mantissa),
    )


for name, dtype in formats.items():
    info, (largest, normal, least) = torch.finfo(dtype), from_bits(*bits(dtype))
    assert info.smallest_normal == normal
    assert torch.tensor(least, dtype=torch.float64).to(dtype).double() == least
    if name != "E4M3":
        assert info.max == largest

# %% [markdown]
# ## Counting by ones
# A sum stops where one more is half of the gap: the number rounds back. So products are
# added up in FP32, whatever format they come in.


# %%
def counts_to(dtype):
    """Where adding ones in a format stops."""
    total, one = torch.zeros((), dtype=dtype), torch.ones((), dtype=dtype)
    while total + one != total:
        total = total + one
    return int(total)


stops = {name: counts_to(formats[name]) for name in ("BF16", "FP16")}
assert all(stops[name] == 2 ** (bits(formats[name])[1] + 1) for name in stops)

# %%
fig, ax = plt.subplots(num="range", figsize=(5, 2.4))
for row, (name, dtype) in enumerate(formats.items()):
    least, largest = from_bits(*bits(dtype))[2], torch.finfo(dtype).max
    ax.plot(
        [least, largest], [row, row], color="C0", ls="-", lw=6, solid_capstyle="butt"
    )
ax.set_xscale("log")
ax.set_yticks(range(len(formats)), list(formats))
ax.set_xticks([1e-40, 1e-20, 1, 1e20, 1e40])
ax.minorticks_off()
ax.set_xlabel("from the smallest positive number to the largest")
ax.set(xlim=(1e-47, 1e42), ylim=(-0.6, len(formats) - 0.4))
ax.invert_yaxis()


def text(x):
    """A whole number, or two digits and a power of ten."""
    if 1 < x < 1e6:
        return f"{x:,.0f}"
    return f"{x:.1e}".replace("e+", "e").replace("e-0", "e-")


def gap(x):
    """Three digits at most."""
    return f"{x:.3g}".replace("e-0", "e-")


# %%
computed = {
    **{f"{name.lower()}-exponent": f"{bits(d)[0]}" for name, d in formats.items()},
    **{f"{name.lower()}-mantissa": f"{bits(d)[1]}" for name, d in formats.items()},
    **{f"{name.lower()}-max": text(torch.finfo(d).max) for name, d in formats.items()},
    **{
        f"{name.lower()}-normal": text(torch.finfo(d).smallest_normal)
        for name, d in formats.items()
    },
    "e4m3-formula": text(from_bits(*bits(formats["E4M3"]))[0]),
    **{
        f"{name.lower()}-least": text(from_bits(*bits(d))[2])
        for name, d in formats.items()
    },
    **{f"{name.lower()}-gap": gap(torch.finfo(d).eps) for name, d in formats.items()},
    **{f"{name.lower()}-count": f"{stop:,}" for name, stop in stops.items()},
}
