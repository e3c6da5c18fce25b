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


def network(batch_norm, he, width=32, depth=6):
    layers, inputs = [], 2
    for _ in range(depth):
        norm = [nn.BatchNorm1d(width)] if batch_norm else []
        layers += [nn.Linear(inputs, width), *norm, nn.ReLU()]
        inputs = width
    net = nn.Sequential(*layers, nn.Linear(width, 1)).double()
    for linear in net.modules() if he else ():
        if isinstance(linear, nn.Linear):
            nn.init.kaiming_normal_(linear.weight, nonlinearity="relu")
            nn.init.zeros_(linear.bias)
    return net


def final_loss(batch_norm, lr, he=False, seed=0, steps=100):
    """Training loss after full-batch SGD, from PyTorch's default weights or from He's."""
    torch.manual_seed(seed)
    net = network(batch_norm, he)
    opt = torch.optim.SGD(net.parameters(), lr)
    for _ in range(steps):
        opt.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(net(x), y)
        loss.backward()
        opt.step()
    return loss.item()


# %% [markdown]
# Six rates, each with a fresh network.

# %%
rates = [0.01, 0.03, 0.1, 0.3, 1, 3]
normed = [final_loss(True, lr) for lr in rates]
plain = [final_loss(False, lr) for lr in rates]
plain_he = [final_loss(False, lr, he=True) for lr in rates]

# %% [markdown]
# A net that has learned nothing says 50% and pays $\ln 2$. Count a run as trained when
# its loss is under 0.6. PyTorch's default weights shrink the signal from layer to layer,
# so hardly a gradient arrives. He's weights keep it, and the plain net trains at small
# rates, but diverges at large ones.

# %%
chance = math.log(2)
assert abs(plain[0] - chance) < 0.01
runs = {"with": normed, "without": plain, "without-he": plain_he}
trained = {name: sum(loss < 0.6 for loss in run) for name, run in runs.items()}
assert trained["with"] == len(rates)
assert trained["without"] <= 2 < trained["without-he"] < len(rates)
assert not math.isfinite(plain_he[-1])
last = sum(map(math.isfinite, plain_he)) - 1  # the largest rate that does not diverge

fig, ax = plt.subplots(num="sweep")
ax.axhline(chance, color="0.5", ls=":")
ax.loglog(rates, plain, "C1-", marker="o")
ax.loglog(rates, plain_he, "C2-.", marker="^")
ax.loglog(rates, normed, "C0--", marker="s")
ax.set_xticks(rates, rates)
ax.set_yticks([0.03, 0.1, 0.3, 1], ["0.03", "0.1", "0.3", "1"])
ax.set(xlabel="learning rate", ylabel="loss after 100 steps", ylim=(0.015, 1))
ax.text(0.01, chance * 1.1, "learned nothing: ln 2", color="0.5")
ax.text(0.012, 0.48, "without batch norm, default weights", color="C1")
ax.text(0.035, 0.15, "with batch norm", color="C0")
ax.text(0.01, 0.05, "without, He's weights", color="C2")
ax.text(rates[last] * 1.15, plain_he[last] * 1.2, "then diverges", color="C2")

# %%
facts = {
    **{name: f"{count} of {len(rates)}" for name, count in trained.items()},
    "chance": f"{chance:.3f}",
    "range": f"{rates[-1] / rates[0]:.0f}×",
}
