/* The picture by keyboard: one entity is "here"; arrows walk from it to the neighbour that lies that way. */

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The entities one can be at, in reading order. */
function walkable(stage) {
  return stage.cy.nodes().not(".gone").sort((a, b) => a.position("y") - b.position("y") || a.position("x") - b.position("x"));
}

function hereOf(stage) {
  const here = stage.cy.nodes(".here").not(".gone");
  return here.nonempty() ? here[0] : undefined;
}

/** Be at a node: mark it, bring it into view and say what it is. */
function goTo(stage, node, centre = false) {
  const { cy, words } = stage;
  cy.nodes().removeClass("here");
  node.addClass("here");
  nameSome(stage);
  const at = node.renderedPosition();
  const outside = at.x < 40 || at.y < 60 || at.x > cy.width() - 40 || at.y > cy.height() - 60;
  if (outside || centre) cy.center(node);
  const count = node.connectedEdges().length;
  const links = count === 1 ? words.links_one : say(words, "links", { count });
  const tag = node.data("tag") ? say(words, "tag", { tag: node.data("tag") }) : "";
  tell(stage, say(words, "at", { kind: kindName(words, node.data("kind")), text: node.data("text"), tag, links }));
}

/** The node to begin at: the selected one, or the one with most links. */
function start(stage) {
  const chosen = stage.cy.nodes(":selected").not(".gone");
  const all = chosen.nonempty() ? chosen : walkable(stage);
  return all.max((node) => node.degree(false)).ele;
}

/** Walk to the neighbour that lies nearest to the way the arrow points. */
function walk(stage, here, [dx, dy]) {
  const from = here.position();
  const turn = (node) => {
    const [x, y] = [node.position("x") - from.x, node.position("y") - from.y];
    return Math.abs(Math.atan2(dx * y - dy * x, dx * x + dy * y));
  };
  const ahead = here.neighborhood("node").not(".gone").filter((node) => turn(node) < Math.PI / 2);
  if (ahead.empty()) tell(stage, say(stage.words, "no_way"));
  else goTo(stage, ahead.min(turn).ele);
}

function step(stage, here, by) {
  const all = walkable(stage);
  const at = all.toArray().findIndex((node) => node.same(here));
  goTo(stage, all[(at + by + all.length) % all.length], false);
}

function choose(stage, here, more) {
  if (!more) stage.cy.$(":selected").not(here).unselect();
  if (more && here.selected()) here.unselect();
  else here.select();
}

function hide(stage) {
  const chosen = stage.cy.$(":selected");
  const leaving = chosen.nonempty() ? chosen : stage.cy.nodes(".here");
  if (leaving.empty()) return;
  leaving.addClass("leaving");
  stage.trigger("hide", leaving.map((element) => element.id()).sort());
}

function clear(stage) {
  stage.cy.$(":selected").unselect();
  stage.cy.nodes().removeClass("here found");
  stage.root.querySelector(".find").value = "";
  shade(stage);
  tellCounts(stage);
}

/** What each key does; those that need a place to stand are given one. */
const KEYS = {
  Enter: (stage, here, event) => choose(stage, here, event.shiftKey),
  e: (stage, here) => stage.trigger("expand", here.id()),
  PageDown: (stage, here) => step(stage, here, 1),
  PageUp: (stage, here) => step(stage, here, -1),
  Home: (stage) => goTo(stage, start(stage)),
};
const ANYWHERE = { Delete: hide, Backspace: hide, Escape: clear, "+": DOINGS.zoom_in, "=": DOINGS.zoom_in, "-": DOINGS.zoom_out, 0: DOINGS.fit };

function onKey(stage, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const act = ANYWHERE[key] ?? KEYS[key] ?? (WAYS[key] && ((at, here) => walk(at, here, WAYS[key])));
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  if (ANYWHERE[key]) {
    act(stage);
    return;
  }
  const here = hereOf(stage);
  const first = here ?? (walkable(stage).nonempty() ? start(stage) : undefined);
  if (!first) return;
  // The first arrow only says where one is.
  if (!here && WAYS[key]) goTo(stage, first);
  else act(stage, first, event);
}

function listenKeys(stage) {
  const field = stage.root.querySelector(".stage");
  const byKey = (is) => void stage.root.classList.toggle("by-key", is);
  let pressed = false;
  field.addEventListener("pointerdown", () => {
    pressed = true;
    byKey(false);
  }, true);
  // On release: when pressed, cytoscape takes the focus away from whatever holds it.
  field.addEventListener("pointerup", () => {
    field.focus({ preventScroll: true });
    pressed = false;
  });
  field.onkeydown = (event) => {
    byKey(true);
    onKey(stage, event);
  };
  field.onfocus = () => {
    byKey(!pressed);
    if (!pressed && !hereOf(stage) && walkable(stage).nonempty()) goTo(stage, start(stage));
  };
}
