# %% [markdown]
# # Updates that half precision loses
# Why are weights kept in FP32 when training runs in BF16 or FP16?

# %%
import matplotlib.pyplot as plt
import torch

# %% [markdown]
# ## Rounded away
# BF16 has 8 significant bits: just below 1 its numbers are $2^{-8} \approx 0.004$ apart.
# A step of 0.001 is less than half of that, so rounding returns the old weight. An
# FP32 master copy adds the steps up, and BF16 then shows their sum.

# %%
steps, update = 1000, 1e-3
w32, w16 = torch.tensor(1.0), torch.tensor(1.0, dtype=torch.bfloat16)
path = {"FP32": [w32.item()], "BF16": [1.0], "copy": [1.0]}
for _ in range(steps):
    w32, w16 = w32 - update, w16 - update
    path["FP32"].append(w32.item())
    path["BF16"].append(w16.item())
    path["copy"].append(w32.bfloat16().item())
assert path["BF16"][-1] == 1.0
assert abs(path["FP32"][-1]) < 1e-4

one = torch.tensor(1.0, dtype=torch.bfloat16)
gap = (one - torch.nextafter(one, torch.zeros_like(one))).item()
assert gap == 2**-8
# What is below half of that is lost, what is above is not.
assert one - 0.49 * gap == one > one - 0.51 * gap

fig, ax = plt.subplots(num="lost-updates")
every = range(0, steps + 1, 50)
ax.plot(every, [path["BF16"][i] for i in every], color="C1", ls="-")
ax.plot(every, [path["FP32"][i] for i in every], color="C0", ls="-")
ax.plot(every, [path["copy"][i] for i in every], "o", color="C2")
ax.text(20, 1.03, "pure BF16: every update is lost", color="C1", weight=600)
ax.text(520, 0.53, "FP32, and its BF16 copy (dots)", color="C0")
ax.set(
    xlabel="updates of −0.001",
    ylabel="weight",
    ylim=(-0.03, 1.15),
    xlim=(0, steps + 10),
)

# %% [markdown]
# ## FP16 also needs loss scaling
# FP16 has finer steps but a smaller range: what is at most $2^{-25}$ becomes zero. Scaling
# the loss, and with it all gradients, lifts them into range; before the update they are
# divided again in FP32. BF16 has nearly the range of FP32 and usually needs no scaling.

# %%
small = torch.tensor(1e-8)
scaled = (small * 2**16).half().float() / 2**16
assert small.half() == torch.tensor(2.0**-25).half() == 0
assert torch.tensor(1.1 * 2.0**-25).half() > 0
assert small.bfloat16() > 0
assert abs(scaled / small - 1) < 1e-3

# %%
computed = {
    "fp32-end": f"{path['FP32'][-1]:.3f}",
    "bf16-end": f"{path['BF16'][-1]:.3f}",
    "gap": f"{gap:.4f}",
    "fp16-underflow": f"{small.half().item():.0f}",
}
given = {"steps": f"{steps:,}", "update": f"{update:.3f}"}
