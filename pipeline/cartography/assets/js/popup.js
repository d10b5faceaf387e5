// The card of a site: what it is, how sure its place is, what it costs, why, and where every figure comes from.

/** Which parts of a card the reader has opened or closed; it stays so for the next site. */
const OPENED = new Map();

function section(title, open, ...children) {
  const node = el("details", { open: OPENED.get(title) ?? open }, el("summary", {}, title), ...children);
  node.addEventListener("toggle", () => node.isConnected && OPENED.set(title, node.open));
  return node;
}

function chip(text, kind) {
  return el("span", { class: `chip ${kind || ""}` }, text);
}

/** Rank, its interval and the probabilities; what-if orders have no draws behind them. */
function standing(app, site) {
  const { model, view } = app;
  const rank = view.rank[site];
  const lines = [];
  const chips = el("p", { class: "chips" });
  if (rank > 0) {
    chips.append(chip(`Rank ${rank} of ${view.ranked}`, "strong"));
  } else {
    chips.append(chip("Excluded", "out"));
  }
  if (rank > 0 && app.isPipeline) {
    const low = fixed(model.sites.rank_p05[site], 0);
    const high = fixed(model.sites.rank_p95[site], 0);
    chips.append(chip(`5–95 %: rank ${low}–${high}`), chip(`top ten in ${percent(model.sites.p_top10[site])} of draws`));
  }
  if (rank > 0 && !app.isPipeline) {
    const was = model.sites.rank[site];
    chips.append(chip(Number.isNaN(was) ? "scenario: excluded" : `scenario: rank ${was}`), chip("how sure: not drawn for a what-if", "warn"));
  }
  if (view.completeness[site] < 1) chips.append(chip(`${percent(view.completeness[site])} of the weight known`, "warn"));
  lines.push(chips);
  if (rank > 0 && app.isPipeline) lines.push(...otherViews(model, site));
  const open = view.high[site] - view.low[site];
  const interval = open > 1e-9 ? ` (${fixed(view.low[site], 3)} to ${fixed(view.high[site], 3)} over the missing figures)` : "";
  const prefix = rank > 0 ? "Score" : "Score without the gates";
  lines.push(el("p", { class: "score-line" }, `${prefix} ${fixed(view.score[site], 3)}${interval}`));
  if (rank === 0) {
    const reasons = exclusionReasons(model, app.settings, view, site);
    lines.push(el("ul", { class: "reasons" }, ...reasons.map((gate) => el("li", {}, `${gate.label}: ${gate.reason}`))));
  }
  return lines;
}

/** What other ways of ordering say, where the ranking has them. */
function otherViews(model, site) {
  const { tie_group: ties, topsis_rank: topsis, pareto, shortlist } = model.sites;
  const told = [];
  if (ties && !Number.isNaN(ties[site])) {
    const size = ties.reduce((count, group) => count + (group === ties[site]), 0);
    if (size > 1) told.push(`one of ${size} sites whose order is not established`);
  }
  if (topsis && !Number.isNaN(topsis[site])) told.push(`rank ${topsis[site]} by TOPSIS`);
  if (pareto && pareto[site] === 1) told.push("on the Pareto front");
  if (shortlist && shortlist[site] > 0) told.push("on the shortlist of diverse sites");
  return told.length ? [el("p", { class: "views" }, `Also: ${told.join("; ")}.`)] : [];
}

/** What each criterion adds: the track is its weight, the bar what the site earns of it. */
function contributionBars(app, site) {
  const { model, view } = app;
  const widest = Math.max(...view.weights, 1e-9);
  const rows = model.criteria.map((criterion, k) => {
    if (view.weights[k] === 0) return null;
    const worth = view.slot[site] < 0 ? NaN : view.worths[k][site * model.slots + view.slot[site]];
    const missing = Number.isNaN(worth);
    const part = view.contribution(site, k);
    const track = el(
      "span",
      { class: "track", style: { width: `${(100 * view.weights[k]) / widest}%` }, "aria-hidden": "true" },
      el("span", { class: missing ? "bar missing" : "bar", style: { width: `${(100 * part) / view.weights[k]}%`, backgroundColor: partColour(k) } }),
    );
    return el(
      "tr", {},
      el("th", { scope: "row" }, criterion.label),
      el("td", { class: "bars" }, track),
      el("td", { class: "n" }, `${fixed(part, 3)} of ${fixed(view.weights[k], 3)}${missing ? ", figure missing" : ""}`),
    );
  });
  return el("table", { class: "contributions" }, el("caption", {}, "Parts of the score; they sum to it"), el("tbody", {}, ...rows));
}

