# %% [markdown]
# # What the floor leaves out
# When the stride does not divide, which pixels does a layer never read, and what does
# that do to an encoder and its decoder?

# %%
from itertools import pairwise, product

import torch
import torch.nn.functional as F

# %% [markdown]
# ## The remainder
# The kernel spans $d(f-1)+1$ of $H + 2p$ padded pixels. What is left, divided by the
# stride, gives a remainder: so many pixels at the end (right, below) no window reaches.
# Padding is the outermost of them, so pixels of the image are lost only beyond it. That
# holds for windows that touch: a stride above the span loses pixels between them, too.


# %%
def remainder(h, f, s=1, p=0, d=1):
    """Padded pixels behind the last window, and how many of them belong to the input."""
    behind = (h + 2 * p - d * (f - 1) - 1) % s
    return behind, behind - min(behind, p)


def unread(h, f, s, p):
    """The last pixels of the input with a gradient of zero."""
    x = torch.zeros(1, 1, h, requires_grad=True)
    F.conv1d(x, torch.ones(1, 1, f), None, s, p).sum().backward()
    return h - 1 - int(x.grad[0, 0].nonzero().max())


for h, f, s, p in product(range(9, 17), (3, 5, 7), (1, 2, 3), (0, 1, 2)):
    assert remainder(h, f, s, p)[1] == unread(h, f, s, p)

stem = remainder(224, 7, 2, 3)
bare = remainder(224, 3, 2)
pooled = remainder(225, 2, 2)
odd = torch.ones(1, 1, 225, 225)
rounded = [F.max_pool2d(odd, 2, ceil_mode=up).shape[-1] for up in (False, True)]
assert rounded == [225 // 2, 225 // 2 + 1]

# %% [markdown]
# ## Down and up again
# Five layers of stride two halve a side five times, rounded each time. Doubling it five
# times gives the input's size only for multiples of the total stride. Elsewhere a decoder
# that adds or joins the encoder's map of the same level finds another size there.


# %%
def halved(h, times, f=3, p=1):
    sides = [h]
    for _ in range(times):
        sides.append((sides[-1] + 2 * p - f) // 2 + 1)
    return sides


down = halved(500, 5)
back = down[-1] * 2**5
fits = [h for h in range(225, 1000) if halved(h, 5)[-1] * 32 == h]
assert all(h % 32 == 0 for h in fits)
padded = -(-500 // 32) * 32
assert halved(padded, 5)[-1] * 32 == padded

# %% [markdown]
# The decoder doubles from the smallest map up. The first level that it does not meet is
# the deepest map of odd size.

# %%
levels = list(pairwise(down))  # (larger, smaller)
mismatch, doubled = next((a, 2 * b) for a, b in reversed(levels) if 2 * b != a)

# %%
computed = {
    "stem-behind": f"{stem[0]} px",
    "stem-lost": f"{stem[1]} px",
    "bare-lost": f"{bare[1]} px",
    "pool-lost": f"{pooled[1]} px",
    "pool-floor": f"{rounded[0]}",
    "pool-ceil": f"{rounded[1]}",
    "sides": ", ".join(map(str, down)),
    "back": f"{back}",
    "mismatch": f"{doubled} against {mismatch}",
    "padded": f"{padded}",
    "smallest-fit": f"{fits[0]}",
}
