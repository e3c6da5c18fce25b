# %% [markdown]
# # The NaN hunt
# Where do NaN and infinity come from, and how is the guilty line or layer found?

# %%
import warnings

import matplotlib.pyplot as plt
import torch
from torch import nn

# %% [markdown]
# ## Four sources
# FP16 ends at 65,504. BF16 has the range of FP32, at the price of digits. `log(0)` and
# `0/0` need no large number at all.

# %%
exp_fp16 = torch.tensor(12.0, dtype=torch.float16).exp()
exp_bf16 = torch.tensor(12.0, dtype=torch.bfloat16).exp()
assert torch.tensor(70_000.0).half().isinf()
assert exp_fp16.isinf()
assert abs(exp_bf16 - torch.tensor(12.0).exp()) / exp_bf16 < 2**-8
assert torch.tensor(0.0).log().isinf()
assert (torch.tensor(0.0) / 0).isnan()

# %% [markdown]
# ## NaN in the gradient of a value that is fine
# $0 \cdot \sqrt{x}$ at $x = 0$ is 0. Its gradient is $0 \cdot \infty$. Anomaly mode
# names the function whose backward pass made the NaN.

# %%
x = torch.zeros(1, requires_grad=True)
value = (x.sqrt() * 0).sum()
value.backward()
assert value == 0
assert x.grad.isnan().all()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    with torch.autograd.set_detect_anomaly(True):
        try:
            (x.sqrt() * 0).sum().backward()
        except RuntimeError as error:
            message = str(error)
message

# %% [markdown]
# ## The first bad layer
# A hook on each layer reports the first output that is not finite. The network is too
# large at the start: weights with twice the standard deviation of He's initialization.


# %%
def build(gain, depth=24, width=256):
    torch.manual_seed(0)
    net = nn.Sequential()
    for _ in range(depth):
        linear = nn.Linear(width, width, bias=False)
        nn.init.normal_(linear.weight, std=gain * (2 / width) ** 0.5)
        net.extend([linear, nn.ReLU()])
    return net


def largest(net, x):
    """Largest activation after each layer."""
    tops = []
    for layer in net:
        x = layer(x)
        if isinstance(layer, nn.ReLU):
            tops.append(x.max().item())
    return tops


def first_bad(net, x):
    """The first layer, counted from 1, whose output is not finite; None for none."""
    bad = []

    def check(layer, inputs, output):
        if not output.isfinite().all():
            bad.append(layer)

    for layer in net:
        layer.register_forward_hook(check)
    net(x)
    return list(net).index(bad[0]) // 2 + 1 if bad else None


torch.manual_seed(1)
batch = torch.randn(64, 256)
growth = {gain: largest(build(gain), batch) for gain in (2, 1, 0.5)}
limit = torch.finfo(torch.float16).max
layer = first_bad(build(2).half(), batch.half())
assert growth[2][layer - 2] < limit < growth[2][layer]
assert first_bad(build(1).half(), batch.half()) is None

# %%
fig, ax = plt.subplots(num="overflow")
for tops in growth.values():
    ax.plot(range(1, 25), tops)
ax.axhline(limit, color="0.5", lw=0.8)
ax.text(1, limit * 1.6, "largest FP16 number", color="0.5")
ax.text(17, 2e6, "2 × He", color="C0", ha="right", va="bottom")
ax.text(24, 16, "He", color="C1", ha="right", va="bottom")
ax.text(17, 1e-4, "½ × He", color="C2", va="bottom")
ax.set(yscale="log", xlabel="layer")
ax.set_ylabel("largest activation")

# %%
facts = {
    "fp16-max": f"{limit:,.0f}",
    "exp-bf16": f"{exp_bf16.item():,.0f}",
    "exp-fp16": f"{exp_fp16}".replace("inf", "∞"),
    "value": f"{value.item():.0f}",
    "gradient": f"{x.grad.item()}".replace("nan", "NaN"),
    "anomaly": message.split("'")[1],
    "layer": f"{layer}",
}
