-- $1 actor, $2 name, $3 active
with changed as (
  update operator set active = $3::boolean where name = $2::text returning operator_id
)
select operator_id,
       journal_append(3::smallint, $1::text,
                      convert_to('operator ' || case when $3::boolean then 'active: '
                                                     else 'inactive: ' end || $2::text, 'UTF8'))
  from changed
