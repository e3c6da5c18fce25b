# %% [markdown]
# # Batch norm and the learning rate
# Which learning rates train a deep net, with and without batch norm?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.func import functional_call, grad_and_value, stack_module_state, vmap
from torch.nn.functional import binary_cross_entropy_with_logits as bce

SEEDS = range(10)  # each draws points and weights
STEPS = 100
LATER = 400
POINTS = 64
WIDTH = 16
RATES = [0.01, 0.03, 0.1, 0.3, 1, 3]


def points(seed):
    torch.manual_seed(seed)
    x = torch.randn(POINTS, 2, dtype=torch.double)
    return x, (x[:, :1] * x[:, 1:] > 0).double()  # XOR of the signs


def network(seed, batch_norm=False, he=False):
    """Six hidden layers, from PyTorch's default weights or from He's."""
    torch.manual_seed(100 + seed)
    layers = []
    for inputs in [2] + [WIDTH] * 5:
        layers.append(nn.Linear(inputs, WIDTH))
        if he:
            nn.init.kaiming_normal_(layers[-1].weight, nonlinearity="relu")
            nn.init.zeros_(layers[-1].bias)
        if batch_norm:
            layers.append(nn.BatchNorm1d(WIDTH, track_running_stats=False))
        layers.append(nn.ReLU())
    return nn.Sequential(*layers, nn.Linear(WIDTH, 1)).double()


def losses(rates, steps=STEPS, **kind):
    """Losses (rates, seeds) after full-batch SGD of all nets side by side."""
    nets = [network(seed, **kind) for _ in rates for seed in SEEDS]
    x, y = map(torch.stack, zip(*map(points, SEEDS), strict=True))
    x, y = x.repeat(len(rates), 1, 1), y.repeat(len(rates), 1, 1)
    weights = {name: w.detach() for name, w in stack_module_state(nets)[0].items()}
    lr = torch.tensor(rates, dtype=torch.double).repeat_interleave(len(SEEDS))

    def loss(w, x, y):
        return bce(functional_call(nets[0], w, x), y)

    for _ in range(steps):
        gradients, values = vmap(grad_and_value(loss))(weights, x, y)
        for name, g in gradients.items():
            weights[name] = weights[name] - lr.view(-1, *[1] * (g.dim() - 1)) * g
    return values.view(len(rates), -1)


# He's weights have variance 2/inputs, since ReLU halves the signal.
drawn = torch.stack([network(seed, he=True)[2].weight for seed in SEEDS])
assert abs(drawn.var() * WIDTH / 2 - 1) < 0.2

# One of the nets alone, by PyTorch's optimizer, comes to the same loss.
net, (x, y) = network(SEEDS[2], batch_norm=True), points(SEEDS[2])
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(8):
    opt.zero_grad()
    alone = bce(net(x), y)
    alone.backward()
    opt.step()
assert abs(losses([0.03, 0.1], 8, batch_norm=True)[1, 2] - alone) < 1e-9

# %% [markdown]
# A net that has learned nothing says 50% and pays $\ln 2 = 0.69$. Count a net as
# trained when its loss is under 0.6.

# %%
kinds = {"with": {"batch_norm": True}, "without": {}, "without-he": {"he": True}}
trained = {name: losses(RATES, **kind) < 0.6 for name, kind in kinds.items()}
rates_of = {name: nets.sum(0) for name, nets in trained.items()}  # of each seed
top = max(int(trained[name][-1].sum()) for name in ("without", "without-he"))
later = int((losses([0.3], LATER) < 0.6).sum())

fig, ax = plt.subplots(num="sweep")
for name, style in {"with": "C0s--", "without": "C1o-", "without-he": "C2^-."}.items():
    ax.plot(RATES, trained[name].sum(1), style)
ax.set(xscale="log", xlabel="learning rate", ylabel=f"nets that learn, of {len(SEEDS)}")
ax.set(xticks=RATES, xticklabels=RATES, ylim=(-0.5, 12))
ax.text(0.01, 10.7, "with batch norm", color="C0")
ax.text(0.011, 7.9, "He's weights", color="C2")
ax.text(0.011, 0.5, "default weights", color="C1")

# %%
given = {"steps": f"{STEPS} steps"}
computed = {"range": f"{RATES[-1] / RATES[0]:.0f}×"}
measured = {
    "with": (
        f"{min(rates_of['with'])} of {len(RATES)}",
        "with batch norm each net learns at every rate",
        trained["with"].all().item(),
    ),
    "without": (
        f"{rates_of['without'].median()} of {len(RATES)}",
        "without it, from default weights, no net learns at half of the rates",
        max(rates_of["without"]).item() < len(RATES) / 2,
    ),
    "without-he": (
        f"{rates_of['without-he'].median()} of {len(RATES)}",
        "from He's weights each net learns at more rates than from default ones",
        (rates_of["without-he"] > rates_of["without"]).all().item(),
    ),
    "largest": (
        f"{top} of {len(SEEDS)}",
        "at the largest rate most nets do not learn without batch norm",
        top < len(SEEDS) / 2,
    ),
    "later": (
        f"{later} of {len(SEEDS)}",
        "with more steps most default nets learn at a rate of 0.3",
        later > len(SEEDS) / 2,
    ),
}
setup = f"XOR of {POINTS} points, six hidden layers of {WIDTH}, full-batch SGD, {STEPS} steps ({LATER} for `later`), {len(SEEDS)} seeds"
varied = {"STEPS": (50, 200), "POINTS": (32, 128), "WIDTH": (12, 32)}
