# %% [markdown]
# # The noise floor and two ways below it
# Why does the loss stop falling at a constant rate, and what do a lower rate and an
# average of the weights change?

# %%
import matplotlib.pyplot as plt
import torch

high, low = 0.1, 0.01  # rates
decay = 0.98  # of the average of the weights
double = torch.float64
T, CUT = 600, 300
START = 3.0

# %% [markdown]
# On $\frac12 x^2$ the gradient is $x$ plus noise of variance one. One step makes of the
# mean square $E[x^2]$ the value $(1-\alpha)^2 E[x^2] + \alpha^2$, exactly. The average
# $a \leftarrow d\,a + (1-d)\,x$ goes along: the second moments of $(x, a)$ follow a
# linear recursion.


# %%
def moments(rates):
    """Mean squares of the weight and of its average after each step, without sampling."""
    both = torch.full((2, 2), START**2, dtype=double)  # of (x, a)
    path = [both]
    for rate in rates:
        move = torch.tensor(
            [[1 - rate, 0.0], [(1 - decay) * (1 - rate), decay]], dtype=double
        )
        kick = torch.tensor([rate, (1 - decay) * rate], dtype=double)
        both = move @ both @ move.T + torch.outer(kick, kick)
        path.append(both)
    return torch.stack(path)[:, [0, 1], [0, 1]].T  # (2, T + 1)


constant, average = moments([high] * T)
slow, _ = moments([low] * T)
cut, _ = moments([high] * CUT + [low] * (T - CUT))

# %% [markdown]
# The value that a step leaves as it is: $v = (1-\alpha)^2 v + \alpha^2$, so
# $v = \alpha / (2 - \alpha)$, about half the rate.


# %%
def floor(rate):
    return rate / (2 - rate)


assert abs(constant[-1].item() / floor(high) - 1) < 1e-9
ended, _ = moments([high] * CUT + [low] * 2000)
assert abs(ended[-1].item() / floor(low) - 1) < 1e-9
# The average of a process whose neighbours are correlated by 1 - rate.
kept = 1 - high
known = (
    floor(high) * (1 - decay) * (1 + decay * kept) / (1 + decay) / (1 - decay * kept)
)
_, settled = moments([high] * 4000)
assert abs(settled[-1].item() / known - 1) < 1e-9

# %% [markdown]
# The same, drawn: many weights with noise of their own, by PyTorch's optimizer.

# %%
torch.manual_seed(0)
x = torch.full((20_000,), START, requires_grad=True)
opt = torch.optim.SGD([x], lr=high)
for _ in range(CUT):
    x.grad = x.detach() + torch.randn(len(x))
    opt.step()
assert abs(x.detach().square().mean().item() / floor(high) - 1) < 0.1

# %%
fig, ax = plt.subplots(num="floor", figsize=(5.0, 3.2))
for curve, color, dash, text, at in (
    (slow, "C2", "-.", f"rate {low}", (200, 0.3)),
    (constant, "C1", "--", f"rate {high}", (420, 0.035)),
    (average, "C4", ":", f"rate {high},\naverage\nof the weights", (75, 0.0025)),
    (cut, "C0", "-", f"rate {high}, then {low}", (340, 0.011)),
):
    ax.plot(curve / 2, color=color, linestyle=dash)
    ax.text(*at, text, color=color)
ax.set(yscale="log", xlabel="step", ylabel="expected loss (log)", ylim=(0.001, 15))
ax.set(yticks=[0.01, 0.1, 1, 10], yticklabels=["0.01", "0.1", "1", "10"])

# %%
computed = {
    "cut": f"{floor(high) / floor(low):.1f}×",
    "average": f"{floor(high) / known:.1f}×",
}
given = {"rate": f"{high}", "lower": f"{low}", "decay": f"{decay}"}
