// Putting it together: one application object; every change goes through `update`.

const model = readModel();
const app = {
  model,
  selected: -1,
  returnTo: null,
  measure: null,
  isPipeline: null, // whether the order shown is the pipeline's own
};

/** Rank again under the current settings and redraw everything that shows an order. */
app.update = function update({ pricesChanged = true } = {}) {
  const wasPipeline = app.isPipeline;
  if (pricesChanged || !app.worths) app.worths = worthMatrix(model, app.settings);
  app.view = evaluate(model, app.settings, app.worths);
  app.isPipeline = sameSettings(model, app.settings);
  if (app.table.sites) app.table.trim();
  app.refreshTable();
  app.whatif.draw();
  app.compare.refresh();
  if (wasPipeline !== app.isPipeline) drawLegend(model, app.isPipeline, app.measure);
  if (app.selected >= 0) drawCard();
  app.remember();
};

/** Put the state into the address, once the hand rests: browsers limit how often that may be done. */
app.remember = function remember() {
  clearTimeout(app.remembering);
  app.remembering = setTimeout(() => rememberState(app), 250);
};

app.refreshTable = function refreshTable() {
  const shown = app.table.draw();
  app.sites.setView(app.view, app.isPipeline, shown);
};

/** Select a site: its marker, its row and its card. `fly` moves the map to it, `focus` moves the keyboard. */
app.select = function select(site, { fly = false, focus = false } = {}) {
  app.selected = site;
  app.sites.setSelected(site);
  app.table.mark();
  const box = byId("card");
  box.hidden = site < 0;
  app.remember();
  if (site < 0) return;
  app.table.reveal(site);
  drawCard();
  box.scrollTop = 0;
  if (focus) app.returnTo = model.sites.id[site];
  if (focus) byId("card-title").focus();
  if (fly) bringIntoSight(site);
  announce(`${model.sites.name[site]} selected`);
};

function drawCard() {
  clear(byId("card-body")).append(siteCard(app, app.selected));
}

/** Move the map until the site lies in the part that its card leaves free. */
function bringIntoSight(site) {
  const { map } = app;
  const point = L.latLng(model.sites.latitude[site], model.sites.longitude[site]);
  const box = byId("card").getBoundingClientRect();
  const frame = map.getContainer().getBoundingClientRect();
  const free = box.left - frame.left > 200 ? box.left - frame.left : frame.width;
  const at = map.latLngToContainerPoint(point);
  if (at.x > 40 && at.x < free - 40 && at.y > 40 && at.y < frame.height - 40) return;
  const zoom = Math.max(map.getZoom(), 3.5);
  const centre = map.project(point, zoom).add([(frame.width - free) / 2, 0]);
  map.setView(map.unproject(centre, zoom), zoom, { animate: false });
}

function closeCard() {
  const back = app.returnTo;
  app.returnTo = null;
  app.select(-1);
  const row = back && byId("rows").querySelector(`[data-site="${CSS.escape(back)}"] button.site`);
  (row || app.map.getContainer()).focus({ preventScroll: true });
}

/** What lies under the pointer: a site, else a shaded region. */
function hover(event) {
  const site = app.sites.siteAt(event.layerPoint);
  app.map.getContainer().classList.toggle("on-site", site >= 0);
  let text = "";
  if (site >= 0) {
    const rank = app.view.rank[site];
    text = `${rank ? `${rank}. ` : ""}${model.sites.name[site]}, ${countryOf(model, site)}${rank ? "" : " (excluded)"}`;
  } else {
    text = areaText(app, event.latlng);
  }
  if (!text) app.tip.remove();
  else app.tip.setLatLng(event.latlng).setContent(document.createTextNode(text)).addTo(app.map);
}

app.shade = function shade(name) {
  app.measure = model.measures.find((measure) => measure.name === name) || null;
  shadeAreas(app.map, app.layers, app.measure);
  drawLegend(model, app.isPipeline, app.measure);
};

/** Show the ranked sites, or all if none is ranked. */
function fitSites() {
  const points = [];
  for (let site = 0; site < model.n; site += 1) {
    if (app.view.ranked && !app.view.rank[site]) continue;
    points.push([model.sites.latitude[site], model.sites.longitude[site]]);
  }
  if (points.length) app.map.fitBounds(L.latLngBounds(points), { padding: [24, 24], maxZoom: 7, animate: false });
}

/** The optional online base map: nothing is asked for until the reader ticks its box. */
function wireOnline(map) {
  const box = byId("online");
  if (!box) return;
  box.addEventListener("change", () => {
    if (box.checked) window.tile_layer_online.addTo(map);
    else window.tile_layer_online.remove();
    map.getPane("land").hidden = box.checked;
    map.getPane("regions").style.opacity = box.checked ? 0.6 : 1;
  });
}

function start(map) {
  app.map = map;
  app.settings = scenarioSettings(model);
  map.createPane("sites").style.zIndex = 450;
  app.layers = drawOutlines(map, model);
  app.sites = new SiteLayer(model).addTo(map);
  app.tip = L.tooltip({ direction: "top", offset: [0, -8] });
  app.table = new RankingTable(app);
  app.compare = new Compare(app);
  app.whatif = new WhatIf(app);
  map.on("mousemove", hover);
  map.on("mouseout", () => app.tip.remove());
  map.on("click", (event) => {
    const site = app.sites.siteAt(event.layerPoint);
    if (site >= 0) app.select(site);
  });
  byId("card-close").addEventListener("click", closeCard);
  document.addEventListener("keydown", (event) => event.key === "Escape" && app.selected >= 0 && closeCard());
  byId("measure").append(...model.measures.map((measure) => el("option", { value: measure.name }, measure.label)));
  const after = (act) => () => {
    act();
    app.remember();
  };
  byId("measure").addEventListener("change", after(() => app.shade(byId("measure").value)));
  byId("search").addEventListener("input", after(app.refreshTable));
  byId("status").addEventListener("change", after(app.refreshTable));
  wireOnline(map);
  byId("csv").addEventListener("click", () => downloadCsv(app));
  byId("share").addEventListener("click", () => {
    rememberState(app);
    copyLink();
  });
  byId("statement").textContent = model.statement;
  byId("measure").value = firstMeasure(model);
  app.shade(byId("measure").value);
  app.update();
  const difference = differenceFromPipeline(model, app.view);
  if (!(difference <= 1e-9)) console.error(`the page's scores differ from the pipeline's by ${difference}`);
  app.whatif.open(window.innerWidth >= 1700);
  map.invalidateSize({ animate: false });
  fitSites();
  if (window.location.hash.length > 1) restoreState(app);
  window.addEventListener("hashchange", () => restoreState(app));
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  document.documentElement.dataset.ready = "true";
}

// The name by which folium's script knows the map; the tests look at the application through `kilowhere`.
start(window.map_kilowhere);
window.kilowhere = app;
