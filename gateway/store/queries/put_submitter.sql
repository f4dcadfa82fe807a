-- $1 actor, $2 name
with changed as (
  insert into submitter (name) values ($2::text)
      on conflict (name) do update set active = true
  returning submitter_id
)
select submitter_id,
       journal_append(3::smallint, $1::text, convert_to('submitter put: ' || $2::text, 'UTF8'))
  from changed
