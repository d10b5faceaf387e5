// All candidates on one canvas: colour is the rank's class, the arc is how sure the first ten are.

const OUT = "#6f7985";

/** Radius in pixels by how many sites there are, how good this one is, and how small the map is. */
function markerRadius(count, rankClass, narrow) {
  let base = 5.5;
  if (count > 800) base = 4.5;
  if (count > 3000) base = 3;
  if (count > 20000) base = 2;
  return (rankClass === 0 ? base + 3.5 : base) * (narrow ? 0.75 : 1);
}

const SiteLayer = L.Renderer.extend({
  initialize(model) {
    L.Renderer.prototype.initialize.call(this, { padding: 0.2, pane: "sites" });
    this._model = model;
    const n = model.n;
    // Web Mercator at zoom 0, in a world one pixel wide; a zoom only scales it.
    this._worldX = new Float64Array(n);
    this._worldY = new Float64Array(n);
    for (let site = 0; site < n; site += 1) {
      const sin = Math.sin((model.sites.latitude[site] * Math.PI) / 180);
      this._worldX[site] = model.sites.longitude[site] / 360 + 0.5;
      this._worldY[site] = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
    }
    this._x = new Float32Array(n);
    this._y = new Float32Array(n);
    this._shown = null;
    this._selected = -1;
    this._marked = new Set();
    this._stamps = new Map();
  },

  /** Show an order; `shown` (by site, 0 or 1) hides what a filter leaves out. */
  setView(view, isPipeline, shown) {
    this._view = view;
    this._isPipeline = isPipeline;
    this._shown = shown;
    this._classes = Uint8Array.from(view.rank, (rank) => this._model.rankClass(rank));
    this._redraw();
  },

  setSelected(site) {
    this._selected = site;
    this._redraw();
  },

  setMarked(sites) {
    this._marked = new Set(sites);
    this._redraw();
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._context = this._container.getContext("2d");
  },

  _destroyContainer() {
    this._container.remove();
    delete this._container;
    delete this._context;
  },

  _updatePaths() {
    this._redraw();
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = Math.round(ratio * size.x);
    this._container.height = Math.round(ratio * size.y);
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this._redraw();
  },

  _redraw() {
    if (!this._map || !this._view || !this._bounds) return;
    this._place();
    const ratio = window.devicePixelRatio || 1;
    const { min } = this._bounds;
    const context = this._context;
    const { classes, out } = this._inSight();
    this._stampAll(context, ratio, classes, out);
    context.setTransform(ratio, 0, 0, ratio, -ratio * min.x, -ratio * min.y);
    for (let rankClass = classes.length - 1; rankClass >= 0; rankClass -= 1) this._drawClass(context, rankClass, classes[rankClass]);
    for (const site of this._marked) this._drawHalo(context, site, "#111820", [3, 3]);
    if (this._selected >= 0) this._drawHalo(context, this._selected, "#111820", []);
    this._cells = null;
  },

  /** All markers but the numbered ones, the excluded lowest, the best on top. */
  _stampAll(context, ratio, classes, out) {
    const { width, height } = this._container;
    const { min } = this._bounds;
    if (!this._image || this._image.width !== width || this._image.height !== height) {
      this._image = context.createImageData(width, height);
      this._pixels = new Uint32Array(this._image.data.buffer);
    } else {
      this._pixels.fill(0);
    }
    const pressAll = (sites, stamp) => {
      for (const site of sites) press(this._pixels, width, height, stamp, ratio * (this._x[site] - min.x), ratio * (this._y[site] - min.y));
    };
    pressAll(out, this._stamp("out", ratio, () => crossStamp(this._model.n > 3000 ? 2 : 3, OUT, ratio)));
    for (let rankClass = classes.length - 1; rankClass >= 0; rankClass -= 1) {
      if (this._isNumbered(rankClass)) continue;
      const radius = this._radius(rankClass);
      const colour = this._model.rankColours[rankClass];
      pressAll(classes[rankClass], this._stamp(`${radius}${colour}`, ratio, () => dotStamp(radius, colour, ratio)));
    }
    context.putImageData(this._image, 0, 0);
  },

  /** A stamp that is made once. */
  _stamp(name, ratio, make) {
    const key = `${name}@${ratio}`;
    if (!this._stamps.has(key)) this._stamps.set(key, make());
    return this._stamps.get(key);
  },

  /** The first class has its ranks written into the markers. */
  _isNumbered(rankClass) {
    return rankClass === 0 && this._model.n <= 20000;
  },

  _radius(rankClass) {
    return markerRadius(this._model.n, rankClass, this._map.getSize().x < 500);
  },

  _place() {
    const scale = 256 * 2 ** this._map.getZoom();
    const origin = this._map.getPixelOrigin();
    for (let site = 0; site < this._x.length; site += 1) {
      this._x[site] = this._worldX[site] * scale - origin.x;
      this._y[site] = this._worldY[site] * scale - origin.y;
    }
  },

  /** Sites in sight by class, the worst rank first, so that better ones come to lie on top; and the excluded. */
  _inSight() {
    const { min, max } = this._bounds;
    const seen = (site) => {
      if (this._shown && !this._shown[site]) return false;
      const x = this._x[site];
      const y = this._y[site];
      return x >= min.x - 20 && x <= max.x + 20 && y >= min.y - 20 && y <= max.y + 20;
    };
    const classes = this._model.rankColours.map(() => []);
    const { order } = this._view;
    for (let place = order.length - 1; place >= 0; place -= 1) {
      if (seen(order[place])) classes[this._classes[order[place]]].push(order[place]);
    }
    const out = [];
    for (let site = 0; site < this._x.length; site += 1) if (this._classes[site] === NO_CLASS && seen(site)) out.push(site);
    return { classes, out };
  },

  /** What lies on the markers of a class: numbers, and how sure the first ten are. */
  _drawClass(context, rankClass, sites) {
    const radius = this._radius(rankClass);
    const numbered = this._isNumbered(rankClass);
    for (const site of numbered || this._isPipeline ? sites : []) {
      if (numbered) this._drawNumber(context, site, radius);
      if (this._isPipeline) this._drawArc(context, site, radius);
    }
  },

  _drawNumber(context, site, radius) {
    context.beginPath();
    context.arc(this._x[site], this._y[site], radius, 0, 2 * Math.PI);
    context.fillStyle = this._model.rankColours[0];
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = "#ffffff";
    context.stroke();
    context.fillStyle = "#ffffff";
    context.font = "600 10px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(String(this._view.rank[site]), this._x[site], this._y[site] + 0.5);
  },

  /** The share of draws in which the site is in the top ten, as an arc from twelve o'clock. */
  _drawArc(context, site, radius) {
    const share = this._model.sites.p_top10[site];
    if (!(share >= 0.01)) return;
    const start = -Math.PI / 2;
    // White only beneath the arc itself: a whole ring would cover the markers of near sites.
    for (const [width, colour] of [[4.5, "rgba(255,255,255,0.9)"], [3, this._model.arcColour]]) {
      context.beginPath();
      context.arc(this._x[site], this._y[site], radius + 2.2, start, start + 2 * Math.PI * share);
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke();
    }
  },

  _drawHalo(context, site, colour, dash) {
    const radius = this._radius(this._classes[site]) + 6;
    context.beginPath();
    context.arc(this._x[site], this._y[site], radius, 0, 2 * Math.PI);
    context.lineWidth = 4.5;
    context.strokeStyle = "#ffffff";
    context.stroke();
    context.setLineDash(dash);
    context.lineWidth = 2.2;
    context.strokeStyle = colour;
    context.stroke();
    context.setLineDash([]);
  },

  /** The best-ranked site within reach of a layer point, or -1. */
  siteAt(point, reach = 4) {
    const size = 16;
    if (!this._cells) this._cells = this._index(size);
    const span = Math.ceil(14 / size);
    const column = Math.floor(point.x / size);
    const row = Math.floor(point.y / size);
    let best = -1;
    let bestOrder = Infinity;
    for (let dx = -span; dx <= span; dx += 1) {
      for (let dy = -span; dy <= span; dy += 1) {
        for (const site of this._cells.get(`${column + dx}:${row + dy}`) || []) {
          const distance = Math.hypot(this._x[site] - point.x, this._y[site] - point.y);
          if (distance > this._radius(this._classes[site]) + reach) continue;
          const order = 50 * distance + (this._view.rank[site] || 1e9);
          if (order < bestOrder) {
            best = site;
            bestOrder = order;
          }
        }
      }
    }
    return best;
  },

  _index(size) {
    const cells = new Map();
    for (let site = 0; site < this._x.length; site += 1) {
      if (this._shown && !this._shown[site]) continue;
      const key = `${Math.floor(this._x[site] / size)}:${Math.floor(this._y[site] / size)}`;
      const cell = cells.get(key);
      if (cell) cell.push(site);
      else cells.set(key, [site]);
    }
    return cells;
  },
});
