-- What was asked for from outside under an id: the same id with another content is noticed.
create table request (
  run_key     varchar(300) not null primary key,
  request_id  varchar(200) not null,
  run_id      varchar(40)  not null references run (id),
  -- Of what was asked for.
  digest      varchar(64)  not null,
  received_at bigint       not null
);

create index request_by_run on request (run_id);

-- Whether somebody publishes what happens to runs, and which process does so now. Without a row,
-- no event is written.
create table outbox (
  name       varchar(20) not null primary key,
  holder     varchar(40),
  held_until bigint      not null
);

-- What happened to runs: each row is written in one transaction with what it tells.
create table run_event (
  run_id     varchar(40) not null references run (id),
  number     integer     not null,
  state      varchar(30) not null,
  code       varchar(10),
  reason     text,
  -- The request that was accepted, if the event is that.
  request_id varchar(200),
  at         bigint      not null,
  -- When the broker had it.
  sent_at    bigint,
  primary key (run_id, number)
);

create index run_event_unsent on run_event (at, run_id, number) where sent_at is null;
