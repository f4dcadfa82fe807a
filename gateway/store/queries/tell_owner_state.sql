-- What an owner tells people of itself; only when it is news.
update lane_owner set circuit_open = $3::boolean, last_failure = $4::text
 where destination_id = $1::int and owner = $2::text
   and (circuit_open, last_failure) is distinct from ($3, $4)
