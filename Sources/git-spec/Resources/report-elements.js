// Elements of the page, made of values: what a file says becomes text, never markup.
//
// The parts report-*.js are one module, in the order of ReportPage.

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const { texts, page } = data;
const SIGNS = ["✓", "●", "○", "⊘", "?", "✗", "·", "!"];
const STATES = ["done", "under way", "ready", "blocked", "unknown"];
const WEIGHTS = [["error", "✗"], ["warning", "!"], ["note", "i"]];
const NONE = "(none)";

/** Controls and marks that turn the direction of text around are shown, not obeyed. */
const safe = (value) => String(value).replace(
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
  (mark) => (mark < " " ? String.fromCharCode(0x2400 + mark.charCodeAt(0)) : "\ufffd"));

/** Fills an element: strings become text, functions listeners, null and false nothing. */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, safe(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child == null || child === false) continue;
    element.append(child instanceof Node ? child : safe(child));
  }
  return element;
}
const make = (tag, attributes, ...children) =>
  fill(document.createElement(tag), attributes, children);
const draw = (tag, attributes, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

const words = (text, otherwise = "(no title)") =>
  make("bdi", { dir: "auto" }, text || otherwise);
const span = (name, ...children) => make("span", { class: name }, ...children);
const quiet = (...children) => span("quiet", ...children);
const note = (...children) => make("p", { class: "quiet" }, ...children);
const hidden = (text) => span("hidden", text);
const counted = (count, word, many = word + "s") => `${count} ${count === 1 ? word : many}`;
const button = (label, act, attributes) =>
  make("button", { type: "button", click: act, ...attributes }, label);

function sign(number, word) {
  return make("span", { class: `sign s${number}`, title: word },
    make("span", { "aria-hidden": "true" }, SIGNS[number]), hidden(word + " "));
}

/** Lists that are longer than a screen grow on demand; a page that is printed has all of them. */
const growing = new Map();
function grow(list, items, step, build) {
  let shown = 0;
  const rest = button("", () => {
    const first = shown;
    next(step * 4);
    const target = list.children[first]?.querySelector("a, button");
    if (target) target.focus();
  }, { class: "more" });
  const all = () => next(items.length);
  function next(count) {
    const end = Math.min(items.length, shown + count);
    list.append(...items.slice(shown, end).map(build));
    shown = end;
    const left = items.length - shown;
    rest.hidden = left === 0;
    rest.textContent = `Show more (${left} left)`;
    if (left === 0) growing.delete(list);
    else growing.set(list, all);
  }
  next(step);
  return rest;
}

/** A table that may be wider than the page. */
function table(name, heads, rows, step = 100) {
  const body = make("tbody");
  const scroll = make("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": name },
    make("table", {}, make("caption", { class: "hidden" }, name),
      make("thead", {}, make("tr", {}, heads.map((head) => head instanceof Node ? head
        : make("th", { scope: "col" }, head)))), body));
  return [scroll, grow(body, rows, step, (row) => row())];
}
