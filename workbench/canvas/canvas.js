/* The component: one picture a place on the page, renewed at every run of the page and kept between them. */

const PICTURES = new WeakMap();
// Positions and camera outlive the element, so that coming back to a page finds the picture as it was left.
const MEMORIES = new Map();

function memoryOf(key) {
  if (!MEMORIES.has(key)) MEMORIES.set(key, { places: new Map(), pinned: new Set(), away: new Set(), camera: undefined });
  return MEMORIES.get(key);
}

/** Tell the page which elements are selected, if that changed. */
function sendSelection(stage) {
  clearTimeout(stage.sending);
  const ids = stage.cy.$(":selected").map((element) => element.id()).sort();
  if (ids.join("\n") === stage.sent) return;
  stage.sent = ids.join("\n");
  stage.state("selected", ids);
}

/** Wait until the person has finished: a box selects one element after the other. */
function sendSelectionSoon(stage) {
  clearTimeout(stage.sending);
  stage.sending = setTimeout(() => sendSelection(stage), 40);
}

/** Ask the page to expand a node, once, whichever of the two ways of hearing a double click comes first. */
function expand(stage, id) {
  const now = performance.now();
  const again = stage.expanded?.id === id && now - stage.expanded.at < 600;
  stage.expanded = { id, at: now };
  if (!again) stage.trigger("expand", id);
}

function listenPicture(stage) {
  const { cy } = stage;
  cy.on("select unselect", () => {
    shade(stage);
    tellCounts(stage);
    sendSelectionSoon(stage);
  });
  cy.on("dbltap", "node", (event) => expand(stage, event.target.id()));
  cy.on("tap", (event) => void (stage.tapped = event.target === cy ? undefined : event.target));
  cy.on("cxttap", "node, edge", (event) => stage.trigger("context", event.target.id()));
  cy.on("tap", "node", (event) => void cy.nodes().not(event.target).removeClass("here"));
  cy.on("viewport", () => void (stage.memory.camera = { zoom: cy.zoom(), pan: { ...cy.pan() } }));
  cy.on("zoom", () => {
    clearTimeout(stage.naming);
    stage.naming = setTimeout(() => nameSome(stage), 90);
  });
  cy.on("dragfree", "node", (event) => void stage.memory.places.set(event.target.id(), { ...event.target.position() }));
  const field = stage.root.querySelector(".stage");
  field.addEventListener("contextmenu", (event) => event.preventDefault());
  // The browser's own double click knows the person's setting and does not miss one on a busy machine.
  field.addEventListener("dblclick", () => void (stage.tapped?.isNode() && expand(stage, stage.tapped.id())));
}

/** A picture that is still empty, in the given root. */
function open(root, key) {
  const container = root.querySelector(".stage");
  const cy = globalThis.cytoscape({
    container,
    elements: [],
    style: lookFor(themeOf(root)),
    minZoom: 0.05,
    maxZoom: 4,
    boxSelectionEnabled: true,
    selectionType: "single",
    // At the usual 250 ms a busy machine loses double clicks.
    multiClickDebounceTime: 350,
    warnings: false,
  });
  const stage = { root, cy, memory: memoryOf(key), sent: "", focus: "" };
  stage.size = new ResizeObserver(() => {
    cy.resize();
    if (stage.unseen && cy.width()) showFirst(stage);
  });
  stage.size.observe(container);
  listenPicture(stage);
  listenTip(stage);
  listenBar(stage);
  listenFind(stage);
  listenKeys(stage);
  return stage;
}

/** The first look: as it was left, or everything. */
function showFirst(stage) {
  const { cy, memory } = stage;
  stage.unseen = !cy.width();
  if (memory.camera) cy.viewport(memory.camera);
  else fitAll(stage);
}

/** Select and show what the page asks for, whenever that is something new. */
function follow(stage, focus) {
  const asked = focus.join("\n");
  if (asked === stage.focus) return;
  stage.focus = asked;
  // A page that asks for nothing any more leaves the person's selection alone.
  if (!asked) return;
  const wanted = new Set(focus);
  const chosen = stage.cy.elements().filter((element) => wanted.has(element.id()));
  stage.cy.$(":selected").not(chosen).unselect();
  chosen.select();
  if (chosen.nonempty()) stage.cy.center(chosen);
}

function close(host) {
  const stage = PICTURES.get(host);
  if (!stage) return;
  PICTURES.delete(host);
  keepPlaces(stage);
  clearTimeout(stage.sending);
  clearTimeout(stage.naming);
  stage.size.disconnect();
  stage.cy.destroy();
}

/** Called by the page at every change of elements, words or theme, with the same element each time. */
export default function canvas({ data, parentElement, setStateValue, setTriggerValue }) {
  const known = PICTURES.get(parentElement);
  const stage = known ?? open(parentElement.querySelector(".canvas"), data.key);
  PICTURES.set(parentElement, stage);
  Object.assign(stage, { words: data.words, state: setStateValue });
  stage.trigger = (name, value) => {
    // First, so that the selection does not cut short the run that answers the trigger.
    sendSelection(stage);
    setTriggerValue(name, value);
  };
  stage.root.style.colorScheme = themeOf(stage.root).dark ? "dark" : "light";
  if (known) stage.cy.style(lookFor(themeOf(stage.root)));
  label(stage, data.picture);
  const allNew = renew(stage, data);
  hideKinds(stage);
  drawLegend(stage);
  stage.root.querySelector(".empty").hidden = stage.cy.nodes().nonempty();
  if (allNew) arrange(stage, "force", true);
  if (!known || allNew) showFirst(stage);
  follow(stage, data.focus);
  shade(stage);
  tellCounts(stage);
  sendSelectionSoon(stage);
  // A call overtaken by the next is cleaned up late: only the newest may close the picture.
  const turn = (stage.turn ?? 0) + 1;
  stage.turn = turn;
  return () => void (stage.turn === turn && close(parentElement));
}
