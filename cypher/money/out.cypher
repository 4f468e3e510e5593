// Whom a card or account paid, most money first.
// KIND = BankCard
// $key = "6222020000000000017", $limit = 50
MATCH (payer:KIND {key: $key})-[payment:PAID]->(payee)
RETURN payer, payment, payee, head(labels(payee)) AS kind, payment.fen AS fen, payment.transfers AS transfers
ORDER BY fen DESC, transfers DESC, kind, payee.key
LIMIT $limit
