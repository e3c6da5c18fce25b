# %% [markdown]
# # A back-of-envelope estimate
# How much bandwidth, storage and compute does a video analytics service need, and which
# part of it is the bottleneck?

# %%
import math

import matplotlib.pyplot as plt
import numpy as np
from _flow import draw

# %% [markdown]
# **Assumptions**, said aloud before any arithmetic. None was measured here.

# %%
CAMERAS = 200
CAMERA_FPS, USED_FPS = 25, 5  # frames a second that arrive; that are analysed
STREAM = 4e6  # bits a second of one compressed 1080p stream
DAYS = 30  # video is kept
FLOPS = 100e9  # of the detector, for one frame of 640×640
ATTAINED = 312e12 * 0.3  # FLOP/s: dense FP16 peak of an A100's tensor cores, share got
DECODE = 2000  # 1080p frames a second that the video decoders of one GPU take
LATENCY = 0.15  # seconds that one frame spends in the system
EVENT = 200  # bytes of one result
TARGET = 0.6  # utilization: near 1 waiting times explode
GPU_HOUR, DISK = 2.0, 20  # dollars to rent a GPU for an hour; a terabyte for a month
GUIDE = "NVIDIA 2025, NVDEC Video Decoder API Programming Guide, Overview"

# %% [markdown]
# **Data.** Bytes a second at each step of the pipeline, for all cameras.

# %%
full = np.empty((1080, 1920, 3), np.uint8).nbytes
resized = np.empty((640, 640, 3), np.uint8).nbytes
frames = CAMERAS * USED_FPS
used = f"resized, {USED_FPS} fps"
data = {
    "compressed": CAMERAS * STREAM / 8,
    "decoded": CAMERAS * CAMERA_FPS * full,
    used: frames * resized,
    "results": frames * EVENT,
}
stored = data["compressed"] * 86_400 * DAYS
assert full == 6_220_800
assert math.isclose(stored, 10.8e9 * 4 * CAMERAS * DAYS)  # 1 Mbit/s: 10.8 GB a day

fig, ax = plt.subplots(num="bytes", figsize=(5, 2.6))
names = list(data)[::-1]
values = [data[name] for name in names]
ax.barh(names, values, color=["0.85", "0.85", "C1", "C0"], height=0.7)


def said(rate):
    return f"{rate / 1e9:.3g} GB/s" if rate >= 1e9 else f"{rate / 1e6:.3g} MB/s"


for y, value in enumerate(values):
    ax.text(value * 1.15, y, said(value), va="center")
ax.set(xscale="log", xlim=(1e5, 6e11))
ticks = [1e6, 1e8, 1e10]
ax.set_xticks(ticks, map(said, ticks))
ax.grid(False)
ax.minorticks_off()
ax.set_xlabel(f"data rate of {CAMERAS} cameras")

# %% [markdown]
# **Compute.** Load divided by what one GPU does, divided by the target utilization,
# rounded up. Decoding is counted for *every* frame: most are referred to by others, so
# leaving out four of five happens after the decoder. The decoders of a GPU work beside
# its other cores, so one GPU does both, and the larger of the two numbers counts.


# %%
def gpus(load, capacity):
    """GPUs for `load` at the target utilization."""
    return math.ceil(load / capacity / TARGET)


every = CAMERAS * CAMERA_FPS
inference = gpus(frames * FLOPS, ATTAINED)
decoding = gpus(every, DECODE)
needs = (inference, frames, ATTAINED / FLOPS), (decoding, every, DECODE)
for need, load, rate in needs:
    assert load / (need * rate) <= TARGET < load / ((need - 1) * rate)

# %% [markdown]
# Little's law gives the frames in flight. With a substream, only those used are decoded.

# %%
in_flight = frames * LATENCY
substream = gpus(frames, DECODE)
substream_gpus = max(inference, substream)
total = max(inference, decoding)
enough = every / inference / TARGET  # frames a second that one GPU would decode
assert gpus(every, 1.01 * enough) == inference == gpus(every, 0.99 * enough) - 1

# %% [markdown]
# **Money** for rented GPUs and disks, month by month, at the assumed prices.

# %%
HOURS = 24 * 365 / 12  # of a month
gpu_bill, disk_bill = total * GPU_HOUR * HOURS, stored / 1e12 * DISK
bill = gpu_bill + disk_bill
lean = substream_gpus * GPU_HOUR * HOURS + disk_bill  # with a substream
assert lean < bill
lost_one = every / DECODE / (total - 1)  # utilization of those that are left
assert lost_one < 1

# Drawn: solid is the way of a frame, dashed the loop of labels and new models.
stages = [
    ["cameras", "ingest:\nstamp time", "recorder:\ndisk"],
    ["alarms,\ncounts", "decode\non the GPU", "queue: keeps\nthe newest"],
    ["event log", "track by\ncamera", "detect in\nbatches"],
    ["label a\nsample", "retrain,\ngate", "versions,\nroll-back"],
]
draw("stages", stages, serves="ab bc be ef fi ih hg gd", learns="gj jk kl li")

# %%
given = {
    "gpu-hour": f"{GPU_HOUR:.0f} dollars",
    "disk": f"{DISK} dollars",
    "stream": f"{STREAM / 1e6:.0f} Mbit/s",
    "flops": f"{FLOPS / 1e9:.0f} GFLOPs",
    "latency": f"{LATENCY * 1000:.0f} ms",
    "cameras": f"{CAMERAS}",
    "camera-fps": f"{CAMERA_FPS} fps",
    "used-fps": f"{USED_FPS} fps",
    "kept": f"{DAYS} days",
    "target": f"{TARGET:.0%}",
    "decode": f"{DECODE:,}/s",
}
computed = {
    "frames": f"{frames:,}/s",
    "ingest": f"{data['compressed'] / 1e6:.0f} MB/s",
    "stored": f"{stored / 1e12:.0f} TB",
    "frame": f"{full / 1e6:.1f} MB",
    "decoded": f"{data['decoded'] / 1e9:.0f} GB/s",
    "blow-up": f"{data['decoded'] / data['compressed']:.0f}×",
    "resized": f"{data[used] / 1e9:.1f} GB/s",
    "results": f"{data['results'] / 1e6:.1f} MB/s",
    "demand": f"{frames * FLOPS / 1e12:.0f} TFLOP/s",
    "attained": f"{ATTAINED / 1e12:.0f} TFLOP/s",
    "inference": f"{inference} GPUs",
    "decode-load": f"{every:,}/s",
    "decoding": f"{decoding} GPUs",
    "total": f"{total} GPUs",
    "enough": f"{enough:,.0f}/s",
    "in-flight": f"{in_flight:.0f}",
    "substream": f"{substream} GPU",
    "gpu-bill": f"{gpu_bill:,.0f} dollars",
    "disk-bill": f"{disk_bill:,.0f} dollars",
    "camera-bill": f"{bill / CAMERAS:.0f} dollars",
    "lean-bill": f"{lean / CAMERAS:.0f} dollars",
    "lost-one": f"{lost_one:.1%}",
}
quoted = {"beside": ("completely independent", GUIDE, "of the compute engine")}
