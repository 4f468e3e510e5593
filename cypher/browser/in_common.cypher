// For Neo4j Browser: two findings that share members, those that share most first, with what they share.
// $detector = "rings", $other = "money", $limit = 10
MATCH (one:Finding {detector: $detector})-[:MEMBER]->(shared)<-[:MEMBER]-(other:Finding {detector: $other})
WHERE one.detector <> other.detector OR one.name < other.name
WITH one, other, collect(DISTINCT shared) AS members
RETURN one, other, members, size(members) AS in_common
ORDER BY in_common DESC, one.rank, other.rank
LIMIT $limit
