# %% [markdown]
# # Fully sharded data parallel
# What does each process hold when two train one model with FSDP, and are the weights the
# same after a step?

# %%
import subprocess
import sys
import tempfile
from pathlib import Path

import _fsdp_process
import torch

WORLD = 2
torch.manual_seed(1)
batch = torch.randn(32, 64)

# %% [markdown]
# ## Two processes
# Each process takes half of the batch. `fully_shard` cuts every parameter along its
# first dimension, gathers a layer's pieces when that layer runs, and hands each process
# only its piece of the averaged gradient. The module `_fsdp_process` is such a process.

# %%
with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
    folder = Path(name)
    for rank, part in enumerate(batch.chunk(WORLD)):
        torch.save(part.clone(), folder / f"batch-{rank}.pt")
    program = [sys.executable, _fsdp_process.__file__]
    started = [
        subprocess.Popen([*program, str(rank), str(WORLD), name])
        for rank in range(WORLD)
    ]
    assert [process.wait() for process in started] == [0] * WORLD
    results = [torch.load(folder / f"{rank}.pt") for rank in range(WORLD)]

# %% [markdown]
# ## One process, for comparison

# %%
held = _fsdp_process.train_step(lambda net: net, batch)
alone = {kind: sum(t.nbytes for t in tensors) for kind, tensors in held.items()}
for sizes, whole in results:
    assert all(WORLD * sizes[kind] == alone[kind] for kind in alone)
    for kind, atol in {"gradients": 1e-7, "parameters": 1e-5}.items():
        for t, gathered in zip(held[kind], whole[kind], strict=True):
            torch.testing.assert_close(t.detach(), gathered, rtol=1e-4, atol=atol)
local = results[0][0]
for kind in alone:
    print(f"{kind:12}{alone[kind]:10,} alone {local[kind]:10,} sharded")

# %% [markdown]
# Per parameter, FP32 training with Adam holds 4 bytes of weight, 4 of gradient and 8 of
# optimizer state. FSDP shards all of them, but not the activations. Here each first
# dimension can be halved; otherwise a process holds a little more than its share.

# %%
count = sum(p.numel() for p in held["parameters"])
one, two = (sum(sizes.values()) / count for sizes in (alone, local))
assert one == 4 + 4 + 8
assert two == one / WORLD

# %%
computed = {
    "parameters": f"{local['parameters'] / alone['parameters']:.1f}×",
    "gradients": f"{local['gradients'] / alone['gradients']:.1f}×",
    "adam": f"{local['Adam state'] / alone['Adam state']:.1f}×",
    "one": f"{one:.0f} bytes",
    "two": f"{two:.0f} bytes",
}
