// The cards named in reports or cases that the cards of a phone paid, with who names them.
// $key = "+8613800000001", $limit = 200
MATCH (phone:Phone {key: $key})<-[contact:RESERVED]-(payer:BankCard)-[payment:PAID]->(card:BankCard)<-[naming:NAMES]-(report)
RETURN phone, contact, payer, payment, card, naming, report, head(labels(report)) AS kind, naming.at AS at
ORDER BY at DESC, payment.fen DESC, card.key, report.key, payer.key
LIMIT $limit
