-- Whether the run waits until its source has settled: one that no person watches.
alter table run add column settles integer not null default 0;

-- Exports in a row that did not fit what the source says of its rows.
alter table run add column exports integer not null default 0;

-- The state of the source that the run saw first, and when.
alter table run add column seen_version varchar(100);
alter table run add column seen_at bigint;

-- A state of a watched DataSet that has not settled yet: which, when it was first seen, and since
-- when a run is due.
alter table watched_dataset add column moved_version varchar(100);
alter table watched_dataset add column moved_at bigint;
alter table watched_dataset add column moved_since bigint;
