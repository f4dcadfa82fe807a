-- $1 actor, $2 submitter, $3 CVR number
with changed as (
  delete from agreement a using submitter s, municipality m
   where s.name = $2::text and m.cvr = $3::text
     and a.submitter_id = s.submitter_id and a.municipality_id = m.municipality_id
  returning a.submitter_id
)
select submitter_id,
       journal_append(3::smallint, $1::text,
                      convert_to('agreement ended: ' || $2::text || ' for ' || $3::text, 'UTF8'))
  from changed
