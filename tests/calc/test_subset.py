"""Subsets are the same for the same seed, in proportion, and inside each other."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.subset import choose, part, size_of, spare_first, strata_of
from dlwb.domain.dataset import Box, Sample, Subset
from dlwb.domain.errors import InvalidOptions

classes = st.lists(st.one_of(st.none(), st.integers(0, 6)), min_size=1, max_size=60)


def named(strata):
    return [f"{i}.jpg" for i in range(len(strata))]


@given(classes, st.integers(1, 70), st.integers(0, 5))
def test_as_many_as_asked_for_each_once(strata, count, seed):
    chosen = choose(named(strata), strata, Subset(count=count, seed=seed))
    assert len(chosen) == min(count, len(strata))
    assert list(chosen) == sorted(set(chosen))
    assert chosen == choose(named(strata), strata, Subset(count=count, seed=seed))


@given(classes, st.integers(1, 60), st.integers(0, 5))
def test_a_larger_subset_holds_the_smaller_one(strata, count, seed):
    smaller, larger = (set(choose(named(strata), strata, Subset(count=n, seed=seed))) for n in (count, count + 3))
    assert smaller <= larger


@given(classes, st.integers(1, 60), st.integers(0, 5))
def test_every_class_has_its_share(strata, count, seed):
    """A stratum of n gets n·t pictures, within one, at the place t where the subset ends; so no class is off by two."""
    chosen = choose(named(strata), strata, Subset(count=count, seed=seed))
    share = len(chosen) / len(strata)
    whole, part = Counter(strata), Counter(strata[i] for i in chosen)
    for label, size in whole.items():
        assert abs(part[label] - share * size) <= 1 + size * len(whole) / len(strata)


def test_ten_of_each_of_ten_classes():
    strata = [i % 10 for i in range(400)]
    chosen = choose(named(strata), strata, Subset(percent=25, seed=3))
    assert set(Counter(strata[i] for i in chosen).values()) == {10}


def test_the_seed_matters_and_the_order_does_not():
    strata = [0] * 50
    names = named(strata)
    first = {names[i] for i in choose(names, strata, Subset(count=10, seed=1))}
    assert first != {names[i] for i in choose(names, strata, Subset(count=10, seed=2))}
    turned = names[::-1]
    assert first == {turned[i] for i in choose(turned, strata, Subset(count=10, seed=1))}


def test_the_choice_never_changes():
    """A fixed value: if it changes, nobody can repeat an accuracy that was measured on a subset."""
    assert choose(named([0] * 10), [0] * 10, Subset(count=3, seed=7)) == (0, 3, 6)


@pytest.mark.parametrize(
    ("subset", "size"),
    [(Subset(), 40), (Subset(count=5), 5), (Subset(count=50), 40), (Subset(percent=25), 10), (Subset(percent=0.1), 1)],
)
def test_sizes(subset, size):
    assert size_of(subset, 40) == size


@pytest.mark.parametrize(
    "subset", [Subset(count=0), Subset(percent=0), Subset(percent=101), Subset(1, 2), Subset(seed=-1)]
)
def test_sizes_that_cannot_be(subset):
    with pytest.raises(InvalidOptions):
        size_of(subset, 40)


def test_a_picture_stands_for_its_rarest_class():
    def objects(*labels):
        return Sample("p", 9, 9, boxes=tuple(Box(label, 0, 0, 1, 1) for label in labels))

    samples = [objects(0, 1), objects(0), objects(), Sample("c", 9, 9, label=4), Sample("m", 9, 9, mask_labels=(0, 7))]
    assert strata_of(samples) == (1, 0, None, 4, 7)


def test_all_but_a_part_is_without_that_part():
    samples = [(10 + i, Sample(f"{i}.png", 8, 8, label=i % 3)) for i in range(20)]
    few = part(samples, Subset(6, seed=1))
    rest = part(samples, Subset(apart_from=Subset(6, seed=1)))
    assert sorted([*few, *rest]) == samples
    assert len(few) == 6
    assert part(samples, Subset()) == samples


def has_label(sample):
    return sample.label is not None


@given(classes, st.integers(1, 60), st.integers(0, 5))
def test_pictures_without_labels_are_taken_first_where_they_do(strata, count, seed):
    samples = [(i, Sample(f"{i}.png", 8, 8, label=label)) for i, label in enumerate(strata)]
    spare, labelled = strata.count(None), len(strata) - strata.count(None)
    asked = Subset(count=count, seed=seed)
    taken = spare_first(samples, asked, has_label)
    assert len(taken) == min(count, len(strata))
    assert sum(not has_label(sample) for _, sample in taken) == min(count, spare)
    assert taken == sorted(taken, key=lambda one: one[0])
    left = part(samples, Subset(apart_from=asked), has_label)
    assert not {i for i, _ in taken} & {i for i, _ in left}
    assert len(left) == labelled - max(0, min(count, len(strata)) - spare)


def test_where_all_have_labels_the_parts_are_those_of_all():
    """As before there was a choice: an accuracy on a part can be repeated."""
    samples = [(i, Sample(f"{i}.png", 8, 8, label=i % 3)) for i in range(20)]
    asked = Subset(6, seed=1)
    assert spare_first(samples, asked, has_label) == part(samples, asked)
    names, strata = [sample.picture for _, sample in samples], strata_of([sample for _, sample in samples])
    rest = Subset(5, seed=2, apart_from=asked)
    assert [i for i, _ in part(samples, rest, has_label)] == list(choose(names, strata, rest))


def copied(originals, copies):
    """Pictures as they are made from a dataset: each original, then its changed copies."""
    return [
        (i * (copies + 1) + k, Sample(f"pictures/{i:06d}-{k}.png", 1, 1, label=i % 3, original=i))
        for i in range(originals)
        for k in range(copies + 1)
    ]


@pytest.mark.parametrize("count", [1, 7, 10, 33, 100])
def test_copies_of_one_original_are_never_in_parts_that_are_apart(count):
    samples = copied(20, 9)
    first = part(samples, Subset(count, seed=4))
    assert len(first) == count
    originals = {sample.original for _, sample in first}
    assert len(originals) == -(-count // 10)
    rest = part(samples, Subset(apart_from=Subset(count, seed=4)))
    assert not originals & {sample.original for _, sample in rest}
    assert len(rest) == 200 - 10 * len(originals)
    assert spare_first(samples, Subset(count, seed=4), lambda _: True) == first


def test_a_larger_subset_of_copies_holds_the_smaller_one():
    samples = copied(12, 4)
    chosen = [{position for position, _ in part(samples, Subset(count, seed=1))} for count in (3, 8, 30)]
    assert chosen[0] < chosen[1] < chosen[2]


def test_pictures_that_all_stand_for_themselves_are_chosen_as_ever():
    samples = [(i, Sample(f"{i}.jpg", 1, 1, label=i % 4)) for i in range(60)]
    names, strata = [sample.picture for _, sample in samples], strata_of([sample for _, sample in samples])
    for subset in (Subset(17, seed=2), Subset(percent=30, seed=5, apart_from=Subset(20, seed=1))):
        assert tuple(position for position, _ in part(samples, subset)) == choose(names, strata, subset)
