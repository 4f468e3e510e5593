"""Runs: one pass of the detectors over one state of the evidence, kept with a manifest that reproduces it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pyarrow as pa

from workbench.cases import Verdict
from workbench.desk.code import code_of
from workbench.desk.said import heard
from workbench.desk.snapshot import CODE as SNAPSHOT_CODE
from workbench.desk.snapshot import kept_snapshot
from workbench.desk.take_in import Progress
from workbench.detectors import DETECTORS, exposure, rings
from workbench.disk import write_whole
from workbench.errors import BadHome, NotFound
from workbench.home import Home
from workbench.model import Findings
from workbench.privacy import finding_name, short_name
from workbench.signals.fusion.risk import risk
from workbench.signals.lacks import Lack, lacks
from workbench.signals.limits import Limits
from workbench.signals.outlets.openings import openings
from workbench.signals.outlets.ranking import ranked
from workbench.signals.renaming import renamed
from workbench.signals.scene import scene
from workbench.signals.telling import keyed

FRAMES = ("findings", "members", "reasons", "grounds", "marks")
LIBRARIES = ("duckdb", "networkx", "numba", "numpy", "pandas", "pyarrow", "scipy", "graspologic-native")
CODE = ("workbench.detectors", *SNAPSHOT_CODE)


@dataclass(frozen=True, slots=True)
class Run:
    """A run in the home: its name follows from what went in, so the same evidence and limits give the same run."""

    name: str
    folder: Path
    ran_at: datetime

    @property
    def manifest(self) -> dict[str, object]:
        """What went in."""
        try:
            return dict(json.loads((self.folder / "manifest.json").read_text("utf-8")))
        except (OSError, ValueError):
            raise _damaged(self.name) from None

    def findings(self, detector: str) -> Findings:
        """What the detector of that name found."""
        if detector not in {one.NAME for one in DETECTORS}:
            raise NotFound(f"there is no detector {detector!r}; there are: {', '.join(one.NAME for one in DETECTORS)}")
        return Findings(*(self._table(f"{detector}.{frame}") for frame in FRAMES))

    @property
    def sources(self) -> frozenset[str]:
        """The sources of which it read any batch."""
        batches = self.manifest.get("batches")
        return frozenset(str(one).partition("/")[0] for one in (batches if isinstance(batches, list) else []))

    @property
    def lacked(self) -> dict[str, tuple[Lack, ...]]:
        """What each detector could not see, as the evidence held nothing of it; empty where the run did not say."""
        told = self.manifest.get("lacked")
        return {name: tuple(map(_lack, rows)) for name, rows in (told if isinstance(told, dict) else {}).items()}

    def risk(self, decided: Mapping[str, str]) -> pd.DataFrame:
        """What all detectors of the run say against each entity, with what people decided of its findings since."""
        listed = self.manifest.get("detectors")
        names = [one.NAME for one in DETECTORS if isinstance(listed, list) and one.NAME in listed]
        # Those in danger are whom it is done to.
        return risk({name: self.findings(name) for name in names if name != exposure.NAME}, decided, Limits().risk)

    def outlets(self, decided: Mapping[str, str]) -> pd.DataFrame:
        """Where cards are opened, ranked by how much oftener they go bad than at places like it; see `ranked`."""
        return ranked(self._table("openings"), self._confirmed(decided), Limits().outlets)

    def explained(self) -> pd.DataFrame:
        """What was taken for innocent: kind, key, context, cards, households, stands; none of a run that kept none."""
        if not (self.folder / "explained.parquet").exists():
            return pd.DataFrame(columns=["kind", "key", "context", "cards", "households", "stands"])
        return self._table("explained")

    def _table(self, name: str) -> pd.DataFrame:
        path = self.folder / f"{name}.parquet"
        try:
            # A copy: whoever writes into it writes into his own.
            return _read(path, path.stat().st_mtime_ns).copy(deep=False)
        except (OSError, pa.ArrowInvalid):
            raise _damaged(self.name) from None

    def _confirmed(self, decided: Mapping[str, str]) -> set[tuple[str, str]]:
        """The cards of findings that people bore out; people in danger and those only beside are none."""
        names = {name for name, verdict in decided.items() if verdict == Verdict.CONFIRMED.value}
        cards: set[tuple[str, str]] = set()
        for one in DETECTORS if names else ():
            members = self.findings(one.NAME).members
            sure = members[members["finding"].isin(names) & ~members["part"].isin(("beside", "old"))]
            cards |= set() if one.NAME == exposure.NAME else set(zip(sure["kind"], sure["key"], strict=True))
        return cards


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> pd.DataFrame:
    """A table of a run, read once until the file is another; a page asks for the same ones at each click."""
    del changed
    return pd.read_parquet(path)


def _lack(row: Mapping[str, object]) -> Lack:
    sources = row["sources"]
    named = tuple(str(one) for one in sources) if isinstance(sources, list) else ()
    return Lack(named, str(row["without"]), bool(row["needed"]))


def _damaged(name: str) -> BadHome:
    return BadHome(f"the run {name} is not whole, or of another version; `workbench detect` makes it anew")


def all_runs(folder: Path) -> tuple[Run, ...]:
    """The runs in the home, newest first."""
    found = [
        Run(path.parent.name, path.parent, _time(path))
        for path in folder.glob("*/ran_at")
        # A run that was cut off while it was kept.
        if not path.parent.name.startswith(".")
    ]
    return tuple(sorted(found, key=lambda run: (run.ran_at, run.name), reverse=True))


def _time(path: Path) -> datetime:
    try:
        return datetime.fromisoformat(path.read_text("utf-8").strip())
    except ValueError:
        # Its other parts say for themselves whether they are whole.
        return datetime.fromtimestamp(0, UTC)


def the_run(folder: Path, name: str) -> Run:
    """The run of that name, or the newest for `latest`."""
    runs = all_runs(folder)
    if name == "latest" and runs:
        return runs[0]
    for run in runs:
        if run.name == name:
            return run
    raise NotFound(f"there is no run {name}; `workbench detect` makes one")


def run_detectors(home: Home, batches: tuple[str, ...], said: Mapping[str, str], progress: Progress) -> Run:
    """The run over the evidence of these batches: found, kept in the home, and the newest from now on.

    `said` is what people make of innocent explanations, by their names.
    """
    limits = Limits()
    progress("snapshot", 0)
    snapshot = heard(kept_snapshot(home), said, home.secret)
    found: list[Findings] = []
    for place, detector in enumerate(DETECTORS):
        progress(f"detect {detector.NAME}", place, len(DETECTORS))
        found.append(detector.find(snapshot, tuple(found), limits))
    progress("detect", len(DETECTORS), len(DETECTORS))
    named = tuple(_named(one, home.secret) for one in found)
    manifest = _manifest(batches, snapshot.asked_at.replace(tzinfo=None), limits)
    lacked = {one.NAME: [asdict(lack) for lack in lacks(snapshot, one.READS)] for one in DETECTORS}
    at = scene(snapshot, limits)
    explained = keyed(at, at.hubs["code"]).join(at.hubs).drop(columns="code")
    tables = {"openings": openings(at, limits), "explained": explained}
    return _keep(home.runs, manifest | {"lacked": lacked, "explanations": dict(said)}, named, tables)


def _manifest(batches: tuple[str, ...], asked_at: datetime, limits: Limits) -> dict[str, object]:
    return {
        "batches": sorted(batches),
        "asked_at": asked_at.isoformat(),
        "detectors": [detector.NAME for detector in DETECTORS],
        "code": code_of(*CODE),
        "limits": asdict(limits),
        "workbench": version("fraud-link-workbench"),
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def _named(found: Findings, secret: bytes) -> Findings:
    """The findings under names that are keyed with the home's secret: nobody else can make a card's name anew."""
    keyed = {name: finding_name(secret, name.rpartition("-")[0], name) for name in found.findings["finding"]}
    return found.under(keyed)


def _going_on(folder: Path, name: str, found: Findings) -> tuple[Findings, str]:
    """The rings under the names they had in the newest other run that can be read, and that run's name."""
    for run in all_runs(folder):
        if run.name != name:
            try:
                return renamed(found, run.findings(rings.NAME)), run.name
            except BadHome:
                # A run of an older version gives no names; looking at it says so, and the run before it may.
                continue
    return found, ""


def _keep(
    folder: Path, manifest: dict[str, object], found: tuple[Findings, ...], tables: Mapping[str, pd.DataFrame]
) -> Run:
    name = short_name(_text(manifest), 12)
    by_name = dict(zip((one.NAME for one in DETECTORS), found, strict=True))
    by_name[rings.NAME], earlier = _going_on(folder, name, by_name[rings.NAME])
    building, kept = folder / f".{name}.building", folder / name
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    framed = {f"{detector}.{frame}": getattr(one, frame) for detector, one in by_name.items() for frame in FRAMES}
    for table, rows in (framed | dict(tables)).items():
        rows.to_parquet(building / f"{table}.parquet", index=False)
    # Beside what names the run: the same evidence is the same run whatever was found before it.
    (building / "manifest.json").write_text(_text(manifest | {"names_from": earlier}), "utf-8")
    ran_at = datetime.now(UTC)
    write_whole(building / "ran_at", ran_at.isoformat())
    shutil.rmtree(kept, ignore_errors=True)
    building.replace(kept)
    return Run(name, kept, ran_at)


def _text(manifest: dict[str, object]) -> str:
    return json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1, default=str) + "\n"
