// name: read/person_loads
// about: A person and how many they liaise of each tier, how many they lead, host and instruct, and
//   all links together as person-total-load counts them.
// params: id STRING
// returns: id STRING, name STRING, mark STRING, unit STRING, is_member BOOLEAN, floating STRING,
//   exempt BOOLEAN, unavailable_until DATE, households INTEGER, centres INTEGER, groups INTEGER,
//   organisations INTEGER, groups_led INTEGER, centres_hosted INTEGER, enterprises INTEGER, total
//   INTEGER
MATCH (p:Person {id: $id})
OPTIONAL MATCH (p)-[:LIAISES]->(h:Household)
WITH p, count(h) AS households
OPTIONAL MATCH (p)-[:LIAISES]->(c:CentreHousehold)
WITH p, households, count(c) AS centres
OPTIONAL MATCH (p)-[:LIAISES]->(g:PartyGroup)
WITH p, households, centres, count(g) AS groups
OPTIONAL MATCH (p)-[:LIAISES]->(o:Organisation)
WITH p, households, centres, groups, count(o) AS organisations
OPTIONAL MATCH (p)-[:LEADS]->(led:PartyGroup)
WITH p, households, centres, groups, organisations, count(led) AS groups_led
OPTIONAL MATCH (p)-[:HOSTS]->(own:CentreHousehold)
WITH p, households, centres, groups, organisations, groups_led, count(own) AS centres_hosted
OPTIONAL MATCH (p)-[:HOSTS]->(:CentreHousehold)-[hosted:LIAISES]->(:Person)
WITH p, households, centres, groups, organisations, groups_led, centres_hosted,
     count(hosted) AS as_host
OPTIONAL MATCH (p)-[:INSTRUCTS]->(e:Enterprise)
WITH p, households, centres, groups, organisations, groups_led, centres_hosted, as_host,
     count(e) AS enterprises
OPTIONAL MATCH (p)-[duty:INSTRUCTS]->()
WITH p, households, centres, groups, organisations, groups_led, centres_hosted, as_host,
     enterprises, count(duty) AS instructed
RETURN p.id AS id, p.name AS name, p.mark AS mark, p.unit AS unit, p.is_member AS is_member,
       p.floating AS floating, p.exempt AS exempt, p.unavailable_until AS unavailable_until,
       households, centres, groups, organisations, groups_led, centres_hosted, enterprises,
       households + centres + groups + organisations + as_host + instructed AS total
