"""Theoretical analysis as a document."""

from collections.abc import Mapping

from dlwb.documents.document import Document
from dlwb.domain.graph import ModelAnalysis
from dlwb.domain.model import Shape


class LayerCostDocument(Document):
    """Theory of one layer; 1 MAC = 2 FLOP."""

    name: str
    type: str
    gflop: float
    gmac: float
    giop: float
    parameters: int
    weights_bytes: int
    sparsity: float
    bytes_read: int
    bytes_written: int
    output_shape: Shape | None
    counted: bool


class UncountedDocument(Document):
    """Operations without a cost rule; `time_share` is the share of the executed time of the layers that hold them.

    It is None where the model was not profiled, or no layer of the profile holds them.
    """

    type: str
    count: int
    time_share: float | None


class AnalysisDocument(Document):
    """What a model costs in theory.

    `assumed` says that the batch is dynamic and was counted as one; `notes` are other assumptions, in words (the trip
    count of a loop, the branch of an If).
    """

    model: str
    assumed: bool
    gflop: float
    gmac: float
    giop: float
    parameters: int
    weights_bytes: int
    weights_bytes_by_precision: dict[str, int]
    memory_min_bytes: int
    memory_max_bytes: int
    sparsity: float
    opset: str | None
    type_counts: dict[str, int]
    uncounted: tuple[UncountedDocument, ...]
    layers: tuple[LayerCostDocument, ...]
    input_shapes: dict[str, tuple[int, ...]]
    rules_version: int
    notes: tuple[str, ...]

    @classmethod
    def of(
        cls, analysis: ModelAnalysis, uncounted_shares: Mapping[str, float], assumed: bool = False
    ) -> "AnalysisDocument":
        """The document of an analysis; `uncounted_shares` is the executed time that uncounted types hide, where it is known."""
        layers = tuple(
            LayerCostDocument(
                name=layer.name,
                type=layer.type,
                gflop=layer.flop / 1e9,
                gmac=layer.mac / 1e9,
                giop=layer.iop / 1e9,
                parameters=layer.parameters,
                weights_bytes=layer.weights_bytes,
                sparsity=layer.zeros / layer.parameters if layer.parameters else 0.0,
                bytes_read=layer.bytes_read,
                bytes_written=layer.bytes_written,
                output_shape=layer.output_shape,
                counted=layer.counted,
            )
            for layer in analysis.layers
        )
        uncounted = tuple(
            UncountedDocument(type=u.type, count=u.count, time_share=uncounted_shares.get(u.type))
            for u in analysis.uncounted
        )
        return cls(
            model=analysis.model,
            assumed=assumed,
            gflop=analysis.gflop,
            gmac=analysis.gmac,
            giop=analysis.giop,
            parameters=analysis.parameters,
            weights_bytes=analysis.weights_bytes,
            weights_bytes_by_precision=analysis.weights_bytes_by_precision,
            memory_min_bytes=analysis.memory_min_bytes,
            memory_max_bytes=analysis.memory_max_bytes,
            sparsity=analysis.sparsity,
            opset=analysis.opset,
            type_counts=analysis.type_counts,
            uncounted=uncounted,
            layers=layers,
            input_shapes=analysis.input_shapes,
            rules_version=analysis.rules_version,
            notes=analysis.notes,
        )
