-- $1 actor, $2 reason, $3 names and $4 texts of terminology files, $5 name and
-- $6 text of the KLE rule table (null: none). Answers the edition's number.
select take_rules($1::text, $2::text, $3::text[], $4::text[], $5::text, $6::text)
