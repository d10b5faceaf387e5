// The ranking's own arithmetic, so that a changed weight gives the score that the pipeline would give:
// pipeline/ranking/scores.py (worth, score, best_rows) and rank.py (order), line by line.

const MIDDLE = 0.5; // what a missing worth counts as in the score
const PASS = 0;
const FAIL = 1;
const UNDECIDED = 2;
const ABSENT = 3;

/** Piecewise linear value function: 0 worst … 1 best, constant beyond the ends, NaN where missing. */
function worthOf(value, points) {
  if (Number.isNaN(value)) return NaN;
  const last = points.length - 1;
  if (value <= points[0][0]) return points[0][1];
  if (value >= points[last][0]) return points[last][1];
  let k = 0;
  while (value >= points[k + 1][0]) k += 1;
  const slope = (points[k + 1][1] - points[k][1]) / (points[k + 1][0] - points[k][0]);
  return slope * (value - points[k][0]) + points[k][1];
}

/** The settings of the scenario: nothing changed. */
function scenarioSettings(model) {
  return {
    weights: model.criteria.map((criterion) => criterion.weight),
    gatesOff: new Set(),
    design: -1,
    carbonPrice: 0,
    waterPrice: 0,
  };
}

function sameSettings(model, settings) {
  const total = settings.weights.reduce((sum, weight) => sum + weight, 0);
  return (
    settings.design < 0 &&
    settings.gatesOff.size === 0 &&
    settings.carbonPrice === 0 &&
    settings.waterPrice === 0 &&
    model.criteria.every((criterion, k) => Math.abs(settings.weights[k] / total - criterion.weight) < 1e-12)
  );
}

/** Judged figures of a criterion; the bill grows by what a price of carbon and of water would add. */
function judgedValues(model, index, settings) {
  const values = model.criteria[index].values;
  const { prices } = model;
  if (!prices || prices.criterion !== index || (settings.carbonPrice === 0 && settings.waterPrice === 0)) {
    return values;
  }
  return values.map(
    (value, cell) =>
      value +
      (settings.carbonPrice ? settings.carbonPrice * prices.carbonTonnes[cell] : 0) +
      (settings.waterPrice ? settings.waterPrice * prices.waterCubicMetres[cell] : 0),
  );
}

/** Worth of every cell (site and slot) under every criterion. */
function worthMatrix(model, settings) {
  return model.criteria.map((criterion, index) => {
    const values = judgedValues(model, index, settings);
    const { points } = criterion;
    return values.map((value) => worthOf(value, points));
  });
}

/** Rank all sites under some settings. */
function evaluate(model, settings, worths) {
  const { n, slots } = model;
  const total = settings.weights.reduce((sum, weight) => sum + weight, 0);
  // The scenario's weights are scaled already; scaling again could move their last bit, and with it a gate.
  const unchanged = model.criteria.every((criterion, k) => settings.weights[k] === criterion.weight);
  const weights = unchanged ? settings.weights : settings.weights.map((weight) => (total > 0 ? weight / total : 0));
  const gateResults = model.gates.map((gate) => (gate.live ? liveResults(model, gate, worths, weights) : gate.results));
  const active = gateResults.filter((_, index) => !settings.gatesOff.has(index));
  const view = {
    weights,
    worths,
    gateResults,
    rank: new Int32Array(n),
    slot: new Int32Array(n),
    design: new Int32Array(n),
    score: new Float64Array(n),
    low: new Float64Array(n),
    high: new Float64Array(n),
    completeness: new Float64Array(n),
    ranked: 0,
    noWeights: !(total > 0),
  };
  const inOrder = [];
  for (let site = 0; site < n; site += 1) {
    let best = -1;
    let bestScore = 0;
    let bestAllowed = false;
    for (let slot = 0; slot < slots; slot += 1) {
      const cell = site * slots + slot;
      if (settings.design >= 0 && model.designOf(site, slot) !== settings.design) continue;
      const allowed = isAllowed(active, model, cell);
      if (allowed === null) continue;
      const score = cellScore(worths, weights, cell, MIDDLE);
      // Slots rise by the design's name, so that "greater" keeps the first of equals.
      if (best < 0 || (allowed && !bestAllowed) || (allowed === bestAllowed && score > bestScore)) {
        best = slot;
        bestScore = score;
        bestAllowed = allowed;
      }
    }
    view.slot[site] = best;
    view.design[site] = best < 0 ? -1 : model.designOf(site, best);
    const cell = site * slots + best;
    view.score[site] = best < 0 ? NaN : bestScore;
    view.low[site] = best < 0 ? NaN : cellScore(worths, weights, cell, 0);
    view.high[site] = best < 0 ? NaN : cellScore(worths, weights, cell, 1);
    view.completeness[site] = best < 0 ? NaN : known(worths, weights, cell);
    if (bestAllowed && !view.noWeights) inOrder.push(site);
  }
  // Sites rise by their id, and the sort is stable: equal scores keep that order.
  inOrder.sort((a, b) => view.score[b] - view.score[a]);
  inOrder.forEach((site, place) => {
    view.rank[site] = place + 1;
  });
  view.ranked = inOrder.length;
  view.order = inOrder;
  view.contribution = (site, criterion) => {
    if (view.slot[site] < 0) return NaN;
    const worth = worths[criterion][site * slots + view.slot[site]];
    return weights[criterion] * (Number.isNaN(worth) ? MIDDLE : worth);
  };
  return view;
}

