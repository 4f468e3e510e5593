// The shortest ways between two entities by any links, of at most six steps.
// KIND = Phone
// OTHER = Identity
// $key = "+8613800000003", $other = "510101199001010015", $limit = 5
MATCH (start:KIND {key: $key}), (goal:OTHER {key: $other})
WHERE elementId(start) <> elementId(goal)
MATCH way = (start)-[:LINK* ALL SHORTEST 1..6]-(goal)
RETURN nodes(way) AS entities, relationships(way) AS links, length(way) AS steps,
       list_transform(nodes(way), one -> label(one)) AS kinds,
       '|' + list_to_string('|', properties(nodes(way), 'key')) AS keys,
       '|' + list_to_string('|', properties(relationships(way), '_LABEL')) AS types
ORDER BY keys, types, CAST(properties(relationships(way), 'opened_at') AS STRING),
         CAST(properties(relationships(way), 'at') AS STRING)
LIMIT $limit
