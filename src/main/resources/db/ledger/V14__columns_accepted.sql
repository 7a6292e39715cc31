-- 1 if somebody accepted that columns of the last complete run are not written any more.
alter table run add column columns_accepted integer not null default 0;
