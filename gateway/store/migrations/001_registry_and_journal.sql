-- Who may report for whom, and the journal that every change to it leaves.

create table registry_version (
  only_row boolean primary key default true check (only_row),
  version bigint not null default 1
);
insert into registry_version default values;

create table submitter (
  submitter_id int generated always as identity primary key,
  name text not null unique check (length(name) between 1 and 100),
  active boolean not null default true,
  created_at timestamptz not null default now()
);

create table municipality (
  municipality_id int generated always as identity primary key,
  cvr text not null unique check (cvr ~ '^[0-9]{8}$'),
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null default now()
);

create table municipality_sor (
  sor text primary key check (sor ~ '^[0-9]{6,18}$'),
  municipality_id int not null references municipality on delete cascade
);
create index municipality_sor_owner on municipality_sor (municipality_id);

create table agreement (
  submitter_id int not null references submitter on delete cascade,
  municipality_id int not null references municipality on delete cascade,
  created_at timestamptz not null default now(),
  primary key (submitter_id, municipality_id)
);

create table credential (
  fingerprint text primary key check (fingerprint ~ '^[0-9a-f]{64}$'),
  submitter_id int not null references submitter on delete cascade,
  label text not null default '' check (length(label) <= 200),
  not_after timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);
create index credential_owner on credential (submitter_id);

create function raise_registry_version() returns trigger language plpgsql as $$
begin
  update registry_version set version = version + 1;
  return null;
end $$;
create trigger submitter_changed after insert or update or delete on submitter
  for each statement execute function raise_registry_version();
create trigger municipality_changed after insert or update or delete on municipality
  for each statement execute function raise_registry_version();
create trigger municipality_sor_changed after insert or update or delete on municipality_sor
  for each statement execute function raise_registry_version();
create trigger agreement_changed after insert or update or delete on agreement
  for each statement execute function raise_registry_version();
create trigger credential_changed after insert or update or delete on credential
  for each statement execute function raise_registry_version();

-- The journal. Chain 0 is common: it opens the others and holds what is rare.
-- Each committer has a chain of its own, so that the hot path has no point
-- that all wait for. hash = sha256(prev, seq, at, kind, actor, subject), as
-- journal_hash() lays the bytes out; gateway/journal derives it independently.
create table journal (
  chain_id bigint not null,
  seq bigint not null,
  at timestamptz not null,
  kind smallint not null,
  actor text not null,
  subject bytea not null,
  -- The reports that a committed group brought; null for all other kinds.
  report_keys bigint[],
  prev_hash bytea not null check (octet_length(prev_hash) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (chain_id, seq)
);
create sequence journal_chain_seq;

-- text::bytea reads escapes, hence convert_to; each length is part of what is
-- hashed, so that no two entries share their bytes.
create function journal_hash(prev bytea, seq bigint, at timestamptz, kind smallint,
                             actor text, subject bytea)
returns bytea language sql immutable parallel safe as $$
  select sha256(prev || int8send(seq)
                || int8send((extract(epoch from at) * 1000000)::bigint)
                || int2send(kind)
                || int4send(octet_length(actor)) || convert_to(actor, 'UTF8')
                || int4send(octet_length(subject)) || subject)
$$;

create function journal_append(new_kind smallint, new_actor text, new_subject bytea)
returns bigint language plpgsql as $$
declare
  last_seq bigint;
  last_hash bytea;
begin
  -- One writer of the common chain at a time, until its transaction ends.
  perform pg_advisory_xact_lock(7232014300);
  select seq, hash into last_seq, last_hash
    from journal where chain_id = 0 order by seq desc limit 1;
  last_seq := coalesce(last_seq, 0) + 1;
  last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
  insert into journal (chain_id, seq, at, kind, actor, subject, prev_hash, hash)
  values (0, last_seq, now(), new_kind, new_actor, new_subject, last_hash,
          journal_hash(last_hash, last_seq, now(), new_kind, new_actor, new_subject));
  return last_seq;
end $$;

-- A fresh chain, known to the common one by its number.
create function journal_open_chain(opener text) returns bigint language plpgsql as $$
declare
  chain bigint := nextval('journal_chain_seq');
begin
  perform journal_append(1::smallint, opener, convert_to('chain:' || chain, 'UTF8'));
  return chain;
end $$;

-- What is written stays as it is, for every role, the owner included.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name
    using errcode = 'restrict_violation';
end $$;
create trigger journal_immutable before update or delete on journal
  for each row execute function refuse_change();
create trigger journal_not_truncated before truncate on journal
  for each statement execute function refuse_change();
