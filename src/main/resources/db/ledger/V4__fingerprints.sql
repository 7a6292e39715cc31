-- What is known of the values that a destination has confirmed, so that a run can send the rows
-- that changed. A scope is a writeback, the address of its account, a target and a key column.
create table fingerprint_scope (
  -- Of a digest of the four.
  id         bigint       not null primary key,
  writeback  varchar(200) not null,
  account    text         not null,
  target     varchar(500) not null,
  key_column text         not null,
  -- Fingerprints of an earlier generation are forgotten, wherever they still are.
  generation bigint       not null,
  -- When the last run of this generation that sent every row was completed.
  full_at    bigint
);

create index fingerprint_scope_by_target on fingerprint_scope (writeback, target);

-- The last thing that was confirmed for a key.
create table fingerprint (
  scope      bigint       not null,
  row_key    varchar(300) not null,
  generation bigint       not null,
  digest     varchar(40)  not null,
  primary key (scope, row_key)
);
