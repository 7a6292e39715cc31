-- The time that the schedule named which asked for the run: a file may have its date in the name.
alter table run add column scheduled_at bigint;

-- The number that the plan of a run took of those of its target. No other run takes it again, even
-- if this one failed.
alter table run add column number_taken bigint;
