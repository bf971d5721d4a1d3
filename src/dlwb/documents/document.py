"""The base of all documents."""

from pydantic import BaseModel, ConfigDict


class Document(BaseModel):
    """Base of all documents: immutable, and a misspelt field is an error."""

    # What is written always has every field, so the schema of an answer says "required" even where there is a default.
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)
