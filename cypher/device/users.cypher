// The phones, cards and accounts used on a device, those of most days first.
// $key = "860000000000011", $limit = 100
MATCH (device:Device {key: $key})<-[link:USED_ON]-(entity)
RETURN device, link, entity, head(labels(entity)) AS kind, link.days AS days, link.times AS times
ORDER BY days DESC, times DESC, kind, entity.key
LIMIT $limit
