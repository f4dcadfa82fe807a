-- Below this key nothing of the lane is pending and nothing will be: proven by
-- an owner (gateway/queue/lane_floor.h), true for ever. The next owner begins
-- there instead of walking over what was delivered long ago, which nobody can
-- clean away while some reader pins an old snapshot. Older gateways leave it
-- alone: it is then lower than it could be.
set local lock_timeout = '3s';
alter table lane add column floor_key bigint not null default 0;

-- Each look at a lane asks for these.
create index replay_latest on replay (destination_id, replay_id);
create index replay_open on replay (destination_id) where ended_at is null;
