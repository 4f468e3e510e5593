// An entity with its links and neighbours, what happened most often first; types of link in $without are left out.
// KIND = Phone
// $key = "+8613800000001", $without = ["SEEN_AT"], $limit = 50
MATCH (entity:KIND {key: $key})-[link:LINK]-(other)
WHERE NOT type(link) IN $without
RETURN DISTINCT entity, link, other, head(labels(other)) AS kind, type(link) AS type,
       elementId(startNode(link)) = elementId(entity) AS outward,
       coalesce(link.calls, 0) + coalesce(link.texts, 0) + coalesce(link.transfers, 0)
       + coalesce(link.times, 0) + coalesce(link.messages, 0) AS weight
ORDER BY weight DESC, type, kind, other.key, outward DESC, link.opened_at, link.at
LIMIT $limit
