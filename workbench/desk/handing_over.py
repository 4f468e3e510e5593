"""Handing over: findings and pictures as files, values opened with a reason, and the audit of it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from workbench.cases import Recorded
from workbench.desk import handing
from workbench.desk.detecting import Detecting
from workbench.desk.show import show_time
from workbench.errors import UsedWrongly
from workbench.exports import EXPORTS
from workbench.model.shown import Shown

REVEALS = ((30, "hour", timedelta(hours=1)), (200, "day", timedelta(days=1)))


class HandingOver(Detecting):
    """What leaves the desk, and what is on the record."""

    def write_findings(self, run: str, out: Path, reveal: str = "") -> tuple[Path, ...]:
        """The run's findings as CSV with its manifest; keys whole only where a reason is given and on the record."""
        chosen = self.run(run)
        if reveal:
            self.need_reason(reveal)
            self.record("reveal findings", chosen.name, reveal)
        return handing.write_run(chosen, self._decided(), out, self.showing, whole=bool(reveal))

    def evaluate(self, run: str, truth: Path) -> dict[str, object]:
        """The run measured against a truth."""
        return handing.measure_run(self.run(run), self._decided(), truth, self.graph.counts())

    def export(self, shown: Shown, form: str, file: Path) -> Path:
        """What is shown, handed over as a file of that form; who took it stands in the audit and in the file."""
        chosen = handing.export_of(form)
        self.record("export", chosen.NAME, shown.title)
        taken = f"Taken by {self.person} on {show_time(datetime.now(UTC))} (Shanghai); identifiers are masked"
        chosen.write(replace(shown, note=taken), file)
        return file

    def forms(self) -> dict[str, str]:
        """The forms an export may have: suffix, and what it is."""
        return {one.SUFFIX: one.ABOUT for one in EXPORTS}

    def reveal(self, name: str, reason: str) -> str:
        """An entity's whole key: the reason is on the record before it is given; 30 an hour and 200 a day."""
        entity = self.showing.entity_of(name)
        self.need_reason(reason)
        for most, span, lately in REVEALS:
            if self.work.count(self.person, "reveal", datetime.now(UTC) - lately) >= most:
                self.record("reveal", name, reason, "refused")
                raise UsedWrongly(f"{most} values were opened within the last {span}; go on with the masked ones")
        self.record("reveal", name, reason)
        return entity.key

    def acts(self, limit: int = 100) -> tuple[Recorded, ...]:
        """The newest acts in the audit."""
        return self.work.acts(limit)
