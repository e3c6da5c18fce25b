"""Words of number that define or set up pass, and those of a result beside them do not."""

import pytest

from cheatsheet.markdown.plain_words import DEVICE, FORMATTED, written_in


@pytest.mark.parametrize(
    "line",
    [
        "It halves the map.", "The map is halved.", "Half the map is zero.", "A map of seven by seven.", "The gradient doubles when the loss doubles.",
        "An hour is enough to read it.", "It is half an hour of reading.", "every ninety thousand steps", "Three of four heads look up.",
        "One in ten images is held out.", "Two of ten images are set aside.",
    ],
)  # fmt: skip
def test_a_definition_states_nothing(line):
    assert list(written_in(line)) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("It halves the mAP.", ["halves the mAP"]),
        ("It halves the map and halves the loss.", ["halves the loss"]),
        ("Its map is forty.", ["map is forty"]),
        ("The loss doubles.", ["loss doubles"]),
        ("It stopped when the loss doubled.", ["loss doubled"]),
        ("An hour is enough to train it.", ["An hour"]),
        ("An hour is enough to read it, two hours to train it.", ["two hours"]),
        ("It takes thirty epochs.", ["thirty epochs"]),
        ("Three of four heads can be pruned.", ["Three of four"]),
        ("Three of four heads are wrong.", ["Three of four"]),
        ("One in ten images is wrong.", ["One in ten"]),
    ],
)
def test_a_result_is_named(line, said):
    assert list(written_in(line)) == said


def test_a_device_records_at_its_rate_and_holds_what_its_maker_says():
    assert DEVICE.fullmatch("A camera at 30 fps".ljust(18)) is None
    assert DEVICE.search("A camera at 30 fps gives a frame.")
    assert DEVICE.search("The H100 has 80 GB of memory.")
    for line in (
        "The model runs at 30 fps and takes a frame.",
        "It tracks a camera at 30 fps and takes it.",
        "A camera at 30 fps is tracked.",
        "A camera at 37 fps gives a frame.",
        "The H100 has 81 GB.",
        "The H100 has 80 GB left.",
        "The H100 has 80 GB of memory to spare.",
    ):
        assert not DEVICE.search(line), line


def test_a_format_of_pixels_is_no_count_of_them():
    assert FORMATTED.search("uint8 pixels are bytes")
    assert not FORMATTED.search("uint8 pixels wide")
