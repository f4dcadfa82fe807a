-- How many there are in the states $4, with code $5 ('': any; then only open
-- ones are counted): $1 all municipalities, else $2; $3 submitter, 0: any.
select coalesce(sum(rejections), 0)::bigint from rejection_count
 where code = $5::text and state = any($4::smallint[])
   and ($1::boolean or municipality_id = any($2::int[]))
   and ($3::int = 0 or submitter_id = $3)
