// An entity's neighbours of one kind by one type of link, most money, seconds, messages or times first.
// KIND = Phone
// $key = "+8613800000001", $type = "CALLED", $kind = "Phone", $limit = 50
MATCH (entity:KIND {key: $key})-[link:LINK]-(other)
WHERE type(link) = $type AND head(labels(other)) = $kind
RETURN DISTINCT entity, link, other, head(labels(other)) AS kind, type(link) AS type,
       elementId(startNode(link)) = elementId(entity) AS outward,
       coalesce(link.fen, link.seconds, link.messages, link.times, 0) AS weight
ORDER BY weight DESC, link.last DESC, other.key, outward DESC, link.opened_at, link.at
LIMIT $limit
