-- $1 actor, $2 CVR number, $3 role
with changed as (
  delete from municipality_contact c using municipality m
   where m.cvr = $2::text and c.municipality_id = m.municipality_id and c.role = $3::text
  returning c.municipality_id
)
select municipality_id,
       journal_append(3::smallint, $1::text,
                      convert_to('contact removed: ' || $3::text || ' of ' || $2::text, 'UTF8'))
  from changed
