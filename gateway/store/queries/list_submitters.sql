-- A page of $2 (null: all) after the name $1.
select submitter_id, name, active, coalesce(client_id, ''), coalesce(reports_per_second, 0),
       coalesce(concurrent_calls, 0), coalesce(message_bytes, 0)
  from submitter
 where name > $1::text
 order by name
 limit $2::int
