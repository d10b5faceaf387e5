"""The ranking as GeoJSON (RFC 7946)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def feature_collection(frame: pd.DataFrame) -> dict[str, Any]:
    """Points in WGS 84 with every other column as a property; a gap becomes null."""
    records = frame.drop(columns=["latitude_deg", "longitude_deg"]).to_dict(orient="records")
    points = zip(frame["longitude_deg"].tolist(), frame["latitude_deg"].tolist(), strict=True)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": list(point)},
                "properties": {str(key): _plain(value) for key, value in record.items()},
            }
            for point, record in zip(points, records, strict=True)
        ],
    }


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value
