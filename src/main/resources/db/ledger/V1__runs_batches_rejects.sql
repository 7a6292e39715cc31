-- The durable account of runs. Times are milliseconds since 1970 in UTC; the same text serves
-- SQLite and PostgreSQL.

create table run (
  id              varchar(40)  not null primary key,
  -- What was accepted once is not run twice: the key is unique.
  run_key         varchar(300) not null unique,
  writeback       varchar(200) not null,
  state           varchar(30)  not null,
  epoch           bigint       not null,
  code            varchar(10),
  reason          text,
  accepted_at     bigint       not null,
  finished_at     bigint,
  source          text,
  dataset_version varchar(100),
  snapshot_file   text,
  snapshot_rows   bigint,
  snapshot_bytes  bigint,
  snapshot_sha256 varchar(64),
  target          text,
  -- What cannot be computed again, as JSON.
  plan            text
);

create index run_by_writeback on run (writeback, accepted_at);

create table batch (
  run_id       varchar(40) not null references run (id),
  number       integer     not null,
  first_row    bigint      not null,
  last_row     bigint      not null,
  -- OPEN from the intent, before the first byte is sent; CLOSED with the account of every row.
  state        varchar(10) not null,
  epoch        bigint      not null,
  records      integer     not null,
  unchanged    bigint      not null,
  superseded   bigint      not null,
  confirmed    bigint      not null default 0,
  differs      bigint      not null default 0,
  rejected     bigint      not null default 0,
  in_doubt     bigint      not null default 0,
  not_sent     bigint      not null default 0,
  -- Requests made, records in them (more than once if sent again), and bytes.
  requests     integer     not null default 0,
  records_sent bigint      not null default 0,
  bytes        bigint      not null default 0,
  intent_at    bigint      not null,
  settled_at   bigint,
  primary key (run_id, number)
);

create table reject (
  run_id      varchar(40)  not null references run (id),
  row_number  bigint       not null,
  row_key     varchar(300) not null,
  code        varchar(10)  not null,
  column_name text         not null,
  reason      text         not null,
  -- The reason without what is the row's own, to group by.
  cause       text         not null,
  state       varchar(20)  not null,
  primary key (run_id, row_number)
);

create table difference (
  run_id     varchar(40)  not null references run (id),
  row_number bigint       not null,
  row_key    varchar(300) not null,
  field      varchar(300) not null,
  sent       text         not null,
  found      text         not null,
  primary key (run_id, row_number, field)
);
