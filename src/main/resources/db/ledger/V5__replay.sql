-- A reject that is SUPERSEDED was written after all, by this later run.
alter table reject add column superseded_by varchar(40);

-- The rejects that nobody has written yet: few beside all rows, so both are small.
create index reject_open_by_key on reject (row_key) where state = 'OPEN';
create index reject_open_by_run on reject (run_id) where state = 'OPEN';

-- Which rejects a row of a replay sends again: that of the run it replays, and those which that
-- one had sent again itself.
create table replay_row (
  run_id     varchar(40) not null references run (id),
  row_number bigint      not null,
  from_run   varchar(40) not null references run (id),
  from_row   bigint      not null,
  primary key (run_id, row_number, from_run, from_row)
);

-- What a person should know of a run, one sentence a line.
alter table run add column remarks text;
create index run_by_parent on run (parent) where parent is not null;

-- When the snapshot of a run that is over was removed.
alter table run add column snapshot_removed_at bigint;
create index run_with_snapshot on run (finished_at)
  where snapshot_file is not null and snapshot_removed_at is null;
