-- The durable facts about reports: what came, where it stands in the queue,
-- and what became of it.

-- Numbers rise in the order of acknowledgement. A cache would hand out blocks
-- to sessions, and a correction could get a smaller number than what it
-- corrects.
create sequence report_key_seq cache 1;

-- Idempotency; narrow, and kept longer than the reports themselves.
create table submission (
  submitter_id int not null,
  report_id text not null,
  digest bytea not null check (octet_length(digest) = 32),
  report_key bigint not null,
  verdict smallint not null,
  received_at timestamptz not null,
  primary key (submitter_id, report_id)
);

-- Immutable. lz4 keeps a report of some kilobytes inside its row: a third of
-- the bytes to log, and no rows of an out-of-line table.
create table report (
  report_key bigint not null,
  received_at timestamptz not null,
  citizen bytea not null,              -- HMAC of the CPR number, never the number
  submitter_id int not null,
  municipality_id int,                 -- null: the report could not be read
  lane smallint not null,
  form smallint not null,              -- 1 FHIR JSON, 2 binary report
  verdict smallint not null,           -- 1 accepted, 2 rejected
  report_id text not null,
  kle_subject text not null,
  kle_facet text not null,
  kle_rule text not null,
  kle_edition text not null,
  standard text not null,
  rule_set text not null,
  error_codes text[] not null,
  resources text[] not null,           -- type, id, lastUpdated; tab between
  findings bytea,                      -- gateway.v1.Receipt with findings only
  canonical bytea compression lz4,     -- null: content is the canonical form
  content bytea compression lz4 not null,
  primary key (report_key, received_at)
) partition by range (received_at);
create index report_of_submitter on report (submitter_id, report_key);
create trigger report_immutable before update or delete on report
  for each row execute function refuse_change();
create trigger report_not_truncated before truncate on report
  for each statement execute function refuse_change();
-- So that a clock far off, or a forgotten month, stops nobody.
create table report_other partition of report default;

create function make_report_partitions(months_ahead int) returns int language plpgsql as $$
declare
  month date := date_trunc('month', now() at time zone 'UTC');
  made int := 0;
  part text;
begin
  perform pg_advisory_xact_lock(7232014301);
  for i in 0..months_ahead loop
    part := 'report_' || to_char(month, 'YYYY_MM');
    if to_regclass(part) is null then
      execute format('create table %I partition of report for values from (%L) to (%L)',
                     part, month::timestamp at time zone 'UTC',
                     (month + interval '1 month')::timestamp at time zone 'UTC');
      made := made + 1;
    end if;
    month := month + interval '1 month';
  end loop;
  return made;
end $$;
select make_report_partitions(3);

-- Which care plan, encounter … came in which report: a child's timeline.
create view resource_version as
  select citizen, split_part(r, E'\t', 1) as type, split_part(r, E'\t', 2) as id,
         split_part(r, E'\t', 3) as last_updated, report_key, received_at
    from report cross join lateral unnest(resources) as r;

create table destination (
  destination_id int generated always as identity primary key,
  name text not null unique check (length(name) between 1 and 100),
  active boolean not null default true
);

-- The only hot delete: narrow, and vacuumed by count, not by share.
create table pending (
  destination_id int not null,
  lane smallint not null,
  report_key bigint not null,
  received_at timestamptz not null,
  size int not null,                   -- octets of the canonical form
  primary key (destination_id, lane, report_key)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
        autovacuum_vacuum_cost_delay = 0);

create table lane (
  destination_id int not null references destination,
  lane smallint not null check (lane between 0 and 63),
  owner text,
  fence bigint not null default 0,
  lease_until timestamptz not null default '-infinity',
  primary key (destination_id, lane)
) with (fillfactor = 50);

-- Who is there to own lanes, also those who have none yet.
create table lane_owner (
  destination_id int not null references destination,
  owner text not null,
  seen_until timestamptz not null,
  primary key (destination_id, owner)
) with (fillfactor = 50);

-- Sealed: id and content never change. batch_id is the key at the receiver.
create table delivery_batch (
  batch_id bigint generated always as identity primary key,
  destination_id int not null,
  lane smallint not null,
  fence bigint not null,
  report_keys bigint[] not null,
  received_ats timestamptz[] not null,
  sealed_at timestamptz not null default now(),
  settled_at timestamptz
) with (fillfactor = 80);
create index delivery_batch_unsettled on delivery_batch (destination_id, lane, batch_id)
  where settled_at is null;

create table receipt (
  report_key bigint not null,
  destination_id int not null,
  submitter_id int not null,
  batch_id bigint not null,
  outcome smallint not null,           -- 1 confirmed, 2 refused
  received_at timestamptz not null,    -- of the report
  settled_at timestamptz not null default now(),
  receiver_reference text not null,
  findings bytea,                      -- why it was refused
  primary key (report_key, destination_id)
);
create index receipt_of_submitter on receipt (submitter_id, settled_at);

-- What waits for operators. The findings of our own validator are the
-- report's; a receiver's are here.
create table rejection (
  rejection_id bigint generated always as identity primary key,
  report_key bigint not null,
  received_at timestamptz not null,
  submitter_id int not null,
  municipality_id int,
  origin smallint not null,            -- 1 validator, 2 receiver
  destination_id int,                  -- null for the validator's
  state smallint not null default 1,   -- 1 open, 2 in review, 3 resubmitted, 4 dismissed
  version int not null default 1,
  assignee text,
  codes text[] not null,
  findings bytea,
  updated_at timestamptz not null default now()
);
create index rejection_open on rejection (municipality_id, rejection_id) where state in (1, 2);
create index rejection_report on rejection (report_key);

-- Counts for people. `shard` is the writer's: two committers that add to one
-- row would wait for each other's disk.
create table report_count (
  day date not null,                   -- Europe/Copenhagen
  submitter_id int not null,
  municipality_id int not null,        -- 0: not known
  verdict smallint not null,           -- 1 accepted, 2 rejected, 3 confirmed, 4 refused by a receiver
  code text not null,                  -- '' counts reports; else those with the code
  shard smallint not null,
  reports bigint not null,
  primary key (day, submitter_id, municipality_id, verdict, code, shard)
) with (fillfactor = 50);
