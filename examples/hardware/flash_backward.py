# %% [markdown]
# # FlashAttention backward
# How do gradients pass through attention whose weights were never stored?

# %%
import math

import torch
from torch.utils.flop_counter import FlopCounterMode

# %% [markdown]
# Forward keeps q, k, v, the output and one number a query, the log-sum-exp. The weights
# come back block by block as $P = e^{S - \text{log-sum-exp}}$. The softmax needs for each
# query the sum of weights times their gradients, over all keys; it equals the product of
# the output with its gradient, so no second pass is needed.


# %%
def flash_backward(q, k, v, out, log_sum, grad, block):
    """Gradients of q, k, v (n, d) from that of the output; log_sum is (n, 1)."""
    scale = 1 / math.sqrt(q.shape[1])
    dq, dk, dv = torch.zeros_like(q), torch.zeros_like(k), torch.zeros_like(v)
    delta = (grad * out).sum(1, keepdim=True)  # the sum over all keys, in advance
    for start in range(0, len(k), block):
        part = slice(start, start + block)
        p = (q @ k[part].T * scale - log_sum).exp()  # (n, block), again
        ds = p * (grad @ v[part].T - delta)  # through the softmax
        dv[part] = p.T @ grad
        dk[part] = scale * ds.T @ q
        dq += scale * ds @ k[part]
    return dq, dk, dv


torch.manual_seed(0)
q, k, v = (torch.randn(50, 16, dtype=torch.float64, requires_grad=True) for _ in "qkv")
grad = torch.randn(50, 16, dtype=torch.float64)
scores = q @ k.T / 4
out = scores.softmax(1) @ v
wanted = torch.autograd.grad(out, (q, k, v), grad)
with torch.no_grad():
    log_sum = scores.logsumexp(1, keepdim=True)
    for block in (1, 7, 50):
        got = flash_backward(q, k, v, out, log_sum, grad, block)
        for a, b in zip(got, wanted, strict=True):
            torch.testing.assert_close(a, b)

# %% [markdown]
# FLOPs of the products: forward two; backward the scores again, the gradients of the
# weights, and those of q, k and v.

# %%
with FlopCounterMode(display=False) as forward:
    (q @ k.T).softmax(1) @ v
with FlopCounterMode(display=False) as backward:
    flash_backward(q, k, v, out, log_sum, grad, 7)
ratio = backward.get_total_flops() / forward.get_total_flops()

# %%
computed = {"ratio": f"{ratio:.1f}×"}
