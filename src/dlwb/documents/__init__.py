"""The JSON documents of the terminal (`--json`) and the REST API.

Field names are a contract (docs/reference/json.md): more fields may come, none may change its meaning. Values are
fractions (0..1) unless the name carries a unit. Domain types stand inside as they are; a document chooses and joins.
"""

from dlwb.documents.accuracy import AccuracyComparisonDocument, AccuracyDocument
from dlwb.documents.accuracy_pictures import (
    PictureRecordDocument,
    PictureRecordsDocument,
    ThresholdPointDocument,
    ThresholdsDocument,
)
from dlwb.documents.advice import AdviceDocument, FindingDocument, TrialDocument
from dlwb.documents.analysis import AnalysisDocument, LayerCostDocument, UncountedDocument
from dlwb.documents.comparison import CompareDocument, DeltaDocument
from dlwb.documents.datasets import DatasetDocument, DatasetListDocument, SampleDocument, SamplePageDocument
from dlwb.documents.demo import DemoDocument
from dlwb.documents.document import Document
from dlwb.documents.errors import ErrorBody, ErrorDocument
from dlwb.documents.explanation import ExplanationDocument
from dlwb.documents.history import (
    ChoiceDocument,
    FigureDocument,
    HistoryDocument,
    RunChoicesDocument,
    RunImportDocument,
    RunsRemovedDocument,
    RunsRetaggedDocument,
    SeriesDocument,
    StepDocument,
)
from dlwb.documents.machine import DeviceListDocument, MachineDocument
from dlwb.documents.models import (
    ImportedModelDocument,
    ModelDocument,
    ModelFile,
    ModelListDocument,
    ModelListEntry,
)
from dlwb.documents.quantize import AttemptsDocument, QuantizeDocument, QuantizeEstimate
from dlwb.documents.removed import RemovedDocument
from dlwb.documents.results import BenchmarkDocument, LatencyDocument, ProfileDocument
from dlwb.documents.rivals import RivalDocument, RivalsDocument
from dlwb.documents.runs import RunDocument, RunExportDocument, RunListDocument, RunLogDocument
from dlwb.documents.search import (
    BestDocument,
    PointDocument,
    SearchDocument,
    SkippedDocument,
    SweepDocument,
    SweepEstimate,
)
from dlwb.documents.tried import AnswerDocument, FoundObject, FoundRegion, NamedScore, TryDocument
from dlwb.documents.tune import TuneDocument, TuneEstimate
from dlwb.documents.versions import (
    ExecutedDocument,
    MissingDocument,
    SpeedDocument,
    TheoryDocument,
    VersionDocument,
    VersionEntryDocument,
    VersionListDocument,
)

__all__ = [
    "AccuracyComparisonDocument",
    "AccuracyDocument",
    "AdviceDocument",
    "AnalysisDocument",
    "AttemptsDocument",
    "AnswerDocument",
    "BenchmarkDocument",
    "BestDocument",
    "ChoiceDocument",
    "CompareDocument",
    "DeltaDocument",
    "DemoDocument",
    "DatasetDocument",
    "DatasetListDocument",
    "DeviceListDocument",
    "Document",
    "ErrorBody",
    "ErrorDocument",
    "ExecutedDocument",
    "ExplanationDocument",
    "FigureDocument",
    "FindingDocument",
    "FoundObject",
    "FoundRegion",
    "HistoryDocument",
    "LatencyDocument",
    "LayerCostDocument",
    "MachineDocument",
    "MissingDocument",
    "ImportedModelDocument",
    "ModelDocument",
    "ModelFile",
    "ModelListDocument",
    "ModelListEntry",
    "NamedScore",
    "PictureRecordDocument",
    "PictureRecordsDocument",
    "PointDocument",
    "ProfileDocument",
    "QuantizeDocument",
    "QuantizeEstimate",
    "RemovedDocument",
    "RivalDocument",
    "RivalsDocument",
    "RunChoicesDocument",
    "RunDocument",
    "RunExportDocument",
    "RunImportDocument",
    "RunListDocument",
    "RunLogDocument",
    "RunsRemovedDocument",
    "RunsRetaggedDocument",
    "SampleDocument",
    "SamplePageDocument",
    "SearchDocument",
    "SeriesDocument",
    "SkippedDocument",
    "SpeedDocument",
    "StepDocument",
    "SweepDocument",
    "SweepEstimate",
    "ThresholdPointDocument",
    "ThresholdsDocument",
    "TheoryDocument",
    "TrialDocument",
    "TryDocument",
    "TuneDocument",
    "TuneEstimate",
    "UncountedDocument",
    "VersionDocument",
    "VersionEntryDocument",
    "VersionListDocument",
]
