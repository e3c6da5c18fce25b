"""Code, formulas and words as pages on convolution, optimization, segmentation, tracking, cameras and deployment hold them."""

HONEST = [
    # Words.
    "U-Net's encoder halves the map at each level.",
    "Each stage halves the map and doubles the channels.",
    "The gradient doubles when the loss doubles.",
    "An hour is enough to read it.",
    "It divides the rate by ten every thirty epochs.",
    "Three of four heads look at one place.",
    "One in ten images is held out.",
    "uint8 pixels range from zero to one.",
    "uint8 pixels range from 0 to 255.",
    "A camera at 30 fps gives a frame.",
    "The H100 has 80 GB of memory.",
    "A byte holds whole values from 0 to 255, and a float lies between 0 and 1.",
    "A stride of two halves the map, a transposed convolution doubles it.",
    "A map of seven by seven is pooled to one.",
    "A 3×3 convolution with padding one and stride one keeps height and width.",
    "The rate is divided by ten every thirty epochs, and warmed up over the first thousand steps.",
    "If the error doubles, the squared loss is four times as large.",
    "U-Net halves the map four times and doubles the channels each time.",
    "A panoptic label is a class and an id; ids begin at one.",
    "A track dies after thirty frames without a match.",
    "A box keeps its track if their IoU is above one half.",
    "A homography has eight degrees of freedom and needs four points.",
    "The essential matrix has five degrees of freedom, the fundamental matrix seven.",
    "A video at 25 fps hands over a frame before the last is done.",
    "INT8 keeps one byte a weight, FP16 two, FP32 four.",
    "A batch of one is common at the edge.",
    # Code and formulas in a sentence.
    "Write `nn.Dropout(0.5)` behind it.",
    "Take `torch.randn(1, 3, 224, 224)` as input.",
    "The shape is `(N, 3, 224, 224)` here.",
    "Write `x = x.permute(0, 2, 3, 1)` here.",
    "Write `model.fc = nn.Linear(512, 10)` here.",
    "Write `nn.Conv2d(in_channels=3, out_channels=96, kernel_size=11, stride=4)` here.",
    'Write `F.interpolate(x, scale_factor=2, mode="bilinear")` here.',
    "Write `x / 255` here.",
    "Write `transforms.CenterCrop(224)` here.",
    "The Sobel filter is `[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]`.",
    "With $\\ln 10$ of it.",
    "It is $10 \\log_{10}(255^2/\\text{MSE})$ in decibels.",
    "The width grows by $1.2^\\phi$ here.",
    "The output has `(H + 2 * p - k) // s + 1` rows.",
    "The output has side $\\lfloor (H + 2p - k)/s \\rfloor + 1$.",
    "A layer of $k^2 C C' + C'$ weights.",
    "Write `y = F.conv2d(x, w, stride=2, padding=1)`.",
    "Write `nn.Conv2d(64, 64, 3, padding=1, groups=64)` for a depthwise one.",
    "Write `nn.ConvTranspose2d(64, 32, kernel_size=4, stride=2, padding=1)`.",
    "The Laplacian is `[[0, 1, 0], [1, -4, 1], [0, 1, 0]]`, the blur `[[1, 2, 1], [2, 4, 2], [1, 2, 1]]`.",
    "Take `optim.SGD(model.parameters(), lr=0.1, momentum=0.9)`.",
    "Take `torch.optim.AdamW(model.parameters(), lr=3e-4, weight_decay=0.05)`.",
    "Write `scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=30, gamma=0.1)`.",
    "Clip with `torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)`.",
    "Adam divides by $\\sqrt{v} + \\epsilon$; its first step is about as long as the rate.",
    "With momentum $\\beta$ a constant gradient moves $1/(1-\\beta)$ times as far.",
    "The average forgets as $0.9^t$.",
    "The Dice loss is $1 - \\frac{2\\lvert A \\cap B\\rvert}{\\lvert A\\rvert + \\lvert B\\rvert}$.",
    "Write `dice = 2 * (p * t).sum() / (p.sum() + t.sum() + 1e-6)`.",
    "A mask is `(N, 1, 256, 256)`, the logits are `(N, C, H, W)`.",
    "Take `pred = logits.argmax(dim=1)` and `iou = inter / (union + 1e-9)`.",
    'The logits are upsampled by `F.interpolate(logits, size=(512, 512), mode="bilinear", align_corners=False)`.',
    "The state of the filter is $(x, y, s, r, \\dot x, \\dot y, \\dot s)$: seven numbers a track.",
    "The prediction is $x' = F x$, $P' = F P F^\\top + Q$.",
    "Write `cost = 1 - iou` and `rows, cols = linear_sum_assignment(cost)`.",
    "The camera matrix is $K = \\begin{pmatrix} f_x & 0 & c_x \\\\ 0 & f_y & c_y \\\\ 0 & 0 & 1 \\end{pmatrix}$.",
    "A pinhole camera projects $x = f X / Z$.",
    "Depth from disparity is $Z = f B / d$, so that an error grows with $Z^2$.",
    "A rotation about $z$ is $\\begin{pmatrix} \\cos\\theta & -\\sin\\theta \\\\ \\sin\\theta & \\cos\\theta \\end{pmatrix}$.",
    "Write `cv2.GaussianBlur(img, (5, 5), 0)` and `cv2.Canny(img, 100, 200)`.",
    "Write `cv2.resize(img, (640, 480))`.",
    "A scale is $s = \\max\\lvert x\\rvert / 127$ and the code is `torch.round(x / s)`.",
    'Export with `torch.onnx.export(model, x, "model.onnx", opset_version=17)`.',
    "Quantize with `x.clamp(-128, 127)`.",
    "PSNR is $10 \\log_{10}(255^2/\\text{MSE})$.",
    "An untrained classifier of ten classes starts at a loss of $\\ln 10$.",
    "ViT-B/16 makes $14 \\times 14 = 196$ patches of an image of 224×224.",
    "Write `x.view(N, -1)`, `x[:, None]`, `x.mean(dim=(2, 3))` and `x.flatten(1)`.",
    "Write `loss = F.cross_entropy(logits, y, ignore_index=255)`.",
    "Write `y = y.long()` and `torch.inference_mode()`.",
    "Write `np.arange(0.5, 1.0, 0.05)`.",
    "Write `d**-0.5`.",
    "Write `q @ k.transpose(-2, -1) / d**0.5`.",
    "Write `model(torch.zeros(1, 3, 640, 640))`.",
    "Write `torch.backends.cudnn.benchmark = True`.",
    "Write `img[..., ::-1]` for BGR, and `img[y0:y1, x0:x1]` for a crop.",
    "Write `img.astype(np.float32) / 255.0`.",
    "Write `(x - mean) / std`.",
    "Write `A.Resize(512, 512)`.",
    "Write `DataLoader(data, batch_size=64, shuffle=True, num_workers=8)`.",
    "Write `nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))`.",
    "Write `model.eval()` and `with torch.no_grad():`.",
    "Write `KalmanFilter(dim_x=7, dim_z=4)`.",
    "Write `conv = nn.Conv2d(3, 8, 3, stride=2, padding=1, bias=False)`.",
    "Write `x.shape == (1, 3, 224, 224)`.",
    "Write `torch.manual_seed(0)`.",
    "Write `int8`, `uint8` and `np.uint8`.",
    # Listings.
    """```python
import torch.nn as nn
x = torch.randn(1, 3, 224, 224)
nn.Dropout(0.5)
x = x.permute(0, 2, 3, 1)
model.fc = nn.Linear(512, 10)
y = x / 255
```""",
    """```python
sobel = torch.tensor([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
```""",
    """```python
kernel = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
```""",
    """```python
model.fc = nn.Linear(512, 10)
```""",
    """```python
transforms.CenterCrop(224)
```""",
    """```python
x = F.interpolate(x, scale_factor=2, mode="bilinear")
```""",
    """```python
x = x / 255
```""",
    """```python
shape = (N, 3, 224, 224)
```""",
    """```python
nn.Dropout(0.5)
```""",
    """```python
nn.Conv2d(in_channels=3, out_channels=96, kernel_size=11, stride=4)
```""",
    """```python
torch.randn(1, 3, 224, 224)
```""",
    """```python
import torch
import torch.nn as nn

class Block(nn.Module):
    def __init__(self, channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)

    def forward(self, x):  # (N, 64, 56, 56)
        out = self.conv1(x)
        return torch.relu(self.bn1(out) + x)

x = torch.randn(2, 64, 56, 56)
assert Block(64)(x).shape == (2, 64, 56, 56)
```""",
    """```python
def conv2d(x, w, stride=1):
    \"\"\"x: (H, W), w: (k, k).\"\"\"
    k = w.shape[0]
    rows = (x.shape[0] - k) // stride + 1
    cols = (x.shape[1] - k) // stride + 1
    y = np.zeros((rows, cols))
    for i in range(rows):
        for j in range(cols):
            patch = x[i * stride : i * stride + k, j * stride : j * stride + k]
            y[i, j] = (patch * w).sum()
    return y
```""",
    """```python
def iou(a, b):
    x1, y1 = max(a[0], b[0]), max(a[1], b[1])
    x2, y2 = min(a[2], b[2]), min(a[3], b[3])
    inter = max(0, x2 - x1) * max(0, y2 - y1)
    area = lambda r: (r[2] - r[0]) * (r[3] - r[1])
    return inter / (area(a) + area(b) - inter)

assert iou([0, 0, 2, 2], [1, 1, 3, 3]) == 1 / 7
```""",
    """```python
def nms(boxes, scores, threshold=0.5):
    order = scores.argsort(descending=True)
    keep = []
    while len(order) > 0:
        i = order[0]
        keep.append(i)
        order = order[1:][box_iou(boxes[i], boxes[order[1:]]) <= threshold]
    return keep
```""",
    """```python
correct = 0
total_loss = 0.0
for x, y in loader:
    logits = model(x)
    loss = F.cross_entropy(logits, y, label_smoothing=0.1)
    total_loss += loss.item() * len(x)
    correct += (logits.argmax(1) == y).sum().item()
    if step % 100 == 0:
        print(f"step {step}: loss {loss:.3f}")
accuracy = correct / len(loader.dataset)
```""",
    """```python
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=90)
scaler = torch.amp.GradScaler()
```""",
    """```python
def dice_loss(logits, target, eps=1e-6):
    p = torch.sigmoid(logits)
    overlap = (p * target).sum((1, 2, 3))
    return 1 - (2 * overlap + eps) / (p.sum((1, 2, 3)) + target.sum((1, 2, 3)) + eps)
```""",
    """```python
mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
x = (x / 255 - mean)
```""",
    """```python
psnr = 10 * np.log10(255**2 / mse)
f1 = 2 * precision * recall / (precision + recall)
loss = 0.5 * (x - y) ** 2
error = 1 - accuracy
```""",
    """```python
K = np.array([[f, 0, cx], [0, f, cy], [0, 0, 1]])
u, v = x / z, y / z
```""",
    """```python
class KalmanFilter:
    def __init__(self, dt=1.0, q=0.01, r=1.0):
        self.F = np.array([[1, dt], [0, 1]])
        self.H = np.array([[1, 0]])
        self.Q = q * np.eye(2)
        self.P = 10 * np.eye(2)
```""",
    """```python
transform = T.Compose([
    T.RandomResizedCrop(224, scale=(0.08, 1.0)),
    T.RandomHorizontalFlip(p=0.5),
    T.ColorJitter(0.4, 0.4, 0.4),
    T.ToTensor(),
])
```""",
    """```python
gx = cv2.Sobel(gray, cv2.CV_32F, 1, 0, ksize=3)
blur = cv2.GaussianBlur(gray, (5, 5), 1.0)
edges = cv2.Canny(gray, 100, 200)
```""",
    """```python
head = nn.Sequential(nn.Flatten(), nn.Linear(512 * 7 * 7, 4096), nn.ReLU(), nn.Dropout(0.5), nn.Linear(4096, 10))
```""",
    """```python
def quantize(x, bits=8):
    top = 2 ** (bits - 1) - 1
    scale = x.abs().max() / top
    return torch.clamp(torch.round(x / scale), -top - 1, top), scale
```""",
    """```python
torch.onnx.export(model, torch.randn(1, 3, 224, 224), "model.onnx", opset_version=17)
```""",
    """```python
lr = 0.1
momentum = 0.9
batch_size = 64
```""",
    """```python
loss = F.cross_entropy(logits, y)
loss = loss / 4
accuracy = (logits.argmax(1) == y).float().mean().item()
losses = np.zeros(100)
precision, recall = tp / (tp + fp + 1e-12), tp / (tp + fn + 1e-12)
```""",
    """```python
keep = scores > 0.5
match = iou > 0.5
if iou >= 0.5 and label == 1:
    tp += 1
```""",
    """```python
for epoch in range(90):
    for step, (x, y) in enumerate(loader):
        x, y = x.to(device, non_blocking=True), y.to(device)
        with torch.autocast("cuda", dtype=torch.bfloat16):
            loss = criterion(model(x), y)
        scaler.scale(loss).backward()
        if (step + 1) % 4 == 0:
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
```""",
    """```python
sx = cv2.filter2D(img, -1, np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]))
```""",
    """```python
xs = np.linspace(0, 1, 100)
a = torch.arange(12).reshape(3, 4)
```""",
    """```python
ap = sum((r[i + 1] - r[i]) * p[i + 1] for i in range(len(r) - 1))
thresholds = np.arange(0.5, 1.0, 0.05)
```""",
    """```python
best = -1.0
for name, acc in results.items():
    if acc > best:
        best = acc
```""",
    """```python
model = torchvision.models.resnet50(weights="IMAGENET1K_V2")
model.fc = nn.Linear(model.fc.in_features, 10)
```""",
    """```python
anchors = [(s * r**0.5, s / r**0.5) for s in (32, 64, 128) for r in (0.5, 1.0, 2.0)]
```""",
    """```python
w = torch.empty(64, 3, 7, 7)
nn.init.kaiming_normal_(w, mode="fan_out", nonlinearity="relu")
bound = (6 / (fan_in + fan_out)) ** 0.5
```""",
    """```python
x = torch.randn(8, 3, 32, 32)
y = nn.Conv2d(3, 16, 3, padding=1)(x)
print(y.shape)  # torch.Size([8, 16, 32, 32])
```""",
    """```bash
pip install torch
```""",
    """```python
m = beta * m + (1 - beta) * g
v = beta2 * v + (1 - beta2) * g**2
w = w - lr * m_hat / (v_hat.sqrt() + 1e-8)
```""",
    """```python
def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
```""",
    """```python
ys, xs = np.mgrid[0:h, 0:w]
grid = np.stack([xs, ys, np.ones_like(xs)], axis=-1)
```""",
    """```python
kernel = np.ones((3, 3)) / 9
```""",
    """```python
q, k, v = self.qkv(x).chunk(3, dim=-1)
a = (q @ k.transpose(-2, -1) / d**0.5).softmax(-1) @ v
```""",
]
UNCHECKED = [
    # Words.
    "It halves the mAP.",
    "It doubles its mAP and halves the loss.",
    "An hour is enough to train it.",
    "An hour is enough to read it and two hours train it.",
    "Nine of ten heads fail.",
    "Three of four images are wrong.",
    "One in ten images is wrong.",
    "It takes thirty epochs.",
    "It converged when the loss doubled.",
    "The loss doubles.",
    "uint8 pixels wide it is.",
    "It has uint8 px.",
    "The model runs at 30 fps.",
    "It reads a camera at 30 fps.",
    "A camera at 30 fps is tracked.",
    "The H100 has 80 GB left.",
    "The H100 has 81 GB.",
    "A ResNet-50 has 80 GB.",
    "It is between 0 and 1 ms.",
    "It is between 0 and 1 percent.",
    "It is 0 to 255 ms.",
    "It is 0 to 255 times.",
    # Code and formulas in a sentence.
    "Set `accuracy = torch.tensor(0.9)` here.",
    "Set `model.top1(10)` here.",
    "It is `[[93, 1], [1, 93]]` here.",
    "It is `[[5, 1], [2, 8]]` here.",
    "It is `2 * 4` here.",
    "It is `baseline * 4` here.",
    "It is `(10, 80)` here.",
    "It is `mAP > 0.5` here.",
    "It is `f(0.9)` here.",
    "It is `x - 93` here.",
    "It is `(93, 1, 80, 80)` here.",
    "It is `F.relu(x)  # 93` here.",
    "It is `[93.1, 94.2]` here.",
    "It is `nn.Linear(93, 10)` here.",
    "It is $9.9^x$ here.",
    "It is $\\text{mAP} = \\ln 10$.",
    "It is $x = 127$ here.",
    "It is $\\begin{pmatrix} 9 & 9 \\end{pmatrix}$ here.",
    "It is $x = \\begin{pmatrix} 9 \\end{pmatrix}$ here.",
    "It is $x\\begin{pmatrix} \\end{pmatrix}93$ here.",
    "It is $20 \\log_{10} 3$ here.",
    "It is $\\dot 4$ here.",
    # Listings.
    """```python
results = dict(accuracy=99.9)
```""",
    """```python
accuracy = max(93.1)
```""",
    """```python
float(93.1)
```""",
    """```python
accuracy[93.1]
```""",
    """```python
r = {'accuracy': 93.1 + x}
```""",
    """```python
val_acc = 93
```""",
    """```python
accuracies.append(93.1)
```""",
    """```python
best_accuracy = max(0.931, x)
```""",
    """```python
accuracy: float = 93.1 + x
```""",
    """```python
run(top1=93.1)
```""",
    """```python
from m import accuracy
accuracy(93.1)
```""",
    """```python
print(f"{93.1:.1f}")
```""",
    """```python
print("accuracy 93.1")
```""",
    """```python
print(f"{x:9>2}")
```""",
    """```python
log = {"val-accuracy": round(93.1, 1)}
```""",
    """```python
if (mAP := 39.2 + x):
    pass
```""",
    """```python
scores = np.array([93.1, 94.2])
```""",
    """```python
accuracy = np.array([0.9, 0.8])
```""",
    """```python
x = [9, 8, 7]
```""",
    """```python
# (9.9, 8.8)
x = y
```""",
    """```python
assert accuracy(model) == 93
```""",
    """```python
mAP > 0.5
```""",
    """```python
acc99 = f(x)
```""",
    """```python
nn.Linear(93.1, 10)
```""",
    """```python
nn.accuracy(93)
```""",
]
