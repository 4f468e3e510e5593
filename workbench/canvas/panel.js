/* What lies over the picture: toolbar, legend, find box, tooltip and the line that says where one is. */

const OUTLINES = {
  ellipse: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z",
  "round-rectangle": "M4 2.5h8a1.5 1.5 0 0 1 1.5 1.500v8a1.5 1.5 0 0 1-1.5 1.500h-8a1.5 1.5 0 0 1-1.5-1.500v-8a1.5 1.5 0 0 1 1.5-1.500z",
  barrel: "M4 2.500q4 1.5 8 0q2.5 5.5 0 11q-4-1.5-8 0q-2.5-5.5 0-11z",
  star: "M8 1l2.1 4.7 5.1.5-3.9 3.4 1.2 5L8 12l-4.5 2.6 1.2-5L.8 6.200l5.1-.500z",
};
const SIDES = { "round-triangle": [3, -90], "round-diamond": [4, -90], "round-pentagon": [5, -90], "round-hexagon": [6, 0], "round-octagon": [8, 22.5], "round-tag": [4, -90] };

/** A sentence of the page's language with its blanks filled in. */
function say(words, name, blanks = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, blank) => String(blanks[blank] ?? whole));
}

function kindName(words, kind) {
  return words[`kind:${kind}`] ?? kind;
}

function outline(shape) {
  if (OUTLINES[shape]) return OUTLINES[shape];
  const [sides, turn] = SIDES[shape] ?? SIDES["round-hexagon"];
  const corner = (i) => {
    const angle = ((turn + (360 / sides) * i) * Math.PI) / 180;
    return `${8 + 6.8 * Math.cos(angle)} ${8 + 6.8 * Math.sin(angle)}`;
  };
  return `M${Array.from({ length: sides }, (_, i) => corner(i)).join("L")}z`;
}

function swatch(shape, colour) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("aria-hidden", "true");
  path.setAttribute("d", outline(shape));
  path.setAttribute("fill", colour);
  picture.append(path);
  return picture;
}

function part(name, text) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  return span;
}

/** Draw the legend anew: one button a kind, most frequent first. */
function drawLegend(stage) {
  const kinds = new Map();
  stage.cy.nodes().forEach((node) => {
    const kind = node.data("kind");
    const row = kinds.get(kind) ?? { count: 0, shape: node.data("shape"), colour: node.data("colour") };
    kinds.set(kind, { ...row, count: row.count + 1 });
  });
  const rows = [...kinds].sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1));
  const focused = stage.root.querySelector(".legend button:focus")?.dataset.kind;
  const buttons = rows.map(([kind, row]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.kind = kind;
    button.setAttribute("aria-pressed", String(!stage.memory.away.has(kind)));
    button.append(swatch(row.shape, row.colour), part("name", kindName(stage.words, kind)), part("count", row.count.toLocaleString()));
    button.onclick = () => turnKind(stage, kind);
    return button;
  });
  stage.root.querySelector(".legend").replaceChildren(...buttons);
  buttons.find((button) => button.dataset.kind === focused)?.focus();
}

/** Hide a kind that is shown, or show it again. */
function turnKind(stage, kind) {
  const { away } = stage.memory;
  const hidden = !away.delete(kind);
  if (hidden) away.add(kind);
  hideKinds(stage);
  drawLegend(stage);
  tell(stage, say(stage.words, hidden ? "hidden" : "shown", { kind: kindName(stage.words, kind) }));
}

function hideKinds(stage) {
  stage.cy.batch(() => {
    stage.cy.nodes().forEach((node) => void node.toggleClass("gone", stage.memory.away.has(node.data("kind"))));
    stage.cy.nodes(".gone:selected").unselect();
  });
}

/** Say one line, to the eye and to a screen reader. */
function tell(stage, line) {
  stage.root.querySelector(".live").textContent = line;
}

function tellCounts(stage) {
  const { cy, words } = stage;
  const counts = say(words, "counts", { nodes: cy.nodes().length.toLocaleString(), edges: cy.edges().length.toLocaleString() });
  const chosen = cy.$(":selected").length;
  tell(stage, cy.elements().empty() ? "" : chosen ? `${say(words, "selected", { count: chosen })} · ${counts}` : counts);
}

/** Bring out what is found, else what is selected with its neighbours; let the rest stand back. */
function shade(stage) {
  const { cy } = stage;
  const chosen = cy.$(":selected");
  const found = cy.nodes(".found");
  cy.batch(() => {
    cy.elements().removeClass("dim near");
    if (found.empty() && chosen.empty()) return;
    const kept = found.nonempty() ? found : chosen.closedNeighborhood().union(chosen.connectedNodes());
    cy.elements().not(kept).addClass("dim");
    if (found.empty()) kept.edges().addClass("near");
  });
  nameSome(stage);
}

