// The identities a phone was opened under, in the order of time: who held it when.
// $key = "+8613800000001"
MATCH (phone:Phone {key: $key})-[holding:REGISTERED]->(holder:Identity)
RETURN phone, holding, holder, head(labels(holder)) AS kind,
       holding.opened_at AS opened_at, holding.closed_at AS closed_at
ORDER BY opened_at, holder.key
