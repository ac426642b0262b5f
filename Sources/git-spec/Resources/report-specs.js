// The specs as objects, the links to them, and which of them are looked for.

// ---- Specs -------------------------------------------------------------------------------

const COLUMNS = ["label", "hasID", "kind", "path", "line", "title", "sign", "word", "status",
  "priority", "feature", "assignee", "estimate", "type", "refs", "reasons", "problem",
  "progress", "headings"];
const POOLED = new Set(["word", "status", "priority", "feature", "assignee", "estimate", "type"]);

function readSpec(row, root, number) {
  const spec = { root, number };
  COLUMNS.forEach((name, place) => {
    spec[name] = POOLED.has(name) ? texts[row[place]] ?? null : row[place];
  });
  spec.kind = root.kinds[spec.kind]?.[0] ?? "";
  spec.path = `${root.root}/${spec.path}`;
  spec.isWork = spec.kind === "task" || spec.kind === "ticket";
  spec.state = spec.isWork ? STATES[spec.sign] ?? "unknown" : null;
  spec.refs = triples(spec.refs, 2).map(([field, target]) => ({ field: texts[field], target }));
  spec.headings = triples(spec.headings, 3).map(([id, title, line]) => ({ id, title, line, spec }));
  spec.haystack = [spec.label, spec.title, spec.path, spec.feature, spec.assignee, spec.type,
    ...spec.headings.flatMap((heading) => [heading.id, heading.title])]
    .filter(Boolean).join("\n").toLowerCase();
  return spec;
}

function triples(flat, width) {
  const rows = [];
  for (let place = 0; place < flat.length; place += width) {
    rows.push(flat.slice(place, place + width));
  }
  return rows;
}

function push(map, key, value) {
  if (map.has(key)) map.get(key).push(value); else map.set(key, [value]);
}

function readRoot(raw, number) {
  const root = { ...raw, number, byLabel: new Map(), byPath: new Map(), headings: new Map() };
  root.specs = raw.specs.map((row, place) => readSpec(row, root, place));
  for (const spec of root.specs) {
    push(root.byLabel, spec.label, spec);
    root.byPath.set(spec.path, spec);
    for (const heading of spec.headings) {
      if (!root.headings.has(heading.id)) root.headings.set(heading.id, heading);
    }
  }
  return root;
}

const roots = data.roots.map(readRoot);
let root = roots[0];

/** What a reference names: by ID, by heading, or by a path from the root. */
const targetOf = (target, home) => home.byLabel.get(target)?.[0]
  ?? home.headings.get(target)?.spec ?? home.byPath.get(`${home.root}/${target}`) ?? null;

/** Who refers to what, in one walk over all specs at the first question. */
function referrers(home) {
  if (!home.referrers) {
    home.referrers = new Map();
    for (const spec of home.specs) {
      for (const { field, target } of spec.refs) {
        push(home.referrers, target, { field, spec });
        const file = home.byPath.get(`${home.root}/${target}`);
        if (file) push(home.referrers, file.label, { field, spec });
      }
    }
  }
  return home.referrers;
}

// ---- Links -------------------------------------------------------------------------------

const ESCAPES = { n: "\n", t: "\t", r: "\r" };

/** A path as an address has it; bytes that are no text, and marks, stand in it as `\377`. */
const encodePath = (path) => path.replace(/\\([0-3][0-7]{2})|\\(.)|([^\\/]+)/gu,
  (_, byte, escape, plain) => byte
    ? "%" + parseInt(byte, 8).toString(16).toUpperCase().padStart(2, "0")
    : encodeURIComponent(plain ?? ESCAPES[escape] ?? escape));

/** Only the web and relative paths are ever linked to. */
function isHarmless(address) {
  if (/[\u0000-\u0020\\]/.test(address) || address.startsWith("//")) return false;
  return /^https?:\/\//i.test(address) || !/^[^/?#]*:/.test(address);
}

