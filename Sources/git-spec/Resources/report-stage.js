// The picture of a graph: its boxes and lines, how far away it is, and what of it is in view.

class Stage {
  isOpen = false;

  makeStage() {
    this.edgeLayer = draw("g");
    this.nodeLayer = draw("g");
    this.farLayer = draw("g", { "aria-hidden": "true" });
    this.world = draw("g", {}, this.farLayer, this.edgeLayer, this.nodeLayer);
    const arrow = draw("marker", {
      id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 9, markerHeight: 9,
      markerUnits: "userSpaceOnUse", orient: "auto",
    }, draw("path", { class: "tip", d: "M0 0L8 4L0 8z" }));
    this.svg = draw("svg", {
      role: "group",
      "aria-label": `Graph of ${this.content}; arrow keys go from spec to spec, `
        + "Enter shows what belongs to one",
    }, draw("defs", {}, arrow), this.world);
    this.stage = make("div", { class: "stage" }, this.svg);
    new ResizeObserver(() => this.resized()).observe(this.stage);
  }

  // Elements of nodes and edges

  nodeName(node) {
    const list = (edges, side) => edges.map((edge) => edge[side].id).join(", ");
    const { file } = node;
    const verb = this.content === "trace" ? "comes from" : "waits for";
    const kind = node.isMissing ? "does not exist"
      : node.isHeading ? "requirement" : `${file.kind}, ${file.status ?? file.word}`;
    return [
      node.id, node.title, kind, file?.isWork && file.state !== file.status && file.state,
      node.previous.length > 0 && `${verb} ${list(node.previous, "from")}`,
      node.next.length > 0 && `leads to ${list(node.next, "to")}`,
      node.isCritical && "on the critical path", node.isCircle && "in a circle",
    ].filter(Boolean).join("; ");
  }

  addNode(node) {
    const names = ["node", `n${node.mark}`];
    if (node.isCritical) names.push("critical");
    if (node.isCircle) names.push("circle");
    const marks = (node.isCritical ? " ★" : "") + (node.isCircle ? " ⟲" : "");
    const id = clipped(node.id, WIDTH - 60, "600 12px system-ui, sans-serif");
    const element = draw("g", {
      class: names.join(" "), transform: `translate(${node.x} ${node.y})`, role: "button",
      tabindex: node === this.current ? 0 : -1, "aria-label": this.nodeName(node),
      "data-node": node.number,
    },
    draw("rect", { width: WIDTH, height: HEIGHT, rx: 6 }),
    draw("text", { class: "label", x: 10, y: 19 }, `${SIGNS[node.mark]} ${id}${marks}`),
    draw("text", { x: 10, y: 36 }, clipped(node.title, WIDTH - 18)));
    this.elements.set(node, element);
    this.mark(node, element);
    this.nodeLayer.append(element);
  }

  addEdge(edge) {
    const element = draw("path",
      { class: classOf(edge), d: wayOf(edge), "marker-end": "url(#arrow)" });
    this.lines.set(edge, element);
    this.markEdge(edge, element);
    this.edgeLayer.append(element);
  }

  addAll() {
    this.graph.edges.forEach((edge) => this.addEdge(edge));
    this.graph.nodes.forEach((node) => this.addNode(node));
  }

  isFaded(node) {
    if (this.kept) return !this.kept.has(node);
    return isFiltered() && !(node.file && this.matching.has(node.file));
  }

  mark(node, element) {
    element.classList.toggle("faded", this.isFaded(node));
    element.classList.toggle("chosen", node === this.isolated);
    element.setAttribute("aria-pressed", String(node === this.isolated));
  }

  markEdge(edge, element) {
    element.classList.toggle("faded", this.isFaded(edge.from) || this.isFaded(edge.to));
  }

  /** Marks anew what the search or the focus keeps. */
  filtered() {
    if (!this.isOpen) return;
    this.matching = new Set(isFiltered() ? root.matching : []);
    for (const [node, element] of this.elements) this.mark(node, element);
    for (const [edge, element] of this.lines) this.markEdge(edge, element);
    this.drawnFar = null;
    this.paint();
  }

  // The picture

  get box() { return { width: this.stage.clientWidth || 800, height: this.stage.clientHeight || 500 }; }

