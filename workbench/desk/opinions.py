"""Second opinions: learned from people's decisions, kept beside a run's findings, and never fed back into them."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from workbench.desk.decided import decided_on
from workbench.desk.detecting import Detecting
from workbench.disk import write_whole
from workbench.errors import BadHome, NotFound
from workbench.home import writing
from workbench.reranking import Measured, RerankLimits, learn

_MODEL, _RANKED, _MANIFEST = "model.txt", "findings.parquet", "manifest.json"


@dataclass(frozen=True, slots=True)
class Opinion:
    """The second opinion on a run's findings, as it is kept.

    `ranked`: finding, rank, second (the rank it gives), chance (that people confirm it, among such as they look at).
    `manifest` says what it was learned from.
    """

    detector: str
    run: str
    ranked: pd.DataFrame
    measured: Measured
    manifest: dict[str, object]

    @property
    def says(self) -> str:
        """In one sentence whether it is better than the score."""
        return self.measured.says


class Reranking(Detecting):
    """A second opinion on what was found."""

    def rerank(self, detector: str) -> Opinion:
        """Learns a second opinion on the newest run's findings from people's decisions, and keeps it beside them.

        Raises TooFew where the decisions are too few to learn from, UsedWrongly where LightGBM is not installed.
        """
        run, limits = self.run(), RerankLimits()
        found = run.findings(detector)
        folder = self.home.models / detector
        with writing(self.home, "rerank"):
            one = learn(decided_on(self.home.runs, self.work.decisions(), detector), found, limits)
            keep(folder, Opinion(detector, run.name, one.ranked, one.measured, one.manifest), one.model)
            self.record("rerank", detector)
        return _kept(folder)

    def reranked(self, detector: str) -> pd.DataFrame:
        """The newest run's findings with the rank that the second opinion gives: finding, rank, second, chance."""
        opinion = self.second_opinion(detector)
        if opinion is None:
            raise NotFound(f"there is no second opinion on this run; `workbench rerank {detector}` makes one")
        return opinion.ranked

    def second_opinion(self, detector: str) -> Opinion | None:
        """The second opinion that is kept on the newest run's findings; None where there is none."""
        folder, run = self.home.models / detector, self.run()
        if detector not in self.detectors() or not (folder / _MANIFEST).is_file():
            return None
        opinion = _kept(folder)
        return opinion if opinion.run == run.name else None


def keep(folder: Path, opinion: Opinion, model: str) -> None:
    """The opinion and its model as files in the folder, in the place of an earlier one."""
    building = folder.with_name(f".{folder.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    (building / _MODEL).write_text(model, "utf-8")
    opinion.ranked.to_parquet(building / _RANKED, index=False)
    told = opinion.manifest | {
        "detector": opinion.detector,
        "run": opinion.run,
        "measured": asdict(opinion.measured),
    }
    write_whole(building / _MANIFEST, json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n")
    shutil.rmtree(folder, ignore_errors=True)
    building.replace(folder)


def _kept(folder: Path) -> Opinion:
    try:
        told = json.loads((folder / _MANIFEST).read_text("utf-8"))
        ranked = pd.read_parquet(folder / _RANKED)
        return Opinion(told["detector"], told["run"], ranked, Measured(**told["measured"]), told)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowInvalid):
        raise BadHome(
            f"the second opinion on {folder.name} is not whole; `workbench rerank {folder.name}` makes it anew"
        ) from None