/** Whether a cell passes; null if the design was not computed at the site. */
function isAllowed(gateResults, model, cell) {
  if (model.absent[cell]) return null;
  for (const results of gateResults) if (results[cell] === FAIL) return false;
  return true;
}

/** Try a gate again that asks for completeness: how much is known depends on the weights. */
function liveResults(model, gate, worths, weights) {
  const { ends, others, noData } = gate.live;
  const bad = gate.excludes ? 1 : 0;
  return Uint8Array.from({ length: model.n * model.slots }, (_, cell) => {
    if (model.absent[cell]) return ABSENT;
    const share = known(worths, weights, cell);
    const met = ends.every((end) => inRange(share, end));
    const other = others ? others[cell] : 1;
    // Kleene's conjunction: false if any is false, else unknown if any is unknown, else true.
    const together = !met || other === 0 ? 0 : other;
    if (together === 2) return { pass: PASS, fail: FAIL, keep: UNDECIDED }[noData];
    return together === bad ? FAIL : PASS;
  });
}

function inRange(value, end) {
  return (
    (end.at_least === undefined || value >= end.at_least) &&
    (end.above === undefined || value > end.above) &&
    (end.at_most === undefined || value <= end.at_most) &&
    (end.below === undefined || value < end.below)
  );
}

/** Weighted sum from left to right, as the pipeline adds it; a missing worth counts as `missing`. */
function cellScore(worths, weights, cell, missing) {
  let sum = 0;
  for (let k = 0; k < weights.length; k += 1) {
    const worth = worths[k][cell];
    sum += weights[k] * (Number.isNaN(worth) ? missing : worth);
  }
  return sum;
}

/** Share of the weight whose figures are known: exactly 1 where nothing is missing. */
function known(worths, weights, cell) {
  let sum = 0;
  let missing = false;
  for (let k = 0; k < weights.length; k += 1) {
    if (Number.isNaN(worths[k][cell])) missing = true;
    else sum += weights[k];
  }
  return missing ? sum : 1;
}

/** Why a site without a rank has none: the gates that fail one of its designs. */
function exclusionReasons(model, settings, view, site) {
  return model.gates.filter((gate, index) => {
    if (settings.gatesOff.has(index)) return false;
    for (let slot = 0; slot < model.slots; slot += 1) {
      if (settings.design >= 0 && model.designOf(site, slot) !== settings.design) continue;
      if (view.gateResults[index][site * model.slots + slot] === FAIL) return true;
    }
    return false;
  });
}

/** The largest difference between the page's arithmetic and the pipeline's own scores; ranks must agree. */
function differenceFromPipeline(model, view) {
  let worst = 0;
  for (let site = 0; site < model.n; site += 1) {
    const rank = Number.isNaN(model.sites.rank[site]) ? 0 : model.sites.rank[site];
    const score = Math.abs(model.sites.score[site] - view.score[site]);
    worst = Math.max(worst, rank === view.rank[site] ? score : Infinity);
  }
  return worst;
}
