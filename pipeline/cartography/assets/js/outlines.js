// Country and region outlines, unpacked from the varint bytes that pipeline/cartography/outlines.py writes.

/** Polygons as Leaflet wants them: parts, rings, [latitude, longitude] in degrees. */
function unpackOutline(text, stepsPerDegree) {
  const binary = atob(text);
  let at = 0;
  const next = () => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = binary.charCodeAt(at);
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  };
  const signed = () => {
    const value = next();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  const parts = [];
  for (let left = next(); left > 0; left -= 1) {
    const lengths = [];
    for (let rings = next(); rings > 0; rings -= 1) lengths.push(next());
    parts.push(
      lengths.map((length) => {
        const ring = [];
        let x = 0;
        let y = 0;
        for (let k = 0; k < length; k += 1) {
          x += signed();
          y += signed();
          ring.push([y / stepsPerDegree, x / stepsPerDegree]);
        }
        return ring;
      }),
    );
  }
  return parts;
}

const LAND = "#e3e7ea";
const LAND_BORDER = "#ffffff";

/** Draw the countries, and above them the regions that hold a candidate; both as lists of layers. */
function drawOutlines(map, model) {
  map.createPane("land").style.zIndex = 200;
  map.createPane("regions").style.zIndex = 250;
  const { outlines } = model;
  const polygon = (packed, options) => L.polygon(unpackOutline(packed, outlines.stepsPerDegree), { interactive: false, ...options });
  const land = L.canvas({ pane: "land", padding: 0.3 });
  const countries = outlines.countries.map((packed) =>
    polygon(packed, { renderer: land, pane: "land", color: LAND_BORDER, weight: 0.7, fillColor: LAND, fillOpacity: 1 }).addTo(map),
  );
  const renderer = L.canvas({ pane: "regions", padding: 0.3 });
  const regions = outlines.regions.map((packed) =>
    polygon(packed, { renderer, pane: "regions", color: "#ffffff", weight: 0.7, fill: true, fillOpacity: 1 }),
  );
  return { countries, regions };
}
