-- $1 actor, $2 submitter, $3 CVR number
with changed as (
  insert into agreement as a (submitter_id, municipality_id)
  select s.submitter_id, m.municipality_id
    from submitter s, municipality m where s.name = $2::text and m.cvr = $3::text
      on conflict (submitter_id, municipality_id) do update set created_at = a.created_at
  returning submitter_id
)
select submitter_id,
       journal_append(3::smallint, $1::text,
                      convert_to('agreement put: ' || $2::text || ' for ' || $3::text, 'UTF8'))
  from changed
