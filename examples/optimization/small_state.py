# %% [markdown]
# # What an optimizer keeps
# How many bytes does a weight take in training, and how do factors or eight-bit codes save them?

# %%
import torch

torch.manual_seed(0)

# %% [markdown]
# ## Counted from PyTorch
# Weight, gradient and state of one layer in FP32, by the weight. The step counter is left out.

# %%
ROWS, COLUMNS = 1024, 4096


def state_of(make):
    """Numbers that an optimizer keeps for one layer."""
    p = torch.nn.Parameter(torch.zeros(ROWS, COLUMNS))
    opt = make([p])
    p.grad = torch.ones_like(p)
    opt.step()
    kept = opt.state[p].values()
    return sum(t.numel() for t in kept if torch.is_tensor(t) and t.ndim)


def per_weight(numbers):
    """Bytes of weight, gradient and so many numbers of state, in FP32."""
    return 4 * (2 + numbers / (ROWS * COLUMNS))


sgd = state_of(lambda p: torch.optim.SGD(p, lr=0.1))
momentum = state_of(lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9))
adam = state_of(lambda p: torch.optim.Adam(p))
adafactor = state_of(lambda p: torch.optim.Adafactor(p))
assert adam == 2 * ROWS * COLUMNS
assert adafactor == ROWS + COLUMNS

# %% [markdown]
# ## Adafactor: rows and columns
# Of the averaged squares only the mean of each row and of each column is kept. Their product,
# over the mean of all, stands for the matrix: exact where it is one column times one row.


# %%
def factored(squares):
    """The matrix that its means of rows and columns stand for. (m, n) -> (m, n)"""
    rows, columns = squares.mean(1), squares.mean(0)
    return torch.outer(rows, columns) / rows.mean().clamp_min(1e-30)


column, row = torch.rand(6, dtype=torch.float64), torch.rand(9, dtype=torch.float64)
exact = torch.outer(column, row)
torch.testing.assert_close(factored(exact), exact)
other = torch.rand(6, 9, dtype=torch.float64)
torch.testing.assert_close(factored(other).mean(1), other.mean(1))
assert not torch.allclose(factored(other), other)

# %% [markdown]
# ## Eight bits, block by block
# One scale for each block, so that a large value spoils the precision of its block only.


# %%
BLOCK = 256


def quantize(state, block=256):
    """Codes of eight bits, evenly spaced, and a scale for each block."""
    blocks = state.reshape(-1, block)
    scale = blocks.abs().amax(1, keepdim=True).clamp_min(1e-30)
    return (blocks / scale * 127).round().to(torch.int8), scale


def restore(codes, scale):
    """The numbers that codes and scales stand for, in blocks."""
    return codes.float() / 127 * scale


codes, scale = quantize(torch.randn(64, BLOCK), BLOCK)
eight_bits = 8 + 2 * (codes.numel() + 4 * scale.numel()) / codes.numel()
ramp = torch.linspace(0, 1, 100 * BLOCK).repeat_interleave(BLOCK).reshape(-1, BLOCK)
ramp[:, 0] = 1.0  # the largest of each block
lost = ramp[(restore(*quantize(ramp, BLOCK))[:, 1] == 0), 1].max().item()
assert abs(lost - 0.5 / 127) < 1e-4

# %%
computed = {
    "sgd": f"{per_weight(sgd):.0f} bytes",
    "momentum": f"{per_weight(momentum):.0f} bytes",
    "adam": f"{per_weight(adam):.0f} bytes",
    "adafactor": f"{per_weight(adafactor):.2f} bytes",
    "eight-bits": f"{eight_bits:.2f} bytes",
    "factors": f"{adafactor:,}",
    "squares": f"{ROWS * COLUMNS / 1e6:.1f} million",
    "lost": f"{lost:.1%}",
}
given = {"block": f"{BLOCK} numbers", "shape": f"{ROWS}×{COLUMNS}"}
