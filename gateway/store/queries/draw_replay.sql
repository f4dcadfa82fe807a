-- $1 destination, $2 CVR number or '': their numbers, 0 for none.
select coalesce((select destination_id from destination where name = $1::text), 0),
       coalesce((select municipality_id from municipality where cvr = $2::text), 0),
       now()
