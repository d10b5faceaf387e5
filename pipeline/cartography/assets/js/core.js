// Small things that everything else uses. Text from data only ever becomes text nodes, never markup.

/** Make an element: el("p", {class: "note"}, "text", child). Strings become text nodes. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(node.style, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** The element with an id; the page's template has all of them. */
function byId(id) {
  return document.getElementById(id);
}

function clear(node) {
  node.replaceChildren();
  return node;
}

/** A link only if the address is http(s); anything else ("javascript:…") stays text. */
function safeLink(text, address) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return document.createTextNode(text);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return document.createTextNode(text);
  return el("a", { href: url.href, rel: "noopener noreferrer", target: "_blank" }, text);
}

const NUMBER_FORMATS = new Map();

/** A number with so many decimals, or a dash for a missing one (a missing figure is never zero). */
function fixed(value, decimals) {
  if (value === null || Number.isNaN(value)) return "–";
  if (Math.abs(value) < 999.5) return value.toFixed(decimals); // the same without the cost of a locale
  if (!NUMBER_FORMATS.has(decimals)) {
    NUMBER_FORMATS.set(
      decimals,
      new Intl.NumberFormat("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
    );
  }
  return NUMBER_FORMATS.get(decimals).format(value);
}

const SIGNIFICANT = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 4 });
const SIGNIFICANT_SMALL = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 2 });

/** A number with four significant digits, two below 0.01; in thousands whole, from a million on in millions. */
function compactNumber(value) {
  if (value === null || Number.isNaN(value)) return "–";
  if (Math.abs(value) >= 1e6) return `${SIGNIFICANT.format(value / 1e6)} million`;
  if (Math.abs(value) >= 1000) return fixed(value, 0);
  return (Math.abs(value) < 0.01 ? SIGNIFICANT_SMALL : SIGNIFICANT).format(value);
}

function percent(share) {
  if (share === null || Number.isNaN(share)) return "–";
  if (share > 0 && share < 0.005) return "< 1 %";
  if (share < 1 && share > 0.995) return "> 99 %";
  return `${fixed(100 * share, 0)} %`;
}

/** Bytes of base64 text as a typed array. The data block is little-endian, as is every machine that runs this. */
function typedArray(Kind, text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let k = 0; k < binary.length; k += 1) bytes[k] = binary.charCodeAt(k);
  return new Kind(bytes.buffer);
}

/** Tell screen readers what changed. */
function announce(text) {
  byId("live").textContent = text;
}
