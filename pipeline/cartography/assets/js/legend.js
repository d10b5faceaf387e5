// The legend of markers and of the shaded regions.

// Yellow to brown, told apart with every common colour blindness (ColorBrewer 2.0, YlOrBr; Brewer 2002).
const SHADES = ["#ffffd4", "#fee391", "#fec44f", "#fe9929", "#d95f0e", "#993404"];

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
    return swatch(colour, "dot", k === limits.length ? `${from} and later` : `${from}–${limits[k]}`);
  });
  if (isPipeline) {
    items.push(el("li", {}, el("span", { class: "swatch arc", "aria-hidden": "true" }), `ring: share of ${model.draws ? `${fixed(model.draws, 0)} ` : ""}draws in the top ten`));
  }
  else items.push(el("li", {}, "no rings: how sure a what-if is has not been drawn"));
  items.push(el("li", {}, el("span", { class: "swatch cross", "aria-hidden": "true" }, "×"), "excluded by a gate"));
  return el("ul", {}, ...items);
}

function measureLegend(measure) {
  const { breaks } = measure;
  const items = shades(breaks.length + 1).map((colour, k) => {
    let text = `${compactNumber(breaks[k - 1])}–${compactNumber(breaks[k])}`;
    if (k === 0) text = `below ${compactNumber(breaks[0])}`;
    if (k === breaks.length) text = `${compactNumber(breaks[k - 1])} and more`;
    return swatch(colour, "box", text);
  });
  items.push(swatch(LAND, "box", "no candidate or no figure"));
  return el("ul", {}, ...items);
}

/** Fill the legend again. */
function drawLegend(model, isPipeline, measure) {
  clear(byId("legend-sites")).append(el("strong", {}, "Rank"), rankLegend(model, isPipeline));
  const areas = clear(byId("legend-areas"));
  areas.hidden = !measure;
  if (!measure) return;
  const unit = measure.unit ? ` [${measure.unit}]` : "";
  areas.append(el("strong", { title: measure.note }, measure.label + unit), measureLegend(measure), el("p", {}, measure.note));
}

/** Shade by a measure: countries where the figure holds for all of one, regions where it is their own. */
function shadeAreas(map, layers, measure) {
  const colours = measure ? shades(measure.breaks.length + 1) : [];
  const colour = (value) => colours[classOf(value, measure.breaks)];
  layers.countries.forEach((layer, country) => {
    const value = measure ? measure.countries[country] : NaN;
    layer.setStyle({ fillColor: Number.isNaN(value) ? LAND : colour(value) });
  });
  layers.regions.forEach((layer, region) => {
    const value = measure ? measure.regions[region] : NaN;
    if (Number.isNaN(value)) layer.remove();
    else layer.setStyle({ fillColor: colour(value) }).addTo(map);
  });
}

/** The shaded area under a point and its figure, as text; "" if there is none. */
function areaText(app, latlng) {
  const { measure, model, map } = app;
  if (!measure) return "";
  const at = map.latLngToLayerPoint(latlng);
  const under = (layer, value) => !Number.isNaN(value) && layer.getBounds().contains(latlng) && layer._containsPoint(at);
  const region = app.layers.regions.findIndex((layer, k) => layer._map && under(layer, measure.regions[k]));
  if (region >= 0) {
    const { name, country } = model.regions[region];
    return `${name}, ${country}: ${compactNumber(measure.regions[region])} ${measure.unit}`;
  }
  const country = app.layers.countries.findIndex((layer, k) => under(layer, measure.countries[k]));
  if (country < 0) return "";
  return `${model.outlines.countryNames[country]}: ${compactNumber(measure.countries[country])} ${measure.unit}`;
}
