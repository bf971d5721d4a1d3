"""What the demo made, as a document."""

from dlwb.documents.accuracy import AccuracyDocument
from dlwb.documents.document import Document
from dlwb.documents.machine import MachineDocument
from dlwb.documents.models import ModelDocument
from dlwb.documents.quantize import QuantizeDocument
from dlwb.documents.results import BenchmarkDocument, ProfileDocument


class DemoDocument(Document):
    """Everything the demo made, in the order it was made."""

    model: ModelDocument
    machine: MachineDocument
    throughput: BenchmarkDocument
    latency: BenchmarkDocument
    profile: ProfileDocument
    accuracy: AccuracyDocument
    quantize: QuantizeDocument
