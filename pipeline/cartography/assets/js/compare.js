// Two to four sites side by side.

const MOST_COMPARED = 4;

class Compare {
  constructor(app) {
    this.app = app;
    this.chosen = [];
    byId("compare-open").addEventListener("click", () => this.open());
    byId("compare-clear").addEventListener("click", () => this.set([]));
    byId("compare-close").addEventListener("click", () => byId("compare").close());
  }

  has(site) {
    return this.chosen.includes(site);
  }

  toggle(site, box) {
    if (this.has(site)) this.set(this.chosen.filter((one) => one !== site));
    else if (this.chosen.length < MOST_COMPARED) this.set([...this.chosen, site]);
    else {
      box.checked = false;
      announce(`Four sites are chosen already; take one out first`);
    }
  }

  set(sites) {
    this.chosen = sites.slice(0, MOST_COMPARED);
    this.app.sites.setMarked(this.chosen);
    byId("compare-bar").hidden = this.chosen.length === 0;
    byId("compare-names").textContent = this.chosen.map((site) => this.app.model.sites.name[site]).join(", ");
    byId("compare-open").disabled = this.chosen.length < 2;
    this.app.table.draw();
    this.app.remember?.();
  }

  open() {
    this.draw();
    byId("compare").showModal();
  }

  /** Redraw if it is open. */
  refresh() {
    if (byId("compare").open) this.draw();
  }

  draw() {
    const { app } = this;
    const { model, view } = app;
    const head = el("tr", {}, el("th", { scope: "col" }, "Figure"), ...this.chosen.map((site) => el("th", { scope: "col" }, model.sites.name[site], el("small", {}, placeOf(model, site)))));
    const rows = [
      this.row("Rank", (site) => view.rank[site] || NaN, (site) => (view.rank[site] ? `${view.rank[site]} of ${view.ranked}` : "excluded"), -1),
      this.row("Score", (site) => view.score[site], (site) => fixed(view.score[site], 3), 1),
    ];
    if (app.isPipeline) {
      rows.push(
        this.row("Rank, 5–95 % of draws", () => NaN, (site) => `${fixed(model.sites.rank_p05[site], 0)}–${fixed(model.sites.rank_p95[site], 0)}`, 0),
        this.row("Top ten in", (site) => model.sites.p_top10[site], (site) => percent(model.sites.p_top10[site]), 1),
      );
    }
    rows.push(
      this.row("Weight with known figures", (site) => view.completeness[site], (site) => percent(view.completeness[site]), 0),
      this.row("Cooling design", () => NaN, (site) => designLabel(model, view.design[site]), 0),
      this.heading("Parts of the score"),
      ...model.criteria.map((criterion, k) => this.row(criterion.label, (site) => view.contribution(site, k), (site) => fixed(view.contribution(site, k), 3), 1)),
    );
    let group = "";
    for (const figure of model.figures) {
      if (figure.group !== group) {
        group = figure.group;
        rows.push(this.heading(group));
      }
      const value = (site) => figureAt(model, figure, site, view.slot[site]);
      const text = (site) => (Number.isNaN(value(site)) ? "missing" : `${compactNumber(value(site))} ${figure.unit}`);
      rows.push(this.row(figure.label, value, text, -1));
    }
    rows.push(
      this.heading("Region and climate"),
      ...model.inputs.map((input) => this.row(input.label, () => NaN, (site) => inputText(input, site), 0)),
    );
    clear(byId("compare-body")).append(el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows)));
  }

  heading(text) {
    return el("tr", { class: "group" }, el("th", { scope: "colgroup", colspan: this.chosen.length + 1 }, text));
  }

  /** `better` 1: more is better, -1: less is better, 0: neither. */
  row(label, value, text, better) {
    const known = this.chosen.map(value).filter((one) => !Number.isNaN(one));
    const best = better > 0 ? Math.max(...known) : Math.min(...known);
    const differ = known.some((one) => one !== known[0]);
    const cells = this.chosen.map((site) => {
      const wins = better !== 0 && differ && value(site) === best;
      return el("td", { class: wins ? "best" : "" }, text(site), wins ? el("span", { class: "hidden" }, " (best)") : "");
    });
    return el("tr", {}, el("th", { scope: "row" }, label), ...cells);
  }
}
