/* How the picture looks: one stylesheet for cytoscape, coloured from the page's theme. */

const GREY = { light: "#b6bcc6", dark: "#5b6472" };
const LETTER = 11.5;
const READABLE = 10.5;
const CJK = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

/** Red, green and blue of any colour a browser can read. */
function channels(colour) {
  const pen = channels.pen ?? (channels.pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true }));
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

/** A colour that lies `share` of the way from the second to the first. */
function mix(one, other, share) {
  const [a, b] = [channels(one), channels(other)];
  return `rgb(${a.map((value, i) => Math.round(value * share + b[i] * (1 - share))).join(",")})`;
}

/** The theme's colours and letters, as cytoscape takes them. */
function themeOf(root) {
  const style = getComputedStyle(root);
  const read = (name, otherwise) => style.getPropertyValue(name).trim() || otherwise;
  const paper = read("--st-background-color", "#ffffff");
  const ink = read("--st-text-color", "#1f2937");
  const [red, green, blue] = channels(paper);
  // cytoscape takes only letters, digits, blanks, hyphens and double quotes in a list of fonts.
  const font = read("--st-font", "sans-serif").replace(/'/g, '"').replace(/[^\w\-", ]/g, "");
  return {
    dark: 0.299 * red + 0.587 * green + 0.114 * blue < 128,
    paper: mix(paper, paper, 1),
    ink: mix(ink, ink, 1),
    line: mix(ink, paper, 0.34),
    quiet: mix(ink, paper, 0.7),
    accent: mix(read("--st-primary-color", "#2563eb"), paper, 1),
    font: `${font.replace(/,\s*sans-serif$/, "")}, ${CJK}`,
  };
}

function nodeLook(theme) {
  return {
    shape: "data(shape)",
    width: "data(size)",
    height: "data(size)",
    "background-color": "data(colour)",
    "border-width": 2,
    "border-color": theme.paper,
    label: "data(name)",
    color: theme.ink,
    "font-family": theme.font,
    "font-size": LETTER,
    "text-valign": "bottom",
    "text-margin-y": 5,
    "text-wrap": "wrap",
    "text-max-width": 400,
    "text-outline-color": theme.paper,
    "text-outline-width": 2.5,
    "text-outline-opacity": 0.92,
    // Smaller than this only clutters; `nameSome` grows as many names as there is room for.
    "min-zoomed-font-size": READABLE - 0.1,
    "overlay-opacity": 0,
  };
}

function edgeLook(theme) {
  return {
    width: "data(width)",
    "curve-style": "bezier",
    "control-point-step-size": 30,
    "line-color": theme.line,
    "target-arrow-color": theme.line,
    "target-arrow-shape": "triangle",
    "arrow-scale": 0.85,
    "target-distance-from-node": 2,
    label: "data(text)",
    color: theme.quiet,
    "font-family": theme.font,
    "font-size": 9.5,
    "text-rotation": "autorotate",
    "text-outline-color": theme.paper,
    "text-outline-width": 2.5,
    // Words on links only once there is room for them.
    "min-zoomed-font-size": 10.5,
    "overlay-opacity": 0,
  };
}

/** The whole stylesheet for a theme. */
function lookFor(theme) {
  const halo = { "underlay-opacity": theme.dark ? 0.34 : 0.22, "underlay-padding": 9, "underlay-shape": "ellipse" };
  return [
    { selector: "core", style: { "selection-box-color": theme.accent, "selection-box-opacity": 0.12,
      "selection-box-border-color": theme.accent, "selection-box-border-width": 1, "active-bg-opacity": 0.04 } },
    { selector: "node", style: nodeLook(theme) },
    { selector: "edge", style: edgeLook(theme) },
    { selector: "edge.dashed", style: { "line-style": "dashed", "line-dash-pattern": [6, 4] } },
    { selector: "node.aside", style: { "background-color": (node) => mix(node.data("colour"), theme.paper, 0.42), color: theme.quiet } },
    { selector: "node.grey", style: { "background-color": theme.dark ? GREY.dark : GREY.light, color: theme.quiet } },
    { selector: "node.pinned", style: { "border-color": theme.ink, "border-width": 2.5 } },
    { selector: "node:active", style: { ...halo, "underlay-color": theme.ink, "underlay-opacity": 0.1 } },
    { selector: "node:selected", style: { ...halo, "underlay-color": theme.accent, "border-color": theme.accent,
      "border-width": 3, label: "data(full)", "z-index": 9 } },
    { selector: "edge:selected", style: { "line-color": theme.accent, "target-arrow-color": theme.accent,
      "underlay-opacity": 0.16, "underlay-padding": 4, "underlay-color": theme.accent, color: theme.ink, "z-index": 9 } },
    { selector: "edge.near", style: { "line-color": theme.quiet, "target-arrow-color": theme.quiet } },
    { selector: ".dim", style: { opacity: theme.dark ? 0.24 : 0.15 } },
    { selector: "edge.dim", style: { "text-opacity": 0 } },
    { selector: ".found", style: { "outline-color": theme.accent, "outline-width": 2, "outline-offset": 3, "z-index": 8 } },
    { selector: ".here", style: { "outline-color": theme.ink, "outline-width": 2, "outline-offset": 4, "z-index": 10 } },
    { selector: "edge.here", style: { width: 4 } },
    { selector: ".leaving", style: { opacity: 0.25 } },
    { selector: ".gone", style: { display: "none" } },
  ];
}

/** In the order of who is named first: what one is at or chose, what was found, neighbours; else the best linked. */
function byRank(cy) {
  const close = cy.nodes(".here, :selected");
  const around = [...close, ...cy.nodes(".found"), ...close.neighborhood("node")];
  if (around.length) return [...new Set(around)];
  const rank = (node) => node.degree(false) - (node.hasClass("aside") ? 1000 : 0);
  return cy.nodes().toArray().sort((a, b) => rank(b) - rank(a));
}

/** How wide and high a name is in letters of that size. */
function extentOf(text, size) {
  const lines = text.split("\n");
  const { pen } = channels;
  pen.font = `100px ${CJK}`;
  return { w: (Math.max(...lines.map((line) => pen.measureText(line).width)) * size) / 100, h: lines.length * size * 1.2 };
}

/** As many names as can be written in letters of that size without one covering another or a more important node. */
function named(cy, size) {
  const ranked = byRank(cy).filter((node) => !node.hasClass("gone"));
  const taken = [];
  const free = (box) => taken.every((other) => box.x1 > other.x2 || box.x2 < other.x1 || box.y1 > other.y2 || box.y2 < other.y1);
  const chosen = ranked.filter((node) => {
    const [{ x, y }, half] = [node.position(), node.data("size") / 2];
    const { w, h } = extentOf(node.data(node.selected() ? "full" : "name"), size);
    const box = { x1: x - w / 2, x2: x + w / 2, y1: y + half + 2, y2: y + half + 2 + h };
    if (!node.is(".here, :selected") && !free(box)) return false;
    taken.push(box, { x1: x - half, x2: x + half, y1: y - half, y2: y + half });
    return true;
  });
  return cy.collection(chosen);
}

/** Keep names readable from afar, as many as there is room for: their letters grow as the picture shrinks. */
function nameSome(stage) {
  const { cy } = stage;
  const grown = Math.min(READABLE / cy.zoom(), 60);
  cy.batch(() => {
    stage.grown?.removeStyle("font-size text-max-width text-outline-width");
    stage.grown = grown > LETTER ? named(cy, grown) : cy.collection();
    stage.grown.style({ "font-size": grown, "text-max-width": grown * 30, "text-outline-width": grown * 0.2 });
  });
}
