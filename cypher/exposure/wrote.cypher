// Whom an account wrote to, with the phone that each is bound to, most messages first.
// $key = "wechat:zhang_wei", $limit = 500
MATCH (account:SocialAccount {key: $key})-[message:MESSAGED]->(other:SocialAccount)-[binding:BOUND]->(phone:Phone)
RETURN account, message, other, binding, phone, head(labels(phone)) AS kind, message.messages AS messages
ORDER BY messages DESC, other.key, phone.key
LIMIT $limit
