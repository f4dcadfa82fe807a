-- $1 actor, $2 CVR number, $3 role, $4 name, $5 organisation, $6 e-mail
with changed as (
  insert into municipality_contact (municipality_id, role, name, organisation, email)
  select municipality_id, $3::text, $4::text, $5::text, $6::text
    from municipality where cvr = $2::text
      on conflict (municipality_id, role) do update
         set name = excluded.name, organisation = excluded.organisation,
             email = excluded.email, updated_at = now()
  returning municipality_id
)
select municipality_id,
       journal_append(3::smallint, $1::text,
                      convert_to('contact put: ' || $3::text || ' of ' || $2::text, 'UTF8'))
  from changed