function addressOf(path, line, commit) {
  if (!page.link) return null;
  const isAbroad = commit && commit !== page.commit;
  // Files of another branch lie on the host only.
  if (isAbroad && !page.link.includes("{commit}")) return null;
  const address = page.link.replace(/\{(path|line|commit)\}/g, (_, name) =>
    name === "path" ? encodePath(path) : name === "line" ? String(line) : commit || page.commit || "");
  return isHarmless(address) ? address : null;
}

function place(path, line, commit) {
  const text = make("code", { dir: "ltr" }, `${path}:${line}`);
  const address = addressOf(path, line, commit);
  return address ? make("a", { href: address, rel: "noreferrer" }, text) : text;
}

const hashOf = (label, home) =>
  "#" + encodeURIComponent(label) + (home === roots[0] ? "" : "@" + encodeURIComponent(home.root));

function idLink(label, home = root, title = "") {
  if (!targetOf(label, home)) {
    return span("id s5", "✗ ", hidden("missing "), label);
  }
  return make("a", { class: "id", href: hashOf(label, home), title: title || null }, label);
}
const specLink = (spec) => idLink(spec.label, spec.root);
const signed = (spec) => [sign(spec.sign, spec.word || "document"), " ", specLink(spec)];
const chips = (labels, home = root) => make("ul", { class: "chips" }, labels.map((label) => {
  const spec = home.byLabel.get(label)?.[0];
  return make("li", {}, spec ? signed(spec) : idLink(label, home));
}));

// ---- Search and filters ------------------------------------------------------------------

const FILTERS = [
  ["kind", "Kind"], ["status", "Status"], ["state", "State"], ["feature", "Feature"],
  ["priority", "Priority"], ["assignee", "Assignee"],
];
const filter = { words: [], chosen: {} };
const isFiltered = () => filter.words.length > 0 || Object.values(filter.chosen).some(Boolean);
const hasWords = (text) => filter.words.every((word) => text.includes(word));

function matches(spec) {
  for (const name in filter.chosen) {
    const wanted = filter.chosen[name];
    if (wanted && (spec[name] ?? NONE) !== wanted) return false;
  }
  return hasWords(spec.haystack);
}

function showFilters() {
  const ranks = new Map(root.priorities.map((name, place) => [name, place]));
  byId("filters").replaceChildren(...FILTERS.map(([name, title]) => {
    const counts = new Map();
    for (const spec of root.specs) {
      if (name === "state" && !spec.isWork) continue;
      const value = spec[name] ?? NONE;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const rank = (value) => value === NONE ? 1e9 : name === "priority" ? ranks.get(value) ?? 1e8
      : name === "state" ? STATES.indexOf(value) : 0;
    const values = [...counts.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    if (filter.chosen[name] && !counts.has(filter.chosen[name])) filter.chosen[name] = "";
    const select = make("select", {
      "data-filter": name,
      change: (event) => { filter.chosen[name] = event.target.value; refresh(); },
    }, make("option", { value: "" }, "any"));
    for (const value of values) {
      const option = make("option", {}, `${value} (${counts.get(value)})`);
      option.value = value;
      select.append(option);
    }
    select.value = filter.chosen[name] || "";
    return make("label", {}, title, " ", select);
  }));
}

let waiting = 0;
/** Shows what matches, once for several changes in a row. */
function refresh() {
  if (waiting) return;
  waiting = setTimeout(() => {
    waiting = 0;
    root.matching = isFiltered() ? root.specs.filter(matches) : root.specs;
    const all = counted(root.specs.length, "spec") + (roots.length > 1 ? ` in ${root.root}` : "");
    byId("matches").textContent =
      isFiltered() ? `${root.matching.length} of ${all} match` : all;
    byId("clear").hidden = !isFiltered();
    growing.clear();
    for (const show of [showSummary, showBoard, showSpecs, showTrace, showFindings, showBranches,
      showProblems]) show();
    graph.filtered();
  }, 30);
}

function clearFilters() {
  filter.words = [];
  filter.chosen = {};
  byId("search").value = "";
  showFilters();
  refresh();
}
