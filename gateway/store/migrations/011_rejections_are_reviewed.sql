-- What operators do with rejections, and counts of these without counting.
--
-- Triggers keep the counts, so that an older gateway keeps them too. What it
-- does not know does no harm: it goes on inserting rejections, and closing
-- those that a receiver took after all.
--
-- Writers wait while the indexes are built (about four seconds for a million
-- reports, next to nothing for rejections); better to give up soon, and be
-- tried again, than to wait behind a long reader too.
-- Tables are locked in the order in which a commit does.
set local lock_timeout = '3s';

-- A child's reports. What could not be read is about nobody. By hash: it costs
-- an insert half of what an ordered index would, whose pages lie as far apart,
-- and a child has few enough to be sorted.
create index report_of_citizen on report using hash (citizen)
  where citizen <> '\x00000000000000000000000000000000';

-- state may be 5 now, returned to the vendor; 3 is judged again and accepted.
alter table rejection
  add column opened_at timestamptz,    -- null: older than this step
  add column returned_message text check (length(returned_message) <= 4000),
  -- The report that it was accepted as; null: it was not, or it is the
  -- receiver's and went to that receiver again under its own key.
  add column accepted_as bigint,
  add constraint rejection_assignee check (length(assignee) <= 200);
alter table rejection alter column opened_at set default now();

-- What was done, for good.
create table review_event (
  event_id bigint generated always as identity primary key,
  rejection_id bigint not null,
  at timestamptz not null default now(),
  actor text not null check (length(actor) between 1 and 200),
  actor_name text not null default '' check (length(actor_name) <= 200), -- for people
  -- 1 assigned, 2 commented, 3 returned, 4 still rejected, 5 accepted,
  -- 6 dismissed, 7 content gone, 8 released
  kind smallint not null check (kind between 1 and 8),
  text text not null default '' check (length(text) <= 8000)
);
create index review_event_of_rejection on review_event (rejection_id, event_id);
create trigger review_event_immutable before update or delete on review_event
  for each row execute function refuse_change();
create trigger review_event_not_truncated before truncate on review_event
  for each statement execute function refuse_change();

-- How many rejections there are, as of when changes were folded in last.
-- code '' counts rejections, in every state; else those that have the code and
-- are open or in review (states 1, 2).
create table rejection_total (
  municipality_id int not null,        -- 0: not known
  submitter_id int not null,
  code text not null,
  state smallint not null,
  rejections bigint not null,
  primary key (code, municipality_id, submitter_id, state)
) with (fillfactor = 50);
create index rejection_total_of_municipality on rejection_total (municipality_id);

-- What has changed since. Only ever inserted into by those who reject or
-- review: a row that all add to would make committers wait for each other's
-- disk, and rows taken in different orders would deadlock. Hence no index.
create table rejection_change (
  municipality_id int not null,
  submitter_id int not null,
  code text not null,
  state smallint not null,
  rejections bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_cost_delay = 0);

-- The counts as they are now.
create view rejection_count as
  select municipality_id, submitter_id, code, state, sum(rejections)::bigint as rejections
    from (select municipality_id, submitter_id, code, state, rejections from rejection_total
          union all
          select municipality_id, submitter_id, code, state, rejections from rejection_change) as c
   group by municipality_id, submitter_id, code, state;

