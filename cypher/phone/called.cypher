// Whom a phone called, most calls first.
// $key = "+8613800000001", $limit = 50
MATCH (caller:Phone {key: $key})-[link:CALLED]->(callee:Phone)
RETURN caller, link, callee, head(labels(callee)) AS kind, link.calls AS calls, link.seconds AS seconds
ORDER BY calls DESC, seconds DESC, callee.key
LIMIT $limit
