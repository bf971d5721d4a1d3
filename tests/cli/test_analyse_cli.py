"""What `dlwb analyse` prints of operations that are not counted."""

from dlwb.cli.analyse import show_analysis
from dlwb.documents import AnalysisDocument
from dlwb.domain.graph import ModelAnalysis, UncountedType
from dlwb.domain.model import Converted, ImportOptions, Model, ModelFormat, Preprocessing

RECIPE = Converted(ModelFormat.ONNX, "00", "tool", ImportOptions())
MODEL = Model("m1", "net", ModelFormat.ONNX, None, (), (), Preprocessing(), "f32", RECIPE, (), "2030-01-01")


def test_the_share_of_the_executed_time_is_told_where_it_is_known(capsys):
    uncounted = (UncountedType("DFT", 2), UncountedType("Loop", 1))
    analysis = ModelAnalysis("m1", 0, 0, 0, 0, 0, {}, 0, 0, 0.0, None, {}, uncounted, (), {}, 1)
    document = AnalysisDocument.of(analysis, {"DFT": 0.25})
    assert [one.time_share for one in document.uncounted] == [0.25, None]
    show_analysis(MODEL, document, top=0)
    assert "Not counted: DFT (2, 25.0 % of the executed time), Loop (1)" in capsys.readouterr().out
