// Entities whose key begins so, in the order of their keys.
// KIND = Phone
// $begin = "+86138", $limit = 20
MATCH (entity:KIND)
WHERE entity.key STARTS WITH $begin
RETURN entity, head(labels(entity)) AS kind
ORDER BY entity.key
LIMIT $limit
