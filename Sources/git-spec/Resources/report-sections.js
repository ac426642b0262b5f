// The sections of the page that are lists.

// ---- Summary -----------------------------------------------------------------------------

function showSummary() {
  const shares = table("Coverage", ["Coverage", "", "Share", ""], root.shares.map(
    ([name, count, all]) => () => {
      const percent = all ? Math.floor(count * 100 / all) : null;
      const bar = percent === 100 ? "bar full" : "bar";
      const filled = make("span");
      filled.style.width = `${percent ?? 0}%`;
      return make("tr", {}, make("td", {}, name),
        make("td", {}, make("span", { class: bar, "aria-hidden": "true" }, filled)),
        make("td", { class: "number" }, `${count} of ${all}`),
        make("td", { class: "number" }, percent == null ? "–" : `${percent} %`));
    }));
  const ready = root.ready.map((number) => root.specs[number])
    .filter((spec) => !isFiltered() || matches(spec));
  const list = make("ol", { class: "begin" });
  const more = grow(list, ready, 8, (spec) => make("li", {}, signed(spec), " ", words(spec.title),
    spec === ready[0] && make("strong", {}, " – begin here"),
    quiet(facts(spec))));
  byId("summary").replaceChildren(make("div", { class: "columns" },
    make("div", {}, make("h3", {}, "Coverage"), shares),
    make("div", {}, make("h3", {}, `Ready tasks (${ready.length})`),
      ready.length ? [list, more] : note("No task is ready."))));
}

/** Priority, estimate and whose it is, in a line. */
const facts = (spec) => {
  const [done, all] = spec.progress;
  const parts = [
    spec.priority, spec.estimate && `estimate ${spec.estimate}`,
    spec.assignee && `@${spec.assignee}`,
    spec.kind === "ticket" && all > 0 && `${done} of ${counted(all, "task")} done`,
  ].filter(Boolean);
  return parts.length ? " · " + parts.join(" · ") : "";
};

// ---- Board -------------------------------------------------------------------------------

const board = { kind: "", by: "" };

function showBoard() {
  const kinds = ["ticket", "task"].filter((kind) => root.specs.some((spec) => spec.kind === kind));
  if (!kinds.includes(board.kind)) board.kind = kinds.at(-1) ?? "";
  const kindButtons = kinds.map((kind) => button(kind === "task" ? "Tasks" : "Tickets", () => {
    board.kind = kind;
    showBoard();
    byId("board").querySelector('[aria-pressed="true"]')?.focus();
  }, { "aria-pressed": String(kind === board.kind) }));
  const change = (event) => {
    board.by = event.target.value;
    showBoard();
    byId("board").querySelector("select").focus();
  };
  const by = make("select", { "data-board": "by", change }, ["", "feature", "priority", "assignee"]
    .map((name) => make("option", { value: name }, name || "nothing")));
  by.value = board.by;
  const specs = root.matching.filter((spec) => spec.kind === board.kind);
  byId("board").replaceChildren(
    make("div", { class: "options" }, span("group", kindButtons),
      kinds.length > 0 && make("label", {}, "Rows by ", by)),
    ...lanes(specs),
    specs.length ? ""
      : note(kinds.length ? "No spec of this kind matches." : "There are neither tickets nor tasks."));
}

function lanes(specs) {
  const workflow = root.kinds.find(([name]) => name === board.kind)?.[1] ?? [];
  const statuses = [...new Set([...workflow, "blocked", ...specs.map((spec) => spec.status ?? NONE)])];
  if (!board.by) return specs.length ? [lane(specs, statuses, "h3")] : [];
  const groups = new Map();
  for (const spec of specs) push(groups, spec[board.by] ?? NONE, spec);
  const ranks = new Map(root.priorities.map((name, rank) => [name, rank]));
  const rank = (name) => name === NONE ? 1e9 : board.by === "priority" ? ranks.get(name) ?? 1e8 : 0;
  return [...groups.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).map((name) =>
    make("div", {}, make("h3", { dir: "auto" }, `${name} (${groups.get(name).length})`),
      lane(groups.get(name), statuses, "h4")));
}

function lane(specs, statuses, level) {
  const columns = new Map(statuses.map((status) => [status, []]));
  for (const spec of specs) columns.get(spec.status ?? NONE).push(spec);
  const column = ([status, cards]) => {
    const list = make("ul");
    return make("div", { class: cards.length ? "column" : "column empty" },
      make(level, {}, `${status} (${cards.length})`), list, grow(list, cards, 40, card));
  };
  return make("div", { class: "lane", role: "group", tabindex: 0, "aria-label": "Columns by status" },
    [...columns].map(column));
}

