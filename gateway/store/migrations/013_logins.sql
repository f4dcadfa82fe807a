-- Logins of people at the console: attempts under way, and sessions. And for
-- whose reports a registered operator may act.
--
-- An older gateway knows none of it: nobody is logged in there, and an operator
-- is one for all municipalities at its RegistryService, which has no reports.
set local lock_timeout = '3s';

-- A login that a browser has begun. One use; on all gateways together.
create table login_request (
  key_hash bytea primary key check (octet_length(key_hash) = 32),         -- of RelayState, state
  browser_hash bytea not null check (octet_length(browser_hash) = 32),    -- of its cookie
  adaptor smallint not null check (adaptor in (1, 2)),                    -- 1 SAML, 2 OpenID Connect
  request_id text not null check (length(request_id) between 1 and 100),  -- of the AuthnRequest
  return_path text not null check (length(return_path) between 1 and 1000),
  expires_at timestamptz not null
);
create index login_request_expiry on login_request (expires_at);

-- Somebody who is logged in. The cookie itself is nowhere: only its SHA-256.
create table login_session (
  session_hash bytea primary key check (octet_length(session_hash) = 32),
  adaptor smallint not null check (adaptor in (1, 2)),
  issuer text not null check (length(issuer) <= 600),
  user_key text not null check (length(user_key) between 1 and 100),
  cvr text not null check (cvr ~ '^[0-9]{8}$'),
  name text not null check (length(name) <= 200),
  -- What the issuer needs at logout.
  name_id text not null check (length(name_id) <= 800),
  name_id_format text not null check (length(name_id_format) <= 200),
  session_index text not null check (length(session_index) <= 200),
  -- As they came, so that every page is judged by the policy of that moment.
  privileges bytea not null check (octet_length(privileges) <= 262144),
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ends_at timestamptz not null
);
create index login_session_of_user on login_session (issuer, user_key, created_at);
create index login_session_end on login_session (ends_at);
create index login_session_seen on login_session (seen_at);

-- For whose reports; empty: for all.
alter table operator
  add column municipality_cvrs text[] not null default '{}'
    check (cardinality(municipality_cvrs) <= 98);
