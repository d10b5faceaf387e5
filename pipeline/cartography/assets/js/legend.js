// The legend of markers and of the shaded regions.

// Yellow to brown, told apart with every common colour blindness (ColorBrewer 2.0, YlOrBr; Brewer 2002).
const SHADES = ["#ffffd4", "#fee391", "#fec44f", "#fe9929", "#d95f0e", "#993404"];
const NO_DATA = "#c3cad1";

/** As many of the shades as there are classes, from the lightest to the darkest. */
function shades(classes) {
  if (classes <= 1) return [SHADES[2]];
  return Array.from({ length: classes }, (_, k) => SHADES[Math.round((k * (SHADES.length - 1)) / (classes - 1))]);
}

function classOf(value, breaks) {
  const found = breaks.findIndex((limit) => value < limit);
  return found < 0 ? breaks.length : found;
}

function swatch(colour, shape, text) {
  return el("li", {}, el("span", { class: `swatch ${shape}`, style: { background: colour }, "aria-hidden": "true" }), text);
}

function rankLegend(model, isPipeline) {
  const limits = model.rankClasses;
  const items = model.rankColours.map((colour, k) => {
    const from = k === 0 ? 1 : limits[k - 1] + 1;
    const text = k === limits.length ? `rank ${from} and later` : `rank ${from}–${limits[k]}`;
    return swatch(colour, "dot", text);
  });
  if (isPipeline) {
    const arc = el("span", { class: "swatch arc", "aria-hidden": "true" });
    items.push(el("li", {}, arc, "ring: share of draws in the top ten"));
  }
  items.push(el("li", {}, el("span", { class: "swatch cross", "aria-hidden": "true" }, "×"), "excluded by a gate"));
  return el("ul", {}, ...items);
}

function measureLegend(measure) {
  const { breaks } = measure;
  const colours = shades(breaks.length + 1);
  const unit = measure.unit ? ` ${measure.unit}` : "";
  const items = colours.map((colour, k) => {
    let text = `${compactNumber(breaks[k - 1])} to ${compactNumber(breaks[k])}`;
    if (k === 0) text = `below ${compactNumber(breaks[0])}`;
    if (k === breaks.length) text = `${compactNumber(breaks[k - 1])} and more`;
    return swatch(colour, "box", text + (k === 0 || k === breaks.length ? unit : ""));
  });
  items.push(swatch(NO_DATA, "box", "no figure"));
  return el("ul", {}, ...items);
}

/** Fill the legend again. */
function drawLegend(model, isPipeline, measure) {
  clear(byId("legend-sites")).append(el("h3", {}, "Candidates"), rankLegend(model, isPipeline));
  const regions = clear(byId("legend-regions"));
  regions.hidden = !measure;
  if (measure) {
    const unit = measure.unit ? ` [${measure.unit}]` : "";
    regions.append(el("h3", {}, measure.label + unit), measureLegend(measure), el("p", {}, measure.note));
  }
}

/** Shade the regions by a measure; none: only the land is left. */
function shadeRegions(map, layers, measure) {
  const colours = measure ? shades(measure.breaks.length + 1) : [];
  layers.forEach((layer, region) => {
    if (!measure) {
      layer.remove();
      return;
    }
    const value = measure.values[region];
    const missing = Number.isNaN(value);
    layer.setStyle({
      fillColor: missing ? NO_DATA : colours[classOf(value, measure.breaks)], fillOpacity: missing ? 0.6 : 0.95, opacity: 1,
    });
    layer.addTo(map);
  });
}
