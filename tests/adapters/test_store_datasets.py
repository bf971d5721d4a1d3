"""What every store promises about datasets."""

from dataclasses import replace

import pytest

from dlwb.adapters.stores.memory import MemoryStore
from dlwb.adapters.stores.sql import SqlStore
from dlwb.domain.dataset import BrokenPicture, Dataset, DatasetFormat, Task
from dlwb.domain.errors import Ambiguous, NotFound
from dlwb.domain.made_data import Augmented, Changes, Generated

A = Dataset(
    id="aaaa000000000000",
    name="cats",
    format=DatasetFormat.VOC,
    tasks=(Task.DETECTION, Task.SEGMENTATION),
    samples=3,
    classes=("cat", "größer"),
    folder="/data/cats",
    owned=False,
    index="1" * 64,
    created="2030-01-01T00:00:01.000000+00:00",
    reason="because",
    counts=(2, 5),
    broken=(BrokenPicture("x.jpg", "empty"),),
    left_out=1,
    notes=("a note",),
)
B = replace(A, id="aaaa111111111111", created="2030-01-01T00:00:02.000000+00:00", index="2" * 64)


@pytest.fixture(params=["sql", "memory"])
def store(request, tmp_path):
    store = SqlStore(tmp_path) if request.param == "sql" else MemoryStore()
    yield store
    store.close()


@pytest.mark.parametrize("made", [None, Generated(count=4), Augmented("a", "cats", Changes(flip=True, noise=0.1))])
def test_a_dataset_comes_back_as_it_went_in(store, made):
    dataset = replace(A, made=made)
    assert store.add_dataset(dataset)
    assert store.find_dataset(dataset.id) == dataset
    assert store.datasets() == (dataset,)


def test_adding_a_known_dataset_changes_nothing(store):
    store.add_dataset(A)
    assert not store.add_dataset(replace(A, name="dogs"))
    assert store.find_dataset(A.id).name == "cats"


def test_a_dataset_is_found_by_id_beginning_of_an_id_and_newest_name(store):
    store.add_dataset(A)
    store.add_dataset(B)
    assert store.find_dataset("aaaa0000") == A
    assert store.find_dataset("cats") == B
    assert store.datasets() == (B, A)
    with pytest.raises(Ambiguous, match="Several datasets"):
        store.find_dataset("aaaa")
    for text in ("", "aaa", "aaaa2", "dogs"):
        with pytest.raises(NotFound):
            store.find_dataset(text)


def test_a_dataset_is_replaced(store):
    store.add_dataset(A)
    store.replace_dataset(replace(A, name="dogs", index="3" * 64))
    assert store.find_dataset("dogs").index == "3" * 64
    assert store.dataset_names() == {A.id: "dogs"}
    with pytest.raises(NotFound):
        store.replace_dataset(B)


def test_removing_tells_which_content_nobody_uses_any_more(store):
    store.add_dataset(A)
    store.add_dataset(replace(B, index=A.index))
    assert store.remove_dataset(A.id) == ()
    assert store.remove_dataset(B.id) == (A.index,)
    assert store.datasets() == ()
    with pytest.raises(NotFound):
        store.remove_dataset(A.id)


def test_the_list_of_samples_is_content_in_use(store):
    store.add_dataset(A)
    assert A.index in store.file_hashes()


def test_every_write_is_seen(store):
    before = store.revision()
    store.add_dataset(A)
    store.replace_dataset(A)
    store.remove_dataset(A.id)
    assert store.revision() == before + 3
