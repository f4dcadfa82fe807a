-- What a receiver said of a batch that is not settled; batches that were
-- broken up; destinations that operators hold back; replays. Older gateways
-- know none of it and do no harm: they neither break up nor reopen a batch,
-- but they go on delivering to a destination that is held back.

alter table destination
  add column paused_at timestamptz,    -- null: delivers
  add column paused_by text,
  add column pause_reason text;

alter table delivery_batch
  -- Answers that left out a report; refusals of the whole.
  add column incomplete_answers int not null default 0,
  add column whole_refusals int not null default 0,
  -- The first refusal of the whole; a part has it from what it is a part of.
  add column refused_since timestamptz,
  -- Broken up: void, settled without an answer, its unanswered reports are in
  -- the batches that are part_of it. Never undone.
  add column broken_up_at timestamptz,
  add column part_of bigint,
  -- Reopened by this replay (the latest). While it is open delivered_at holds
  -- when the batch was settled first; settled_at gets it back.
  add column replay_id bigint,
  add column delivered_at timestamptz;

-- What was delivered in a span of time; whether a receiver takes batches.
create index delivery_batch_settled on delivery_batch (destination_id, settled_at, batch_id)
  where settled_at is not null;

-- What the owner tells of itself, for people: see tell_owner_state.sql.
alter table lane_owner
  add column circuit_open boolean not null default false,
  add column last_failure text not null default '';

-- receipt.outcome may be 3 now, unanswered; report_count.verdict 5.

-- An operator's order to send again what was delivered in a span of time. Its
-- place moves in the transactions that reopen batches, so that it can be gone
-- on with after an interruption.
create table replay (
  replay_id bigint generated always as identity primary key,
  destination_id int not null references destination,
  from_time timestamptz not null,      -- of the delivery; at or after
  to_time timestamptz not null,        -- before
  municipality_id int,                 -- null: all
  actor text not null,
  begun_at timestamptz not null default now(),
  ended_at timestamptz,                -- all that is to be reopened has been
  place_time timestamptz not null,     -- batches are reopened in this order
  place_batch bigint not null default 0,
  batches bigint not null default 0,   -- reopened
  reports bigint not null default 0,
  batches_gone bigint not null default 0  -- content dropped: cannot be sent
);
