// The social accounts opened under an identity, oldest first; `taken_over` is when the next holder opened the same one.
// $key = "510101199001010015", $limit = 200
MATCH (identity:Identity {key: $key})<-[holding:REGISTERED]-(account:SocialAccount)
OPTIONAL MATCH (account)-[next:REGISTERED]->(:Identity)
WHERE next.opened_at > holding.opened_at
WITH identity, holding, account, min(next.opened_at) AS taken_over
RETURN identity, holding, account, head(labels(account)) AS kind, taken_over
ORDER BY holding.opened_at, account.key
LIMIT $limit
