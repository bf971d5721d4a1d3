"""A network that numbers its classes in another order is found out, and nobody else is."""

from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.accuracy.class_order import other_order
from dlwb.domain.accuracy import Classified, ClassRecord
from dlwb.domain.dataset import Dataset, Task

NAMES = ("ant", "bee", "cat", "dog")
PETS = Dataset("d", "pets", "imagenet_folders", (Task.CLASSIFICATION,), 40, NAMES, "/", False, "", "", "")


def record(label: int, first: int) -> ClassRecord:
    return ClassRecord("p.jpg", label, None if first != label else 0, Classified((first,), (1.0,)))


def records(order, each=10, wrong=0):
    """`each` pictures of each class, of which `wrong` are taken for the next class."""
    return [
        record(label, order[(label + (i < wrong)) % len(order)]) for i in range(each) for label in range(len(order))
    ]


def test_another_order_is_named_with_what_it_would_come_to():
    said = other_order(records([0, 2, 3, 1], wrong=2), PETS)
    assert "80 % of the first answers would be right, instead of 20 %" in said
    assert "if its class 2 is 'bee', its class 3 is 'cat' and so on." in said
    assert "label map" in said


def test_a_binary_swap_is_found():
    assert "if its class 1 is 'ant', its class 0 is 'bee'." in other_order(records([1, 0]), PETS)


@given(st.integers(0, 6))
def test_the_same_order_is_right_however_many_are_taken_for_others(wrong):
    assert other_order(records([0, 1, 2, 3], wrong=wrong), PETS) == ""


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=200), st.integers(0, 3))
def test_a_network_that_says_one_class_only_has_no_order(pairs, said):
    assert other_order([record(label % 4, said) for label, _ in pairs], PETS) == ""


@given(st.randoms(use_true_random=False), st.integers(10, 400))
def test_guessing_has_no_order(random, count):
    guesses = [record(random.randrange(100), random.randrange(100)) for _ in range(count)]
    assert other_order(guesses, PETS) == ""


def test_few_pictures_say_nothing():
    assert other_order(records([1, 0, 3, 2], each=4), PETS) == ""
