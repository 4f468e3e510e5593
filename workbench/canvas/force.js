/* An arrangement by links: what is linked pulls, everything pushes, the middle holds. Same elements, same picture. */

// Our own and not cytoscape's "cose": 834 entities and 1,145 links took cose 6 s, and this .5 s, on one core.
const FORCE = { length: 74, push: 700, reach: 900, room: 16, wide: 0.03, high: 0.075, drag: 0.6, work: 1.6e8 };

/** Half the pairs push each other apart, harder where they would cover one another. */
function pushAll(at, alpha) {
  const { x, y, vx, vy, size, count, room } = at;
  const reach = FORCE.reach ** 2;
  for (let i = 0; i < count; i += 1) {
    for (let j = i + 1; j < count; j += 1) {
      const [dx, dy] = [x[j] - x[i], y[j] - y[i]];
      const far = dx * dx + dy * dy;
      if (far > reach) continue;
      const apart = size[i] + size[j] + room;
      const cover = Math.sqrt(dx * dx * NAME_WIDTH * NAME_WIDTH + dy * dy);
      const push = (FORCE.push * alpha) / Math.max(far, 100) + (cover < apart ? (0.35 * (apart - cover)) / Math.max(cover, 1) : 0);
      vx[i] -= dx * push;
      vy[i] -= dy * push;
      vx[j] += dx * push;
      vy[j] += dy * push;
    }
  }
}

/** Links pull towards their length; the end with fewer links gives way. */
function pullAll(at, alpha) {
  const { x, y, vx, vy, pairs, degree } = at;
  for (const [a, b] of pairs) {
    const [dx, dy] = [x[b] + vx[b] - x[a] - vx[a], y[b] + vy[b] - y[a] - vy[a]];
    const long = Math.max(Math.hypot(dx, dy), 1);
    const length = FORCE.length + 5 * Math.sqrt(Math.min(degree[a], degree[b]));
    const pull = ((long - length) / long) * alpha / Math.min(degree[a], degree[b]);
    const share = degree[a] / (degree[a] + degree[b]);
    vx[b] -= dx * pull * share;
    vy[b] -= dy * pull * share;
    vx[a] += dx * pull * (1 - share);
    vy[a] += dy * pull * (1 - share);
  }
}

function moveAll(at, alpha, middle) {
  const { x, y, vx, vy, fixed, count } = at;
  for (let i = 0; i < count; i += 1) {
    vx[i] = (vx[i] - (x[i] - middle.x) * FORCE.wide * alpha) * FORCE.drag;
    vy[i] = (vy[i] - (y[i] - middle.y) * FORCE.high * alpha) * FORCE.drag;
    if (fixed[i]) continue;
    x[i] += vx[i];
    y[i] += vy[i];
  }
}

/** Turn the whole so that its longer side lies along the canvas's. */
function layDown({ x, y, vx, vy, count }, middle) {
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < count; i += 1) {
    const [dx, dy] = [x[i] - middle.x, y[i] - middle.y];
    [xx, yy, xy] = [xx + dx * dx, yy + dy * dy, xy + dx * dy];
  }
  const turn = 0.5 * Math.atan2(2 * xy, xx - yy);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  for (let i = 0; i < count; i += 1) {
    const [dx, dy] = [x[i] - middle.x, y[i] - middle.y];
    [x[i], y[i], vx[i], vy[i]] = [middle.x + dx * cos + dy * sin, middle.y - dx * sin + dy * cos, 0, 0];
  }
}

/** Everything the forces need, in flat rows: positions, speeds, sizes, links by row number. */
function pointsOf(nodes, edges, begin) {
  const count = nodes.length;
  const row = new Map(nodes.map((node, i) => [node.id(), i]));
  const pairs = edges.map((edge) => [row.get(edge.data("source")), row.get(edge.data("target"))]).filter(([a, b]) => a !== b && a !== undefined && b !== undefined);
  const [x, y, vx, vy, size, degree] = Array.from({ length: 6 }, () => new Float64Array(count));
  nodes.forEach((node, i) => {
    const spot = node.locked() ? node.position() : begin.get(node.id());
    [x[i], y[i], size[i]] = [spot.x, spot.y, node.data("size") / 2];
  });
  for (const pair of pairs) for (const i of pair) degree[i] += 1;
  // A small picture has room for every name, a large one only for shapes.
  const room = FORCE.room + 36 * Math.max(0, 1 - count / 250);
  return { count, pairs, x, y, vx, vy, size, degree, room, fixed: nodes.map((node) => node.locked()) };
}

/** A place for every node, by id; pinned ones keep theirs. */
function byLinks(nodes, edges) {
  const begin = new Map();
  const near = neighboursOf(edges.map((edge) => [edge.id(), edge.data("source"), edge.data("target")]));
  sunflower(nodes.map((node) => node.id()), near, begin);
  const at = pointsOf(nodes, edges, begin);
  const pinned = nodes.filter((node) => node.locked()).map((node) => node.position());
  const middle = middleOf(pinned);
  const rounds = Math.round(Math.min(320, Math.max(60, FORCE.work / Math.max(1, at.count) ** 2)));
  for (let round = 0; round < rounds; round += 1) {
    const alpha = 0.003 ** (round / rounds);
    pullAll(at, alpha);
    pushAll(at, alpha);
    moveAll(at, alpha, middle);
    if (!pinned.length && round === Math.round(rounds * 0.3)) layDown(at, middle);
  }
  return new Map(nodes.map((node, i) => [node.id(), { x: at.x[i], y: at.y[i] }]));
}
