// Identities whose name begins so, by name.
// $begin = "张", $limit = 20
MATCH (entity:Identity)
WHERE entity.name STARTS WITH $begin
RETURN entity, head(labels(entity)) AS kind
ORDER BY entity.name, entity.key
LIMIT $limit
