-- $1 actor, $2 name, $3 roles, $4 for whose reports (CVR numbers; none: all).
-- Not written: one of them is no registered municipality.
with unknown as (
  select from unnest($4::text[]) as asked (cvr)
   where not exists (select from municipality m where m.cvr = asked.cvr)
), changed as (
  insert into operator (name, roles, municipality_cvrs)
  select $2::text, $3::text[], $4::text[] where not exists (select from unknown)
      on conflict (name) do update set roles = excluded.roles, active = true,
                                       municipality_cvrs = excluded.municipality_cvrs
  returning operator_id
)
select operator_id,
       journal_append(3::smallint, $1::text,
                      convert_to('operator put: ' || $2::text || ' roles '
                                 || array_to_string($3::text[], ' ')
                                 || case when cardinality($4::text[]) = 0 then ''
                                         else ' municipalities '
                                              || array_to_string($4::text[], ' ') end,
                                 'UTF8'))
  from changed
