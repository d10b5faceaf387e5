// The ranking as a table: sorted, searched and filtered, linked with the markers.

// Okabe and Ito's palette, told apart with every common colour blindness (jfly.uni-koeln.de/color, 2008).
const PART_COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#7f7f7f"];

function partColour(criterion) {
  return PART_COLOURS[criterion % PART_COLOURS.length];
}

/** Rows shown at first; more come as one scrolls: every one is filled and laid out anew when a slider moves. */
const pageRows = (sites) => (sites > 1000 ? 40 : 100);
const PRINTED_ROWS = 1000;

/** Columns; `value` sorts, `text` shows, `direction` is the order of the first click. */
function tableColumns(app) {
  const { model } = app;
  const intensity = (name, label, title, decimals) => {
    const unit = "per MWh IT";
    const figure = model.figureByName.get(name);
    if (!figure) return null;
    const value = (site) => figureAt(model, figure, site, app.view.slot[site]);
    return { key: name, label, unit, title, numeric: true, direction: 1, extra: true, value, text: (site) => fixed(value(site), decimals) };
  };
  const rank = (site) => app.view.rank[site] || Infinity;
  const sure = {
    key: "p_top10", label: "Top ten", title: "Share of the draws in which the site is among the first ten", numeric: true,
    direction: -1, value: (site) => model.sites.p_top10[site], text: (site) => percent(model.sites.p_top10[site]),
  };
  const moved = {
    key: "moved", label: "Moved", title: "Places gained or lost against the scenario", numeric: true, direction: -1,
    value: (site) => movement(app, site), text: (site) => movementText(app, site),
  };
  return [
    { key: "rank", label: "Rank", title: "Place in the order", numeric: true, direction: 1, value: rank, text: (site) => (rank(site) === Infinity ? "–" : String(rank(site))) },
    { key: "name", label: "Site", title: "Name and place", direction: 1, value: (site) => model.sites.name[site] },
    { key: "score", label: "Score", title: "Weighted sum, 1 is best", numeric: true, direction: -1, value: (site) => app.view.score[site], text: (site) => fixed(app.view.score[site], 3) },
    app.isPipeline ? sure : moved,
    { key: "design", label: "Cooling", title: "Chosen cooling design", direction: 1, extra: true, value: (site) => designLabel(model, app.view.design[site]), text: (site) => designLabel(model, app.view.design[site]) },
    intensity("carbon_kgco2e_per_mwh_it", "kgCO2e", "Emissions per MWh of IT, location-based [kgCO2e/MWh]", 0),
    intensity("electricity_usd_per_mwh_it", "USD", "Electricity per MWh of IT [USD/MWh]", 0),
    intensity("scarcity_m3_world_per_mwh_it", "m³ w-eq", "Scarcity-weighted water per MWh of IT [m³ world-eq/MWh]", 1),
  ].filter(Boolean);
}

function movement(app, site) {
  const was = app.model.sites.rank[site];
  const is = app.view.rank[site];
  return Number.isNaN(was) || is === 0 ? NaN : was - is;
}

function movementText(app, site) {
  const moved = movement(app, site);
  if (Number.isNaN(moved)) return Number.isNaN(app.model.sites.rank[site]) && app.view.rank[site] ? "new" : "–";
  if (moved === 0) return "0";
  return moved > 0 ? `▲ ${moved}` : `▼ ${-moved}`;
}

/** Text for comparing: case and accents do not matter. */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Change a text only if it differs: a slider moves a hundred rows in every frame. */
function setText(node, text) {
  if (node.shownText === text) return;
  node.shownText = text;
  node.textContent = text;
}

/** The parts of a score as one striped bar: a single background costs less than an element per part. */
function stripes(view, site, criteria) {
  let at = 0;
  const stops = [];
  for (let k = 0; k < criteria; k += 1) {
    const end = at + 100 * (view.contribution(site, k) || 0);
    stops.push(`${partColour(k)} ${at.toFixed(2)}% ${end.toFixed(2)}%`);
    at = end;
  }
  return `linear-gradient(to right, ${stops.join(", ")}, transparent ${at.toFixed(2)}%)`;
}

