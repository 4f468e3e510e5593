/* Where things stand: what is new is put beside what it is linked to, and nothing else moves. */

const APART = 64;
// Names are wider than high: things may stand closer above one another than beside.
const NAME_WIDTH = 0.65;
const MANY = 800;
const LINE = 24;
// Classes that say what the rows say; others (found, pinned, …) say what the person did.
const TOLD = ["grey", "aside", "dashed", "leaving"];

/** A text of short lines: what is longer stands whole in the tip. */
function brief(text) {
  return text.split("\n").slice(0, 2).map((line) => (line.length > LINE ? `${line.slice(0, LINE - 1)}…` : line)).join("\n");
}

/** The data of one node row, as cytoscape keeps it. */
function nodeOf([id, kind, text, colour, shape, tag, grey, aside]) {
  const classes = [grey && "grey", aside && "aside"].filter(Boolean).join(" ");
  return { data: { id, kind, text, name: brief(text), colour, shape, tag, full: tag ? `${text}\n${tag}` : text, size: 26 }, classes };
}

/** The data of one edge row, as cytoscape keeps it. */
function edgeOf([id, source, target, text, width, dashed, type]) {
  return { data: { id, source, target, text, width, type }, classes: dashed ? "dashed" : "" };
}

/** Neighbours by id, from the edge rows. */
function neighboursOf(edges) {
  const near = new Map();
  const join = (one, other) => (near.get(one) ?? near.set(one, []).get(one)).push(other);
  for (const [, start, end] of edges) {
    join(start, end);
    join(end, start);
  }
  return near;
}

