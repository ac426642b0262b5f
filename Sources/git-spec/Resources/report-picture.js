// A graph as objects, and what a box and a line of it look like.

const WIDTH = 216;
const HEIGHT = 46;
/** Graphs up to this are drawn at once; larger ones when asked for, and as far as in view. */
const AT_ONCE = 400;
/** From farther away than this no words can be read: boxes are enough. */
const FAR = 0.3;
/** Rows of more specs than this are cut in the words below the picture. */
const LONGEST = 12;
const CONTENTS = [["tasks", "Tasks"], ["tickets", "Tickets"], ["trace", "From requirements to tasks"]];

/** The nodes and edges of a graph as objects. */
function readGraph(raw) {
  const nodes = triples(raw.nodes, 5).map(([spec, x, y, flags, mark], number) => {
    const extra = spec < 0 ? raw.extras[-spec - 1] : null;
    const file = extra ? root.specs[extra[3]] ?? null : root.specs[spec];
    return {
      number, x, y, mark, next: [], previous: [], file, id: extra ? extra[0] : file.label,
      title: extra ? extra[1] : file.title, isCritical: (flags & 1) > 0, isCircle: (flags & 2) > 0,
      isMissing: (flags & 4) > 0, isHeading: Boolean(extra && file && !(flags & 4)),
    };
  });
  const edges = triples(raw.edges, 4).map(([from, to, field, flags], number) => {
    const edge = {
      number, from: nodes[from], to: nodes[to], field: texts[field], isBack: (flags & 1) > 0,
      isCritical: (flags & 2) > 0, bends: [],
    };
    edge.from.next.push(edge);
    edge.to.previous.push(edge);
    return edge;
  });
  for (const [number, ...flat] of raw.bends) edges[number].bends = triples(flat, 2);
  return { nodes, edges, byId: new Map(nodes.map((node) => [node.id, node])), size: raw.size,
    path: raw.path.map((number) => nodes[number]), hours: raw.hours,
    circles: raw.circles.map((circle) => circle.map((number) => nodes[number])) };
}

const pen = document.createElement("canvas").getContext("2d");

/** As much of a text as fits into so many pixels. */
function clipped(text, room, font = "12px system-ui, sans-serif") {
  pen.font = font;
  const fits = (letters) => pen.measureText(letters.join("")).width <= room;
  let letters = [...safe(text.slice(0, 200))];
  if (fits(letters) && text.length <= 200) return letters.join("");
  while (letters.length > 0 && !fits([...letters, "…"])) {
    letters = letters.slice(0, Math.min(letters.length - 1, Math.ceil(letters.length * 0.95)));
  }
  return letters.join("") + "…";
}

const classOf = (edge) =>
  edge.isBack ? "edge back" : edge.isCritical ? "edge critical" : "edge";

function wayOf(edge) {
  const { from, to } = edge;
  if (edge.isBack) {
    const top = Math.min(from.y, to.y) - 36;
    const [start, end] = [from.x + WIDTH / 2, to.x + WIDTH / 2];
    return `M${start} ${from.y}C${start} ${top} ${end} ${top} ${end} ${to.y}`;
  }
  let [x, y] = [from.x + WIDTH, from.y + HEIGHT / 2];
  let way = `M${x} ${y}`;
  for (const [nextX, nextY] of [...edge.bends, [to.x - 2, to.y + HEIGHT / 2]]) {
    const middle = (x + nextX) / 2;
    way += `C${middle} ${y} ${middle} ${nextY} ${nextX} ${nextY}`;
    [x, y] = [nextX, nextY];
  }
  return way;
}
