-- Permissions with a period, the municipalities' signed agreements, keys and
-- operators beside client certificates, limits, and who has got how far with
-- being connected.
--
-- An older gateway knows none of it: it leaves out operators' credentials (it
-- reads those of submitters only), and goes on without periods and limits, as
-- it did. Better to give up soon, and be tried again, than to make all wait.
set local lock_timeout = '3s';

-- A submitter may report for a municipality from (inclusive) until (exclusive);
-- null is open.
alter table agreement
  add column valid_from timestamptz,
  add column valid_until timestamptz,
  add constraint agreement_period check (valid_from < valid_until);

alter table submitter
  -- At the token endpoint.
  add column client_id text unique check (client_id ~ '^[!-~]{1,100}$'),
  -- null: the gateway's default.
  add column reports_per_second int check (reports_per_second > 0),
  add column concurrent_calls int check (concurrent_calls > 0),
  add column message_bytes int check (message_bytes > 0);

-- People (or systems) who do not report but run the registry.
create table operator (
  operator_id int generated always as identity primary key,
  name text not null unique check (length(name) between 1 and 100),
  roles text[] not null default '{}' check (cardinality(roles) <= 10),
  active boolean not null default true,
  created_at timestamptz not null default now()
);

alter table credential
  alter column submitter_id drop not null,
  add column operator_id int references operator on delete cascade,
  add constraint credential_has_one_owner check (num_nonnulls(submitter_id, operator_id) = 1),
  -- 1 certificate; 2 bare public key, for client assertions: its fingerprint
  -- is the SHA-256 of key_der.
  add column kind smallint not null default 1 check (kind in (1, 2)),
  -- SubjectPublicKeyInfo; null: registered before it was kept.
  add column key_der bytea check (octet_length(key_der) between 1 and 8192),
  add column not_before timestamptz,
  add column subject text not null default '' check (length(subject) <= 1000),
  -- OCES: the holder's CVR number and "UI:DK-O:G:<uuid>".
  add column holder_cvr text not null default '' check (length(holder_cvr) <= 20),
  add column holder_id text not null default '' check (length(holder_id) <= 200);
create index credential_operator on credential (operator_id) where operator_id is not null;

-- A municipality's signed agreement with the gateway. Several of a kind may be
-- valid side by side: the newer one takes over. Never the document itself.
create table municipality_document (
  document_id bigint generated always as identity primary key,
  municipality_id int not null references municipality on delete cascade,
  kind smallint not null check (kind in (1, 2)),  -- 1 connection, 2 data processing
  reference text not null check (length(reference) between 1 and 200),
  signed_on date not null,
  digest bytea check (octet_length(digest) = 32), -- SHA-256 of the signed document
  valid_from timestamptz,
  valid_until timestamptz,
  -- Where it was signed it is deleted ten days after; null: nobody has said
  -- yet that it is in the archive.
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  unique (municipality_id, kind, reference),
  constraint document_period check (valid_from < valid_until),
  -- What lies in the archive has to be recognised.
  constraint document_archived_digest check (archived_at is null or digest is not null)
);

-- Who fills a role with the municipality; free text. Ours to change and to
-- forget, hence never quoted in the journal.
create table municipality_contact (
  municipality_id int not null references municipality on delete cascade,
  role text not null check (role in ('it', 'data_protection', 'professional')),
  name text not null default '' check (length(name) <= 200),
  organisation text not null default '' check (length(organisation) <= 200),
  email text not null default '' check (length(email) <= 200),
  updated_at timestamptz not null default now(),
  primary key (municipality_id, role),
  constraint contact_not_empty check (name <> '' or organisation <> '' or email <> '')
);

-- What has been reached, kept so that it is looked up once (reach_milestones.sql).
create table municipality_milestone (
  municipality_id int not null references municipality on delete cascade,
  milestone smallint not null check (milestone in (1, 2)), -- 1 report accepted, 2 confirmed
  reached_on date not null,            -- Europe/Copenhagen, as report_count
  primary key (municipality_id, milestone)
);
-- The first day of a municipality's count is one step in this; rows are made
-- once a day, and adding to their count touches no index.
create index report_count_of_municipality on report_count (municipality_id, verdict, day)
  where code = '';

-- Client assertions are good for one use (RFC 7523, jti), on all gateways
-- together.
create table used_assertion (
  hash bytea primary key check (octet_length(hash) = 32),
  expires_at timestamptz not null
);
create index used_assertion_expiry on used_assertion (expires_at);

create trigger operator_changed after insert or update or delete on operator
  for each statement execute function raise_registry_version();
create trigger municipality_document_changed
  after insert or update or delete on municipality_document
  for each statement execute function raise_registry_version();
