// The entity of that key.
// KIND = Identity
// $key = "510101199001010015"
MATCH (entity:KIND {key: $key})
RETURN entity, head(labels(entity)) AS kind
ORDER BY entity.key
