# %% [markdown]
# # Least time on a small device
# One image at a time: does half the side help more, or half the width?

# %%
import torch
from _resnet50 import resnet50
from torch import nn

# %% [markdown]
# ResNet-50's convolutions in INT8, batch norm and ReLU fused: each reads its weights and
# its input and writes its output. Half the side quarters maps and FLOPs and leaves the
# weights. Half the width halves maps and quarters weights and FLOPs, but for the image.

# %%
BANDWIDTH, PEAK = (
    100e9,
    20e12,
)  # of a device that we assume: bytes and operations a second


def counted(side):
    """Numbers in weights, numbers in maps, FLOPs, for one image."""
    net, total = resnet50().to("meta").eval(), [0, 0, 0]

    def add(module, inputs, output):
        sizes = (
            module.weight.numel(),
            inputs[0].numel() + output.numel(),
            2 * output.numel() * module.weight[0].numel(),
        )
        total[:] = [a + b for a, b in zip(total, sizes, strict=True)]

    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            module.register_forward_hook(add)
    with torch.no_grad():
        net(torch.empty(1, 3, side, side, device="meta"))
    return total


def least_time(weights, maps, flops):
    """Seconds by the roofline of the whole, one byte a number."""
    return max((weights + maps) / BANDWIDTH, flops / PEAK)


times = {}
for side in (224, 640):
    weights, maps, flops = counted(side)
    times[f"{side}"] = least_time(weights, maps, flops)
    times[f"{side}-half-side"] = least_time(*counted(side // 2))
    times[f"{side}-half-width"] = least_time(weights / 4, maps / 2, flops / 4)
assert times["224-half-width"] < times["224-half-side"]
assert times["640-half-side"] < times["640-half-width"]

# %%
computed = {f"side-{name}": f"{1e3 * t:.2f} ms" for name, t in times.items()}
given = {"bandwidth": f"{BANDWIDTH / 1e9:.0f} GB/s", "peak": f"{PEAK / 1e12:.0f} TOP/s"}
