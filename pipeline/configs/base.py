"""What all sections of the configuration share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

#: A country in the keys of a mapping (ISO 3166-1 alpha-3); whether there is such a country, the check says.
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Section(BaseModel):
    """A section: unknown keys are errors, values are not changed after reading, defaults are checked too."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, allow_inf_nan=False)
