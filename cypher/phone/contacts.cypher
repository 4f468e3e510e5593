// The bank cards, accounts and identities that give a phone as their contact, latest first.
// $key = "+8613800000001", $limit = 200
MATCH (phone:Phone {key: $key})<-[link:RESERVED|BOUND|REACHED_AT]-(entity)
RETURN phone, link, entity, head(labels(entity)) AS kind, type(link) AS type
ORDER BY link.last DESC, kind, entity.key
LIMIT $limit
