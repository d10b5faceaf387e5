"""Energy of an image drawn by diffusion, from measured servers."""

from __future__ import annotations

import pandas as pd

from pipeline.errors import InputError
from pipeline.workload.draws import Estimate, generator, triangular
from pipeline.workload.limits import check_positive

WH = 3600.0
#: Other servers and batches than the measured one (assumption).
_RANGE = (0.75, 1.0, 1.25)


def image_wall_wh(
    images: pd.DataFrame, model: str, chip: str, steps: int, *, draws: int = 2000, seed: int = 1907
) -> Estimate:
    """Energy of an image at the wall [Wh]: measured at the benchmark's steps, in proportion to the steps.

    Each denoising step is one pass of the same network, so energy goes with their number; encoding the text
    and decoding the picture (some per cent at 20 steps) are scaled along. ``images`` is the dataset
    ``image_models`` by (model, chip).

    Raises
    ------
    InputError
        The pair was not measured, or steps not above zero.
    """
    check_positive(steps=steps)
    if (model, chip) not in images.index:
        pairs = ", ".join(f"{one} on {unit}" for one, unit in images.index)
        raise InputError(
            "not measured", column="image-model, chip", value=f"{model} on {chip}", allowed=pairs
        )
    row = images.loc[(model, chip)]
    central = float(row["image_wall_joules"]) * steps / float(row["image_steps"]) / WH
    return Estimate(central, {"server and batch": triangular(generator(seed, "image"), *_RANGE, draws)})
