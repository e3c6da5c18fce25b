# %% [markdown]
# # Dead units
# How do you count ReLU units that are silent on every input, and why do they stay so?

# %%
import torch
from torch import nn


def dead_share(net, batches):
    """Share of units of each ReLU, (name, share), that are zero on all of the batches.

    A unit is a channel: axis 1 of (N, C) or of (N, C, H, W).
    """
    alive, hooks = {}, []

    def watch(name):
        def look(module, inputs, output):
            fired = (output > 0).transpose(0, 1).flatten(1).any(1)  # (C,)
            alive[name] = alive.get(name, False) | fired

        return look

    for name, module in net.named_modules():
        if isinstance(module, nn.ReLU):
            hooks.append(module.register_forward_hook(watch(name)))
    with torch.no_grad():
        for x in batches:
            net(x)
    for hook in hooks:
        hook.remove()
    return {name: 1 - fired.double().mean().item() for name, fired in alive.items()}


# %% [markdown]
# Of two units one fires in the first batch alone: it is alive.

# %%
fires = torch.tensor([[1.0, -1.0]]), torch.tensor([[-1.0, -1.0]])
assert dead_share(nn.Sequential(nn.ReLU()), fires) == {"0": 0.5}

# %% [markdown]
# ## Some units are killed
# A bias far below what the weights can add. The count finds them, and the gradient of
# their weights is zero: without weight decay no step of SGD moves them again.

# %%
UNITS, KILLED = 8, 3


def build(activation):
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(4, UNITS), activation, nn.Linear(UNITS, 1)).double()
    with torch.no_grad():
        net[0].weight.clamp_(-0.5, 0.5)
        net[0].bias[:] = 3.0  # the others are active on every input
        net[0].bias[:KILLED] = -3.0
        net[2].weight.fill_(1.0)
    return net


torch.manual_seed(1)
x = torch.rand(64, 4, dtype=torch.float64)  # in [0, 1), so |Wx| is below 2
share = dead_share(build(nn.ReLU()), [x[:32], x[32:]])["1"]
assert share == KILLED / UNITS
pull = {}
for name, activation in {"relu": nn.ReLU(), "leaky": nn.LeakyReLU(0.01)}.items():
    net = build(activation)
    net(x).mean().backward()
    size = net[0].weight.grad.norm(dim=1)  # (UNITS,)
    pull[name] = (size[0] / size[-1]).item()  # a killed unit over an active one
start = build(nn.ReLU())
weights = start[0].weight.detach().clone()
optimizer = torch.optim.SGD(start.parameters(), lr=0.01)
for _ in range(20):
    optimizer.zero_grad()
    start(x).square().mean().backward()
    optimizer.step()
assert torch.equal(start[0].weight[:KILLED], weights[:KILLED])
assert not torch.equal(start[0].weight[KILLED:], weights[KILLED:])

# %%
computed = {
    "share": f"{share:.1%}",
    "relu": f"{pull['relu']:.0f}",
    "leaky": f"{pull['leaky']:.2f}",
}
