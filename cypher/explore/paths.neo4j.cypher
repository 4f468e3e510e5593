// The shortest ways between two entities by any links, of at most six steps.
// KIND = Phone
// OTHER = Identity
// $key = "+8613800000003", $other = "510101199001010015", $limit = 5
MATCH (start:KIND {key: $key}), (goal:OTHER {key: $other})
WHERE elementId(start) <> elementId(goal)
MATCH way = allShortestPaths((start)-[:LINK*..6]-(goal))
RETURN nodes(way) AS entities, relationships(way) AS links, length(way) AS steps,
       [one IN nodes(way) | labels(one)[0]] AS kinds,
       reduce(line = '', one IN nodes(way) | line + '|' + one.key) AS keys,
       reduce(line = '', one IN relationships(way) | line + '|' + type(one)) AS types
ORDER BY keys, types, [one IN relationships(way) | one.opened_at], [one IN relationships(way) | one.at]
LIMIT $limit
