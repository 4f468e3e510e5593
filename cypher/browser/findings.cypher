// For Neo4j Browser: the findings of the run that is drawn, best first, each with its members.
// $detector = "rings", $limit = 10
MATCH (finding:Finding {detector: $detector})
WITH finding ORDER BY finding.rank LIMIT $limit
MATCH (finding)-[member:MEMBER]->(entity)
RETURN finding, member, entity
ORDER BY finding.rank, member.rank, entity.key
