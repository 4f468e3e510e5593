// What an identity's holder answered about cards and accounts opened under it, newest first.
// $key = "510101199001010015", $limit = 50
MATCH (identity:Identity {key: $key})-[answer:DISPUTED]->(entity)
RETURN identity, answer, entity, head(labels(entity)) AS kind, answer.answer AS says
ORDER BY answer.at DESC, kind, entity.key
LIMIT $limit
