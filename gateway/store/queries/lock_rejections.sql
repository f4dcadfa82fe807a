-- Takes rejections for an act, in the order of their numbers, so that two who
-- act on the same do not deadlock. $2 all municipalities, else $3.
select j.rejection_id, j.version, j.state
  from rejection j
 where j.rejection_id = any($1::bigint[])
   and ($2::boolean or j.municipality_id = any($3::int[]))
 order by j.rejection_id
   for update
