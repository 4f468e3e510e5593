// Whom a line called or was called by, longest talk first: the people it may be working on.
// $key = "+8613800000001", $limit = 500
MATCH (line:Phone {key: $key})-[talk:CALLED]-(phone:Phone)
RETURN DISTINCT line, talk, phone, head(labels(phone)) AS kind, talk.seconds AS seconds,
       elementId(startNode(talk)) = elementId(line) AS outward
ORDER BY seconds DESC, phone.key, outward DESC
LIMIT $limit
