-- Receipts of a submitter after a position, in an order in which nothing can
-- turn up behind the position later (see 003_receipt_order).
select settled_xact::text::bigint, report_key, received_at
  from receipt
 where submitter_id = $1::int
   and (settled_xact, report_key) > ($2::bigint::text::xid8, $3::bigint)
   and settled_xact < pg_snapshot_xmin(pg_current_snapshot())
 order by settled_xact, report_key
 limit $4::int
