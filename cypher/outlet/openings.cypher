// The cards opened at an outlet between two moments, with their holders of then, in the order of time.
// $key = "OUT-001", $since = "2025-01-01T00:00:00Z", $until = "2027-01-01T00:00:00Z", $limit = 200
MATCH (outlet:Outlet {key: $key})<-[opening:OPENED_AT]-(card)
WHERE opening.at >= $since AND opening.at < $until
OPTIONAL MATCH (card)-[holding:REGISTERED]->(holder:Identity)
WHERE holding.opened_at = opening.at
RETURN outlet, opening, card, head(labels(card)) AS kind, holding, holder
ORDER BY opening.at, kind, card.key, holder.key
LIMIT $limit
