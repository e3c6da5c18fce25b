# %% [markdown]
# # Speed and accuracy as published
# Are one-stage detectors fast and two-stage detectors accurate? Nothing here was timed
# by us: all figures are quoted, each with its conditions.

# %%
import matplotlib.pyplot as plt

# %% [markdown]
# Two code bases time both kinds of detectors on COCO val2017, one image at a time, NMS
# included. With the same backbone, each with a pyramid, RetinaNet loses to Faster R-CNN in both.
# SSD and YOLOv3 are faster than these two with R50, with fewer AP.

# %%
# Model: (stages, milliseconds an image, box AP)
detectron2 = {
    "Faster R-CNN R50-C4": (2, 104, 38.4),
    "Faster R-CNN R50": (2, 38, 40.2),  # this and the next ones with a pyramid, FPN
    "Faster R-CNN R101": (2, 51, 42.0),
    "Faster R-CNN X101": (2, 98, 43.0),
    "RetinaNet R50": (1, 41, 38.7),
    "RetinaNet R101": (1, 54, 40.4),
}
mmdetection = {  # images a second here; SSD as retrained in 2021, the others 2020
    "Faster R-CNN R50": (2, 21.4, 37.4),
    "Faster R-CNN R101": (2, 15.6, 39.4),
    "RetinaNet R50": (1, 19.0, 36.5),
    "RetinaNet R101": (1, 15.0, 38.5),
    "SSD300": (1, 43.7, 25.5),
    "SSD512": (1, 30.7, 29.5),
    "YOLOv3-608": (1, 48.1, 33.4),
}


def inverse(number):
    """Milliseconds an image from images a second, or the other way; at batch 1."""
    return 1000 / number


# MMDetection gives Detectron2's time for Faster R-CNN R50 as 26.3 images a second.
assert round(inverse(38), 1) == 26.3
panels = {
    "Detectron2": detectron2,
    "MMDetection": {n: (s, inverse(f), ap) for n, (s, f, ap) in mmdetection.items()},
}
for models in panels.values():
    two, one = models["Faster R-CNN R50"], models["RetinaNet R50"]
    assert max(two[1] - one[1], one[2] - two[2]) < 0  # faster and more accurate
light = [panels["MMDetection"][name] for name in ("SSD300", "SSD512", "YOLOv3-608")]
assert max(ms for _, ms, _ in light) < two[1]
assert max(ap for *_, ap in light) < one[2]

# %%
fig, axes = plt.subplots(2, 1, num="zoo", figsize=(5.0, 5.4))
for ax, (title, models) in zip(axes, panels.items(), strict=True):
    for name, (stages, ms, ap) in models.items():
        colour, marker = ("C0", "o") if stages == 2 else ("C1", "s")
        ax.plot(ms, ap, marker, color=colour, ms=6)
        short = name.removeprefix("Faster R-CNN ").removeprefix("RetinaNet ")
        at = {"xytext": (-5, 4), "ha": "right"} if stages == 2 else {"xytext": (6, -10)}
        ax.annotate(short, (ms, ap), color=colour, textcoords="offset points", **at)
    ax.set(ylabel="COCO box AP", title=f"{title}, quoted", xlim=(15, 120))
    ax.margins(y=0.15)
    right = {"transform": ax.transAxes, "ha": "right"}
    ax.text(0.97, 0.6, "Faster R-CNN", color="C0", **right)
    ax.text(0.97, 0.45, "one stage", color="C1", **right)
axes[1].set_xlabel("milliseconds an image, batch 1")

# %% [markdown]
# The early frame rates stand in one table of the SSD paper, which used a Titan X; the
# rates of the others are those of the YOLO paper. With a batch of eight SSD300 answers
# more images a second, and each batch takes longer than a single image.

# %%
# Model, stages, images a second, batch
table7 = [
    ("Fast YOLO", 1, 155, 1),
    ("SSD300", 1, 59, 8),
    ("SSD300", 1, 46, 1),
    ("YOLO (VGG-16)", 1, 21, 1),
    ("Faster R-CNN (VGG-16)", 2, 7, 1),
]
fig, ax = plt.subplots(num="fps", figsize=(5.0, 2.7))
for y, (name, stages, fps, batch) in enumerate(table7):
    hatch, colour = (None, "C1") if stages == 1 else ("//", "C0")
    ax.barh(y, fps, 0.35, color=colour, hatch=hatch)
    ax.text(0, y - 0.24, f"{name}, batch {batch}", va="bottom")
    ax.text(fps + 2, y, f"{fps}", va="center", color="0.5")
ax.set(xlabel="images a second, quoted from SSD", xlim=(0, 172), ylim=(4.5, -0.8))
ax.set_yticks([])
ax.grid(False)
ax.spines["left"].set_visible(False)

# %%
fast, retina = detectron2["Faster R-CNN R50"], detectron2["RetinaNet R50"]
mm = {name: (f"{fps} FPS", f"{ap} AP") for name, (_, fps, ap) in mmdetection.items()}
same = "batch 1, NMS included, short side 800 px, COCO val2017, 2020"
d2 = "Wu et al. 2019, model zoo", f"V100, {same}, schedule 3x"
by_mm = (
    "MMDetection 2020, configs/*/README.md",
    f"V100 by the metafiles, {same} (YOLOv3: 608 px)",
)
epochs = "table of August 2020, changed since; 273 epochs, 12 epochs for the others"
yolo = by_mm[0], f"{by_mm[1]}; {epochs}"
ssd = "Liu et al. 2015, Table 7", "Titan X, 300 px, VOC 2007; times are batch over rate"

# %%
computed = {"budget": f"{inverse(30):.0f} ms"}
quoted = {
    "faster-rcnn-ms": (f"{fast[1]} ms", *d2),
    "faster-rcnn-fps": (f"{inverse(fast[1]):.0f} FPS", *d2),
    "faster-rcnn-ap": (f"{fast[2]} AP", *d2),
    "retinanet-ms": (f"{retina[1]} ms", *d2),
    "retinanet-fps": (f"{inverse(retina[1]):.0f} FPS", *d2),
    "retinanet-ap": (f"{retina[2]} AP", *d2),
    "c4-fps": (f"{inverse(detectron2['Faster R-CNN R50-C4'][1]):.0f} FPS", *d2),
    "mm-faster-rcnn-fps": (mm["Faster R-CNN R50"][0], *by_mm),
    "mm-faster-rcnn-ap": (mm["Faster R-CNN R50"][1], *by_mm),
    "mm-retinanet-fps": (mm["RetinaNet R50"][0], *by_mm),
    "mm-yolo-fps": (mm["YOLOv3-608"][0], *by_mm),
    "mm-yolo-ap": (mm["YOLOv3-608"][1], *yolo),
    "vgg-fps": (
        f"{table7[4][2]} FPS",
        ssd[0],
        "GPU not named for it, batch 1, VOC 2007",
    ),
    "ssd-batch-1": (f"{table7[2][2]} FPS", *ssd),
    "ssd-batch-8": (f"{table7[1][2]} FPS", *ssd),
    "ssd-wait": (f"{1000 * 8 / table7[1][2]:.0f} ms", *ssd),
    "ssd-latency": (f"{inverse(table7[2][2]):.0f} ms", *ssd),
}
