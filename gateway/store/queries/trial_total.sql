-- About how many reports there are since $1, of municipality $2 ('': all).
select coalesce(sum(reports), 0)::bigint
  from report_count
 where day >= ($1::timestamptz at time zone 'Europe/Copenhagen')::date
   and verdict in (1, 2) and code = ''
   and ($2::text = ''
        or municipality_id = (select municipality_id from municipality where cvr = $2))
