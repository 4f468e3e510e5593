"""A page with nothing but the canvas: draws a small story and writes down what comes back."""

from __future__ import annotations

import random

import streamlit as st

from workbench.canvas import CHINESE, Edge, Elements, Node
from workbench.pages.canvas import draw, happened

LOOKS = {
    "Identity": ("#2f5fb3", "ellipse"),
    "Phone": ("#1f8a70", "round-rectangle"),
    "BankCard": ("#c07a1b", "round-diamond"),
    "SocialAccount": ("#7a55b5", "round-hexagon"),
    "Device": ("#5b6b7f", "round-triangle"),
}
TEXTS = {
    "Identity": "张** {i:02}",
    "Phone": "+86 138****{i:04}",
    "BankCard": "6222 **** **** {i:04}",
    "SocialAccount": "wechat:ab***{i:02}",
    "Device": "8612****{i:02}",
}
HOSTILE = '<img src=x onerror="window.ran=1"></script><script>window.ran=1</script>${window.ran=1}'


def node(i: int) -> Node:
    kind = list(LOOKS)[i % 5]
    colour, shape = LOOKS[kind]
    return Node(f"n{i}", kind, TEXTS[kind].format(i=i), colour, shape, f"{i * 2654435761 % 65536:04x}", i % 17 == 16)


def story(count: int, links: float = 1.4) -> tuple[list[Node], list[Edge]]:
    dice = random.Random(7)
    pairs = [(i, dice.randrange(max(0, i - 26), i) // 5 * 5) for i in range(1, count)]
    near = [(dice.randrange(count), dice.randrange(-12, 12)) for _ in range(int(count * (links - 1)))]
    pairs += [(i, i + away) for i, away in near if 0 <= i + away < count]
    words = ("USED_ON", "CALLED", "PAID", "REGISTERED")
    edges = [
        Edge(f"e{k}", f"n{a}", f"n{b}", words[k % 4], 1 + dice.random() * 3, k % 9 == 8, words[k % 4])
        for k, (a, b) in enumerate(pairs)
        if a != b
    ]
    return [node(i) for i in range(count)], edges


def grow(nodes: list[Node], edges: list[Edge], anchor: str) -> None:
    first = len(nodes) + 1000
    nodes += [node(first + i) for i in range(8)]
    edges += [Edge(f"e{first + i}", anchor, f"n{first + i}", "CALLED") for i in range(8)]


st.set_page_config(layout="wide")
asked = st.query_params
if "nodes" not in st.session_state:
    st.session_state.nodes, st.session_state.edges = story(int(asked.get("n", "40")))
    if "hostile" in asked:
        st.session_state.nodes[0] = Node("n0", HOSTILE, HOSTILE, "#b3261e", "ellipse", HOSTILE)
        st.session_state.edges.append(Edge("bad", "n1", "n0", HOSTILE, type=HOSTILE))
nodes, edges = st.session_state.nodes, st.session_state.edges
before = happened("picture")
if before.expand:
    grow(nodes, edges, before.expand)
if before.hide:
    st.session_state.nodes = nodes = [one for one in nodes if one.id not in before.hide]
    kept = {one.id for one in nodes}
    gone = set(before.hide)
    st.session_state.edges = edges = [e for e in edges if {e.start, e.end} <= kept and e.id not in gone]
focus = ("n5",) if st.button("Show n5") else ()
if st.toggle("Look away"):
    st.stop()
events = draw(
    Elements(tuple(nodes), tuple(edges)),
    "picture",
    {**CHINESE, "kind:Phone": "手机卡", "kind:Identity": "身份", "kind:BankCard": "银行卡"} if "zh" in asked else None,
    focus,
)
st.session_state.runs = st.session_state.get("runs", 0) + 1
st.text(f"run {st.session_state.runs}; nodes {len(nodes)}")
st.text(f"selected {','.join(events.selected)};")
for said in ("expand", "context"):
    if getattr(events, said):
        st.session_state[f"last_{said}"] = getattr(events, said)
if events.hide:
    st.session_state.last_hide = ",".join(events.hide)
if events.places:
    st.session_state.last_places = len(events.places)
if events.pictured:
    st.session_state.last_pictured = "yes"
for said in ("expand", "context", "hide", "places", "pictured"):
    st.text(f"{said} {st.session_state.get('last_' + said, '-')};")
st.text(f"same {before == events};")
