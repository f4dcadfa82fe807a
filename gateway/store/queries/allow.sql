-- $1 actor, $2 submitter, $3 CVR number, $4 from and $5 until, each with $6, $7
-- whether it is given: what is not stays as it is; given as null it is open.
-- Answers 0 for one that has ended, and no other end is given.
with asked as (
  select s.submitter_id, m.municipality_id
    from submitter s, municipality m where s.name = $2::text and m.cvr = $3::text
), changed as (
  insert into agreement as a (submitter_id, municipality_id, valid_from, valid_until)
  select submitter_id, municipality_id, $4::timestamptz, $5::timestamptz from asked
      on conflict (submitter_id, municipality_id) do update
         set valid_from = case when $6::boolean then $4 else a.valid_from end,
             valid_until = case when $7::boolean then $5 else a.valid_until end
       where $7 or a.valid_until is null or a.valid_until > now()
  returning submitter_id, valid_from, valid_until
)
select coalesce(c.submitter_id, 0),
       case when c.submitter_id is not null then
         journal_append(3::smallint, $1::text,
           convert_to(concat('agreement put: ', $2::text, ' for ', $3::text,
                             ' from ' || c.valid_from::text, ' until ' || c.valid_until::text),
                      'UTF8')) end
  from asked left join changed c on true
