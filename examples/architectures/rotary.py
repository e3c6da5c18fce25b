# %% [markdown]
# # Sinusoids and rotations
# How does attention learn of a distance from positions, added or rotated?

# %%
import math

import torch

# %% [markdown]
# ## Fixed sinusoids
# Pair $i$ of a token's numbers turns with the angle $\omega_i p$ at position $p$. A step
# by $k$ is a rotation of each pair by $\omega_i k$, whatever $p$ is: a linear layer can
# learn it.


# %%
def frequencies(width, base=10_000.0):
    return base ** (-torch.arange(0, width, 2, dtype=torch.double) / width)


def sinusoids(positions, width):
    """(n,) to (n, width): sine and cosine of each frequency side by side."""
    angles = positions[:, None] * frequencies(width)
    return torch.stack([angles.sin(), angles.cos()], -1).flatten(1)


# %% [markdown]
# ## Rotary
# The same angles turn the queries and the keys, pair by pair, instead of being added to
# the tokens. Two vectors turned by $\omega p$ and $\omega q$ have a product that depends
# on $\omega(p - q)$ only.


# %%
def rotate(x, positions):
    """Turn the pairs of (n, width) by their position."""
    angles = positions[:, None] * frequencies(x.shape[-1])
    even, odd = x[:, 0::2], x[:, 1::2]  # (n, width / 2) each
    turned = (
        even * angles.cos() - odd * angles.sin(),
        even * angles.sin() + odd * angles.cos(),
    )
    return torch.stack(turned, -1).flatten(1).to(x)  # angles are in FP64


def rotate_grid(x, rows, columns):
    """In an image: one half of the numbers turns by the row, the other by the column."""
    half = x.shape[-1] // 2
    return torch.cat([rotate(x[:, :half], rows), rotate(x[:, half:], columns)], -1)


torch.manual_seed(0)
place = torch.arange(14, dtype=torch.double)
rows, columns = (grid.flatten() for grid in torch.meshgrid(place, place, indexing="ij"))
q, k = torch.randn(2, 14 * 14, 64, dtype=torch.double)


def scores(shift):
    turned = [rotate_grid(x, rows + shift, columns + 2 * shift) for x in (q, k)]
    return turned[0] @ turned[1].T


rounding = -10
assert (scores(5) - scores(0)).abs().max() < 10**rounding
superscript = str(rounding).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
as_complex = torch.view_as_complex(q.view(-1, 32, 2))  # another way to turn
turned = as_complex * torch.exp(1j * rows[:, None] * frequencies(64))
assert torch.allclose(torch.view_as_real(turned).flatten(1), rotate(q, rows))

# Added sinusoids: the product of two of them depends on the distance alone, too, but that
# of whole tokens has cross terms with the content, which move.
added = [q + sinusoids(rows + shift, 64) for shift in (0, 5)]
cross = [
    x @ (k + sinusoids(rows + s, 64)).T for x, s in zip(added, (0, 5), strict=True)
]
assert (cross[1] - cross[0]).abs().max() > 0.1

# %% [markdown]
# ## Which frequencies
# The base is made for long texts. On 14×14 patches the slowest pair hardly turns. But a
# wave as short as the grid would give patches at opposite borders nearly one angle.


# %%
def turns(base):
    """Degrees that each pair turns across the grid; 32 numbers for an axis of a head."""
    return [math.degrees(w * 13) for w in frequencies(32, base).tolist()]


for_texts, for_images = turns(10_000.0), turns(100.0)
assert math.isclose(for_images[-1], for_texts[-1] * 100 ** (15 / 16))
short = 14 / math.tau  # base to the power 15/16 for a slowest wave of 14 patches
assert math.isclose(turns(short ** (16 / 15))[-1], 360 * 13 / 14)

# %%
computed = {
    "moved": f"less than 10{superscript}",
    "turn": f"{for_texts[-1]:.1f}°",
    "turn-images": f"{for_images[-1]:.0f}°",
}
