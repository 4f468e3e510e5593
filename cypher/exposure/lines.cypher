// The lines named in reports or cases that a phone called or was called by, with who names them.
// $key = "+8613800000002", $limit = 200
MATCH (phone:Phone {key: $key})-[talk:CALLED]-(line:Phone)<-[naming:NAMES]-(report)
RETURN DISTINCT phone, talk, line, naming, report, head(labels(report)) AS kind, naming.at AS at,
       elementId(startNode(talk)) = elementId(phone) AS outward
ORDER BY at DESC, line.key, report.key, kind, outward DESC
LIMIT $limit
