// The state of the page in its address, so that a link restores it; and the table as CSV.

/** Settings as a fragment; the scenario's own settings give an empty one. */
function stateText(app) {
  const { model, settings } = app;
  const parts = new URLSearchParams();
  const scenario = model.criteria.every((criterion, k) => settings.weights[k] === criterion.weight);
  if (!scenario) parts.set("weights", model.criteria.map((criterion, k) => `${criterion.name}:${settings.weights[k]}`).join(","));
  if (settings.gatesOff.size) parts.set("off", [...settings.gatesOff].map((k) => model.gates[k].name).sort().join(","));
  if (settings.design >= 0) parts.set("design", model.designs[settings.design].name);
  if (settings.carbonPrice) parts.set("carbon", String(settings.carbonPrice));
  if (settings.waterPrice) parts.set("water", String(settings.waterPrice));
  if (byId("measure").value !== firstMeasure(model)) parts.set("shade", byId("measure").value || "nothing");
  if (app.selected >= 0) parts.set("site", model.sites.id[app.selected]);
  if (app.compare.chosen.length) parts.set("compare", app.compare.chosen.map((site) => model.sites.id[site]).join(","));
  if (byId("search").value) parts.set("find", byId("search").value);
  if (byId("status").value !== "all") parts.set("show", byId("status").value);
  return parts.toString();
}

/** What the regions are shaded by to begin with. */
function firstMeasure(model) {
  return model.measures.length ? model.measures[0].name : "";
}

/** A number from an address, within limits; anything else is the fallback. */
function boundedNumber(text, low, high, fallback) {
  const value = text === null || text.trim() === "" ? NaN : Number(text);
  return value >= low && value <= high ? value : fallback;
}

/** Read settings back; what the page does not know is ignored. */
function settingsFrom(model, parts) {
  const settings = scenarioSettings(model);
  const given = new Map((parts.get("weights") || "").split(",").map((pair) => pair.split(":")).filter((pair) => pair.length === 2));
  model.criteria.forEach((criterion, k) => {
    settings.weights[k] = boundedNumber(given.get(criterion.name) ?? null, 0, 1, settings.weights[k]);
  });
  const off = new Set((parts.get("off") || "").split(","));
  model.gates.forEach((gate, k) => off.has(gate.name) && settings.gatesOff.add(k));
  settings.design = model.slots > 1 ? model.designs.findIndex((design) => design.name === parts.get("design")) : -1;
  if (model.prices) {
    settings.carbonPrice = boundedNumber(parts.get("carbon"), 0, 300, 0);
    settings.waterPrice = boundedNumber(parts.get("water"), 0, 20, 0);
  }
  return settings;
}

/** Bring the page into the state that its address names. */
function restoreState(app) {
  const parts = new URLSearchParams(window.location.hash.slice(1));
  app.settings = settingsFrom(app.model, parts);
  byId("search").value = parts.get("find") || "";
  const show = parts.get("show") || "all";
  byId("status").value = [...byId("status").options].some((option) => option.value === show) ? show : "all";
  const shade = parts.get("shade");
  byId("measure").value = app.model.measures.some((one) => one.name === shade) ? shade : firstMeasure(app.model);
  if (shade === "nothing") byId("measure").value = "";
  app.shade(byId("measure").value);
  app.update();
  const known = (id) => app.model.sites.id.indexOf(id);
  app.compare.set((parts.get("compare") || "").split(",").map(known).filter((site) => site >= 0));
  const site = known(parts.get("site"));
  if (site !== app.selected) app.select(site, { fly: true });
  if (!app.isPipeline) app.whatif.open(true);
}

function rememberState(app) {
  const text = stateText(app);
  if (text === window.location.hash.slice(1)) return;
  window.history.replaceState(null, "", text ? `#${text}` : window.location.href.split("#")[0]);
}

/** A cell of CSV: quoted where needed, and text that a spreadsheet would calculate is marked as text. */
function csvCell(value) {
  if (typeof value === "number") return Number.isNaN(value) ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** All rows that the table lists, in its order, with what the page knows of them. */
function tableCsv(app) {
  const { model, view } = app;
  const sites = model.sites;
  const columns = [
    ["site_id", (site) => sites.id[site]],
    ["name", (site) => sites.name[site]],
    ["country_iso3", (site) => sites.iso3[site]],
    ["region_name", (site) => sites.region[site]],
    ["latitude_deg", (site) => sites.latitude[site]],
    ["longitude_deg", (site) => sites.longitude[site]],
    ["rank", (site) => view.rank[site] || NaN],
    ["score", (site) => view.score[site]],
    ["score_low", (site) => view.low[site]],
    ["score_high", (site) => view.high[site]],
    ["completeness", (site) => view.completeness[site]],
    ["design", (site) => (view.design[site] < 0 ? "" : model.designs[view.design[site]].name)],
    ...model.criteria.map((criterion, k) => [`contribution_${criterion.name}`, (site) => view.contribution(site, k)]),
    ...model.figures.map((figure) => [figure.name, (site) => shownDigits(figureAt(model, figure, site, view.slot[site]))]),
    ["excluded_by", (site) => (view.rank[site] ? "" : exclusionReasons(model, app.settings, view, site).map((gate) => gate.name).join(";"))],
  ];
  const lines = [columns.map(([name]) => name), ...app.table.sites.map((site) => columns.map(([, value]) => csvCell(value(site))))];
  return lines.map((cells) => `${cells.join(",")}\r\n`).join("");
}

/** Figures are in the page with seven digits; more would be invented. */
function shownDigits(value) {
  return Number.isNaN(value) ? NaN : Number(value.toPrecision(7));
}

function downloadCsv(app) {
  const blob = new Blob(["\ufeff", tableCsv(app)], { type: "text/csv;charset=utf-8" });
  const link = el("a", { href: URL.createObjectURL(blob), download: `kilowhere-${app.model.scenario}${app.isPipeline ? "" : "-what-if"}.csv` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function copyLink() {
  const box = byId("link");
  box.hidden = false;
  box.value = window.location.href;
  box.select();
  try {
    await navigator.clipboard.writeText(box.value);
    announce("The link is copied");
  } catch {
    announce("The link is in the box, ready to be copied");
  }
}
