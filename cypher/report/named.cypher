// The reports and case numbers that name an entity as suspect, newest first.
// KIND = Phone
// $key = "+8613800000001", $limit = 50
MATCH (entity:KIND {key: $key})<-[naming:NAMES]-(report)
RETURN entity, naming, report, head(labels(report)) AS kind, naming.at AS at
ORDER BY at DESC, kind, report.key
LIMIT $limit
