-- What ends before $2, or has ended, as of $1: permissions, signed documents
-- and certificates of those that are active; and documents that nobody has
-- archived yet, which are gone where they were signed ten days after.
--
-- Not told: a document or certificate that another takes over from without a
-- gap; what ended more than 60 days ago, but for documents of a municipality
-- that is reported for. $3 rows, the soonest first.
with permission as (
  select a.municipality_id, s.name as submitter, a.valid_until,
         (a.valid_from is null or a.valid_from <= $1::timestamptz)
           and (a.valid_until is null or a.valid_until > $1) as now
    from agreement a join submitter s using (submitter_id)
   where s.active
), ending as (
  select 1 as kind, m.cvr, m.name, p.submitter as owner, false as operators, '' as subject,
         0::bigint as document_id, p.valid_until as ends_at
    from permission p join municipality m using (municipality_id)
   where p.valid_until < $2::timestamptz and p.valid_until >= $1 - interval '60 days'
  union all
  select d.kind + 1, m.cvr, m.name, '', false, d.reference, d.document_id, d.valid_until
    from municipality_document d join municipality m using (municipality_id)
   where d.valid_until < $2
     and not exists (select from municipality_document n
                      where n.municipality_id = d.municipality_id and n.kind = d.kind
                        and coalesce(n.valid_until, 'infinity') > d.valid_until
                        and coalesce(n.valid_from, '-infinity') <= greatest(d.valid_until, $1))
     and (d.valid_until >= $1 - interval '60 days'
          or exists (select from permission p
                      where p.municipality_id = d.municipality_id and p.now))
  union all
  select 4, '', '', coalesce(s.name, o.name), c.operator_id is not null, c.fingerprint, 0,
         c.not_after
    from credential c
    left join submitter s on s.submitter_id = c.submitter_id and s.active
    left join operator o on o.operator_id = c.operator_id and o.active
   where c.revoked_at is null and coalesce(s.name, o.name) is not null
     and c.not_after < $2 and c.not_after >= $1 - interval '60 days'
     and not exists (select from credential n
                      where n.submitter_id is not distinct from c.submitter_id
                        and n.operator_id is not distinct from c.operator_id
                        and n.revoked_at is null and n.kind = c.kind
                        and (n.holder_id = c.holder_id and n.holder_id <> ''
                             or n.subject = c.subject and n.subject <> '')
                        and n.not_after > c.not_after
                        and coalesce(n.not_before, '-infinity') <= greatest(c.not_after, $1))
  union all
  select 5, m.cvr, m.name, '', false, d.reference, d.document_id,
         ((d.signed_on + 10)::timestamp at time zone 'Europe/Copenhagen')
    from municipality_document d join municipality m using (municipality_id)
   where d.archived_at is null
)
select kind, cvr, name, owner, operators, subject, document_id, ends_at
  from ending
 order by ends_at, kind, cvr, owner, subject
 limit $3::int
