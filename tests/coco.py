"""What pycocotools makes of boxes: the oracle of the examples on detection."""

import contextlib
import io

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def corner_size(box):
    """COCO's form: corner, width, height."""
    x1, y1, x2, y2 = map(float, box)
    return [x1, y1, x2 - x1, y2 - y1]


def coco_precision(objects, detections):
    """Precision by pycocotools, shape (10 thresholds, 101 recalls).

    `objects` is {image: [box]}, `detections` is {image: [(box, score)]}.
    """
    images = sorted(objects.keys() | detections.keys())
    truth = [(image, box) for image, found in objects.items() for box in found]
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {
            "info": {},
            "images": [{"id": image} for image in images],
            "categories": [{"id": 1}],
            "annotations": [
                {
                    "id": number,
                    "image_id": image,
                    "category_id": 1,
                    "iscrowd": 0,
                    "area": 1.0,
                    "bbox": corner_size(box),
                }
                for number, (image, box) in enumerate(truth, 1)
            ],
        }
        coco.createIndex()
        results = coco.loadRes(
            [
                {"image_id": image, "category_id": 1, "bbox": corner_size(box), "score": score}
                for image, found in detections.items()
                for box, score in found
            ]
        )
        run = COCOeval(coco, results, "bbox")
        run.evaluate()
        run.accumulate()
    return run.eval["precision"][:, :, 0, 0, 2]
