
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
    const size = sizeOf(id);
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

  function lookOfLinks() {
    return {
      width: 1.3,
      hoverWidth: 0.6,
      selectionWidth: 1,
      arrows: { to: { enabled: true, scaleFactor: 0.55 } },
      color: { color: theme.link, hover: theme.quiet, highlight: theme.accent, inherit: false },
      font: { face: font, size: 10.5, color: theme.quiet, strokeColor: theme.paper, strokeWidth: 3, align: "middle" },
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

  /* vis fits boxes of entities; their names reach further, so a little room is left around. */
  function showAll() {
    network.fit({ maxZoomLevel: 1.25 });
    network.moveTo({ scale: network.getScale() * 0.94 });
  }

  function zoom(by) {
    network.moveTo({ scale: network.getScale() * by, animation: { duration: 150, easingFunction: "easeOutQuad" } });
  }

  function light(ids) {
    lit = ids.length ? new Set(ids.flatMap((id) => [...near.get(id)])) : null;
    for (const row of rows) row.classList.toggle("marked", row.dataset.about.split(" ").some((id) => ids.includes(Number(id))));
    network.redraw();
  }

  function goTo(row) {
    const ids = row.dataset.about.split(" ").map(Number);
    network.selectNodes(ids);
    light(ids);
    network.fit({ nodes: ids.flatMap((id) => [...near.get(id)]), maxZoomLevel: 1.1 });
    field.scrollIntoView({ block: "nearest" });
  }

  network.on("afterDrawing", watermark);
  network.on("select", (event) => light(event.nodes));
  dark.addEventListener("change", () => {
    theme = readTheme();
    network.setOptions({ edges: lookOfLinks() });
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
