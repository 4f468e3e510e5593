// The neighbours that two entities have in common, with the links to each.
// KIND = Phone
// OTHER = Phone
// $key = "+8613800000001", $other = "+8613800000002", $limit = 50
MATCH (first:KIND {key: $key})-[one:LINK]-(shared)-[two:LINK]-(second:OTHER {key: $other})
WHERE elementId(first) <> elementId(second)
  AND elementId(shared) <> elementId(first) AND elementId(shared) <> elementId(second)
RETURN DISTINCT first, one, shared, two, second,
       head(labels(shared)) AS kind, type(one) AS type, type(two) AS other_type,
       elementId(startNode(one)) = elementId(first) AS outward,
       elementId(startNode(two)) = elementId(second) AS other_outward
ORDER BY kind, shared.key, type, other_type, outward, other_outward, one.opened_at, one.at, two.opened_at, two.at
LIMIT $limit
