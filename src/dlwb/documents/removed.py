"""What was removed, as a document."""

from dlwb.documents.document import Document


class RemovedDocument(Document):
    """The id of the model or the dataset that was removed."""

    removed: str
