"""The anchors that published YOLO networks were trained with, in pixels of the network's input."""

from dataclasses import dataclass

from dlwb.domain.output_adapter import YoloVersion

Anchors = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class KnownAnchors:
    """Anchors by grid, the finest (stride 8 or 16) first; `stretch` likewise."""

    name: str
    version: YoloVersion
    grids: tuple[Anchors, ...]
    stretch: tuple[float, ...]


_V3: tuple[Anchors, ...] = (
    ((10, 13), (16, 30), (33, 23)),
    ((30, 61), (62, 45), (59, 119)),
    ((116, 90), (156, 198), (373, 326)),
)
_V4: tuple[Anchors, ...] = (
    ((12, 16), (19, 36), (40, 28)),
    ((36, 75), (76, 55), (72, 146)),
    ((142, 110), (192, 243), (459, 401)),
)
_TINY_COARSE: Anchors = ((81, 82), (135, 169), (344, 319))


def _of_cells(*sides: float) -> tuple[Anchors, ...]:
    """YOLOv2 gives anchors in cells of 32 pixels, width and height in turns."""
    pixels = [side * 32 for side in sides]
    return (tuple(zip(pixels[::2], pixels[1::2], strict=True)),)


# Darknet's own configurations (yolov3.cfg, yolov4.cfg, …) and those of YOLOv5 and v7. For each number of grids and anchors
# the most common comes first.
KNOWN = (
    KnownAnchors("YOLOv3", YoloVersion.V3, _V3, (1.0, 1.0, 1.0)),
    KnownAnchors("YOLOv4", YoloVersion.V3, _V4, (1.2, 1.1, 1.05)),
    KnownAnchors("YOLOv5", YoloVersion.V5, _V3, (1.0, 1.0, 1.0)),
    KnownAnchors("YOLOv7", YoloVersion.V5, _V4, (1.0, 1.0, 1.0)),
    KnownAnchors("YOLOv4-tiny", YoloVersion.V3, (((23, 27), (37, 58), (81, 82)), _TINY_COARSE), (1.05, 1.05)),
    KnownAnchors("YOLOv3-tiny", YoloVersion.V3, (((10, 14), (23, 27), (37, 58)), _TINY_COARSE), (1.0, 1.0)),
    KnownAnchors(
        "YOLOv2 (VOC)",
        YoloVersion.V2,
        _of_cells(1.3221, 1.73145, 3.19275, 4.00944, 5.05587, 8.09892, 9.47112, 4.84053, 11.2364, 10.0071),
        (1.0,),
    ),
    KnownAnchors(
        "Tiny YOLOv2 (VOC)",
        YoloVersion.V2,
        _of_cells(1.08, 1.19, 3.42, 4.41, 6.63, 11.38, 9.42, 5.11, 16.62, 10.52),
        (1.0,),
    ),
    KnownAnchors(
        "YOLOv2 (COCO)",
        YoloVersion.V2,
        _of_cells(0.57273, 0.677385, 1.87446, 2.06253, 3.33843, 5.47434, 7.88282, 3.52778, 9.77052, 9.16828),
        (1.0,),
    ),
)
