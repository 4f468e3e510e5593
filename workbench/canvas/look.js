/* How the picture looks: one stylesheet for cytoscape, coloured from the page's theme. */

const GREY = { light: "#b6bcc6", dark: "#5b6472" };
const LETTER = 11.5;
const READABLE = 10.5;
const MOST_NAMES = 12;
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
    label: "data(text)",
    color: theme.ink,
    "font-family": theme.font,
    "font-size": LETTER,
    "text-valign": "bottom",
    "text-margin-y": 5,
    "text-wrap": "ellipsis",
    "text-max-width": 128,
    "text-outline-color": theme.paper,
    "text-outline-width": 2.5,
    "text-outline-opacity": 0.92,
    "min-zoomed-font-size": 7.5,
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
    { selector: "node.grey", style: { "background-color": theme.dark ? GREY.dark : GREY.light, color: theme.quiet } },
    { selector: "node.pinned", style: { "border-color": theme.ink, "border-width": 2.5 } },
    { selector: "node:active", style: { ...halo, "underlay-color": theme.ink, "underlay-opacity": 0.1 } },
    { selector: "node:selected", style: { ...halo, "underlay-color": theme.accent, "border-color": theme.accent,
      "border-width": 3, label: "data(full)", "text-wrap": "wrap", "text-max-width": 220, "z-index": 9 } },
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

/** What is named at any distance: what one is at, chose or found with its neighbours, else the best linked few. */
function named(cy) {
  const close = cy.nodes(".here, :selected");
  const around = close.union(close.neighborhood("node")).union(cy.nodes(".found"));
  if (around.nonempty()) return around.length > MOST_NAMES ? close.union(cy.nodes(".found")).slice(0, MOST_NAMES) : around;
  return cy.nodes().filter((node) => node.degree(false) > 4).sort((a, b) => b.degree(false) - a.degree(false)).slice(0, 8);
}

/** Keep the names that matter readable from afar: their letters grow as the picture shrinks. */
function nameSome(stage) {
  const { cy } = stage;
  const grown = Math.min(READABLE / cy.zoom(), 60);
  cy.batch(() => {
    stage.grown?.removeStyle("font-size text-max-width text-outline-width");
    stage.grown = grown > LETTER ? named(cy).not(".gone") : cy.collection();
    stage.grown.style({ "font-size": grown, "text-max-width": grown * 13, "text-outline-width": grown * 0.2 });
  });
}
