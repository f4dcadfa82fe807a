-- Editions of the rules that operators take into use while gateways run; jobs
-- that review many rejections; rows of `report` that were replaced when they
-- were judged again.
--
-- An older gateway knows none of it: it goes on judging by its own files, takes
-- no job, and lists a replaced report beside the one that took its place.
set local lock_timeout = '3s';

-- What was handed in, as it was, for ever. The files go over those that a
-- gateway was started with.
create table rule_edition (
  edition_id int primary key,          -- 1, 2, ...
  name text not null unique,           -- 'r1'; part of rule_set in receipts
  made_at timestamptz not null default now(),
  made_by text not null,
  reason text not null check (length(reason) between 1 and 4000),
  file_names text[] not null,
  file_texts text[] not null check (cardinality(file_texts) = cardinality(file_names)),
  kle_name text,                       -- null: the gateways' own table
  kle_text text check ((kle_text is null) = (kle_name is null))
);
create trigger rule_edition_immutable before update or delete on rule_edition
  for each row execute function refuse_change();
create trigger rule_edition_not_truncated before truncate on rule_edition
  for each statement execute function refuse_change();

-- The last row is in use. Gateways look at its number.
create table rule_use (
  use_id int primary key,              -- 1, 2, ...
  edition_id int references rule_edition, -- null: none, the gateways' own files
  at timestamptz not null default now(),
  actor text not null,
  reason text not null check (length(reason) between 1 and 4000)
);
create trigger rule_use_immutable before update or delete on rule_use
  for each row execute function refuse_change();
create trigger rule_use_not_truncated before truncate on rule_use
  for each statement execute function refuse_change();

-- Takes an edition into use; 0: none. False: there is no such edition.
create function use_rules(new_actor text, why text, edition int)
returns boolean language plpgsql as $$
declare
  called text := 'none';
begin
  -- One at a time: numbers have no gaps, and the last one is in use.
  perform pg_advisory_xact_lock(7232014305);
  if edition <> 0 then
    select name into called from rule_edition where edition_id = edition;
    if not found then return false; end if;
  end if;
  insert into rule_use (use_id, edition_id, actor, reason)
  select coalesce(max(use_id), 0) + 1, nullif(edition, 0), new_actor, why from rule_use;
  perform journal_append(16::smallint, new_actor,
                         convert_to('rules taken into use: ' || called || ': ' || why, 'UTF8'));
  return true;
end $$;

-- Keeps an edition and takes it into use; its number.
create function take_rules(new_actor text, why text, names text[], texts text[],
                           new_kle_name text, new_kle_text text)
returns int language plpgsql as $$
declare
  edition int;
begin
  perform pg_advisory_xact_lock(7232014305);
  select coalesce(max(edition_id), 0) + 1 into edition from rule_edition;
  insert into rule_edition (edition_id, name, made_by, reason, file_names, file_texts,
                            kle_name, kle_text)
  values (edition, 'r' || edition, new_actor, why, names, texts, new_kle_name, new_kle_text);
  perform use_rules(new_actor, why, edition);
  return edition;
end $$;

-- A row of `report` that no longer stands for its report id: it was judged
-- again and accepted as another row, to which `submission` points.
create table replaced_report (
  submitter_id int not null,
  report_key bigint not null,
  replaced_by bigint not null,
  primary key (submitter_id, report_key)
);

-- Work on many rejections in the background (gateway/review/job_runner.h).
create table review_job (
  job_id bigint generated always as identity primary key,
  kind smallint not null,              -- gateway.v1.ReviewJob.Kind
  state smallint not null default 1,   -- 1 running, 2 done, 3 cancelled, 4 failed
  filter bytea not null,               -- gateway.v1.RejectionFilter, as asked for
  -- The same, looked up; what is not asked for is null.
  states smallint[] not null,
  municipality_ids int[],              -- of filter and scope; null: all, also unknown
  submitter_id int,
  code text,
  origin smallint,
  assignee text,
  received_from timestamptz,
  received_before timestamptz,
  words text,
  scope_all boolean not null,          -- who may see it: who may see all of these
  scope_ids int[] not null,
  last_id bigint not null,             -- rejections that there were when it began
  text text not null,
  actor text not null,
  actor_name text not null,            -- for people
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  total bigint not null,
  rule_set text not null default '',
  trouble text not null default ''
);
create index review_job_running on review_job (job_id) where state = 1;

-- A job is done in parts beside each other, each by one gateway at a time,
-- under a lease with a fence; all reports of a child are in one part. The place
-- and the counts move in the transaction that does the work.
create table review_job_part (
  job_id bigint not null references review_job,
  part smallint not null,
  parts smallint not null,
  place bigint not null default 0,     -- rejections up to this one are done
  looked_at bigint not null default 0,
  done bigint not null default 0,
  ended boolean not null default false,
  owner text,
  fence bigint not null default 0,
  lease_until timestamptz not null default '-infinity',
  primary key (job_id, part)
) with (fillfactor = 50);

-- As in 007, but a report that was sent again to the one receiver that had
-- refused it owes nothing to the others.
create or replace function reports_held_back(begin_at timestamptz, end_at timestamptz,
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
                                     and j.state in (3, 4))))
             and not exists (
               select from replaced_report p
                where p.submitter_id = r.submitter_id and p.replaced_by = r.report_key
                  and exists (select from rejection j
                               where j.report_key = p.report_key and j.origin = 2)
                  and not exists (select from rejection j
                                   where j.report_key = p.report_key
                                     and j.destination_id = d.destination_id))) as h
   group by h.report_key
$$;
create index replaced_report_by on replaced_report (submitter_id, replaced_by);
