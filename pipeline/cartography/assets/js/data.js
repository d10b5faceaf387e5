// The page's data: columns by site, exactly as the pipeline left them.

const RANK_COLOURS = ["#0b2c5e", "#1d5fa3", "#4f93c6", "#a3cbe3", "#e3eff6"];
const ARC_COLOUR = "#d55e00"; // Okabe and Ito's vermilion
const NO_CLASS = 255;

/** Read the data block and give its columns typed arrays. Missing numbers are NaN. */
function readModel() {
  const raw = JSON.parse(byId("kilowhere-data").textContent);
  const n = raw.sites.id.length;
  const slots = raw.allDesigns ? raw.designs.length : 1;
  const model = { ...raw, n, slots };
  for (const [name, text] of Object.entries(raw.sites.numbers)) model.sites[name] = typedArray(Float64Array, text);
  const wide = (text) => text && typedArray(Float32Array, text);
  model.figures = raw.figures.map((figure) => ({
    ...figure, values: wide(figure.values), low: wide(figure.low), high: wide(figure.high),
  }));
  model.figureByName = new Map(model.figures.map((figure) => [figure.name, figure]));
  model.inputs = raw.inputs.map((input) => ({ ...input, values: wide(input.values) }));
  model.measures = raw.measures.map((measure) => ({
    ...measure, regions: wide(measure.regions), countries: wide(measure.countries),
  }));
  model.criteria = raw.criteria.map((one) => ({ ...one, values: typedArray(Float64Array, one.values) }));
  model.gates = raw.gates.map((gate) => ({
    ...gate,
    results: typedArray(Uint8Array, gate.results),
    live: gate.live && { ...gate.live, others: gate.live.others && typedArray(Uint8Array, gate.live.others) },
    tests: gate.tests.map((test) => ({ ...test, values: wide(test.values) })),
  }));
  model.standards = raw.standards.map((rule) => ({
    ...rule, verdicts: typedArray(Uint8Array, rule.verdicts), values: wide(rule.values), margins: wide(rule.margins),
  }));
  model.absent = typedArray(Uint8Array, raw.absent);
  if (raw.prices) {
    model.prices = {
      criterion: raw.prices.criterion,
      carbonTonnes: typedArray(Float64Array, raw.prices.carbonTonnes),
      waterCubicMetres: typedArray(Float64Array, raw.prices.waterCubicMetres),
    };
  }
  model.designOf = raw.allDesigns ? (_, slot) => slot : (site) => raw.sites.design[site];
  const limits = raw.rankClasses;
  model.rankColours = RANK_COLOURS.slice(0, limits.length + 1);
  model.rankClass = (rank) => {
    if (rank <= 0) return NO_CLASS;
    const found = limits.findIndex((limit) => rank <= limit);
    return found < 0 ? limits.length : found;
  };
  model.arcColour = ARC_COLOUR;
  return model;
}

/** A figure of a site in one of its slots; NaN if missing. */
function figureAt(model, figure, site, slot, part = "values") {
  const column = figure[part];
  return column && slot >= 0 ? column[site * model.slots + slot] : NaN;
}

/** One of the texts that describe an input of a site, or "". */
function describedBy(input, part, site) {
  const column = input[part];
  const code = column ? column.codes[site] : null;
  return code === null || code === undefined ? "" : column.texts[code];
}

/** The figure of an input as text. */
function inputText(input, site) {
  if (Number.isNaN(input.values[site])) return "missing";
  return input.shown ? describedBy(input, "shown", site) : `${compactNumber(input.values[site])} ${input.unit}`;
}

function countryOf(model, site) {
  return model.countries[model.sites.country[site]];
}

function placeOf(model, site) {
  const region = model.sites.region[site];
  const country = countryOf(model, site);
  return region && region !== country && region !== model.sites.name[site] ? `${region}, ${country}` : country;
}

function designLabel(model, design) {
  return design < 0 ? "none" : model.designs[design].label;
}
