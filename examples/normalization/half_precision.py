# %% [markdown]
# # Normalizing in half precision
# The result of a normalization is of the size of one. Why does it need float32 inside
# all the same?

# %%
import torch
from torch import nn

HALF = torch.finfo(torch.float16)

# %% [markdown]
# The squares overflow long before the values do. An infinite mean square divides the
# whole token to zero, without an error and without a NaN.


# %%
def rms_norm(x, eps=1e-6):
    """In the type of x, as one writes it down."""
    return x / (x.square().mean(-1, keepdim=True) + eps).sqrt()


def rms_norm_safe(x, eps=1e-6):
    """Statistics in float32, the result in the type of x."""
    return rms_norm(x.float(), eps).to(x.dtype)


token = torch.full((1, 8), 300.0, dtype=torch.float16)
lost, kept = rms_norm(token), rms_norm_safe(token)
assert rms_norm(token.bfloat16()).isfinite().all()  # the range of float32
largest = int(HALF.max**0.5)  # whose square still fits
assert torch.tensor(float(largest), dtype=torch.float16).square().isfinite()
assert torch.tensor(largest + 1.0, dtype=torch.float16).square().isinf()

# %% [markdown]
# ε can vanish: below half of the smallest subnormal number a constant becomes zero, and
# a constant channel divides zero by zero.

# %%
tiny = torch.tensor(1e-8, dtype=torch.float16)
usual = torch.tensor(1e-5, dtype=torch.float16)
zeros = torch.zeros(1, 8, dtype=torch.float16)
assert rms_norm(zeros, eps=tiny).isnan().all()
assert (rms_norm_safe(zeros, eps=1e-8) == 0).all()
assert usual > 0

# %% [markdown]
# PyTorch's layers take their statistics in float32 when the input is float16.

# %%
spread = torch.tensor([[-300.0, 300.0] * 4], dtype=torch.float16)
for layer in (nn.LayerNorm(8), nn.GroupNorm(1, 8), nn.RMSNorm(8)):
    result = layer.half()(spread)
    assert torch.allclose(result.abs(), torch.ones_like(result), atol=1e-3)

# %%
computed = {
    "max": f"{HALF.max:,.0f}",
    "largest": f"{largest}",
    "lost": f"{lost.abs().max():.1f}",
    "kept": f"{kept.max():.1f}",
    "epsilon": f"{tiny:.0f}",
}