function listenFind(stage) {
  const box = stage.root.querySelector(".find");
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  let turn = 0;
  box.oninput = () => {
    const asked = plain(box.value.trim());
    turn = 0;
    stage.cy.nodes().removeClass("found");
    const hits = stage.cy.nodes().filter((node) => asked && plain(`${node.data("text")} ${node.data("tag")}`).includes(asked));
    hits.addClass("found");
    shade(stage);
    if (asked) tell(stage, say(stage.words, "found", { count: hits.length }));
    else tellCounts(stage);
  };
  box.onkeydown = (event) => {
    event.stopPropagation();
    const hits = stage.cy.nodes(".found").not(".gone");
    if (event.key === "Enter" && hits.nonempty()) goTo(stage, hits[turn++ % hits.length], true);
    if (event.key !== "Escape") return;
    box.value = "";
    box.oninput();
    stage.root.querySelector(".stage").focus();
  };
}

/** Show what the pointer is on; always as text, never as markup. */
function listenTip(stage) {
  const tip = stage.root.querySelector(".tip");
  const hide = () => void (tip.hidden = true);
  stage.cy.on("mouseover", "node, edge", (event) => {
    const element = event.target;
    const kind = element.isNode() ? kindName(stage.words, element.data("kind")) : kindName(stage.words, element.data("type"));
    const lines = [part("kind", kind), part("text", element.data("text")), part("kind", element.data("tag") ?? "")];
    tip.replaceChildren(...lines.filter((line) => line.textContent).map((line) => {
      const row = document.createElement("div");
      row.append(line);
      return row;
    }));
    tip.hidden = !tip.childElementCount;
    const { x, y } = event.renderedPosition;
    tip.style.left = `${Math.max(8, Math.min(x + 14, stage.cy.width() - tip.offsetWidth - 8))}px`;
    tip.style.top = `${Math.max(8, Math.min(y + 14, stage.cy.height() - tip.offsetHeight - 8))}px`;
  });
  stage.cy.on("mouseout", "node, edge", hide);
  stage.cy.on("viewport drag tapstart", hide);
}

/** Zoom about the middle of the picture. */
function zoomBy(stage, factor) {
  const { cy } = stage;
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

/** Pin the selection where it stands, or let it go if all of it is pinned. */
function pin(stage) {
  const { cy, memory, words } = stage;
  const chosen = cy.nodes(":selected").union(cy.$(":selected").empty() ? cy.nodes(".here") : cy.collection());
  if (chosen.empty()) return;
  const letGo = chosen.every((node) => memory.pinned.has(node.id()));
  chosen.forEach((node) => void (letGo ? memory.pinned.delete(node.id()) : memory.pinned.add(node.id())));
  if (letGo) chosen.removeClass("pinned").unlock();
  else chosen.addClass("pinned").lock();
  tell(stage, say(words, letGo ? "unpinned" : "pinned"));
}

/** Save the whole picture as a PNG in the browser, and tell the page that it was taken. */
async function takePicture(stage) {
  stage.trigger("pictured", true);
  const scale = Math.min(2, 6000 / Math.max(1, stage.cy.elements().boundingBox().w));
  const picture = await stage.cy.png({ output: "blob-promise", full: true, scale, bg: themeOf(stage.root).paper });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = "picture.png";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function placesNow(stage) {
  return Object.fromEntries(stage.cy.nodes().map((node) => [node.id(), [Math.round(node.position("x")), Math.round(node.position("y"))]]));
}

const DOINGS = {
  fit: (stage) => fitAll(stage, true),
  zoom_in: (stage) => zoomBy(stage, 1.25),
  zoom_out: (stage) => zoomBy(stage, 0.8),
  pin,
  places: (stage) => stage.trigger("places", placesNow(stage)),
  png: takePicture,
};

function listenBar(stage) {
  stage.root.querySelectorAll(".bar [data-do]").forEach((button) => {
    button.onclick = () => DOINGS[button.dataset.do](stage);
  });
  const choice = stage.root.querySelector(".layout");
  choice.onchange = () => {
    arrange(stage, choice.value);
    choice.selectedIndex = 0;
  };
}

/** Write the page's words on everything that has a name. */
function label(stage, picture) {
  const { root, words } = stage;
  const name = (element, text) => {
    element.setAttribute("aria-label", text);
    element.title = text;
  };
  root.querySelector(".stage").setAttribute("aria-label", words.canvas);
  root.querySelector(".help").textContent = words.help;
  root.querySelector(".empty").textContent = words.empty;
  root.querySelector(".bar").setAttribute("aria-label", words.tools);
  root.querySelector(".legend").setAttribute("aria-label", words.legend);
  root.querySelectorAll(".bar [data-do]").forEach((button) => name(button, words[button.dataset.do]));
  root.querySelector("[data-do=png]").hidden = !picture;
  name(root.querySelector(".find"), words.find);
  root.querySelector(".find").placeholder = words.find;
  const choice = root.querySelector(".layout");
  name(choice, words.layout);
  choice.replaceChildren(new Option(words.layout, "", true, true), ...Object.keys(LAYOUTS).map((one) => new Option(words[one], one)));
  choice.options[0].disabled = true;
}
