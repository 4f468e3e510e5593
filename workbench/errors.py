"""What can go wrong, one class a case; a message says what happened and what to do."""

from __future__ import annotations


class WorkbenchError(Exception):
    """The only error that crosses a package: shown to people as it stands, so it never holds an identifier."""

    code = "failed"
    exit_code = 3


class UsedWrongly(WorkbenchError):
    """The request itself is off: an unknown source, a value that is none, a path that is not there."""

    code = "used_wrongly"
    exit_code = 2


class BadSource(WorkbenchError):
    """A file is refused whole."""

    code = "bad_source"


class BadMapping(UsedWrongly):
    """A mapping file says what cannot be done."""

    code = "bad_mapping"


class BadHome(WorkbenchError):
    """The home cannot be used: written by a newer version, damaged, or not a home."""

    code = "bad_home"


class HomeLocked(WorkbenchError):
    """Somebody else is writing."""

    code = "home_locked"


class GraphUnavailable(WorkbenchError):
    """The graph engine does not answer, or not to us."""

    code = "graph_unavailable"


class GraphForeign(WorkbenchError):
    """The graph holds what is not ours."""

    code = "graph_foreign"


class GraphChanged(WorkbenchError):
    """The graph is no longer as it was written; writing it whole mends that."""

    code = "graph_changed"


class TooFew(WorkbenchError):
    """There is not enough to learn or measure from."""

    code = "too_few"


class BadQuery(UsedWrongly):
    """A query that is not in cypher/, or is called with other parameters than it names."""

    code = "bad_query"


class NotFound(UsedWrongly):
    """Nothing of that name stands in the evidence."""

    code = "not_found"
