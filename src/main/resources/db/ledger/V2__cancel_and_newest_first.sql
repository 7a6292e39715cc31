-- Somebody asked for the end of a run that another process works on.
alter table run add column cancel_asked_at bigint;

-- What `runs` shows: the newest first.
create index run_by_time on run (accepted_at);
