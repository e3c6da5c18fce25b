# %% [markdown]
# # Batch norm and the learning rate
# How wide is the range of learning rates that train a deep net, with and without batch
# norm?

# %%
import math

import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(256, 2, dtype=torch.double)
y = (x[:, :1] * x[:, 1:] > 0).double()  # XOR of the two signs


def network(batch_norm, width=32, depth=6):
    layers, inputs = [], 2
    for _ in range(depth):
        norm = [nn.BatchNorm1d(width)] if batch_norm else []
        layers += [nn.Linear(inputs, width), *norm, nn.ReLU()]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(width, 1)).double()


def final_loss(batch_norm, lr, steps=100):
    """Training loss after full-batch SGD from PyTorch's default weights."""
    torch.manual_seed(0)
    net = network(batch_norm)
    opt = torch.optim.SGD(net.parameters(), lr)
    for _ in range(steps):
        opt.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(net(x), y)
        loss.backward()
        opt.step()
    return loss.item()


rates = [0.01, 0.03, 0.1, 0.3, 1, 3]
plain, normed = ([final_loss(bn, lr) for lr in rates] for bn in (False, True))

# %% [markdown]
# A net that has learned nothing says 50% and pays $\ln 2$. Count a run as trained when
# its loss is under 0.6.

# %%
chance = math.log(2)
assert abs(plain[0] - chance) < 0.01  # six layers: hardly a gradient
trained_plain, trained_normed = (sum(l < 0.6 for l in run) for run in (plain, normed))
assert trained_normed == len(rates)
assert trained_plain <= 2

fig, ax = plt.subplots(num="sweep")
ax.axhline(chance, color="0.5", ls=":")
ax.loglog(rates, plain, "C1-", marker="o")
ax.loglog(rates, normed, "C0--", marker="s")
ax.set_xticks(rates, rates)
ax.set_yticks([0.03, 0.1, 0.3, 1], ["0.03", "0.1", "0.3", "1"])
ax.set(xlabel="learning rate", ylabel="loss after 100 steps", ylim=(0.015, 1))
ax.text(0.01, chance * 1.1, "learned nothing: ln 2", color="0.5")
ax.text(0.012, 0.48, "without batch norm", color="C1")
ax.text(0.045, 0.12, "with batch norm", color="C0")

# %%
facts = {
    "with": f"{trained_normed} of {len(rates)}",
    "without": f"{trained_plain} of {len(rates)}",
    "chance": f"{chance:.3f}",
    "range": f"{rates[-1] / rates[0]:.0f}×",
}
