"""What code calls a result: names of measures, alone or as the last part of a name."""

import re

# `iou` and `loss` are computed by most listings of their sections; a number typed as their value is a result as well.
MEASURES = (
    r"accurac(?:y|ies)|acc|top_?[15]|precisions?|recalls?|sensitivity|specificity|m?aps?(?:_?\d\d)?|m?ious?|dice|auc|auroc|auprc|f1|f_?score|psnr|ssim|lpips|fid"
    r"|perplexity|latenc(?:y|ies)|throughput|speed_?ups?|fps|errors?|error_rate|loss(?:es)?|miss_rate|hota|mota|idf1|pck|rmse|mae|mse|epe"
)
NAME = re.compile(rf"(?:\w+_)?(?:{MEASURES})(?:_(?:percent|pct|ms|mean|avg))?", re.I)


def is_result(name: str) -> bool:
    """Whether a name of code is that of what a run finds: `val_acc`, `mAP`; `loss_weight` is none."""
    return NAME.fullmatch(name) is not None
