-- A group belongs to a writeback: those who gather rows of one see no group of another.
alter table row_group add column writeback varchar(300) not null default '';

-- Until now the key of a group was the name of its writeback, as in the example.
update row_group set writeback = group_key;

drop index row_group_open;

create unique index row_group_open on row_group (writeback) where complete = 0;
