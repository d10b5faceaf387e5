// What if: other weights, gates, prices or one cooling design for all. The order changes at once, by the
// ranking's own arithmetic; how sure it is was drawn for the scenario's settings and is not shown for others.

/** Weights that a planner may want to start from; each says how it is made. */
function weightPresets(model) {
  const scenario = model.criteria.map((criterion) => criterion.weight);
  const presets = [
    { key: "scenario", label: "Scenario's weights", weights: scenario },
    ...model.presets,
    { key: "equal", label: "Equal weights", weights: scenario.map(() => 1 / scenario.length) },
  ];
  model.criteria.forEach((criterion, k) => {
    const rest = 1 - scenario[k];
    const weights = scenario.map((weight, j) => (j === k ? 0.6 : rest > 0 ? (0.4 * weight) / rest : 0.4 / (scenario.length - 1)));
    if (scenario.length > 1) presets.push({ key: criterion.name, label: `${criterion.label} first (60 %, the rest as in the scenario)`, weights });
  });
  return presets;
}

function slider(id, label, attributes, onInput) {
  const output = el("output", { for: id });
  const input = el("input", { type: "range", id, ...attributes, oninput: () => onInput(Number(input.value)) });
  const row = el("div", { class: "slider" }, el("label", { for: id }, label), output, input);
  return { row, input, output };
}

class WhatIf {
  constructor(app) {
    this.app = app;
    const { model } = app;
    this.presets = weightPresets(model);
    const box = byId("whatif-body");
    const preset = el("select", { id: "preset" }, ...this.presets.map((one) => el("option", { value: one.key }, one.label)), el("option", { value: "", hidden: true }, "own weights"));
    preset.addEventListener("change", () => {
      app.settings.weights = [...this.presets.find((one) => one.key === preset.value).weights];
      this.changed();
    });
    this.preset = preset;
    this.weights = model.criteria.map((criterion, k) =>
      slider(`weight-${criterion.name}`, criterion.label, { min: 0, max: 100, step: 1 }, (value) => {
        app.settings.weights[k] = value / 100;
        this.changed();
      }),
    );
    box.append(
      el("fieldset", {}, el("legend", {}, "Weights"), el("label", { class: "field" }, "Start from ", preset), ...this.weights.map((one) => one.row)),
    );
    if (model.slots > 1) box.append(this.makeDesign());
    if (model.prices) box.append(this.makePrices());
    if (model.gates.length) box.append(this.makeGates());
    byId("reset").addEventListener("click", () => this.reset());
    byId("banner-reset").addEventListener("click", () => this.reset());
    byId("whatif-toggle").addEventListener("click", () => this.open(byId("whatif").hidden));
  }

  makeDesign() {
    const { app } = this;
    this.design = el("select", { id: "design" }, el("option", { value: -1 }, "best of each site"), ...app.model.designs.map((design, k) => el("option", { value: k }, design.label)));
    this.design.addEventListener("change", () => {
      app.settings.design = Number(this.design.value);
      this.changed();
    });
    return el("fieldset", {}, el("legend", {}, "Cooling design"), el("label", { class: "field" }, "Every site uses ", this.design));
  }

  makePrices() {
    const { app } = this;
    const add = (name) => (value) => {
      app.settings[name] = value;
      this.changed({ pricesChanged: true });
    };
    this.carbon = slider("carbon-price", "Carbon", { min: 0, max: 300, step: 5 }, add("carbonPrice"));
    this.water = slider("water-price", "Water withdrawn on site", { min: 0, max: 20, step: 0.5 }, add("waterPrice"));
    const judged = app.model.criteria[app.model.prices.criterion].label.toLowerCase();
    const note = `On top of the bill that “${judged}” judges.`;
    return el("fieldset", {}, el("legend", {}, "Prices"), this.carbon.row, this.water.row, el("p", { class: "note" }, note));
  }

  makeGates() {
    const { app } = this;
    this.gates = app.model.gates.map((gate, k) => {
      const input = el("input", { type: "checkbox", checked: true });
      input.addEventListener("change", () => {
        if (input.checked) app.settings.gatesOff.delete(k);
        else app.settings.gatesOff.add(k);
        this.changed();
      });
      return { input, row: el("label", { class: "gate", title: gate.reason }, input, el("span", {}, gate.label, el("small", {}, gate.reason))) };
    });
    const note = app.model.slots > 1 ? null : el("p", { class: "note" }, "This page holds the chosen design of each site only, so a gate is tried on that one.");
    return el("fieldset", {}, el("legend", {}, "Gates"), ...this.gates.map((one) => one.row), note);
  }

  /** Settings changed: rank again in the next frame, once, however many events come before it. */
  changed({ pricesChanged = false } = {}) {
    this.pricesChanged = this.pricesChanged || pricesChanged;
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.app.update({ pricesChanged: this.pricesChanged });
      this.pricesChanged = false;
    });
  }

  reset() {
    this.app.settings = scenarioSettings(this.app.model);
    this.changed({ pricesChanged: true });
    announce("The scenario's settings are back");
  }

  open(wanted) {
    byId("whatif").hidden = !wanted;
    byId("whatif-toggle").setAttribute("aria-expanded", String(wanted));
    document.body.classList.toggle("with-whatif", wanted);
  }

  /** Show the settings as they are. */
  draw() {
    const { settings, view, isPipeline } = this.app;
    this.weights.forEach((one, k) => {
      one.input.value = 100 * settings.weights[k];
      one.output.textContent = view.noWeights ? "–" : `${fixed(100 * view.weights[k], 1)} %`;
      one.input.setAttribute("aria-valuetext", `${one.output.textContent} of the score`);
    });
    const same = this.presets.find((preset) => preset.weights.every((weight, k) => Math.abs(weight - view.weights[k]) < 1e-12));
    this.preset.value = same ? same.key : "";
    if (this.design) this.design.value = String(settings.design);
    if (this.carbon) {
      this.carbon.input.value = settings.carbonPrice;
      this.carbon.output.textContent = `${fixed(settings.carbonPrice, 0)} USD/t`;
      this.carbon.input.setAttribute("aria-valuetext", `${settings.carbonPrice} USD per tonne CO2e`);
      this.water.input.value = settings.waterPrice;
      this.water.output.textContent = `${fixed(settings.waterPrice, 1)} USD/m³`;
      this.water.input.setAttribute("aria-valuetext", `${settings.waterPrice} USD per cubic metre`);
    }
    (this.gates || []).forEach((one, k) => {
      one.input.checked = !settings.gatesOff.has(k);
    });
    byId("reset").disabled = isPipeline;
    byId("banner").hidden = isPipeline;
    byId("banner-text").textContent = view.noWeights
      ? "All weights are zero: nothing orders the sites."
      : "What if: not the scenario's order. How sure it is has not been drawn: rank intervals and rings are hidden.";
  }
}
