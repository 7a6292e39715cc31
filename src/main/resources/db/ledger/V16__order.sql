-- The order of runs: numbers that the ledger gives, since a clock can be set back.
create table ledger_number (
  name        varchar(40) not null primary key,
  last_number bigint      not null
);

insert into ledger_number (name, last_number) select 'run', count(*) from run;

-- Of its acceptance.
alter table run add column accepted_number bigint not null default 0;
update run set accepted_number = (
  select count(*) from run as other
  where other.accepted_at < run.accepted_at
    or (other.accepted_at = run.accepted_at and other.id <= run.id));

-- Of the moment from which its rows are: at first that of its acceptance, a new one when it has its
-- target and is about to read them, and again when they are read again.
alter table run add column rows_number bigint not null default 0;
update run set rows_number = accepted_number;

-- The fields that its plan writes, one a line; * for all. Null while that is not known.
alter table run add column fields text;

drop index run_by_target;
create index run_by_target on run (target, rows_number);