function figureRows(model, site, slot) {
  const rows = [];
  let group = "";
  for (const figure of model.figures) {
    if (figure.group !== group) {
      group = figure.group;
      rows.push(el("tr", { class: "group" }, el("th", { scope: "colgroup", colspan: 2 }, group)));
    }
    const value = figureAt(model, figure, site, slot);
    const low = figureAt(model, figure, site, slot, "low");
    const high = figureAt(model, figure, site, slot, "high");
    const band = Number.isNaN(low) || Number.isNaN(high) ? null : el("small", {}, `${compactNumber(low)} to ${compactNumber(high)}`);
    const missing = Number.isNaN(value);
    rows.push(
      el(
        "tr", {},
        el("th", { scope: "row" }, figure.label, el("small", {}, `from ${figure.inputs.map((key) => inputLabel(model, key)).join(", ")}`)),
        el("td", { class: "n" }, missing ? el("span", { class: "missing" }, "missing") : `${compactNumber(value)} ${figure.unit}`, band),
      ),
    );
  }
  return rows;
}

function inputLabel(model, key) {
  const input = model.inputs.find((one) => one.key === key);
  return input ? input.label.replace(/ \(.*\)$/, "").toLowerCase().replace("aware", "AWARE") : key;
}

function accountTable(model, site, slot) {
  const head = el("tr", {}, ...["Figure, and what it rests on", "Value, and 5 to 95 %"].map((text) => el("th", { scope: "col" }, text)));
  return el("table", { class: "figures" }, el("thead", {}, head), el("tbody", {}, ...figureRows(model, site, slot)));
}

const RESULT_TEXT = ["passes", "fails", "not decided: a figure is missing", "not computed"];
const RESULT_MARK = ["✓", "✕", "?", "–"];

/** What the gate looked at and how far the site is from its limit. */
function gateDetail(model, gate, site, slot, result) {
  const looked = gate.tests.map((test) => {
    const value = test.values && slot >= 0 ? test.values[site * model.slots + slot] : null; // null: not a number
    const shown = value === null ? "" : ` ${Number.isNaN(value) ? "missing" : compactNumber(value)}`;
    return `${test.label.toLowerCase()}${shown} (${gate.excludes ? "out" : "in"} if ${test.text})`;
  });
  const reason = result === FAIL ? `Reason: ${gate.reason}. ` : `It fails where ${gate.reason}. `;
  return `${reason}Looked at: ${looked.join("; ")}`;
}

function gateList(app, site, slot) {
  const { model } = app;
  if (!model.gates.length) return el("p", {}, "This scenario has no gate.");
  return el(
    "ul", { class: "gates" },
    ...model.gates.map((gate, index) => {
      const result = slot < 0 ? ABSENT : app.view.gateResults[index][site * model.slots + slot];
      const off = app.settings.gatesOff.has(index) ? " (switched off here)" : "";
      return el(
        "li", { class: `result-${result}` },
        el("span", { class: "mark", "aria-hidden": "true" }, RESULT_MARK[result]),
        el("span", {}, `${gate.label}: ${RESULT_TEXT[result]}${off}`, el("small", {}, gateDetail(model, gate, site, slot, result))),
      );
    }),
  );
}

