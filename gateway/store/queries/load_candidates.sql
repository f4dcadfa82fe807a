-- Rejections to judge again, with what was received: $1 which, $2 as they were
-- seen (0: as they are). Contents of at most $3 octets together; who asks comes
-- back for the rest.
with found as materialized (
  select j.rejection_id, j.version, j.submitter_id, j.received_at, r.*, w.ord
    from unnest($1::bigint[], $2::int[]) with ordinality as w(rejection_id, version, ord)
   cross join lateral (select rejection_id, version, submitter_id, report_key, received_at, state
                         from rejection where rejection_id = w.rejection_id offset 0) as j
   cross join lateral (select report_id, coalesce(municipality_id, 0) as municipality_id, form,
                              content, content_kept, standard, rule_set
                         from report
                        where report_key = j.report_key and received_at = j.received_at
                       offset 0) as r
   where j.state in (1, 2, 5) and w.version in (0, j.version)
), measured as (
  select *, sum(octet_length(content)) over so_far as octets, row_number() over so_far as n
    from found window so_far as (order by ord)
)
select rejection_id, version, submitter_id, municipality_id, report_id, received_at, form,
       content, content_kept, standard, rule_set, ord
  from measured where octets <= $3::bigint or n = 1
 order by ord
