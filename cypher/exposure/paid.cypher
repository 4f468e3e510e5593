// Who paid a card, with the contact phone of each payer's card, most money first.
// $key = "6222020000000000025", $limit = 500
MATCH (card:BankCard {key: $key})<-[payment:PAID]-(payer:BankCard)-[contact:RESERVED]->(phone:Phone)
RETURN card, payment, payer, contact, phone, head(labels(phone)) AS kind, payment.fen AS fen
ORDER BY fen DESC, payer.key, phone.key
LIMIT $limit
