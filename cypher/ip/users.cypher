// The phones, cards and accounts seen at an address, those of most days first.
// $key = "203.0.113.7", $limit = 100
MATCH (ip:Ip {key: $key})<-[link:SEEN_AT]-(entity)
RETURN ip, link, entity, head(labels(entity)) AS kind, link.days AS days, link.times AS times
ORDER BY days DESC, times DESC, kind, entity.key
LIMIT $limit
