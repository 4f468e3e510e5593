// Who paid a card or account, most money first.
// KIND = BankCard
// $key = "6222020000000000025", $limit = 50
MATCH (payee:KIND {key: $key})<-[payment:PAID]-(payer)
RETURN payer, payment, payee, head(labels(payer)) AS kind, payment.fen AS fen, payment.transfers AS transfers
ORDER BY fen DESC, transfers DESC, kind, payer.key
LIMIT $limit
