// Money in and out of a card or account by pairs: who paid it, and whom it paid from then on, most money first.
// KIND = BankCard
// $key = "6222020000000000025", $limit = 50
MATCH (payer)-[came:PAID]->(card:KIND {key: $key})
MATCH (card)-[went:PAID]->(payee)
WHERE went.last >= came.first
RETURN payer, came, card, went, payee, head(labels(payer)) AS kind, head(labels(payee)) AS other_kind,
  came.fen AS fen, went.fen AS fen_out
ORDER BY fen DESC, fen_out DESC, kind, payer.key, other_kind, payee.key
LIMIT $limit
