-- What is asked again and again while nothing happens must not cost more with each run that ended.

-- Runs that did not come to their end: few beside all runs.
create index run_unfinished on run (accepted_number)
  where state in ('ACCEPTED', 'SNAPSHOT', 'RUNNING', 'PAUSED', 'STOPPED');

-- The order of runs is that of their numbers.
drop index run_by_writeback;
create index run_by_writeback on run (writeback, accepted_number);
drop index run_by_time;
create index run_by_number on run (accepted_number);
drop index run_by_target;
create index run_by_target on run (target, writeback, rows_number);
create index run_number_taken on run (target, number_taken) where number_taken > 0;

-- Runs that ended, the oldest first, and what refers to them: so that they can be removed.
create index run_ended on run (finished_at, id) where finished_at is not null;
create index run_alias_by_run on run_alias (run_id);
create index replay_row_by_origin on replay_row (from_run, from_row);
create index target_lease_by_run on target_lease (run_id);

-- Since when a run that ended long ago is being removed; its rows go in small steps, it goes last.
alter table run add column removing_since bigint;
create index run_removing on run (removing_since) where removing_since is not null;

-- Runs that were removed: each process removes the folder that it has of them.
create table removed_run (
  run_id     varchar(40) not null primary key,
  removed_at bigint      not null
);

create index removed_run_by_time on removed_run (removed_at, run_id);
