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
did = happened("picture")
for name in ("expand", "context", "hide", "places", "pictured"):
    if getattr(did, name):
        st.session_state[f"last_{name}"] = getattr(did, name)
if did.expand:
    grow(nodes, edges, did.expand)
if did.hide:
    gone = set(did.hide)
    st.session_state.nodes = nodes = [one for one in nodes if one.id not in gone]
    kept = {one.id for one in nodes}
    st.session_state.edges = edges = [e for e in edges if {e.start, e.end} <= kept and e.id not in gone]
focus = ("n5",) if st.button("Show n5") else ()
if st.toggle("Look away"):
    st.stop()
chinese = {**CHINESE, "kind:Phone": "手机卡", "kind:Identity": "身份", "kind:BankCard": "银行卡"}
later = draw(Elements(tuple(nodes), tuple(edges)), "picture", chinese if "zh" in asked else None, focus)
st.session_state.runs = st.session_state.get("runs", 0) + 1
last = {name[5:]: value for name, value in st.session_state.items() if name.startswith("last_")}
st.text(f"run {st.session_state.runs}; nodes {len(nodes)}")
st.text(f"selected {','.join(later.selected)};")
st.text(f"expand {last.get('expand')};")
st.text(f"context {last.get('context')};")
st.text(f"hide {','.join(last.get('hide', ()))};")
st.text(f"places {len(last.get('places', ()))};")
st.text(f"pictured {last.get('pictured')};")
st.text(f"said twice {any((later.expand, later.context, later.hide, later.places, later.pictured))};")
