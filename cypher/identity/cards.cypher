// The bank cards opened under an identity, oldest first; `taken_over` is when the next holder opened the same one.
// $key = "510101199001010015", $limit = 200
MATCH (identity:Identity {key: $key})<-[holding:REGISTERED]-(card:BankCard)
OPTIONAL MATCH (card)-[next:REGISTERED]->(:Identity)
WHERE next.opened_at > holding.opened_at
WITH identity, holding, card, min(next.opened_at) AS taken_over
RETURN identity, holding, card, head(labels(card)) AS kind, taken_over
ORDER BY holding.opened_at, card.key
LIMIT $limit
