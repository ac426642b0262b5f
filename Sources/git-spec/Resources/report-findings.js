// Findings, what other branches make of the IDs, and problems.

const findings = data.findings.map(([weight, code, message, home, spec, path, line, column,
  before, marked, behind, label, help, notes]) => {
  const found = spec >= 0 ? roots[home]?.specs[spec] : null;
  return {
    weight, code: texts[code], message: texts[message], spec: found, home: roots[home],
    path: found ? found.path : path, line, column,
    quote: [before, marked, behind].map((number) => texts[number]),
    label: texts[label], help: texts[help], notes,
  };
}).sort((a, b) => a.weight - b.weight);
const shownWeights = [true, true, true];

function isLookedFor(finding) {
  const isOfSpec = finding.spec && matches(finding.spec);
  if (Object.values(filter.chosen).some(Boolean) && !isOfSpec) return false;
  return filter.words.length === 0 || isOfSpec
    || hasWords(`${finding.code}\n${finding.message}\n${finding.path}`.toLowerCase());
}

function showFindings() {
  const own = findings.filter((finding) => !finding.home || finding.home === root);
  const matching = own.filter(isLookedFor);
  const shown = matching.filter((finding) => shownWeights[finding.weight]);
  const choices = WEIGHTS.map(([name, mark], weight) => {
    const change = (event) => {
      shownWeights[weight] = event.target.checked;
      showFindings();
      byId("findings").querySelector(`[data-weight="${name}"]`).focus();
    };
    const count = matching.filter((finding) => finding.weight === weight).length;
    return make("label", {},
      make("input", { type: "checkbox", checked: shownWeights[weight], "data-weight": name, change }),
      span(name, mark), ` ${counted(count, name)}`);
  });
  const list = make("ul");
  const more = grow(list, shown, 40, showFinding);
  byId("findings").replaceChildren(
    make("fieldset", { class: "options" }, make("legend", {}, "Show"), choices),
    shown.length ? list
      : note(own.length ? "Nothing matches." : "Nothing is wrong with the specs."), more);
}

function showFinding(finding) {
  const [name, mark] = WEIGHTS[finding.weight];
  const [before, marked, behind] = finding.quote;
  return make("li", { class: "finding" },
    make("p", {}, make("strong", { class: name }, `${mark} ${name} ${finding.code}`), " ",
      quiet(data.rules[finding.code] ?? ""), " ", finding.spec && specLink(finding.spec)),
    make("p", {}, words(finding.message)),
    make("p", {}, place(finding.path, finding.line)),
    (before || marked || behind) && make("pre", {
      dir: "ltr", tabindex: 0, role: "region", "aria-label": `line ${finding.line}`,
    }, before, make("mark", {}, marked), behind, finding.label && quiet(`  ← ${finding.label}`)),
    finding.help && note("help: ", words(finding.help)),
    finding.notes.map(([message, path, line]) =>
      note("note: ", words(texts[message]), path && [" ", place(path, line)])));
}

// ---- Branches ----------------------------------------------------------------------------

/** The other things that a comparison of branches finds: a title, and a row in words. */
const BRANCH_LISTS = [
  ["ghosts", "Old numbers still in use", ([, id, now, ref, on, path, line, title]) =>
    [span("id", id), ` on ${ref} is ${now} on ${on}: `, words(title), " ",
      make("code", {}, `${path}:${line}`)]],
  ["sameFiles", "The same file added twice, which is no collision", ([, id, ref, path, other]) =>
    [idLink(id), ` here and on ${ref}: `, make("code", {}, path),
      path !== other
        && [" (there ", make("code", {}, other), ": merged, the two are a duplicate)"]]],
  ["similar", "Possibly the same work under two IDs",
    ([, id, title, , other, otherTitle, , ref]) =>
      [idLink(id), " ", words(title), ` – ${other} on ${ref}: `, words(otherTitle)]],
];

function showBranches() {
  const answer = data.branches;
  if (answer.note) {
    byId("branches").replaceChildren(note(answer.note));
    return;
  }
  const ofRoot = (rows) => rows.filter(([home]) => roots[home] === root || home < 0);
  const section = (title, rows, show) => {
    if (rows.length === 0) return [];
    const list = make("ul");
    return [make("h3", {}, `${title} (${rows.length})`), list, grow(list, rows, 40, show)];
  };
  const parts = [
    ...section("IDs with two meanings", ofRoot(answer.collisions), showCollision),
    ...BRANCH_LISTS.flatMap(([name, title, show]) =>
      section(title, ofRoot(answer[name]), (row) => make("li", { class: "collision" }, show(row)))),
  ];
  const places = counted(answer.places, "other branch", "other branches");
  byId("branches").replaceChildren(note(`${places} compared with ${answer.current}.`),
    ...(parts.length ? parts : [note("No ID means two things.")]),
    ...answer.troubles.map((trouble) => make("p", { class: "warning" }, "! ", words(trouble))));
}

function showCollision([, id, isHere, isSimilar, isGuess, meanings]) {
  const meaning = ([letter, refs, path, line, title, commit, isOurs]) => make("li", {},
    make("strong", {}, `${letter} `), words(title), quiet(` on ${refs.join(", ")} `),
    place(path, line, isOurs ? null : commit));
  return make("li", { class: "collision" },
    make("p", {}, make("strong", { class: "error" }, "✗ "), isHere ? idLink(id) : span("id", id),
      isSimilar && quiet(" – the titles are alike: possibly the same work twice"),
      isGuess && quiet(" – history is cut off: judged by path and title")),
    make("ul", { class: "meaning" }, meanings.map(meaning)));
}

// ---- Problems ----------------------------------------------------------------------------

function showProblems() {
  const own = data.problems.filter(([, home]) => home < 0 || roots[home] === root);
  const list = make("ul");
  const more = grow(list, own, 40, ([kind, , , path, line, message]) => {
    const weight = kind === "circle" || kind === "unreadable" ? "error" : "warning";
    return make("li", { class: "finding" }, make("strong", { class: weight }, kind), " ",
      words(message), " ", place(path, line));
  });
  byId("problems").replaceChildren(own.length ? list : note("There are none."), more);
}
