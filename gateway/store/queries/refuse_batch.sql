-- A receiver refused a batch as a whole, and not for a while: counts it, and
-- breaks the batch up when it has been counted often enough.
--
-- $5 refusals that are enough. Broken up: the batch is void, its reports that
-- have no answer go into two halves under new ids, in their order, which the
-- lane sends before anything newer. Parts that wait behind it (it is a part
-- itself then) get new ids too, to stay behind: the lane goes by ids, and a
-- child's reports may be in both. A half need not be refused so often again
-- before it is halved. What cannot be halved (one report; a replay, which
-- keeps its id) is to be given up when the destination has taken other batches
-- since: else it is the receiver that is wrong, and nobody's report.
with held as (
  select 1 from lane
   where destination_id = $1::int and lane = $2::smallint
     and fence = $3::bigint and lease_until > now()
     for share
), batch as materialized (
  select batch_id, report_keys, received_ats, whole_refusals + 1 as refusals,
         coalesce(refused_since, now()) as since, part_of, replay_id
    from delivery_batch
   where batch_id = $4::bigint and destination_id = $1 and lane = $2
     and settled_at is null and exists (select from held)
     for update
), open as materialized (
  select m.report_key, m.received_at, row_number() over (order by m.ord) as n,
         count(*) over () as reports
    from batch b
   cross join lateral unnest(b.report_keys, b.received_ats)
         with ordinality as m(report_key, received_at, ord)
   where cardinality(b.report_keys) > 1 and b.replay_id is null
     and b.refusals >= case when b.part_of is null then $5::int else 1 end
     and not exists (select from receipt
                      where report_key = m.report_key and destination_id = $1)
), behind as materialized (
  select batch_id, report_keys, received_ats, refused_since
    from delivery_batch
   where destination_id = $1 and lane = $2 and settled_at is null and batch_id > $4
     and part_of is not null and replay_id is null
     and exists (select from open)
     for update
), part as (
  insert into delivery_batch (destination_id, lane, fence, report_keys, received_ats,
                              refused_since, part_of)
  select $1, $2, $3, report_keys, received_ats, since, part_of
    from (select array_agg(report_key order by n) as report_keys,
                 array_agg(received_at order by n) as received_ats,
                 b.since, b.batch_id as part_of, n * 2 > reports as second
            from open cross join batch b
           group by b.since, b.batch_id, second
          union all
          select report_keys, received_ats, refused_since, batch_id, null from behind) as made
   order by part_of, second
  returning batch_id
), moved as (
  update delivery_batch b set settled_at = now(), broken_up_at = now()
    from behind
   where b.batch_id = behind.batch_id
), counted as (
  update delivery_batch b
     set whole_refusals = one.refusals, refused_since = one.since,
         settled_at = case when exists (select from part) then now() end,
         broken_up_at = case when exists (select from part) then now() end
    from batch one
   where b.batch_id = one.batch_id
)
select exists (select from held), exists (select from batch),
       exists (select from part),
       coalesce((select b.refusals >= $5
                        and (cardinality(b.report_keys) = 1 or b.replay_id is not null)
                        and exists (select from delivery_batch other
                                     where other.destination_id = $1
                                       and other.settled_at > b.since
                                       and other.broken_up_at is null
                                       and other.whole_refusals = 0
                                       and other.incomplete_answers = 0)
                   from batch b), false) as give_up
