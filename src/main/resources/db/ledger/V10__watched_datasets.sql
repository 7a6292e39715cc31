-- What was last seen of the DataSets whose refresh starts runs.
create table watched_dataset (
  writeback     varchar(200) not null,
  dataset       varchar(300) not null,
  -- What tells one state of the DataSet from another (Domo: dataCurrentAt); null before the first.
  version       varchar(100),
  seen_at       bigint,
  -- Why it could not be looked at the last time, and since when.
  code          varchar(10),
  reason        text,
  failing_since bigint,
  primary key (writeback, dataset)
);
