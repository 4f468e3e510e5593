// How many links and neighbours an entity has, by kind of neighbour and type of link: what there is to expand.
// KIND = Phone
// $key = "+8613800000001"
MATCH (entity:KIND {key: $key})-[link:LINK]-(other)
RETURN head(labels(other)) AS kind, type(link) AS type,
       count(DISTINCT link) AS links, count(DISTINCT other) AS neighbours
ORDER BY neighbours DESC, links DESC, kind, type
