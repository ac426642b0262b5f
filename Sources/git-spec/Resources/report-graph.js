// The graph as readers use it: which one is shown, what is kept of it, hands and keys.

class Graph extends Stage {
  content = "tasks";

  /** Shows the choice of graphs and, where it is small, the graph. */
  show() {
    const size = (name) => root.graphs[name].nodes.length / 5;
    if (!size(this.content)) this.content = CONTENTS.find(([name]) => size(name))?.[0] ?? "tasks";
    const choice = ([name, title]) => button(`${title} (${size(name)})`, () => {
      this.choose(name);
      byId("graph").querySelector('[aria-pressed="true"]')?.focus();
    }, { "aria-pressed": String(name === this.content), "data-graph": name });
    this.place = make("div");
    byId("graph").replaceChildren(
      make("div", { class: "options" }, span("group", CONTENTS.map(choice))), this.place);
    this.isOpen = false;
    const count = size(this.content);
    if (count === 0) this.place.append(note("There is nothing to draw."));
    else if (count <= AT_ONCE) this.open();
    else {
      this.place.append(note(`${counted(count, "spec")} are not drawn yet. `,
        button("Draw them", () => this.open(), { "data-open": true })));
    }
  }

  /** Shows another graph, which is drawn however large it is. */
  choose(content) {
    this.content = content;
    this.show();
    if (!this.isOpen && root.graphs[content].nodes.length) this.open();
  }

  open() {
    this.isOpen = true;
    this.graph = readGraph(root.graphs[this.content]);
    this.isLarge = this.graph.nodes.length > AT_ONCE;
    this.kept = null;
    this.elements = new Map();
    this.lines = new Map();
    this.makeStage();
    this.place.replaceChildren(this.tools(), this.stage, this.remarks());
    this.listen();
    this.current = this.graph.path[0] ?? this.graph.nodes[0];
    this.fit();
    if (this.scale < FAR) this.begin();
    if (!this.isLarge) this.addAll();
    this.filtered();
  }

  tools() {
    const zoom = [
      ["Zoom in", "+", () => this.zoom(1.3)], ["Zoom out", "-", () => this.zoom(1 / 1.3)],
      ["Fit", "0", () => this.fit()],
    ].map(([title, key, act]) => button(title, act,
      { title: `${title} (${key})`, "aria-keyshortcuts": key === "+" ? "Plus" : key, "data-zoom": key }));
    this.all = button("Show all again", () => {
      this.isolate(null);
      this.focusOn(this.current);
    }, { hidden: true });
    return make("div", { class: "options" }, span("group", zoom), this.all,
      quiet("Arrow keys go along, Enter keeps what belongs to a spec, Esc shows all; ",
        "+ − 0 and Shift with arrows move the picture."));
  }

  /** What the signs mean, and the critical path and the circles in words. */
  remarks() {
    const { path, hours, circles, nodes } = this.graph;
    const nameOf = (node) => node.isMissing ? "missing"
      : node.mark === 6 ? "document" : STATES[node.mark] ?? "";
    const signs = [...new Map(nodes.map((node) => [node.mark, nameOf(node)]))]
      .sort(([a], [b]) => a - b)
      .map(([mark, name]) => span("", span(`sign s${mark}`, SIGNS[mark]), " ", name));
    const row = (specs) => [
      specs.slice(0, LONGEST).map((node, place) => [place > 0 && " → ", idLink(node.id)]),
      specs.length > LONGEST && ` → … ${specs.length - LONGEST} more`,
    ];
    const effort = this.content === "tasks" ? `, about ${hours} h by their estimates` : "";
    return make("div", {},
      make("p", { class: "legend" }, signs,
        path.length > 0 && span("", span("sample"), " ★ critical path"),
        circles.length > 0 && span("", span("sample back"), " ⟲ closes a circle")),
      path.length > 0 && make("p", {},
        `★ critical path (${counted(path.length, "spec")}${effort}): `, row(path)),
      circles.map((circle) => make("p", { class: "error" },
        "⟲ these wait for each other: ", row([...circle, circle[0]]))));
  }

  // Focus

  /** Keeps a spec with all that leads to it and all that it leads to; null shows all again. */
  isolate(node) {
    this.isolated = node;
    this.kept = node && this.reach(node, "next", "to").union(this.reach(node, "previous", "from"));
    this.all.hidden = !node;
    this.filtered();
  }

  reach(start, edges, side) {
    const found = new Set([start]);
    for (const node of found) for (const edge of node[edges]) found.add(edge[side]);
    return found;
  }

