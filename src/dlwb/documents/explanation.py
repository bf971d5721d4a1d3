"""Why a version is no faster than it is, as a document."""

from dlwb.documents.document import Document
from dlwb.domain.explanation import Explanation
from dlwb.domain.inference import InferenceConfig


class ExplanationDocument(Document):
    """A version against its parent, layer by layer: what was hoped for, what could be, what is, and what lies between.

    `run` is the run that measured both in turns; None where profiles were taken apart. `parent_profile` and
    `version_profile` are the runs with the profiles that it stands on.
    """

    run: str | None
    version: str
    version_name: str
    parent: str
    parent_name: str
    created: str
    config: InferenceConfig
    parent_profile: str
    version_profile: str
    explanation: Explanation
