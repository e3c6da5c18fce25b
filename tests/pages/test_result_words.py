"""Phrases that state a result, which no reason of docs/numbers.yml covers, and those that set something up."""

import pytest

from cheatsheet.pages.result_words import states_result

RESULTS = [
    *("accuracy 93.1% on ImageNet-1k", "accuracy of 93.1", "93.1% accuracy on", "reaches 93.1% on"),
    *(
        "gains 2 points on",
        "2 points better",
        "top-1 accuracy is 93.1",
        "loses 1.5% of",
        "37.4 mAP",
    ),
    *(
        "mAP 37.4 on COCO",
        "takes 12 ms on",
        "3 times faster",
        "latency 12 ms",
        "improves by 2.3 on",
    ),
    *(
        "error rate of 3.57%",
        "ResNet gets 76.1 top-1",
        "scores 76.1% on",
        "93% right on",
        "2.5× faster",
    ),
    *("runs at 120 fps on", "needs 12 GB less memory", "ResNet-50 at 76.1% on ImageNet-1k"),
    *("accuracy `93.1`", "accuracy $93.1\\%$", "accuracy falls from 76.1% to 70.2%", "recall: 0.9"),
    # The name of a result anywhere beside a number, in code, in formulas and behind whatever verb.
    *("accuracy stays at 77.1", "accuracy (76.1) is", "mean IoU 0.57", "an F1 score of 0.65"),
    *("`acc = 0.58`", "$\\text{accuracy} = 0.61$", "BF16 is 3 times as", "was 51% quicker"),
    *("a throughput of 671 images", "answers in 74 ms", "occupies 41 GB", "lasts 41 hours"),
    *("diverged in 7 of 10 runs", "won 9 of 10", "68 of 100 images were right"),
    *("found 48% of the objects", "accuracy of ninety percent", "recall stays near 0.9"),
    *("the box AP is 37", "AP50 of 59", "IoU = 0.57", "memory of 41 GB", "speed: 120 fps"),
    *("120 images a second", "is right 93 times", "12% of the images are", "91.5, the precision"),
]
SET_UP = [
    *(
        "three and `3 → 64` channels",
        "at rate `0.01` hides",
        "of width `256` takes",
        "IoU of 0.5 is",
    ),
    *(
        "`mAP@0.5`: a",
        "AP. For `30` FPS",
        "Recall is 1 already",
        "with precision 2/3",
        "at least `0.5` to",
    ),
    *("Errors of `0, 0.5, 1` cost", "take 10% of", "up to 16 bytes", "box at `IoU=0.62`, three"),
    *("AP50 and ResNet-50", "Faster R-CNN R101", "memory, and 2 ms", "link of 12 GB/s"),
    *("an A100 with 40 GB", "is timed. 20 and 40 ms", "wrong pixels: 16 where", "mAP@0.5:0.95"),
]


@pytest.mark.parametrize("phrase", RESULTS)
def test_a_result_is_told_from_what_a_sentence_chooses(phrase):
    assert states_result(phrase)


@pytest.mark.parametrize("phrase", SET_UP)
def test_what_a_sentence_chooses_is_no_result(phrase):
    assert not states_result(phrase)
