"""What each phone, bank card and account shows by itself, read from a hand-over: the leak audit's columns."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

KINDS = {
    "phone": ("phone_cards", "phone"),
    "bank_card": ("bank_cards", "card"),
    "social_account": ("social_accounts", "account"),
}

SHARING = (
    "held by identity",
    "sharing device most",
    "sharing device least",
    "sharing ip most",
    "sharing ip least",
    "sharing contact",
    "contact of another",
)


@lru_cache(maxsize=40)
def kept(file: Path) -> pd.DataFrame:
    return pd.read_csv(file, dtype=str, keep_default_na=False)


def read(folder: Path, name: str) -> pd.DataFrame:
    return kept(folder / f"{name}.csv").copy()


def register(folder: Path, kind: str) -> pd.DataFrame:
    source, key = KINDS[kind]
    frame = read(folder, source)
    frame["row"] = np.arange(len(frame))
    if kind == "social_account":
        frame["key"] = frame["platform"] + ":" + frame["account"]
    else:
        frame["key"] = frame[key]
    frame = frame.sort_values("opened_at", kind="stable").drop_duplicates("key", keep="last")
    return frame.set_index("key")


def days_ago(values: pd.Series) -> pd.Series:
    return (pd.Timestamp("2026-11-01", tz="Asia/Shanghai") - pd.to_datetime(values)).dt.total_seconds() / 86400


def paper(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    identity = frame["identity"]
    year = pd.to_numeric(identity.str[6:10], errors="coerce")
    opened = pd.to_datetime(frame["opened_at"])
    out = pd.DataFrame(index=frame.index)
    out["age of card"] = days_ago(frame["opened_at"])
    out["closed"] = (frame["closed_at"] != "").astype(float)
    out["hour"] = opened.dt.hour
    out["age of holder"] = (2026 - year).fillna(0)
    out["ID far"] = (identity.str[:4] != "5101").astype(float) * (identity != "")
    if kind != "social_account":
        out["opened far"] = (identity.str[:4] != frame["region"].str[:4]).astype(float)
        out["opened other district"] = (identity.str[:6] != frame["region"]).astype(float)
    return out


def daily(at: pd.Series) -> pd.Series:
    return at.str[:10]


def calls(folder: Path, keys: pd.Index) -> pd.DataFrame:
    frame = read(folder, "calls")
    frame["seconds"] = frame["seconds"].astype(float)
    frame["day"] = daily(frame["at"])
    frame["night"] = frame["at"].str[11:13].astype(int) < 7
    frame["text"] = frame["medium"] == "sms"
    out = pd.DataFrame(index=keys)
    for name, side, other in (("out", "caller", "callee"), ("in", "callee", "caller")):
        group = frame.groupby(side)
        out[f"calls {name}"] = group.size()
        out[f"others {name}"] = group[other].nunique()
        out[f"seconds {name}"] = group["seconds"].mean()
        out[f"longest {name}"] = group["seconds"].max()
        out[f"days {name}"] = group["day"].nunique()
        out[f"night {name}"] = group["night"].mean()
        out[f"texts {name}"] = group["text"].mean()
        out[f"first {name}"] = days_ago(group["at"].min())
        out[f"last {name}"] = days_ago(group["at"].max())
    out = out.fillna(0)
    out["out share"] = out["calls out"] / (out["calls out"] + out["calls in"] + 0.1)
    out["fresh share"] = out["others out"] / (out["calls out"] + 0.1)
    pairs = frame[["caller", "callee"]].drop_duplicates()
    back = pairs.merge(pairs, left_on=["caller", "callee"], right_on=["callee", "caller"])
    out["back share"] = (back.groupby("caller_x").size().reindex(keys).fillna(0)) / (out["others out"] + 0.1)
    return out


def money(folder: Path, keys: pd.Index) -> pd.DataFrame:
    frame = read(folder, "transfers")
    frame = frame[frame["status"] == "done"]
    frame["amount"] = frame["amount"].astype(float)
    frame["night"] = frame["at"].str[11:13].astype(int) < 7
    out = pd.DataFrame(index=keys)
    for name, side, other in (("out", "payer", "payee"), ("in", "payee", "payer")):
        group = frame.groupby(side)
        out[f"payments {name}"] = group.size()
        out[f"parties {name}"] = group[other].nunique()
        out[f"sum {name}"] = group["amount"].sum()
        out[f"mean {name}"] = group["amount"].mean()
        out[f"most {name}"] = group["amount"].max()
        out[f"night pay {name}"] = group["night"].mean()
        out[f"first pay {name}"] = days_ago(group["at"].min())
    out = out.fillna(0)
    out["passed on"] = np.minimum(out["sum in"], out["sum out"]) / (np.maximum(out["sum in"], out["sum out"]) + 1)
    out["once seen"] = (out["parties in"] + 0.1) / (out["payments in"] + 0.1)
    return out


def sessions(folder: Path, kind: str, keys: pd.Index) -> pd.DataFrame:
    frame = read(folder, "sessions")
    frame = frame[frame["kind"] == kind]
    frame["night"] = frame["at"].str[11:13].astype(int) < 7
    group = frame.groupby("key")
    out = pd.DataFrame(index=keys)
    out["sessions"] = group.size()
    out["devices"] = group["device"].nunique()
    out["ips"] = group["ip"].nunique()
    out["regions"] = group["region"].nunique()
    out["first seen"] = days_ago(group["at"].min())
    out["last seen"] = days_ago(group["at"].max())
    out["night seen"] = group["night"].mean()
    return out.fillna(0)


def messages(folder: Path, keys: pd.Index) -> pd.DataFrame:
    frame = read(folder, "contacts")
    one, other = frame["platform"] + ":" + frame["account"], frame["platform"] + ":" + frame["other"]
    count = frame["messages"].astype(float)
    out = pd.DataFrame(index=keys)
    out["wrote"] = one.value_counts()
    out["read"] = other.value_counts()
    out["messages"] = count.groupby(one).sum().add(count.groupby(other).sum(), fill_value=0)
    groups = read(folder, "groups")
    out["groups"] = (groups["platform"] + ":" + groups["account"]).value_counts()
    return out.fillna(0)


def shared(folder: Path, kind: str, frame: pd.DataFrame) -> pd.DataFrame:
    out = pd.DataFrame(index=frame.index)
    everything = pd.concat([register(folder, one)[["identity"]] for one in KINDS])
    held = everything[everything["identity"] != ""]["identity"].value_counts()
    out["held by identity"] = frame["identity"].map(held).fillna(0)
    seen = read(folder, "sessions")
    for value in ("device", "ip"):
        pairs = seen[seen[value] != ""][["kind", "key", value]].drop_duplicates()
        sharing = pairs[value].map(pairs[value].value_counts())
        mine = pairs.assign(sharing=sharing)[pairs["kind"] == kind].groupby("key")["sharing"]
        out[f"sharing {value} most"] = mine.max()
        out[f"sharing {value} least"] = mine.min()
    if kind != "phone":
        cards = pd.concat([register(folder, one)["phone"] for one in ("bank_card", "social_account")])
        phones = register(folder, "phone")["identity"]
        out["sharing contact"] = frame["phone"].map(cards[cards != ""].value_counts())
        out["contact of another"] = (frame["phone"].map(phones).fillna("") != frame["identity"]).astype(float)
    return out.fillna(0)


def table(folder: Path, kind: str, with_sharing: bool = True) -> pd.DataFrame:
    frame = register(folder, kind)
    parts = [paper(frame, kind), sessions(folder, kind, frame.index)]
    if kind == "phone":
        parts.append(calls(folder, frame.index))
    if kind == "bank_card":
        parts.append(money(folder, frame.index))
    if kind == "social_account":
        parts.append(messages(folder, frame.index))
    if with_sharing:
        parts.append(shared(folder, kind, frame))
    return pd.concat(parts, axis=1).astype(float)


def labels(truth: Path, kind: str, keys: pd.Index) -> np.ndarray:
    rings = read(truth, "rings")
    return keys.isin(rings[rings["kind"] == kind]["key"]).astype(int)


def single_aucs(values: pd.DataFrame, bad: np.ndarray) -> pd.Series:
    from sklearn.metrics import roc_auc_score

    scores = {name: roc_auc_score(bad, values[name]) for name in values.columns}
    return pd.Series({name: max(auc, 1 - auc) for name, auc in scores.items()}).sort_values(ascending=False)
