-- What the citizen key makes of a fixed word. Gateways with different keys on
-- one database would put one child's reports into different lanes, out of
-- order, and split its past in two: the second is refused.
create table citizen_key_check (
  one boolean primary key default true check (one),
  word bytea not null
);
