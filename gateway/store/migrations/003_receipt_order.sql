-- Receipts in an order that a reader can follow without missing any.
--
-- Neither times nor numbers become visible in their order; but all
-- transactions before the oldest that still runs have ended, so what they left
-- is complete, and what comes later has a higher number. Rows from before this
-- step count as of this step.
alter table receipt add column settled_xact xid8 not null default pg_current_xact_id();
create index receipt_in_order on receipt (submitter_id, settled_xact, report_key);
drop index receipt_of_submitter;
