// The links that leave some entities of one kind for any of the members, which are named as "Phone:+8613800000001".
// KIND = Phone
// $keys = ["+8613800000001", "+8613800000002"], $members = ["Phone:+8613800000002", "Device:860000000000011"]
UNWIND $keys AS key
MATCH (entity:KIND {key: key})-[link:LINK]->(other)
WHERE (head(labels(other)) + ':' + other.key) IN $members
RETURN DISTINCT entity, link, other, head(labels(other)) AS kind, type(link) AS type
ORDER BY entity.key, type, kind, other.key, link.opened_at, link.at
