// What a report names as suspect, and who was harmed.
// $key = "R-0001", $limit = 50
MATCH (report:Report {key: $key})-[link:NAMES|HARMED]->(entity)
RETURN report, link, entity, head(labels(entity)) AS kind, type(link) AS type
ORDER BY type, kind, entity.key, link.at
LIMIT $limit