function card(spec) {
  return make("li", { class: `card c${spec.sign}` }, signed(spec),
    quiet(facts(spec)), make("p", {}, words(spec.title)),
    spec.reasons.length > 0 && note(spec.reasons[0],
      spec.reasons.length > 1 && `, and ${spec.reasons.length - 1} more`),
    spec.problem && make("p", { class: "error" }, spec.problem));
}

// ---- Specs -------------------------------------------------------------------------------

function showSpecs() {
  const heads = ["", "ID", "Title", "Kind", "Status", "Priority", "Feature", "Assignee", "Waits for"];
  const row = (spec) => make("tr", {},
    make("td", {}, sign(spec.sign, spec.word || "document")), make("td", {}, specLink(spec)),
    make("td", { class: "wide" }, words(spec.title),
      spec.problem && make("p", { class: "error" }, spec.problem)),
    ["kind", "status", "priority"].map((name) => make("td", { class: "word" }, spec[name] ?? "")),
    make("td", {}, words(spec.feature, "")), make("td", {}, words(spec.assignee, "")),
    make("td", { class: "quiet" }, spec.reasons.join("; ")));
  byId("specs").replaceChildren(...(root.matching.length
    ? table("Specs", heads, root.matching.map((spec) => () => row(spec)))
    : [note("Nothing matches.")]));
}

// ---- Traceability ------------------------------------------------------------------------

/** Wider matrices than this read better as lists. */
const MATRIX = 8;

function showTrace() {
  const parts = [];
  for (const [number, isCounted, designs, whole, requirements] of root.sources) {
    const source = root.specs[number];
    const chosen = filter.chosen.feature;
    if (!source || chosen && (source.feature ?? NONE) !== chosen) continue;
    const rows = requirements.filter(([id, title, , tickets]) =>
      hasWords(`${id}\n${title}\n${tickets.join("\n")}\n${source.label}`.toLowerCase()));
    if (rows.length === 0 && isFiltered()) continue;
    parts.push(() => matrix(source, isCounted, designs, whole, requirements, rows));
  }
  const list = make("div");
  const more = grow(list, parts, 20, (part) => make("div", {}, part()));
  const orphans = root.orphans.filter(([, ids]) => ids.length > 0);
  byId("trace").replaceChildren(
    parts.length ? list
      : note(root.sources.length ? "Nothing matches." : "There are no requirements."), more,
    make("h3", {}, "Belongs to nothing"),
    ...(orphans.length ? orphans.map(([name, ids]) => {
      const labels = make("ul", { class: "chips" });
      const rest = grow(labels, ids, 60, (id) => make("li", {}, idLink(id)));
      return make("div", {}, make("h4", {}, `${name} (${ids.length})`), labels, rest);
    }) : [note("Everything belongs to something.")]));
}

function matrix(source, isCounted, designs, whole, requirements, rows) {
  const linked = requirements.filter(([, , , tickets]) => tickets.length > 0).length;
  const head = [
    make("h3", {}, specLink(source), " ", words(source.title)),
    note(`${linked} of ${counted(requirements.length, "requirement")} with a ticket`,
      !isCounted && " · defined in a document, not counted above",
      listed(" · designs: ", designs), listed(" · named as a whole by: ", whole)),
  ];
  if (rows.length === 0) return [head, note("No requirements in it.")];
  const columns = [...new Set([...rows.flatMap(([, , , tickets]) => tickets), ...designs])];
  const isList = columns.length > MATRIX;
  const middle = isList ? ["Tickets"]
    : columns.map((id) => make("th", { scope: "col", class: "cell" }, idLink(id)));
  const row = ([id, title, , tickets, isBuilt]) => make("tr", {}, make("td", {}, idLink(id)),
    make("td", { class: "wide" }, words(title),
      tickets.length === 0 && span("s5", " ✗ no ticket")),
    isList ? make("td", {}, chips(tickets))
      : columns.map((column) => crossing(id, source, column, tickets)),
    built(isBuilt));
  return [head, table(`Requirements of ${source.label}`,
    ["Requirement", "Title", ...middle, "Built"], rows.map((each) => () => row(each)))];
}

const listed = (title, ids) => ids.length > 0
  && [title, ids.map((id, at) => [at > 0 && ", ", idLink(id)])];

const built = (isBuilt) => make("td", { class: "word" }, isBuilt
  ? span("done", "✓ built") : quiet("not yet"));

/** Where a requirement meets a ticket, or a design that names it or its file. */
function crossing(id, source, column, tickets) {
  const spec = root.byLabel.get(column)?.[0];
  const meets = spec && (tickets.includes(column) || spec.kind === "design" && spec.refs.some(
    ({ field, target }) => field === "requirements" && (target === id || target === source.label)));
  return make("td", { class: "cell" }, meets && sign(spec.sign, `${column}: ${spec.word || "yes"}`));
}
