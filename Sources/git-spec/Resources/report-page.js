// Details of one spec, and what holds the page together.

// ---- Details -----------------------------------------------------------------------------

let opener = null;

function closeDetails() {
  if (byId("details").hidden) return;
  byId("details").hidden = true;
  if (location.hash && !isSection(location.hash.slice(1))) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  opener = null;
}

function showDetails(label, home, { focuses = true } = {}) {
  const specs = home.byLabel.get(label) ?? [];
  const heading = specs.length ? null : home.headings.get(label);
  const file = heading?.spec ?? home.byPath.get(`${home.root}/${label}`);
  const shown = specs.length ? specs : [file].filter(Boolean);
  if (shown.length === 0) return false;
  if (byId("details").hidden) opener = document.activeElement;
  const title = make("h2", { id: "h-details", tabindex: -1 }, span("id", label));
  byId("details").replaceChildren(button("Close", closeDetails, { class: "close" }), title,
    heading ? requirement(heading) : "", ...shown.map((spec) => detail(spec, label, shown.length > 1)));
  byId("details").hidden = false;
  if (focuses) title.focus({ preventScroll: true });
  return true;
}

const requirement = (heading) => make("div", {}, make("p", {}, words(heading.title)),
  note("a requirement in ", place(heading.spec.path, heading.line)));

function detail(spec, label, isOneOfSeveral) {
  const [done, all] = spec.progress;
  const rows = [
    ["File", place(spec.path, spec.line)], ["Kind", spec.kind], ["Status", spec.status],
    ["State", spec.state], ["Priority", spec.priority],
    ["Feature", spec.feature && words(spec.feature)],
    ["Assignee", spec.assignee && words(spec.assignee)],
    ["Estimate", spec.estimate], ["Type", spec.type],
    ["Tasks", spec.kind === "ticket" && all > 0 && `${done} of ${all} done`],
  ].filter(([, value]) => value);
  const forward = new Map();
  for (const { field, target } of spec.refs) push(forward, field, target);
  const back = new Map();
  for (const { field, spec: other } of referrers(spec.root).get(label) ?? []) {
    push(back, field, other.label);
  }
  const own = findings.filter((finding) => finding.spec === spec);
  return make("div", {},
    isOneOfSeveral && make("p", { class: "error" }, "✗ one of several files with this ID"),
    make("p", {}, sign(spec.sign, spec.word || "document"), " ", words(spec.title)),
    spec.problem && make("p", { class: "error" }, `cannot be read: ${spec.problem}`),
    make("dl", {}, rows.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])),
    make("p", {},
      button("Show in the graph", () => graph.showSpec(spec), { "data-act": "graph" })),
    part("Held up", spec.reasons),
    part("Refers to", fields(forward, spec.root)),
    part("Referred to by", fields(back, spec.root)),
    part("Requirements", spec.headings.map((heading) =>
      [idLink(heading.id, spec.root), " ", words(heading.title)])),
    part(`Findings (${own.length})`, own.slice(0, SHORT).map(brief)));
}

/** More findings of one spec than this are left to the section of findings. */
const SHORT = 30;

const part = (title, items) => items.length > 0
  && [make("h3", {}, title), make("ul", {}, items.map((item) => make("li", {}, item)))];

const fields = (labels, home) => [...labels].map(([field, ids]) => [
  quiet(`${field}: `), [...new Set(ids)].map((id, at) => [at > 0 && ", ", idLink(id, home)]),
]);

function brief(finding) {
  const [name, mark] = WEIGHTS[finding.weight];
  return [span(name, `${mark} ${finding.code} `), words(finding.message), " ",
    place(finding.path, finding.line)];
}

// ---- The page ----------------------------------------------------------------------------

/** A spec may be named like any element of the page but these. */
const isSection = (hash) => hash.startsWith("at-") && byId(hash) !== null;

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

/** `#TSK-001` opens a spec; of another root `#TSK-001@services/api/.omoi_os`. */
function follow() {
  const hash = location.hash.slice(1);
  if (!hash || isSection(hash)) return;
  const at = hash.lastIndexOf("@");
  const home = at > 0 ? roots.find((other) => other.root === decoded(hash.slice(at + 1))) : null;
  const label = decoded(home ? hash.slice(0, at) : hash);
  const found = home ?? [roots[0], root, ...roots].find((other) => targetOf(label, other));
  if (found && found !== root) chooseRoot(found);
  if (found) showDetails(label, found);
}

function chooseRoot(chosen) {
  root = chosen;
  root.matching = root.specs;
  byId("root").value = String(root.number);
  showFilters();
  graph.show();
  refresh();
}

function watchTheme() {
  const select = byId("theme");
  const apply = (value) => {
    if (value === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = value;
  };
  // A page that may not remember anything still works.
  try { select.value = localStorage.getItem("git-spec-theme") ?? "auto"; } catch { /* as it is */ }
  if (!select.value) select.value = "auto";
  apply(select.value);
  select.addEventListener("change", () => {
    apply(select.value);
    try { localStorage.setItem("git-spec-theme", select.value); } catch { /* as it is */ }
  });
}

function watchKeys() {
  const search = byId("search");
  search.addEventListener("input", () => {
    filter.words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    refresh();
  });
  byId("clear").addEventListener("click", () => { clearFilters(); search.focus(); });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, select, textarea");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape") {
      if (event.target === search && search.value) {
        search.value = "";
        filter.words = [];
        refresh();
      } else closeDetails();
    }
  });
}

function watchPrinting() {
  addEventListener("beforeprint", () => {
    // Lists grow lists of their own.
    while (growing.size > 0) {
      for (const [list, all] of [...growing]) {
        if (list.isConnected) all();
        else growing.delete(list);
      }
    }
    graph.print(true);
  });
  addEventListener("afterprint", () => graph.print(false));
}

function showCounts() {
  const collisions = data.branches.collisions?.length;
  const counts = {
    specs: roots.reduce((sum, other) => sum + other.specs.length, 0), findings: findings.length,
    branches: collisions ?? "–", problems: data.problems.length,
  };
  for (const [name, count] of Object.entries(counts)) {
    document.querySelector(`[data-count="${name}"]`).textContent = String(count);
  }
  byId("link-note").textContent = page.linkNote;
}

function start() {
  document.documentElement.classList.add("ready");
  watchTheme();
  watchKeys();
  watchPrinting();
  showCounts();
  const choice = byId("root");
  choice.append(...roots.map((other) => make("option", { value: other.number }, other.root)));
  choice.addEventListener("change", () => { closeDetails(); chooseRoot(roots[Number(choice.value)]); });
  byId("root-choice").hidden = roots.length < 2;
  chooseRoot(roots[0]);
  addEventListener("hashchange", follow);
  follow();
}

start();
