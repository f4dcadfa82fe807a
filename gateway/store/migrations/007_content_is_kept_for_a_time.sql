-- The content of a month's reports can be dropped while the facts stay: the
-- month's partition is replaced by one that has the same rows without content.
-- Readers find the rows where they always were.
--
-- Adding a column needs a lock for a moment; better to give up soon, and be
-- tried again, than to make all writers wait behind a long reader.
set local lock_timeout = '3s';

alter table report add column content_kept boolean not null default true;

-- A destination owes receipts for what came since it is there.
alter table destination add column since timestamptz not null default '-infinity';
alter table destination alter column since set default now();

-- How long the gateways keep content; for people who ask. Both 0: for ever.
create table retention_policy (
  only_row boolean primary key default true check (only_row),
  months int not null,
  days int not null,
  told_at timestamptz not null default now()
);

-- Months whose content has been dropped.
create table retention_month (
  month date primary key,              -- its first day, UTC
  dropped_at timestamptz not null,     -- the last time
  reports bigint not null,
  carried bigint not null,             -- content kept all the same: not done
  freed bigint not null                -- octets, all times together
);

-- Reports of a span of time that are on their way or with the operators:
-- 1 pending, 2 in an unsettled batch, 3 an open rejection.
create function reports_in_flight(begin_at timestamptz, end_at timestamptz)
returns table (report_key bigint, why int) language sql stable as $$
  select p.report_key, 1 from pending p
   where p.received_at >= begin_at and p.received_at < end_at
  union all
  select m.report_key, 2
    from delivery_batch b
   cross join lateral unnest(b.report_keys, b.received_ats) as m(report_key, received_at)
   where b.settled_at is null and m.received_at >= begin_at and m.received_at < end_at
  union all
  select j.report_key, 3 from rejection j
   where j.state in (1, 2) and j.received_at >= begin_at and j.received_at < end_at
$$;

-- The same with 4: accepted, and a destination that is in use has neither
-- confirmed it nor have the operators closed what it refused. One row a
-- report, with the first reason. Keys at or after first_key.
create function reports_held_back(begin_at timestamptz, end_at timestamptz,
                                  first_key bigint, last_key bigint)
returns table (report_key bigint, why int) language sql stable as $$
  select h.report_key, min(h.why)
    from (select f.report_key, f.why from reports_in_flight(begin_at, end_at) f
           where f.report_key between first_key and last_key
          union all
          select r.report_key, 4
            from report r join destination d on d.active and r.received_at >= d.since
           where r.received_at >= begin_at and r.received_at < end_at
             and r.report_key between first_key and last_key
             and r.verdict = 1 and r.content_kept
             and not exists (
               select from receipt t
                where t.report_key = r.report_key and t.destination_id = d.destination_id
                  and (t.outcome = 1
                       or exists (select from rejection j
                                   where j.report_key = r.report_key
                                     and j.destination_id = d.destination_id
                                     and j.state in (3, 4))))) as h
   group by h.report_key
$$;

-- Copies the facts of up to how_many reports of a month into the table that
-- will take its place, after those that are there; with content where a report
-- is held back. Many short transactions and not one long one: a long one would
-- hold back what waits for all older ones to end. Gives how many it copied.
create function retention_stage(first_day date, how_many int) returns int language plpgsql as $$
declare
  part text := 'report_' || to_char(first_day, 'YYYY_MM');
  staged text := part || '_facts';
  begin_at timestamptz := first_day::timestamp at time zone 'UTC';
  end_at timestamptz := (first_day + interval '1 month')::timestamp at time zone 'UTC';
  low bigint;
  high bigint;
  copied int;
begin
  if to_regclass(staged) is null then
    execute format('create table %I (like report including all)', staged);
    -- Spares reading it all when it becomes a partition.
    execute format('alter table %I add constraint of_the_month
                      check (received_at >= %L and received_at < %L)',
                   staged, begin_at, end_at);
  end if;
  execute format('select coalesce(max(report_key), 0) + 1 from %I', staged) into low;
  execute format('select max(report_key) from (select report_key from %I
                    where report_key >= $1 order by report_key limit $2) as next', part)
    into high using low, how_many;
  if high is null then return 0; end if;
  -- Whatever columns a report has by then.
  execute (
    select format('insert into %I (%s) select %s from %I r
                     left join reports_held_back($1, $2, $3, $4) h using (report_key)
                    where r.report_key between $3 and $4 order by r.report_key',
                  staged, string_agg(quote_ident(attname), ', ' order by attnum),
                  string_agg(case attname
                    when 'content' then
                      $c$case when h.report_key is null then '' else r.content end$c$
                    when 'canonical' then
                      'case when h.report_key is not null then r.canonical end'
                    when 'content_kept' then 'r.content_kept and h.report_key is not null'
                    else 'r.' || quote_ident(attname) end, ', ' order by attnum), part)
      from pg_attribute
     where attrelid = 'report'::regclass and attnum > 0 and not attisdropped)
    using begin_at, end_at, low, high;
  get diagnostics copied = row_count;
  return copied;
end $$;

-- Puts the staged facts in the place of the month: all of it or nothing. Waits
-- for readers no longer than lock_timeout, as everybody waits behind it.
--
-- Who puts an old report back into the queue reads it in the same transaction:
-- so it has either done so by now, and is seen here, or will find the facts.
-- Answers '' or why not: "unfinished", "came_back".
create function retention_swap(first_day date, actor text) returns text language plpgsql as $$
declare
  part text := 'report_' || to_char(first_day, 'YYYY_MM');
  staged text := part || '_facts';
  begin_at timestamptz := first_day::timestamp at time zone 'UTC';
  end_at timestamptz := (first_day + interval '1 month')::timestamp at time zone 'UTC';
  good boolean;
  total bigint;
  kept bigint;
  saved bigint;
begin
  -- Counted before anybody waits for us: rows of a month that is over neither
  -- come nor go, and the last key is looked at again below.
  execute format('select (select count(*) from %I) = (select count(*) from %I)', part, staged)
    into good;
  if not good then return 'unfinished'; end if;
  execute format('select count(*), count(*) filter (where content_kept) from %I', staged)
    into total, kept;
  saved := pg_total_relation_size(part::regclass) - pg_total_relation_size(staged::regclass);
  lock table only report in access exclusive mode;
  execute format('lock table %I in access exclusive mode', part);
  execute format('select (select max(report_key) from %I)
                         is not distinct from (select max(report_key) from %I)', part, staged)
    into good;
  if not good then return 'unfinished'; end if;
  execute format('select not exists (select from reports_in_flight($1, $2) f
                                       join %I o on o.report_key = f.report_key and o.content_kept
                                       join %I s on s.report_key = f.report_key
                                      where not s.content_kept)',
                 part, staged)
    into good using begin_at, end_at;
  if not good then return 'came_back'; end if;
  execute format('alter table report detach partition %I', part);
  execute format('drop table %I', part);
  execute format('alter table %I rename to %I', staged, part);
  execute format('alter table report attach partition %I for values from (%L) to (%L)',
                 part, begin_at, end_at);
  execute format('alter table %I drop constraint of_the_month', part);
  insert into retention_month as m (month, dropped_at, reports, carried, freed)
  values (first_day, now(), total, kept, saved)
      on conflict (month) do update
     set dropped_at = now(), reports = total, carried = kept, freed = m.freed + saved;
  perform journal_append(7::smallint, actor,
                         convert_to(format('content:%s reports:%s carried:%s',
                                           to_char(first_day, 'YYYY-MM'), total, kept), 'UTF8'));
  return '';
end $$;
