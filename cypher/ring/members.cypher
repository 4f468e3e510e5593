// A ring's members of one kind, each with the links it has to other members, named as "Phone:+8613800000001".
// KIND = Phone
// $keys = ["+8613800000001", "+8613800000007"], $members = ["Device:860000000000011", "Phone:+8613800000002"]
UNWIND $keys AS key
MATCH (member:KIND {key: key})
OPTIONAL MATCH (member)-[link:LINK]->(other)
WHERE (head(labels(other)) + ':' + other.key) IN $members
RETURN DISTINCT member, head(labels(member)) AS kind, link, other, type(link) AS type, head(labels(other)) AS other_kind
ORDER BY member.key, type, other_kind, other.key, link.opened_at, link.at
