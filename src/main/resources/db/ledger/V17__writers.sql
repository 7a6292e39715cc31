-- The last group of writes that each process has committed. When the answer to a commit is lost,
-- this tells whether it took place, before its writes are repeated.
create table ledger_writer (
  id         varchar(60) not null primary key,
  last_group bigint      not null,
  used_at    bigint      not null
);
