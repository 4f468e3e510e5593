"""The words: kinds, link types, sources, entities, links, batches and findings."""

from workbench.model.facts import (
    Entity,
    EntityTable,
    Extract,
    Link,
    LinkTable,
    Receipt,
    Row,
    Scalar,
)
from workbench.model.finding import Findings, no_findings
from workbench.model.kinds import KINDS, Fold, Kind, Property, Type, kind_of
from workbench.model.links import LINK_TYPES, LinkType, link_type_of
from workbench.model.source import Array, Checked, Clean, Cleaned, Column, EntityFact, LinkFact, Ref, Source

__all__ = [
    "KINDS",
    "LINK_TYPES",
    "Array",
    "Checked",
    "Clean",
    "Cleaned",
    "Column",
    "Entity",
    "EntityFact",
    "EntityTable",
    "Extract",
    "Findings",
    "Fold",
    "Kind",
    "Link",
    "LinkFact",
    "LinkTable",
    "LinkType",
    "Property",
    "Receipt",
    "Ref",
    "Row",
    "Scalar",
    "Source",
    "Type",
    "kind_of",
    "link_type_of",
    "no_findings",
]