  fit(nodes = this.kept ? [...this.kept] : this.graph.nodes) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const node of nodes) {
      left = Math.min(left, node.x); top = Math.min(top, node.y);
      right = Math.max(right, node.x + WIDTH); bottom = Math.max(bottom, node.y + HEIGHT);
    }
    const { width, height } = this.box;
    this.scale = Math.min(1.1, (width - 40) / (right - left), (height - 60) / (bottom - top));
    this.x = (width - (right - left) * this.scale) / 2 - left * this.scale;
    this.y = (height - (bottom - top) * this.scale) / 2 - top * this.scale;
    this.fitted = nodes;
    this.paint();
  }

  /** The window or what is beside changed: what was fitted is fitted again. */
  resized() {
    if (!this.graph || this.isPrinting) return;
    if (this.fitted) this.fit(this.fitted);
    else this.paint();
  }

  /** Where the whole is too far away to be read: the first spec of the critical path, or of all. */
  begin() {
    this.scale = 0.7;
    this.fitted = null;
    this.x = 40 - this.current.x * this.scale;
    this.y = this.box.height / 2 - this.current.y * this.scale;
    this.paint();
  }

  zoom(factor, atX = this.box.width / 2, atY = this.box.height / 2) {
    const scale = Math.min(4, Math.max(0.005, this.scale * factor));
    this.x = atX - (atX - this.x) * scale / this.scale;
    this.y = atY - (atY - this.y) * scale / this.scale;
    this.scale = scale;
    this.fitted = null;
    this.paint();
  }

  pan(byX, byY) {
    this.fitted = null;
    this.x += byX;
    this.y += byY;
    this.paint();
  }

  paint() {
    const [x, y, scale] = [this.x.toFixed(2), this.y.toFixed(2), this.scale.toFixed(5)];
    this.world.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    if (!this.isLarge || this.isPrinting) return;
    clearTimeout(this.frame);
    this.frame = setTimeout(() => this.cull(), 16);
  }

  /** Of a large graph: boxes without words from afar, near by only what is in view. */
  cull() {
    const isFar = this.scale < FAR;
    this.farLayer.style.display = isFar ? "" : "none";
    if (isFar && !this.drawnFar) this.drawFar();
    const { width, height } = this.box;
    const [left, top] = [(-this.x - 60) / this.scale - WIDTH, (-this.y - 60) / this.scale - HEIGHT];
    const [right, bottom] = [(width + 60 - this.x) / this.scale, (height + 60 - this.y) / this.scale];
    const isSeen = (node) =>
      !isFar && node.x >= left && node.x <= right && node.y >= top && node.y <= bottom;
    for (const [edge, element] of this.lines) {
      if (!isSeen(edge.from) && !isSeen(edge.to)) { element.remove(); this.lines.delete(edge); }
    }
    for (const [node, element] of this.elements) {
      // The spec that the keyboard is at stays, so that Tab finds it.
      if (!isSeen(node) && node !== this.current) { element.remove(); this.elements.delete(node); }
    }
    for (const node of this.graph.nodes) {
      if (!isSeen(node) && node !== this.current) continue;
      if (!this.elements.has(node)) this.addNode(node);
      if (!isSeen(node)) continue;
      for (const edge of node.next) if (!this.lines.has(edge)) this.addEdge(edge);
      for (const edge of node.previous) if (!this.lines.has(edge)) this.addEdge(edge);
    }
  }

  drawFar() {
    const boxes = new Map();
    for (const node of this.graph.nodes) {
      const key = `far n${node.mark}${this.isFaded(node) ? " faded" : ""}`;
      push(boxes, key, `M${node.x} ${node.y}h${WIDTH}v${HEIGHT}h-${WIDTH}z`);
    }
    const lines = new Map();
    for (const edge of this.graph.edges) {
      const { from, to } = edge;
      const key = classOf(edge) + (this.isFaded(from) || this.isFaded(to) ? " faded" : "");
      push(lines, key, `M${from.x + WIDTH} ${from.y + HEIGHT / 2}L${to.x} ${to.y + HEIGHT / 2}`);
    }
    this.farLayer.replaceChildren(...[...lines, ...boxes].map(([key, parts]) =>
      draw("path", { class: key, d: parts.join("") })));
    this.drawnFar = true;
  }

  /** On paper all of it is shown, however it was moved; of a large one the boxes. */
  print(begins) {
    if (!this.isOpen) return;
    this.isPrinting = begins;
    if (begins) {
      const [width, height] = this.graph.size;
      this.svg.setAttribute("viewBox", `-20 -50 ${width + 40} ${height + 70}`);
      this.world.removeAttribute("transform");
      if (this.isLarge && !this.drawnFar) this.drawFar();
      this.farLayer.style.display = "";
    } else {
      this.svg.removeAttribute("viewBox");
      this.paint();
    }
  }
}
