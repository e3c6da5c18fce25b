# %% [markdown]
# # The NaN hunt
# Where do NaN and infinity come from, and how is the guilty line or layer found?

# %%
import copy
import warnings

import matplotlib.pyplot as plt
import torch
from _first_bad import first_bad
from _ranges import span
from torch import nn

SEEDS = range(10)
DEPTH = 24
WIDTH = 256

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
x0 = torch.zeros(1, requires_grad=True)
value = (x0.sqrt() * 0).sum()
value.backward()
assert value == 0
assert x0.grad.isnan().all()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    with torch.autograd.set_detect_anomaly(True):
        try:
            (x0.sqrt() * 0).sum().backward()
        except RuntimeError as error:
            message = str(error)
message

# %% [markdown]
# ## The first bad layer
# A hook on each layer reports the first output that is not finite. The network is too
# large at the start: weights with twice the standard deviation of He's initialization.


# %%
def build(gain):
    net = nn.Sequential()
    for _ in range(DEPTH):
        linear = nn.Linear(WIDTH, WIDTH, bias=False)
        nn.init.normal_(linear.weight, std=gain * (2 / WIDTH) ** 0.5)
        net.extend([linear, nn.ReLU()])
    return net


limit = torch.finfo(torch.float16).max
growth, overflowed, calm = {}, [], []
for seed in SEEDS:
    for gain in (2, 1, 0.5):
        torch.manual_seed(seed)
        net, x = build(gain), torch.randn(64, WIDTH)
        name = first_bad(copy.deepcopy(net).half(), x.half())
        tops = []  # in float32, which has room
        with torch.no_grad():
            for linear, relu in zip(net[::2], net[1::2], strict=True):
                x = relu(linear(x))
                tops.append(x.max().item())
        growth.setdefault(gain, tops)
        if gain == 2:
            assert name  # it does overflow
            layer = int(name) // 2 + 1
            assert tops[layer - 2] < limit < tops[layer]
            overflowed.append(layer)
        else:
            calm.append(name)

# %%
fig, ax = plt.subplots(num="overflow")
for tops in growth.values():
    ax.plot(range(1, DEPTH + 1), tops)
ax.axhline(limit, color="0.5", lw=0.8)
ax.text(1, limit * 1.6, "largest FP16 number", color="0.5")
ax.text(17, 2e6, "2 × He", color="C0", ha="right", va="bottom")
ax.text(24, 16, "He", color="C1", ha="right", va="bottom")
ax.text(17, 1e-4, "½ × He", color="C2", va="bottom")
ax.set(yscale="log", xlabel="layer")
ax.set_ylabel("largest activation")

# %%
computed = {
    "fp16-max": f"{limit:,.0f}",
    "exp-bf16": f"{exp_bf16.item():,.0f}",
    "exp-fp16": f"{exp_fp16}".replace("inf", "∞"),
    "value": f"{value.item():.0f}",
    "gradient": f"{x0.grad.item()}".replace("nan", "NaN"),
    "anomaly": message.split("'")[1],
}
measured = {
    "layer": (
        span(overflowed, "d"),
        "twice He's deviation overflows around layer 14, He's and half of it never",
        min(overflowed) >= 12 and max(overflowed) <= 16 and calm == [None] * len(calm),
    ),
}
setup = f"{DEPTH} layers of {WIDTH} units, ReLU, no norm, {len(SEEDS)} seeds"
varied = {"DEPTH": (18,), "WIDTH": (128, 512)}
