"""What can be asked for and what happens when nothing is: the page holds no number of its own."""

from fastapi import APIRouter

from dlwb.documents import Document
from dlwb.domain.inference import Arrivals, Effort, Hint, InferenceConfig, MeasurePlan, Mode, plan_for
from dlwb.domain.specs import FEWEST_INFERENCES

router = APIRouter(tags=["runs"])


class PlansDocument(Document):
    """The plan of every effort, and the defaults of a benchmark and of a profile."""

    efforts: tuple[MeasurePlan, ...]
    default_effort: Effort
    default_config: InferenceConfig
    modes: tuple[Mode, ...]
    hints: tuple[Hint, ...]
    arrivals: tuple[Arrivals, ...]
    profile_inferences: int


@router.get("/plans")
def list_plans() -> PlansDocument:
    """Efforts with their budgets, goals and blocks, and the defaults."""
    return PlansDocument(
        efforts=tuple(plan_for(effort) for effort in Effort),
        default_effort=MeasurePlan().effort,
        default_config=InferenceConfig(),
        modes=tuple(Mode),
        hints=tuple(Hint),
        arrivals=tuple(Arrivals),
        profile_inferences=FEWEST_INFERENCES,
    )
