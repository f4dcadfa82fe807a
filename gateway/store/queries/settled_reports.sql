-- What became of a submitter's reports after a position, in an order in which
-- nothing can turn up behind the position later (see 003_receipt_order):
-- answers of destinations (0), and what operators did about rejections (1),
-- each with a position of its own. A report that operators got through after
-- all is the one that it was accepted as.
(select 0::smallint, settled_xact::text::bigint, report_key, report_key, received_at
   from receipt
  where submitter_id = $1::int
    and (settled_xact, report_key) > ($2::bigint::text::xid8, $3::bigint)
    and settled_xact < pg_snapshot_xmin(pg_current_snapshot())
  order by settled_xact, report_key
  limit $6::int)
union all
(select 1::smallint, j.told_xact::text::bigint, j.rejection_id, coalesce(r.report_key, j.report_key),
        coalesce(r.received_at, j.received_at)
   from (select told_xact, rejection_id, report_key, received_at, accepted_as
           from ((select told_xact, rejection_id, report_key, received_at, accepted_as
                    from rejection
                   where submitter_id = $1 and told_xact is not null
                     and (told_xact, rejection_id) > ($4::bigint::text::xid8, $5::bigint)
                     and told_xact < pg_snapshot_xmin(pg_current_snapshot())
                   order by told_xact, rejection_id
                   limit $6)
                 union all
                 (select c.told_xact, c.rejection_id, r.report_key, r.received_at, r.accepted_as
                    from (select told_xact, rejection_id
                            from (select told_xact, unnest(rejection_ids) as rejection_id
                                    from told_chunk
                                   where submitter_id = $1
                                     and told_xact >= $4::bigint::text::xid8
                                     and told_xact < pg_snapshot_xmin(pg_current_snapshot()))
                                 as in_chunks
                           where (told_xact, rejection_id) > ($4::bigint::text::xid8, $5::bigint)
                           order by told_xact, rejection_id
                           limit $6) as c
                   cross join lateral (select report_key, received_at, accepted_as
                                         from rejection where rejection_id = c.rejection_id
                                       offset 0) as r)) as told
          order by told_xact, rejection_id
          limit $6) as j
   left join lateral (select report_key, received_at from report
                       where report_key = j.accepted_as and received_at >= j.received_at
                      offset 0) as r on true)
 order by 1, 2, 3
