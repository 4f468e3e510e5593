
"use strict";
/* Draws the picture: outlines of the kinds, their names beneath, and the watermark over all of it. */
(function () {
  const drawn = JSON.parse(document.getElementById("drawn").textContent);
  const field = document.getElementById("picture");
  const rows = [...document.querySelectorAll("tr[data-about]")];
  const SIZE = 15;
  const WORDS = drawn.edges.length <= 80;
  const font = getComputedStyle(document.documentElement).fontFamily;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const degrees = new Map();
  const near = new Map(drawn.nodes.map((node) => [node.id, new Set([node.id])]));
  let theme = readTheme();
  let lit = null;
  let wide = 1;

  for (const edge of drawn.edges) {
    for (const end of [edge.from, edge.to]) degrees.set(end, (degrees.get(end) || 0) + 1);
    near.get(edge.from).add(edge.to);
    near.get(edge.to).add(edge.from);
  }

  function readTheme() {
    const style = getComputedStyle(document.documentElement);
    const names = ["paper", "ink", "quiet", "link", "accent"];
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  function sizeOf(id) {
    return SIZE + Math.min(9, 2.2 * Math.sqrt(degrees.get(id) || 0));
  }

  function trace(ctx, points, x, y, size) {
    ctx.beginPath();
    for (const [dx, dy] of points) ctx.lineTo(x + dx * size, y + dy * size);
    ctx.closePath();
  }

  /* A name in the page's ink on a rim of paper, so that links may run beneath it. */
  function write(ctx, text, x, y, size, colour) {
    ctx.font = `${size}px ${font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = theme.paper;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = colour;
    ctx.fillText(text, x, y);
  }

  function drawEntity({ ctx, id, x, y, state }) {
    const node = nodes.get(id);
    const look = drawn.looks[node.kind];
    // Far out, an entity is still a spot that one can see the colour of.
    const size = Math.max(sizeOf(id), 4.5 / network.getScale());
    const faint = lit && !lit.has(id);
    return {
      drawNode() {
        ctx.save();
        ctx.globalAlpha = faint ? 0.18 : 1;
        trace(ctx, look.points, x, y, size);
        ctx.fillStyle = look.colour;
        ctx.fill();
        ctx.lineJoin = "round";
        ctx.lineWidth = state.selected ? 3 : 1.5;
        ctx.strokeStyle = state.selected ? theme.accent : theme.paper;
        ctx.stroke();
        ctx.restore();
      },
      drawExternalLabel() {
        const far = network.getScale() < 0.42 && !(lit && lit.has(id)) && !state.hover;
        if (far) return;
        ctx.save();
        ctx.globalAlpha = faint ? 0.18 : 1;
        write(ctx, node.label, x, y + size + 4, 12.5, theme.ink);
        if (node.tag) write(ctx, `#${node.tag}`, x, y + size + 19, 10, theme.quiet);
        ctx.restore();
      },
      nodeDimensions: { width: 2 * size, height: 2 * size },
    };
  }

  function colourOfLink(faint) {
    return { color: theme.link, hover: theme.quiet, highlight: theme.accent, inherit: false, opacity: faint ? 0.15 : 1 };
  }

  function paintLinks() {
    const faint = (edge) => Boolean(lit) && !(lit.has(edge.from) && lit.has(edge.to));
    const shade = (edge) => ({ color: faint(edge) ? "transparent" : theme.quiet, background: faint(edge) ? "transparent" : theme.paper });
    edges.update(edges.map((edge) => ({ id: edge.id, color: colourOfLink(faint(edge)), font: shade(edge) })));
  }

  function lookOfLinks() {
    return {
      width: 1.3 * wide,
      hoverWidth: 0.6,
      selectionWidth: 1,
      arrows: { to: { enabled: true, scaleFactor: 0.55 / Math.sqrt(wide) } },
      color: colourOfLink(false),
      font: { face: font, size: 10.5, color: theme.quiet, background: theme.paper, strokeWidth: 0, align: "middle" },
      scaling: { label: { enabled: false, drawThreshold: 6 } },
    };
  }

  /* Whom it was handed to stands over the whole picture, so that a photograph of it says so too. */
  function watermark(ctx) {
    if (!drawn.note) return;
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    const [width, height] = [ctx.canvas.clientWidth, ctx.canvas.clientHeight];
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.globalAlpha = 0.085;
    ctx.fillStyle = theme.ink;
    ctx.font = `13px ${font}`;
    ctx.textAlign = "left";
    ctx.rotate(-0.32);
    const step = ctx.measureText(drawn.note).width + 90;
    for (let y = 40; y < height + width / 2; y += 120) {
      for (let x = -height - ((y / 120) % 2) * (step / 2); x < width; x += step) ctx.fillText(drawn.note, x, y);
    }
    ctx.restore();
  }

  const nodes = new vis.DataSet(drawn.nodes.map((node) => ({ ...node, size: SIZE, ctxRenderer: drawEntity })));
  const words = (edge) => (WORDS ? edge : { ...edge, label: undefined });
  const edges = new vis.DataSet(drawn.edges.map((edge, id) => ({ ...words(edge), id })));
  const network = new vis.Network(field, { nodes, edges }, {
    autoResize: true,
    physics: { enabled: false },
    layout: { improvedLayout: false },
    nodes: { shape: "custom", font: { face: font } },
    edges: lookOfLinks(),
    interaction: { hover: true, tooltipDelay: 150, hideEdgesOnDrag: drawn.edges.length > 1500, multiselect: true },
  });

  /* Entities with room for their names about them; the library's own fitting measures what was last drawn. */
  function bring(ids, closest) {
    const places = Object.values(network.getPositions(ids));
    if (!places.length) return;
    const [xs, ys] = [places.map((at) => at.x), places.map((at) => at.y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = Math.min(closest, field.clientWidth / (right - left + 220), field.clientHeight / (bottom - top + 150));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 14 }, scale });
    keepSeen();
  }

  /* Far out, links keep a width on the screen; widths are set anew only where it makes a difference. */
  function keepSeen() {
    const now = Math.max(1, 0.5 / network.getScale());
    if (Math.abs(now / wide - 1) < 0.3) return;
    wide = now;
    network.setOptions({ edges: lookOfLinks() });
  }

  function zoom(by) {
    network.moveTo({ scale: network.getScale() * by, animation: { duration: 150, easingFunction: "easeOutQuad" } });
  }

  function light(ids) {
    lit = ids.length ? new Set(ids.flatMap((id) => [...near.get(id)])) : null;
    for (const row of rows) row.classList.toggle("marked", row.dataset.about.split(" ").some((id) => ids.includes(Number(id))));
    paintLinks();
    network.redraw();
  }

  function goTo(row) {
    const ids = row.dataset.about.split(" ").map(Number);
    network.selectNodes(ids);
    light(ids);
    bring(ids.flatMap((id) => [...near.get(id)]), 1.1);
    field.scrollIntoView({ block: "nearest" });
  }

  const showAll = () => bring(drawn.nodes.map((node) => node.id), 1.25);
  network.on("afterDrawing", watermark);
  network.on("zoom", keepSeen);
  network.on("animationFinished", keepSeen);
  network.on("select", (event) => light(event.nodes));
  dark.addEventListener("change", () => {
    theme = readTheme();
    network.setOptions({ edges: lookOfLinks() });
    paintLinks();
  });
  for (const row of rows) {
    row.addEventListener("click", () => goTo(row));
    row.addEventListener("keydown", (event) => event.key === "Enter" && goTo(row));
  }
  document.getElementById("nearer").addEventListener("click", () => zoom(1.3));
  document.getElementById("farther").addEventListener("click", () => zoom(1 / 1.3));
  document.getElementById("whole").addEventListener("click", showAll);
  showAll();
  document.documentElement.dataset.drawn = "yes";
})();
