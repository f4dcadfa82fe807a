-- $1 actor, $2 name, $3 new name
with changed as (
  update submitter set name = $3::text where name = $2::text returning submitter_id
)
select submitter_id,
       journal_append(3::smallint, $1::text,
                      convert_to('submitter renamed: ' || $2::text || ' to ' || $3::text, 'UTF8'))
  from changed