/** One block per input: value, where it holds, how and by whom it was found. */
function provenance(model, site) {
  return el(
    "dl", { class: "provenance" },
    ...model.inputs.flatMap((input) => {
      const value = input.values[site];
      const source = describedBy(input, "source", site);
      const told = model.sources[source];
      const missing = Number.isNaN(value);
      const facts = [
        describedBy(input, "level", site) && `level: ${describedBy(input, "level", site)}`,
        describedBy(input, "year", site),
        describedBy(input, "method", site).replaceAll("_", " "),
        describedBy(input, "note", site) && `${input.key === "price" ? "confidence: " : ""}${describedBy(input, "note", site)}`,
      ].filter(Boolean);
      const shown = missing ? el("span", { class: "missing" }, "missing, not estimated") : inputText(input, site);
      const lines = [el("dt", {}, `${input.label}: `, shown)];
      const told_by = told
        ? [safeLink(told.title, told.url), `, ${told.publisher}, ${told.vintage}, `, safeLink(told.licence, told.licence_url)]
        : [source ? source.replaceAll("_", " ") : "no source: there is no figure"];
      lines.push(el("dd", {}, facts.length && !missing ? `${facts.join("; ")}. ` : "", ...told_by));
      return lines;
    }),
  );
}

const VERDICT_TEXT = ["passes", "fails", "not known: the figure is missing", "applies: a duty without a limit"];
const VERDICT_MARK = ["✓", "✕", "?", "§"];

/** Laws and voluntary standards that apply to a site and design, with the distance to their limits. */
function standardList(model, site, slot) {
  const cell = site * model.slots + slot;
  const applying = slot < 0 ? [] : model.standards.filter((rule) => rule.verdicts[cell] < VERDICT_TEXT.length);
  if (!applying.length) return el("p", {}, "None of the rules on record applies here.");
  return el(
    "ul", { class: "gates" },
    ...applying.map((rule) => {
      const verdict = rule.verdicts[cell];
      const figure = Number.isNaN(rule.values[cell]) ? "" : `${rule.metric.replaceAll("_", " ")} ${compactNumber(rule.values[cell])}, `;
      const margin = Number.isNaN(rule.margins[cell]) ? "" : `; margin ${compactNumber(rule.margins[cell])}`;
      const limit = rule.limit === null ? "" : `${figure}${rule.operator} ${compactNumber(rule.limit)}${margin}. `;
      return el(
        "li", { class: `result-${verdict}` },
        el("span", { class: "mark", "aria-hidden": "true" }, VERDICT_MARK[verdict]),
        el("span", {}, `${rule.title}: ${VERDICT_TEXT[verdict]}`, el("small", {}, `${limit}${rule.kind}${rule.status === "final" ? "" : ", draft"}. ${rule.source}`)),
      );
    }),
  );
}

/** The whole card; `slot` chooses the cooling design whose account is shown. */
function siteCard(app, site) {
  const { model, view } = app;
  const chosen = view.slot[site];
  const account = el("div", { class: "account" }, accountTable(model, site, chosen));
  const gates = el("div", {}, gateList(app, site, chosen));
  const standards = el("div", {}, standardList(model, site, chosen));
  const heading = el("h3", { id: "card-title", tabindex: -1 }, model.sites.name[site]);
  const card = el("article", { class: "card", "aria-labelledby": "card-title" }, heading);
  const kind = model.sites.kind[site];
  card.append(el("p", { class: "place" }, placeOf(model, site) + (kind ? ` · ${kind.toLowerCase()}` : "")));
  card.append(...standing(app, site));
  card.append(el("label", { class: "design" }, "Cooling design ", designSelect(app, site, chosen, account, gates, standards)));
  card.append(section("Parts of the score", true, contributionBars(app, site)));
  card.append(section("Account of one year", true, account));
  card.append(section("Gates", view.rank[site] === 0, gates));
  if (model.standards.length) card.append(section("Standards and laws", false, standards));
  card.append(section("Where the figures come from", false, provenance(model, site)));
  return card;
}

function designSelect(app, site, chosen, account, gates, standards) {
  const { model } = app;
  const options = [];
  for (let slot = 0; slot < model.slots; slot += 1) {
    if (model.absent[site * model.slots + slot]) continue;
    const text = designLabel(model, model.designOf(site, slot)) + (slot === chosen ? " (chosen)" : "");
    options.push(el("option", { value: slot, selected: slot === chosen }, text));
  }
  const change = (event) => {
    const slot = Number(event.target.value);
    clear(account).append(accountTable(model, site, slot));
    clear(gates).append(gateList(app, site, slot));
    clear(standards).append(standardList(model, site, slot));
  };
  return el("select", { onchange: change, disabled: options.length < 2 }, ...options);
}