function cellClass(column) {
  return [column.numeric && "n", column.extra && "extra", ["design", "name"].includes(column.key) && column.key].filter(Boolean).join(" ");
}

class RankingTable {
  constructor(app) {
    this.app = app;
    this.sort = { key: "rank", direction: 1 };
    this.page = pageRows(app.model.n);
    this.limit = this.page;
    this.rows = [];
    this.haystack = Array.from({ length: app.model.n }, (_, site) =>
      folded(`${app.model.sites.name[site]} ${placeOf(app.model, site)} ${app.model.sites.iso3[site]} ${app.model.sites.kind[site]}`),
    );
    const more = (rows) => {
      this.limit = rows;
      this.draw();
    };
    byId("parts").append(el("li", {}, "Score:"), ...app.model.criteria.map((criterion, k) => swatch(partColour(k), "box", criterion.label.toLowerCase())));
    byId("more").addEventListener("click", () => more(this.limit + this.page));
    new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.rows.length && more(this.limit + this.page), {
      root: window.innerWidth >= 900 ? byId("scroller") : null,
    }).observe(byId("more"));
    window.addEventListener("beforeprint", () => more(Math.max(this.limit, PRINTED_ROWS)));
  }

  /** Let go of rows far below those in sight: more come back as one scrolls. */
  trim() {
    const box = byId("scroller");
    if (this.limit <= this.page || box.scrollHeight <= box.clientHeight) return;
    const share = (box.scrollTop + box.clientHeight) / box.scrollHeight;
    const seen = Math.ceil((share * Math.min(this.limit, this.sites.length)) / this.page) * this.page;
    this.limit = Math.min(this.limit, seen + this.page);
  }

  /** Which sites the search and the filter leave; by site, 0 or 1. */
  shown() {
    const words = folded(byId("search").value).split(/\s+/).filter(Boolean);
    const status = byId("status").value;
    const { view } = this.app;
    const keep = (site) =>
      words.every((word) => this.haystack[site].includes(word)) &&
      (status === "all" || (status === "out" ? view.rank[site] === 0 : view.rank[site] > 0 && (status === "ranked" || view.rank[site] <= Number(status))));
    return Uint8Array.from({ length: this.app.model.n }, (_, site) => (keep(site) ? 1 : 0));
  }

  /** The shown sites in the order of the chosen column. */
  order(shown) {
    const column = this.columns.find((one) => one.key === this.sort.key) || this.columns[0];
    const { view } = this.app;
    // By rank, which is how ties are broken too: the ranked ones, then the excluded ones by their id.
    const sites = view.order.filter((site) => shown[site]);
    for (let site = 0; site < shown.length; site += 1) if (shown[site] && view.rank[site] === 0) sites.push(site);
    const { direction } = this.sort;
    if (column.key === "rank" && direction > 0) return sites;
    const values = new Map(sites.map((site) => [site, column.value(site)]));
    const missing = (value) => (typeof value === "number" && (Number.isNaN(value) || value === Infinity) ? 1 : 0);
    // The sort is stable. A missing figure comes last, whichever way the column is sorted.
    return sites.sort((a, b) => {
      const x = values.get(a);
      const y = values.get(b);
      if (missing(x) || missing(y)) return missing(x) - missing(y);
      return direction * (typeof x === "string" ? x.localeCompare(y, "en") : x - y);
    });
  }

  draw() {
    this.columns = tableColumns(this.app);
    if (!this.columns.some((column) => column.key === this.sort.key)) this.sort = { key: "rank", direction: 1 };
    this.drawHead();
    const shown = this.shown();
    this.sites = this.order(shown);
    const count = Math.min(this.limit, this.sites.length);
    const body = byId("rows");
    while (this.rows.length < count) this.rows.push(this.makeRow());
    const wanted = this.rows.slice(0, count);
    wanted.forEach((row, place) => this.fillRow(row, this.sites[place]));
    if (body.childElementCount !== count) body.replaceChildren(...wanted.map((row) => row.node));
    this.mark();
    byId("more").hidden = count === this.sites.length;
    byId("count").textContent = `${fixed(this.sites.length, 0)} of ${fixed(this.app.model.n, 0)} candidates` + (count < this.sites.length ? `, first ${count} shown` : "");
    return shown;
  }

  drawHead() {
    const state = JSON.stringify([this.columns.map((column) => column.key), this.sort]);
    if (state === this.headState) return;
    const focused = document.activeElement?.dataset?.sort;
    this.headState = state;
    const cells = this.columns.map((column) => {
      const sorted = column.key === this.sort.key;
      const rising = this.sort.direction > 0;
      const click = () => {
        this.sort = { key: column.key, direction: sorted ? -this.sort.direction : column.direction };
        this.app.refreshTable();
      };
      return el(
        "th", { scope: "col", class: cellClass(column), "aria-sort": sorted ? (rising ? "ascending" : "descending") : "none" },
        el("button", { type: "button", title: column.title, "data-sort": column.key, onclick: click }, column.label, column.unit ? el("small", {}, column.unit) : null, el("span", { "aria-hidden": "true" }, sorted ? (rising ? " ▲" : " ▼") : "")),
      );
    });
    cells.push(el("th", { scope: "col", class: "pick" }, el("abbr", { title: "Choose up to four sites to compare" }, "Cmp.")));
    clear(byId("columns")).append(...cells);
    if (focused) byId("columns").querySelector(`[data-sort="${CSS.escape(focused)}"]`)?.focus();
    for (const row of this.rows) row.node.remove();
    this.rows = [];
    clear(byId("rows"));
  }

  makeRow() {
    const row = { site: -1, cells: [] };
    row.node = el("tr", { onclick: (event) => event.target.closest("input, button, label") || this.app.select(row.site, { fly: true }) });
    for (const column of this.columns) {
      const cell = el("td", { class: cellClass(column) });
      if (column.key === "name") {
        row.button = el("button", { type: "button", class: "site", onclick: () => this.app.select(row.site, { fly: true, focus: true }) });
        row.place = el("span", { class: "where" });
        cell.append(row.button, row.place);
      }
      if (column.key === "score") {
        row.scoreText = el("span", {});
        row.stack = el("span", { class: "stack", "aria-hidden": "true" });
        cell.append(row.scoreText, row.stack);
      }
      row.cells.push(cell);
    }
    row.pick = el("input", { type: "checkbox", onchange: () => this.app.compare?.toggle(row.site, row.pick) });
    row.node.append(...row.cells, el("td", { class: "pick" }, row.pick));
    return row;
  }

  fillRow(row, site) {
    const { app } = this;
    const { model, view } = app;
    row.site = site;
    row.node.dataset.site = model.sites.id[site];
    row.node.classList.toggle("out", view.rank[site] === 0);
    this.columns.forEach((column, k) => {
      if (column.text && column.key !== "score") setText(row.cells[k], column.text(site));
    });
    setText(row.button, model.sites.name[site]);
    setText(row.place, placeOf(model, site));
    setText(row.scoreText, fixed(view.score[site], 3));
    row.stack.style.backgroundImage = stripes(view, site, model.criteria.length);
    row.pick.checked = app.compare ? app.compare.has(site) : false;
    if (row.picked === site) return;
    row.picked = site;
    row.pick.setAttribute("aria-label", `Compare ${model.sites.name[site]}`);
  }

  /** Show which row is selected. */
  mark() {
    for (const row of this.rows) {
      const selected = row.site === this.app.selected;
      row.node.classList.toggle("selected", selected);
      if (selected) row.node.setAttribute("aria-current", "true");
      else row.node.removeAttribute("aria-current");
    }
  }

  /** Bring a site's row into sight; more rows are shown if it is further down. */
  reveal(site) {
    const place = this.sites.indexOf(site);
    if (place < 0) return;
    if (place >= this.limit) {
      this.limit = Math.ceil((place + 1) / this.page) * this.page;
      this.draw();
    }
    const row = this.rows[place]?.node;
    const box = byId("scroller");
    if (!row || box.scrollHeight <= box.clientHeight) return;
    const top = row.offsetTop - box.clientHeight / 2;
    box.scrollTo({ top, behavior: "instant" });
  }
}
