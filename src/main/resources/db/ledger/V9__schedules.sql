-- What every schedule has fired for last, so that a start knows what it missed.
create table schedule (
  name      varchar(300) not null primary key,
  -- The times of its fires, as text: of another timing, nothing was missed.
  timing    varchar(300) not null,
  last_fire bigint       not null
);

-- The runs that a schedule or a refreshed DataSet began, and what is still to be done about them
-- after their end: another try, or a notification.
create table triggered_run (
  run_id       varchar(40)  not null primary key references run (id),
  -- The schedule or the DataSet.
  origin       varchar(300) not null,
  attempt      integer      not null,
  retries_left integer      not null,
  retry_every  bigint       not null,
  -- The run that failed and that this one tries again.
  retry_of     varchar(40),
  -- When nothing was to be done about it any more.
  over_at      bigint
);

create index triggered_run_open on triggered_run (run_id) where over_at is null;
create unique index triggered_run_retry on triggered_run (retry_of) where retry_of is not null;

-- Notifications, each until it is delivered or given up.
create table notice (
  run_id  varchar(40) not null references run (id),
  channel varchar(20) not null,
  tries   integer     not null,
  try_at  bigint      not null,
  done_at bigint,
  primary key (run_id, channel)
);
