-- A run that stands still: why, since when, and when it goes on by itself. Without that time it
-- waits for a person.
alter table run add column pause_kind varchar(20);
alter table run add column paused_at bigint;
alter table run add column resume_at bigint;

-- Pauses in a row between which nothing was written: the next one is longer.
alter table run add column pauses integer not null default 0;

-- From when the deadline of the run counts: its beginning, or the last time that a person let it
-- go on.
alter table run add column deadline_from bigint;

-- Until when the destination is left alone with an open batch.
alter table batch add column resume_at bigint;

create index run_paused on run (target) where state = 'PAUSED';
