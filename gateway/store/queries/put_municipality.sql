-- $1 actor, $2 CVR number, $3 name, $4 SOR codes. A code that another
-- municipality has breaks the key of municipality_sor, and nothing is changed.
with changed as (
  insert into municipality (cvr, name) values ($2::text, $3::text)
      on conflict (cvr) do update set name = excluded.name
  returning municipality_id
), gone as (
  delete from municipality_sor s using changed c
   where s.municipality_id = c.municipality_id and s.sor <> all ($4::text[])
), added as (
  insert into municipality_sor (sor, municipality_id)
  select distinct code, c.municipality_id
    from changed c, unnest($4::text[]) as code
   where not exists (select 1 from municipality_sor s
                      where s.sor = code and s.municipality_id = c.municipality_id)
)
select municipality_id,
       journal_append(3::smallint, $1::text,
                      convert_to('municipality put: ' || $2::text || ' SOR '
                                 || array_to_string($4::text[], ' '), 'UTF8'))
  from changed
