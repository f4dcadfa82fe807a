-- $1 actor, $2 reason, $3 edition (0: none). False: there is no such edition.
select use_rules($1::text, $2::text, $3::int)