  /** Moves the keyboard to a spec, and the picture so that it is in view. */
  focusOn(node) {
    if (!node) return;
    const before = this.current;
    this.current = node;
    if (this.scale < FAR) this.zoom(0.8 / this.scale);
    const { width, height } = this.box;
    const [x, y] = [this.x + node.x * this.scale, this.y + node.y * this.scale];
    const [wide, high] = [WIDTH * this.scale, HEIGHT * this.scale];
    if (x < 10 || y < 10 || x + wide > width - 10 || y + high > height - 10) {
      this.fitted = null;
      this.x += width / 2 - x - wide / 2;
      this.y += height / 2 - y - high / 2;
    }
    this.paint();
    if (this.isLarge) this.cull();
    this.elements.get(before)?.setAttribute("tabindex", "-1");
    const element = this.elements.get(node);
    element.setAttribute("tabindex", "0");
    element.focus({ preventScroll: true });
  }

  /** The spec that an arrow key leads to: along an edge, or to the neighbour above or below. */
  neighbour(key) {
    const node = this.current;
    const far = (other) => Math.abs(other.y - node.y);
    const nearest = (nodes) => nodes.sort((a, b) => far(a) - far(b) || a.number - b.number)[0];
    const column = this.graph.nodes.filter((other) => other.x === node.x);
    switch (key) {
      case "ArrowRight": return nearest(node.next.map((edge) => edge.to));
      case "ArrowLeft": return nearest(node.previous.map((edge) => edge.from));
      case "ArrowDown": return nearest(column.filter((other) => other.y > node.y));
      case "ArrowUp": return nearest(column.filter((other) => other.y < node.y));
      case "Home": return this.graph.nodes[0];
      case "End": return this.graph.nodes.at(-1);
      default: return null;
    }
  }

  // Hands

  listen() {
    this.svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = this.svg.getBoundingClientRect();
      // A pinch on a touchpad comes as a wheel with Ctrl, in smaller steps; a line is many pixels.
      const step = event.deltaMode ? 0.05 : event.ctrlKey ? 0.01 : 0.002;
      this.zoom(Math.exp(-event.deltaY * step), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    const pointers = new Map();
    let moved = 0;
    this.svg.addEventListener("pointerdown", (event) => {
      if (pointers.size === 0) moved = 0;
      pointers.set(event.pointerId, [event.clientX, event.clientY]);
    });
    this.svg.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const now = [event.clientX, event.clientY];
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      pointers.set(event.pointerId, now);
      moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
      // A hand that trembles in a click does not drag.
      if (moved <= 4) return;
      this.capture(event.pointerId);
      if (other) this.pinch(before, now, other);
      else this.pan(now[0] - before[0], now[1] - before[1]);
    });
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.svg.addEventListener(name, (event) => {
        pointers.delete(event.pointerId);
        if (pointers.size > 0) return;
        this.svg.classList.remove("dragged");
        // The click that ends a drag comes before this; the next one is meant.
        setTimeout(() => { moved = 0; });
      });
    }
    this.svg.addEventListener("click", (event) => {
      const element = event.target.closest("[data-node]");
      if (!element || moved > 4) return;
      this.take(this.graph.nodes[Number(element.dataset.node)]);
    });
    this.svg.addEventListener("keydown", (event) => this.key(event));
  }

  capture(pointer) {
    this.svg.classList.add("dragged");
    try {
      this.svg.setPointerCapture(pointer);
    } catch {
      // It was lifted meanwhile: there is nothing to hold.
    }
  }

  /** One of two fingers moved. */
  pinch(before, now, other) {
    const far = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) || 1;
    const box = this.svg.getBoundingClientRect();
    this.zoom(far(now, other) / far(before, other),
      (now[0] + other[0]) / 2 - box.left, (now[1] + other[1]) / 2 - box.top);
  }

  /** A spec that was clicked, or entered: its kin stay, and its details are shown beside. */
  take(node) {
    this.isolate(node);
    if (node.file) showDetails(node.id, root, { focuses: false });
    this.focusOn(node);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    if (event.shiftKey && steps[event.key]) this.pan(...steps[event.key]);
    else if (event.key === "+" || event.key === "=") this.zoom(1.3);
    else if (event.key === "-") this.zoom(1 / 1.3);
    else if (event.key === "0") this.fit();
    else if (event.key === "Enter" || event.key === " ") this.take(this.current);
    else if (event.key === "Escape" && this.kept) {
      this.isolate(null);
      this.focusOn(this.current);
    } else {
      const next = this.neighbour(event.key);
      if (next) this.focusOn(next);
      else if (!steps[event.key]) return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Comes from elsewhere in the page: opens the graph that has a spec, at the spec. */
  showSpec(spec) {
    const order = { task: ["tasks", "trace"], ticket: ["tickets", "trace"] }[spec.kind] ?? ["trace"];
    for (const content of order) {
      if (!this.isOpen || this.content !== content) this.choose(content);
      const node = this.graph?.byId.get(spec.label);
      if (!node) continue;
      byId("at-graph").scrollIntoView();
      this.isolate(node);
      this.fit();
      this.focusOn(node);
      return;
    }
  }
}

const graph = new Graph();
