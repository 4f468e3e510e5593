// Who called a phone, most calls first.
// $key = "+8613800000002", $limit = 50
MATCH (callee:Phone {key: $key})<-[link:CALLED]-(caller:Phone)
RETURN caller, link, callee, head(labels(caller)) AS kind, link.calls AS calls, link.seconds AS seconds
ORDER BY calls DESC, seconds DESC, caller.key
LIMIT $limit
