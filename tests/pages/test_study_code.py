"""The code of a list in a link: by hand, and read back by a reader written for this test alone."""

import random

import pytest

from cheatsheet.pages.study_code import encode


def read_back(code):
    numbers = []
    for part in filter(None, code[2:].split(".")):
        first, _, last = part.partition("-")
        numbers += range(int(first, 36), int(last or first, 36) + 1)
    return numbers


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ([], "00"),
        # 7 is character 55, which is 1·36 + 19, and j is digit 19.
        ([7], "1j7"),
        # (55·31 + 45)·31 + 57 is 1171 more than a multiple of 36², and that is 32·36 + 19.
        ([7, 8, 9], "wj7-9"),
    ],
)
def test_check_digits_stand_in_front(numbers, code):
    assert encode(numbers) == code


@pytest.mark.parametrize(
    ("numbers", "body"),
    [
        ([7, 8], "7.8"),
        ([9, 8, 7], "9.8.7"),
        ([2, 4, 3], "2.4.3"),
        ([35, 36, 37, 1295, 1296, 1297], "z-11.zz-101"),
        ([1, 2, 3, 5, 6, 8, 9, 10, 11], "1-3.5.6.8-b"),
    ],
)
def test_three_in_a_row_are_a_range(numbers, body):
    assert encode(numbers)[2:] == body


def test_every_list_reads_back_in_its_order():
    dice = random.Random(5)
    lists = [dice.sample(range(1, 1300), dice.randrange(1, 60)) for _ in range(50)]
    for numbers in [*lists, list(range(1, 1300))]:
        assert read_back(encode(numbers)) == numbers


def test_a_long_list_stays_short():
    numbers = list(range(1, 1000))
    random.Random(1).shuffle(numbers)
    link = f"https://somebody.github.io/cv-cheatsheet/study/?list={encode(numbers[:400])}"
    assert len(link) < 2000
    assert len(encode(list(range(1, 3000)))) < 20
