"""The canvas's own words in English and Chinese; a page may hand in others, `kind:NAME` names a kind."""

from __future__ import annotations

ENGLISH = {
    "canvas": "Picture of entities and links",
    "help": (
        "Arrow keys walk to a neighbour, Page Down and Page Up to the next or last entity. Enter selects, "
        "E expands, Delete hides, Escape clears. Plus, minus and 0 zoom."
    ),
    "tools": "Tools of the picture",
    "layout": "Arrange",
    "force": "By links",
    "concentric": "In circles",
    "breadthfirst": "In levels",
    "grid": "In rows",
    "fit": "Show everything",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "pin": "Pin or unpin the selection",
    "places": "Keep this arrangement",
    "png": "Download as PNG",
    "find": "Find in the picture",
    "legend": "Kinds: press to hide or show",
    "links_one": "1 link",
    "links": "{count} links",
    "counts": "{nodes} entities, {edges} links",
    "at": "{kind} {text}{tag}, {links}",
    "tag": ", tag {tag}",
    "selected": "{count} selected",
    "found": "{count} found",
    "no_way": "No neighbour that way",
    "pinned": "Pinned",
    "unpinned": "Unpinned",
    "hidden": "{kind} hidden",
    "shown": "{kind} shown",
    "empty": "Nothing to draw yet",
}

CHINESE = {
    "canvas": "实体与关联图",
    "help": (
        "方向键走到相邻实体，Page Down、Page Up 走到下一个或上一个实体；回车选中，"
        "E 展开，Delete 隐藏，Esc 清除；加号、减号、0 缩放。"
    ),
    "tools": "图上工具",
    "layout": "重新排列",
    "force": "按关联",
    "concentric": "同心圆",
    "breadthfirst": "分层",
    "grid": "网格",
    "fit": "显示全部",
    "zoom_in": "放大",
    "zoom_out": "缩小",
    "pin": "固定或取消固定所选",
    "places": "保存当前排列",
    "png": "下载 PNG",
    "find": "在图中查找",
    "legend": "类别：点击隐藏或显示",
    "links_one": "1 条关联",
    "links": "{count} 条关联",
    "counts": "{nodes} 个实体，{edges} 条关联",
    "at": "{kind} {text}{tag}，{links}",
    "tag": "，标签 {tag}",
    "selected": "已选 {count} 个",
    "found": "找到 {count} 个",
    "no_way": "这个方向没有相邻实体",
    "pinned": "已固定",
    "unpinned": "已取消固定",
    "hidden": "已隐藏{kind}",
    "shown": "已显示{kind}",
    "empty": "暂无内容",
}
