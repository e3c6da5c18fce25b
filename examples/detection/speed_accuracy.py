# %% [markdown]
# # Speed and accuracy as published
# Are one-stage detectors fast and two-stage detectors accurate? The published figures,
# each with its hardware.

# %%
import matplotlib.pyplot as plt

# %% [markdown]
# Nothing here was timed by us. The first list holds frame rates from papers, the second
# rows of Detectron2's model zoo: one code base, one V100, batch 1, 3x schedule, COCO
# val2017.

# %%
# Name, frames per second, GPU, stages, source.
papers = [
    ("Fast YOLO", 155, "Titan X", 1, "Redmon et al. 2015, abstract"),
    ("YOLOX-L", 68.9, "V100, FP16", 1, "Ge et al. 2021, abstract and section 2.1"),
    ("SSD300", 59, "Titan X", 1, "Liu et al. 2015, abstract"),
    ("YOLO", 45, "Titan X", 1, "Redmon et al. 2015, abstract"),
    ("Faster R-CNN VGG-16", 5, "K40", 2, "Ren et al. 2015, abstract"),
]
# Name: seconds an image, box AP, stages.
zoo = {
    "Faster R-CNN R50-C4": (0.104, 38.4, 2),
    "Faster R-CNN R50-FPN": (0.038, 40.2, 2),
    "Faster R-CNN R101-FPN": (0.051, 42.0, 2),
    "Faster R-CNN X101-FPN": (0.098, 43.0, 2),
    "RetinaNet R50-FPN": (0.041, 38.7, 1),
    "RetinaNet R101-FPN": (0.054, 40.4, 1),
}
fps = {name: 1 / seconds for name, (seconds, _, _) in zoo.items()}

# %% [markdown]
# A model is worth considering if none is both faster and more accurate. In this table
# all of those are two-stage.

# %%
front = [
    name
    for name, (seconds, ap, _) in zoo.items()
    if not any(s < seconds and a > ap for s, a, _ in zoo.values())
]
assert front == [f"Faster R-CNN {b}-FPN" for b in ("R50", "R101", "X101")]

# %%
fig, ax = plt.subplots(num="zoo", figsize=(5.0, 3.2))
for name, (seconds, ap, stages) in zoo.items():
    colour, marker = ("C0", "o") if stages == 2 else ("C1", "s")
    ax.plot(1000 * seconds, ap, marker, color=colour, ms=7)
    short = name.split()[-1].removesuffix("-FPN")
    at = {"R101": (5, -11), "X101": (-4, -15)}.get(short) if stages == 2 else None
    offset = {"xytext": at or (9, -3), "textcoords": "offset points"}
    ax.annotate(short, (1000 * seconds, ap), color=colour, **offset)
line = [zoo[name] for name in front]
ax.plot([1000 * s for s, _, _ in line], [a for _, a, _ in line], "-", color="C0", lw=1)
ax.text(72, 42.8, "Faster R-CNN", ha="right", color="C0", weight=600)
ax.text(56, 39.3, "RetinaNet, one stage", color="C1", weight=600)
ax.set(xlim=(30, 120), ylim=(38, 43.6), ylabel="COCO box AP")
ax.set_xlabel("time per image on a V100, batch 1 (ms)")

# %%
rows = [(n, f, gpu, stages) for n, f, gpu, stages, _ in papers]
rows += [(n, fps[n], "V100", zoo[n][2]) for n in [front[0], "RetinaNet R50-FPN"]]
rows.sort(key=lambda row: -row[1])
fig, ax = plt.subplots(num="fps", figsize=(5.0, 3.6))
for y, (name, rate, gpu, stages) in enumerate(rows):
    hatch, colour = (None, "C1") if stages == 1 else ("//", "C0")
    ax.barh(y, rate, 0.35, color=colour, hatch=hatch)
    ax.text(0, y - 0.24, f"{name} on {gpu}", va="bottom")
    ax.text(rate + 2, y, f"{rate:.0f}", va="center", color="0.5")
ax.text(170, 4.4, "one stage", color="C1", ha="right")
ax.text(170, 5, "two stages, hatched", color="C0", ha="right")
ax.set(xlabel="frames per second, as published", xlim=(0, 172), ylim=(6.5, -0.8))
ax.set_yticks([])
ax.grid(False)
ax.spines["left"].set_visible(False)

# %% [markdown]
# Video at 30 frames a second leaves a fixed time for each. In Detectron2's table, on a
# V100 at batch 1, no detector makes it, whatever its stages.

# %%
faster, retina = "Faster R-CNN R50-FPN", "RetinaNet R50-FPN"
video = 30  # frames per second
budget = 1000 / video
assert max(fps.values()) < video

# %%
facts = {
    "faster-rcnn-ms": f"{1000 * zoo[faster][0]:.0f} ms",
    "faster-rcnn-fps": f"{fps[faster]:.0f} FPS",
    "retinanet-ms": f"{1000 * zoo[retina][0]:.0f} ms",
    "retinanet-fps": f"{fps[retina]:.0f} FPS",
    "c4-fps": f"{fps['Faster R-CNN R50-C4']:.0f} FPS",
    "budget": f"{budget:.0f} ms",
}
quoted = {
    "faster-rcnn-ap": (f"{zoo[faster][1]} AP", "Wu et al. 2019, Faster R-CNN table"),
    "retinanet-ap": (f"{zoo[retina][1]} AP", "Wu et al. 2019, RetinaNet table"),
}
