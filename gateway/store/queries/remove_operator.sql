-- $1 actor, $2 name; with the credentials.
with changed as (
  delete from operator where name = $2::text returning operator_id
)
select operator_id,
       journal_append(3::smallint, $1::text, convert_to('operator removed: ' || $2::text, 'UTF8'))
  from changed