/** A first arrangement that is always the same: a sunflower, each entity soon after one it is linked to. */
function sunflower(ids, near, places) {
  const seen = new Set();
  const degree = (id) => near.get(id)?.length ?? 0;
  const queue = [...ids].sort((a, b) => degree(b) - degree(a) || (a < b ? -1 : 1));
  const order = [];
  for (const first of queue) {
    for (const row = [first]; row.length; ) {
      const id = row.shift();
      if (seen.has(id)) continue;
      seen.add(id);
      order.push(id);
      row.push(...(near.get(id) ?? []).filter((other) => !seen.has(other)));
    }
  }
  const known = new Set(ids);
  order.filter((id) => known.has(id)).forEach((id, i) => {
    const [radius, angle] = [APART * 0.8 * Math.sqrt(i), i * 2.399963];
    places.set(id, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
  });
}

function middleOf(points) {
  const sum = points.reduce((at, p) => ({ x: at.x + p.x, y: at.y + p.y }), { x: 0, y: 0 });
  const count = Math.max(points.length, 1);
  return { x: sum.x / count, y: sum.y / count };
}

/** The first free spot around a point, looking first into the given direction, then further round and out. */
function freeSpot(at, direction, taken) {
  for (let ring = 1; ; ring += 1) {
    const radius = 40 + ring * APART;
    const steps = Math.max(6, Math.floor((2 * Math.PI * radius) / APART));
    for (let i = 0; i < steps; i += 1) {
      const turn = direction + (((i % 2 ? 1 : -1) * Math.ceil(i / 2)) / steps) * 2 * Math.PI;
      const spot = { x: at.x + radius * Math.cos(turn), y: at.y + radius * Math.sin(turn) };
      if (taken.every((p) => Math.hypot((p.x - spot.x) * NAME_WIDTH, p.y - spot.y) > APART * 0.9)) return spot;
    }
  }
}

/** Give every id without a place one near a neighbour that has one, away from where it is crowded. */
function placeNew(ids, near, places, standing) {
  const taken = standing.map((id) => places.get(id)).filter(Boolean);
  const on = new Set(standing);
  const waiting = new Set(ids);
  while (waiting.size) {
    const next = [...waiting].find((id) => (near.get(id) ?? []).some((other) => on.has(other)));
    const id = next ?? waiting.values().next().value;
    const anchorId = (near.get(id) ?? []).find((other) => on.has(other));
    const anchor = places.get(anchorId) ?? { x: Math.max(0, ...taken.map((p) => p.x)) + APART, y: middleOf(taken).y };
    const crowd = (near.get(anchorId) ?? []).filter((other) => on.has(other)).map((other) => places.get(other));
    const from = middleOf(crowd.length ? crowd : taken);
    const spot = freeSpot(anchor, Math.atan2(anchor.y - from.y, anchor.x - from.x), taken);
    places.set(id, spot);
    taken.push(spot);
    on.add(id);
    waiting.delete(id);
  }
}

/** Bring the picture to the rows: gone ones go, known ones are renewed, new ones are placed. True if all is new. */
function renew(stage, data) {
  const { cy, memory } = stage;
  const near = neighboursOf(data.edges);
  const wanted = new Map([...data.nodes.map((row) => [row[0], nodeOf(row)]), ...data.edges.map((row) => [row[0], edgeOf(row)])]);
  const moved = (old, fresh) => old.isEdge() && (old.data("source") !== fresh.data.source || old.data("target") !== fresh.data.target);
  keepPlaces(stage);
  for (const [id, [x, y]] of Object.entries(data.places)) if (!memory.places.has(id)) memory.places.set(id, { x, y });
  cy.remove(cy.elements().filter((old) => !wanted.has(old.id()) || moved(old, wanted.get(old.id()))));
  const ids = data.nodes.map((row) => row[0]);
  const standing = ids.filter((id) => memory.places.has(id));
  const arriving = ids.filter((id) => !memory.places.has(id));
  if (standing.length) placeNew(arriving, near, memory.places, standing);
  else sunflower(arriving, near, memory.places);
  cy.batch(() => {
    for (const [id, fresh] of wanted) {
      const old = cy.getElementById(id);
      if (old.nonempty()) {
        old.data(fresh.data).classes([...old.classes().filter((name) => !TOLD.includes(name)), ...fresh.classes.split(" ")].filter(Boolean));
      } else if (fresh.data.source === undefined) cy.add({ group: "nodes", ...fresh, position: { ...memory.places.get(id) } });
    }
    cy.add([...wanted.values()].filter((fresh) => fresh.data.source !== undefined && cy.getElementById(fresh.data.id).empty()).map((fresh) => ({ group: "edges", ...fresh })));
    cy.nodes().forEach((node) => void node.data("size", Math.min(24 + 5 * Math.sqrt(node.degree(false)), 52) * (node.hasClass("aside") ? 0.68 : 1)));
    cy.nodes().filter((node) => memory.pinned.has(node.id())).addClass("pinned").lock();
    // Thousands of links cannot be redrawn at sixty pictures a second.
    cy.renderer().hideEdgesOnViewport = cy.elements().length > MANY;
  });
  return !standing.length && ids.length > 0;
}

const LAYOUTS = {
  force: (cy) => {
    const shown = cy.elements().not(".gone");
    const places = byLinks(shown.nodes().toArray(), shown.edges().toArray());
    return { name: "preset", positions: (node) => places.get(node.id()) };
  },
  concentric: () => ({ name: "concentric", concentric: (node) => node.degree(false), levelWidth: (nodes) => Math.max(1, nodes.maxDegree(false) / 5), minNodeSpacing: 46 }),
  breadthfirst: (cy) => ({ name: "breadthfirst", roots: cy.nodes(":selected").nonempty() ? cy.nodes(":selected") : undefined, spacingFactor: 1.15, avoidOverlap: true, directed: false }),
  grid: () => ({ name: "grid", sort: (a, b) => (a.data("kind") + a.id() < b.data("kind") + b.id() ? -1 : 1), nodeDimensionsIncludeLabels: true, avoidOverlapPadding: 26, condense: true }),
};

/** Arrange everything that is shown and not pinned, and show all of it. */
function arrange(stage, name, atOnce = false) {
  const { cy } = stage;
  const many = cy.elements().length > MANY;
  const still = atOnce || many || matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = still ? { animate: false } : { animate: true, animationDuration: 380 };
  const run = cy.elements().not(".gone").layout({ fit: false, ...motion, ...LAYOUTS[name](cy) });
  run.one("layoutstop", () => {
    keepPlaces(stage);
    fitAll(stage, !still);
  });
  run.run();
}

function keepPlaces({ cy, memory }) {
  cy.nodes().forEach((node) => void memory.places.set(node.id(), { ...node.position() }));
}

/** Show everything beside the panels, but never larger than is pleasant to read. */
function fitAll(stage, gently = false) {
  const { cy } = stage;
  const shown = cy.elements().not(".gone");
  if (shown.empty() || !cy.width()) return;
  const left = cy.width() > 720 ? stage.root.querySelector(".legend").offsetWidth + 24 : 24;
  const [top, room] = [64, { w: cy.width() - left - 32, h: cy.height() - 64 - 44 }];
  const box = shown.boundingBox();
  const zoom = Math.min(1.4, room.w / Math.max(1, box.w), room.h / Math.max(1, box.h));
  const pan = { x: left + (room.w - zoom * (box.x1 + box.x2)) / 2, y: top + (room.h - zoom * (box.y1 + box.y2)) / 2 };
  if (gently) cy.animate({ zoom, pan }, { duration: 220 });
  else cy.viewport({ zoom, pan });
}
