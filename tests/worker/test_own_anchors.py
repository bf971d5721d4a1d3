"""Anchors from labelled pictures, through whatever shows pictures to the network."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from dlwb.calc.preprocessing.frame import frame_of
from dlwb.calc.preprocessing.picture_input import PictureInput
from dlwb.domain.dataset import Box, BrokenPicture, Sample
from dlwb.domain.model import Preprocessing
from dlwb.domain.output_adapter import AdapterProposal, Classification, YoloGrids, YoloHead
from dlwb.domain.preprocessing import Resize
from dlwb.worker.anchors import with_own_anchors
from dlwb.worker.looking import Seen, Shown, Spoiled

ANCHOR = (32.0, 48.0)
PROPOSAL = AdapterProposal(YoloGrids((YoloHead("x", ((1.0, 1.0),)),), 1), "grids", ("anchors",))


@dataclass
class Watched:
    """Shows two pictures at a time; the third of all is spoiled."""

    target: PictureInput
    shown: list[Preprocessing]

    def look(self, samples, preprocessing, read):
        self.shown.append(preprocessing)
        frame = frame_of((64, 64), (64, 64), Resize())
        for i in range(0, len(samples), 2):
            pair = samples[i : i + 2]
            grids = np.full((2, 1, 2, 2, 6), -9.0, np.float32)
            for place, (_, sample) in enumerate(pair):
                box = sample.boxes[0]
                size = np.array([box.x1 - box.x0, box.y1 - box.y0])
                grids[place, 0, int(box.y0 + size[1] / 2) // 32, int(box.x0 + size[0] / 2) // 32] = [
                    0, 0, *np.log(size / ANCHOR), 5, 5,
                ]  # fmt: skip
            if i == 2:
                yield Spoiled(pair[0][0], BrokenPicture("bad", "why"))
                continue
            yield read(Seen(tuple(Shown(p, s, frame) for p, s in pair), (frame, frame), {"x": grids}))


@pytest.fixture
def looker():
    return Watched(PictureInput("in", "NCHW", 64, 64, 3, "f32"), [])


def boxed(count):
    rng = np.random.default_rng(0)
    sizes = rng.uniform(10, 30, (count, 2))
    return [
        (i, Sample(str(i), 64, 64, boxes=(Box(0, 1, 1, 1 + float(w), 1 + float(h)),))) for i, (w, h) in enumerate(sizes)
    ]


def test_every_picture_of_a_batch_tells_of_the_anchors(looker):
    own = with_own_anchors(looker, PROPOSAL, (), Preprocessing(), [(9, Sample("none", 64, 64)), *boxed(200)])
    assert own is not None
    assert isinstance(own.adapter, YoloGrids)
    assert own.adapter.heads[0].anchors[0] == pytest.approx(ANCHOR, rel=0.01)
    assert "from 46 true boxes of 46 pictures" in own.reason  # of 48, two were in the spoiled pair
    assert looker.shown[0].scale == (255.0,)


def test_nothing_is_shown_where_no_anchor_is_missing(looker):
    assert with_own_anchors(looker, replace(PROPOSAL, missing=()), (), Preprocessing(), boxed(4)) is None
    other = AdapterProposal(Classification("x"), "classes", ("anchors",))
    assert with_own_anchors(looker, other, (), Preprocessing(), boxed(4)) is None
    assert looker.shown == []


def test_without_boxes_there_are_no_anchors(looker):
    assert with_own_anchors(looker, PROPOSAL, (), Preprocessing(), [(0, Sample("a", 64, 64, boxes=()))]) is None
