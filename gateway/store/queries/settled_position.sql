-- Before everything that is settled from now on.
select pg_snapshot_xmin(pg_current_snapshot())::text::bigint
