-- $1 actor, $2 name, $3 roles
with changed as (
  insert into operator (name, roles) values ($2::text, $3::text[])
      on conflict (name) do update set roles = excluded.roles, active = true
  returning operator_id
)
select operator_id,
       journal_append(3::smallint, $1::text,
                      convert_to('operator put: ' || $2::text || ' roles '
                                 || array_to_string($3::text[], ' '), 'UTF8'))
  from changed
