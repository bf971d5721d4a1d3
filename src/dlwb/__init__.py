"""dlwb, the Deep Learning Workbench: import, measure, tune and take away neural networks.

`from dlwb import Workbench` is the whole public surface; names resolve on first use, because the
worker process imports this package too and must stay bare (see ARCHITECTURE.md, decision 1).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dlwb.workbench import Workbench as Workbench

__version__ = "0.1.0"
__all__ = ["Workbench", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Workbench":
        from dlwb.workbench import Workbench

        return Workbench
    raise AttributeError(f"module 'dlwb' has no attribute {name!r}")