-- The open ones by code, so that those of a code are found however rare it is.
create table rejection_code (
  code text not null,
  municipality_id int not null,        -- 0: not known
  submitter_id int not null,
  rejection_id bigint not null,
  primary key (code, municipality_id, submitter_id, rejection_id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
        autovacuum_vacuum_cost_delay = 0);

-- Rows that are inserted, deleted or changed as a whole: one look for each
-- statement, whatever its number of rows; none where there are no rows, as in
-- a commit of accepted reports.
create function rejections_opened() returns trigger language plpgsql as $$
begin
  if not exists (select from fresh) then return null; end if;
  insert into rejection_code (code, municipality_id, submitter_id, rejection_id)
  select distinct unnest(codes), coalesce(municipality_id, 0), submitter_id, rejection_id
    from fresh where state in (1, 2);
  insert into rejection_change (municipality_id, submitter_id, code, state, rejections)
  select coalesce(municipality_id, 0), submitter_id, '', state, count(*)
    from fresh group by 1, 2, 4
  union all
  select coalesce(municipality_id, 0), submitter_id, code, state, count(*)
    from (select distinct rejection_id, municipality_id, submitter_id, unnest(codes) as code, state
            from fresh where state in (1, 2)) as c
   group by 1, 2, 3, 4;
  return null;
end $$;

-- What is deleted is found by its whole key, one after the other: a plan that
-- was made when the table was empty is kept, and must not read it from end to
-- end when it is full. `not in` is a hashed look, whatever was planned for.
create function rejections_gone() returns trigger language plpgsql
set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  delete from rejection_code c
   using (select unnest(codes) as code, coalesce(municipality_id, 0) as municipality_id,
                 submitter_id, rejection_id
            from gone where state in (1, 2)) as k
   where c.code = k.code and c.municipality_id = k.municipality_id
     and c.submitter_id = k.submitter_id and c.rejection_id = k.rejection_id;
  insert into rejection_change (municipality_id, submitter_id, code, state, rejections)
  select coalesce(municipality_id, 0), submitter_id, '', state, -count(*)
    from gone group by 1, 2, 4
  union all
  select coalesce(municipality_id, 0), submitter_id, code, state, -count(*)
    from (select distinct rejection_id, municipality_id, submitter_id, unnest(codes) as code, state
            from gone where state in (1, 2)) as c
   group by 1, 2, 3, 4;
  return null;
end $$;

create function rejections_changed() returns trigger language plpgsql
set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  delete from rejection_code c
   using (select unnest(codes) as code, coalesce(municipality_id, 0) as municipality_id,
                 submitter_id, rejection_id
            from gone
           where state in (1, 2)
             and rejection_id not in (select rejection_id from fresh where state in (1, 2))) as k
   where c.code = k.code and c.municipality_id = k.municipality_id
     and c.submitter_id = k.submitter_id and c.rejection_id = k.rejection_id;
  insert into rejection_code (code, municipality_id, submitter_id, rejection_id)
  select distinct unnest(codes), coalesce(municipality_id, 0), submitter_id, rejection_id
    from fresh
   where state in (1, 2)
     and rejection_id not in (select rejection_id from gone where state in (1, 2));
  insert into rejection_change (municipality_id, submitter_id, code, state, rejections)
  select coalesce(municipality_id, 0), submitter_id, '', state, sum(n)
    from (select municipality_id, submitter_id, state, -1 as n from gone
          union all
          select municipality_id, submitter_id, state, 1 from fresh) as m
   group by 1, 2, 4 having sum(n) <> 0
  union all
  select coalesce(municipality_id, 0), submitter_id, code, state, sum(n)
    from (select distinct rejection_id, municipality_id, submitter_id, unnest(codes) as code,
                 state, -1 as n
            from gone where state in (1, 2)
          union all
          select distinct rejection_id, municipality_id, submitter_id, unnest(codes), state, 1
            from fresh where state in (1, 2)) as m
   group by 1, 2, 3, 4 having sum(n) <> 0;
  return null;
end $$;

create trigger rejection_opened after insert on rejection
  referencing new table as fresh for each statement execute function rejections_opened();
create trigger rejection_gone after delete on rejection
  referencing old table as gone for each statement execute function rejections_gone();
create trigger rejection_changed after update on rejection
  referencing old table as gone new table as fresh
  for each statement execute function rejections_changed();
-- A rejection is always about the same.
create trigger rejection_stays
  before update of rejection_id, report_key, municipality_id, submitter_id, codes on rejection
  for each row execute function refuse_change();

-- Takes the changes into the totals; one at a time, others pass by. A reader
-- sees them in one place or the other, never in both or neither.
create function rejection_fold() returns int language plpgsql as $$
declare
  folded int;
begin
  if not pg_try_advisory_xact_lock(7232014304) then return 0; end if;
  with taken as (
    delete from rejection_change
    returning municipality_id, submitter_id, code, state, rejections
  ), summed as (
    select municipality_id, submitter_id, code, state, sum(rejections) as rejections
      from taken group by municipality_id, submitter_id, code, state
  ), added as (
    insert into rejection_total as t (municipality_id, submitter_id, code, state, rejections)
    select municipality_id, submitter_id, code, state, rejections
      from summed where rejections <> 0
        on conflict (code, municipality_id, submitter_id, state)
        do update set rejections = t.rejections + excluded.rejections
  )
  select count(*) into folded from taken;
  return folded;
end $$;

-- What is there already.
insert into rejection_code (code, municipality_id, submitter_id, rejection_id)
select distinct unnest(codes), coalesce(municipality_id, 0), submitter_id, rejection_id
  from rejection where state in (1, 2);
insert into rejection_total (municipality_id, submitter_id, code, state, rejections)
select coalesce(j.municipality_id, 0), j.submitter_id, c.code, j.state, count(*)
  from rejection j
 cross join lateral (select '' as code union all
                     select distinct unnest(j.codes) where j.state in (1, 2)) as c
 group by 1, 2, 3, 4;

-- Pages by key, the newest first: of a municipality and a submitter, of all,
-- and what receivers rejected. These take the place of rejection_open.
create index rejection_of_owner
  on rejection (coalesce(municipality_id, 0), submitter_id, state, rejection_id);
create index rejection_in_state on rejection (state, rejection_id);
create index rejection_of_receiver on rejection (rejection_id) where origin = 2;
drop index rejection_open;

-- A day's counts without those of its codes, and those of a code; rows are
-- made once a day, and adding to their count touches no index.
create index report_count_of_day on report_count (day, municipality_id) where code = '';
create index report_count_of_code on report_count (day, code) where verdict = 2 and code <> '';
