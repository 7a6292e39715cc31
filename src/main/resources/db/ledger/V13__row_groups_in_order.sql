-- A group belongs to a writeback: whoever gathers the rows of one sees no group of another.
alter table row_group add column writeback varchar(300) not null default '';

-- Until now the key of a group was the name of its writeback, as in the example.
update row_group set writeback = group_key;

drop index row_group_open;

create unique index row_group_open on row_group (writeback) where complete = 0;

-- Their order, given when a group begins; 0 for those of before.
alter table row_group add column number bigint not null default 0;

-- The last number of each writeback: it grows, also when the clock is set back.
create table row_group_number (
  writeback   varchar(300) not null primary key,
  last_number bigint       not null
);

-- 1 once a run has taken rows that are nowhere else: no other run goes before it then.
alter table run add column rows_taken integer not null default 0;

update run set rows_taken = 1 where source like 'row messages %';
