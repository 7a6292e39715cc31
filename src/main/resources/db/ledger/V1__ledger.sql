-- The durable record of runs, for SQLite and for PostgreSQL. Times are milliseconds since 1970 in
-- UTC; truth values are 0 and 1.

create table run (
  id              varchar(40)  not null primary key,
  -- A request is answered once: its key is unique.
  run_key         varchar(300) not null unique,
  writeback       varchar(200) not null,
  state           varchar(30)  not null,
  -- Grows whenever another process takes the run over: updates of an earlier epoch are refused.
  epoch           bigint       not null,
  code            varchar(10),
  reason          text,
  -- What a person should know of the run, one sentence a line.
  remarks         text,
  accepted_at     bigint       not null,
  -- When it got its target for the first time. Until then, a further request for the same writeback
  -- is answered by this run.
  begun_at        bigint,
  finished_at     bigint,
  cancel_asked_at bigint,

  -- The order of runs: numbers that the ledger gives, since a clock can be set back.
  accepted_number bigint       not null,
  -- Of the moment from which its rows are: at first that of its acceptance, a new one when it has
  -- its target and is about to read them, and again when they are read again.
  rows_number     bigint       not null,

  -- What was asked for: every row although the writeback sends changed ones; that columns of the
  -- last complete run may be missing; the run whose rejects are sent again; and the time that the
  -- schedule named.
  full_asked       integer     not null default 0,
  columns_accepted integer     not null default 0,
  parent           varchar(40),
  scheduled_at     bigint,

  -- The run whose changes are taken back.
  undoes           varchar(40),

  -- Whether it waits, once it is planned, until a person has approved what it would change; and
  -- when that was, and who it was.
  asks             integer     not null default 0,
  approved_at      bigint,
  approved_by      varchar(200),

  -- The source. Whether the run waits until it has settled; exports in a row that did not fit what
  -- the source says of its rows; the state of the source that the run saw first, and when; and
  -- whether the run has taken rows that are nowhere else, so that no other run may pass it.
  source          text,
  settles         integer      not null default 0,
  exports         integer      not null default 0,
  seen_version    varchar(100),
  seen_at         bigint,
  rows_taken      integer      not null default 0,
  -- The digest of the data that came with what started the run, and is kept with it.
  body_sha256     varchar(64),
  -- Of a source to which batches are appended, the highest one that the run has read.
  read_batch      bigint,

  dataset_version     varchar(100),
  snapshot_file       text,
  snapshot_rows       bigint,
  snapshot_bytes      bigint,
  snapshot_sha256     varchar(64),
  snapshot_removed_at bigint,

  target          text,
  -- When it was last tried, and waited for nothing but its target.
  ready_at        bigint,
  -- What cannot be computed again, as JSON.
  plan            text,
  -- The fields that the plan writes, one a line; * for all. Null while that is not known.
  fields          text,
  -- The number that the plan took of those of its target. No other run takes it again, even if this
  -- one failed.
  number_taken    bigint,

  -- Why and since when the run is paused, and when it resumes. Without that time it waits for a
  -- person.
  pause_kind      varchar(20),
  paused_at       bigint,
  resume_at       bigint,
  -- Pauses in a row between which nothing was written: the next one is longer.
  pauses          integer      not null default 0,
  -- From when the deadline counts: the beginning of the run, or the last time that a person resumed
  -- it.
  deadline_from   bigint,

  -- Since when a run that ended long ago is being removed; its rows go in small steps, it goes last.
  removing_since  bigint
);

create unique index run_waiting on run (writeback)
  where state = 'ACCEPTED' and begun_at is null and parent is null and cancel_asked_at is null
    and asks = 0 and body_sha256 is null;
create index run_by_number on run (accepted_number);
create index run_by_writeback on run (writeback, accepted_number);
create index run_succeeded on run (writeback, finished_at)
  where parent is null and undoes is null and state in ('COMPLETE', 'COMPLETE_WITH_REJECTS');
create index run_by_target on run (target, writeback, rows_number);
create index run_by_parent on run (parent) where parent is not null;
create index run_by_undoes on run (undoes) where undoes is not null;
create index run_number_taken on run (target, number_taken) where number_taken > 0;
-- These are few beside all runs: what is asked again and again while nothing happens must not cost
-- more with each run that ended.
create index run_unfinished on run (accepted_number)
  where state in ('ACCEPTED', 'SNAPSHOT', 'RUNNING', 'PAUSED', 'STOPPED');
create index run_paused on run (target) where state = 'PAUSED';
create index run_with_snapshot on run (finished_at, snapshot_bytes)
  where snapshot_file is not null and snapshot_removed_at is null;
create index run_ended on run (finished_at, id) where finished_at is not null;
create index run_removing on run (removing_since) where removing_since is not null;

-- The last number that was given, by its name.
create table ledger_number (
  name        varchar(40) not null primary key,
  last_number bigint      not null
);

insert into ledger_number (name, last_number) values ('run', 0), ('alert', 0);

-- Runs that were removed: each process removes the folder that it has of them.
create table removed_run (
  run_id     varchar(40) not null primary key,
  removed_at bigint      not null
);

create index removed_run_by_time on removed_run (removed_at, run_id);

-- Requests that were answered by a run that had been waiting, each under its own key.
create table run_alias (
  run_key varchar(300) not null primary key,
  run_id  varchar(40)  not null references run (id)
);

create index run_alias_by_run on run_alias (run_id);

-- External requests: a second one with the same id and another content is a mistake.
create table request (
  run_key     varchar(300) not null primary key,
  request_id  varchar(200) not null,
  run_id      varchar(40)  not null references run (id),
  -- Of what was asked for.
  digest      varchar(64)  not null,
  received_at bigint       not null
);

create index request_by_run on request (run_id);

-- The files of runs in the storage that machines share, each as it is now. A replay has some
-- before it is accepted, so there may be no such run.
create table run_file (
  run_id varchar(40)  not null,
  name   varchar(100) not null,
  bytes  bigint       not null,
  -- Null as long as only the machine has it that writes it.
  sha256 varchar(64),
  primary key (run_id, name)
);

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
  -- When an open batch was left, if its process lived to record it.
  left_at      bigint,
  -- When an open batch is sent again at the earliest.
  resume_at    bigint,
  -- Whether an open batch was left with nothing of it sent: 1 if the process that left it said so.
  unsent       integer not null default 0,
  -- Where the batch goes, if its rows do not say so: a range of a sheet.
  place        text,
  -- Where the destination reports what became of a batch that it has accepted and works on.
  operation    text,
  primary key (run_id, number)
);

create index batch_open on batch (run_id) where state = 'OPEN';

-- Of a closed batch the keys of the records that its destination may hold since, so that a person
-- can ask who has written an object. One value a batch, behind those that were written before: an
-- entry for each key, in the order of keys, would change a page of the database for each.
create table sent_keys (
  run_id varchar(40) not null references run (id),
  number integer     not null,
  keys   bytea       not null,
  primary key (run_id, number)
);

create table reject (
  run_id        varchar(40)  not null references run (id),
  row_number    bigint       not null,
  row_key       varchar(300) not null,
  code          varchar(10)  not null,
  column_name   text         not null,
  reason        text         not null,
  -- The reason without what is the row's own, to group by.
  cause         text         not null,
  -- OPEN, or SUPERSEDED once a later run has written the row.
  state         varchar(20)  not null,
  superseded_by varchar(40),
  primary key (run_id, row_number)
);

create index reject_open_by_key on reject (row_key) where state = 'OPEN';
create index reject_open_by_run on reject (run_id) where state = 'OPEN';

-- The rejects of a run by cause, counted as they come: a million of them are not counted for each
-- look at the run.
create table reject_cause (
  run_id      varchar(40)  not null references run (id),
  -- Of the code, the column and the cause.
  digest      varchar(64)  not null,
  code        varchar(10)  not null,
  column_name text         not null,
  cause       text         not null,
  found       bigint       not null,
  -- The first of them.
  example_row bigint       not null,
  primary key (run_id, digest)
);

-- Which rejects a row of a replay sends again: that of the run it replays, and those which that
-- one had sent again itself.
create table replay_row (
  run_id     varchar(40) not null references run (id),
  row_number bigint      not null,
  from_run   varchar(40) not null references run (id),
  from_row   bigint      not null,
  primary key (run_id, row_number, from_run, from_row)
);

create index replay_row_by_origin on replay_row (from_run, from_row);

create table difference (
  run_id     varchar(40)  not null references run (id),
  row_number bigint       not null,
  row_key    varchar(300) not null,
  field      varchar(300) not null,
  sent       text         not null,
  found      text         not null,
  primary key (run_id, row_number, field)
);

-- The differences of a run by field, counted as they come.
create table difference_cause (
  run_id      varchar(40)  not null references run (id),
  field       varchar(300) not null,
  found       bigint       not null,
  example_row bigint       not null,
  primary key (run_id, field)
);

-- Which run may write to a target: the one that has the row, while it has time left.
create table target_lease (
  target         varchar(500) not null primary key,
  run_id         varchar(40)  not null references run (id),
  -- The process, which renews the lease while it is alive, and until when it may send.
  holder         varchar(40)  not null,
  held_until     bigint       not null,
  -- The epoch of the run that it was taken with: in another one, another process has the run.
  epoch          bigint       not null,
  -- The last request without an answer: it may still be carried out, so no other run writes yet.
  unanswered_at  bigint,
  unanswered_run varchar(40)
);

create index target_lease_by_run on target_lease (run_id);

-- The processes that share the ledger, each until it has to have said again that it is alive.
create table process (
  id          varchar(40)  not null primary key,
  program     varchar(100) not null,
  -- 1 for one that stays and takes the runs that wait; 0 for a command.
  serves      integer      not null,
  alive_until bigint       not null
);

-- What one process at a time does, and until when it has to have said again that it is alive.
create table duty (
  name       varchar(600) not null primary key,
  holder     varchar(40)  not null,
  held_until bigint       not null
);

-- What all processes may have in flight at a host, as learnt from its 429s; empty until the first
-- report. Times are milliseconds, but those of events, which are nanoseconds.
create table host_limit (
  host          varchar(300) not null primary key,
  most          integer,
  change        integer,
  lowered       integer,
  answers       integer,
  peak          integer,
  proven        integer,
  refused       integer,
  refused_at    bigint,
  answers_since integer,
  last_event    bigint,
  quiet_until   bigint
);

-- The part of it that a process has, until it has to have asked again.
create table host_part (
  host       varchar(300) not null,
  holder     varchar(40)  not null,
  ceiling    integer      not null,
  most       integer      not null,
  wanted     integer      not null,
  in_flight  integer      not null,
  since      bigint       not null,
  held_until bigint       not null,
  primary key (host, holder)
);

-- The writebacks whose results are delivered, and where.
create table result_sink (
  writeback   varchar(200) not null primary key,
  destination text         not null,
  account     varchar(100)
);

-- What is delivered of a run that has ended: written in the transaction that ends it.
create table result_delivery (
  run_id      varchar(40) not null references run (id),
  kind        varchar(10) not null,
  destination text        not null,
  account     varchar(100),
  since       bigint      not null,
  tries       integer     not null default 0,
  try_at      bigint      not null,
  -- Of a stream of Domo: the execution that has its parts, when Domo was asked to commit it, and
  -- when it answered that it does.
  execution   bigint,
  asked_at    bigint,
  accepted_at bigint,
  failure     text,
  done_at     bigint,
  primary key (run_id, kind)
);

create index result_delivery_due on result_delivery (try_at) where done_at is null;
create index result_delivery_undelivered on result_delivery (since)
  where done_at is null or failure is not null;

-- The streams of Domo that results are appended by, as they were found or created.
create table result_stream (
  account varchar(100) not null,
  name    varchar(300) not null,
  stream  bigint       not null,
  primary key (account, name)
);

-- How far a writeback has read a source to which batches are appended, for a target: the highest
-- batch that a run has read which completed.
create table source_batch (
  writeback varchar(200) not null,
  source    varchar(200) not null,
  target    varchar(500) not null,
  batch     bigint       not null,
  primary key (writeback, source, target)
);

-- What the values that a destination has confirmed belong to: a writeback, the address of its
-- account, a target and a key column.
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

-- The last values that were confirmed for a key, by digests of 128 bits: of the key (or an ID of
-- so many bits itself), of the record that was confirmed, and of the cells that it was made of. A run
-- reads all of them in the order of their keys, so they are stored in it where the database can.
create table fingerprint (
  scope       bigint not null,
  key_high    bigint not null,
  key_low     bigint not null,
  generation  bigint not null,
  record_high bigint not null,
  record_low  bigint not null,
  source_high bigint not null,
  source_low  bigint not null,
  primary key (scope, key_high, key_low)
)${inOrderOfKeys};

-- What known objects belong to: a writeback, the address of its account and a target.
create table known_scope (
  -- Of a digest of the three.
  id         bigint       not null primary key,
  writeback  varchar(200) not null,
  account    text         not null,
  target     varchar(500) not null,
  -- Which rows of which data the runs read: where that is another one, no row is gone.
  selection  text         not null
);

-- The objects that a writeback has written on a target, by the 128 bits of their keys, as above: for
-- routes that need to know which they are when a row is gone, or comes without its key.
create table known_object (
  -- Of a digest of the writeback, the address of its account and the target.
  scope      bigint not null,
  key_high   bigint not null,
  key_low    bigint not null,
  -- The accepted_number of the last run that wrote the object, or found that it holds what the row
  -- says. Null once that was undone or cleared: what the object holds is not this writeback's.
  run        bigint,
  -- A digest of the value of the field by which its row is found; null if there is none.
  match_high bigint,
  match_low  bigint,
  primary key (scope, key_high, key_low)
)${inOrderOfKeys};

create index known_object_by_match on known_object (match_high)
  where match_high is not null;

-- The objects that a run created, as created.csv has them.
create table created_object (
  run_id      varchar(40) not null references run (id),
  row_number  bigint not null,
  -- The value by which the row is recognised, with the name of its field or column.
  match_value text,
  object_key  varchar(300) not null,
  primary key (run_id, row_number)
);

-- The objects that a run prepared before it wrote their rows, such as by attaching a form.
create table prepared_object (
  run_id     varchar(40)  not null references run (id),
  row_number bigint       not null,
  object_key varchar(300) not null,
  primary key (run_id, row_number)
);

-- Objects that may have been created although no answer says so, and that cannot be looked for: no
-- run creates them. The mark is set with the intent of their batch.
create table create_mark (
  scope      bigint not null,
  match_high bigint not null,
  match_low  bigint not null,
  run_id     varchar(40) not null,
  row_number bigint not null,
  primary key (scope, match_high, match_low)
);

-- What became of the objects whose rows were gone in a run.
create table gone_object (
  run_id     varchar(40)  not null references run (id),
  -- After the rows of the run.
  row_number bigint       not null,
  row_key    varchar(300) not null,
  -- CLEARED, DELETED, RESTORED (by an undo), NOTHING (it was blank or gone already), KEPT, REFUSED or
  -- IN_DOUBT.
  outcome    varchar(20)  not null,
  -- Of the last three.
  code       varchar(10),
  reason     text         not null,
  primary key (run_id, row_number)
);

-- The last fire of each schedule, so that a start finds those that were missed.
create table schedule (
  name      varchar(300) not null primary key,
  -- The times of its fires, as text: with other times, none was missed.
  timing    varchar(300) not null,
  last_fire bigint       not null
);

-- The fires whose route a process of a shared ledger has begun: no other one begins it.
create table begun_fire (
  schedule varchar(300) not null,
  fire     bigint       not null,
  holder   varchar(40)  not null,
  begun_at bigint       not null,
  -- 1 once its run, or why there is none, is stored.
  reached  integer      not null default 0,
  primary key (schedule, fire)
);

create index begun_fire_open on begun_fire (schedule, fire) where reached = 0;

-- The DataSets whose refresh starts runs.
create table watched_dataset (
  writeback     varchar(200) not null,
  dataset       varchar(300) not null,
  -- What distinguishes two states of the DataSet (Domo: dataCurrentAt); null before the first.
  version       varchar(100),
  seen_at       bigint,
  -- Why the last poll failed, and since when polls fail.
  code          varchar(10),
  reason        text,
  failing_since bigint,
  -- A state that has not settled yet, when it was first seen, and since when a run is due.
  moved_version varchar(100),
  moved_at      bigint,
  moved_since   bigint,
  primary key (writeback, dataset)
);

-- The runs that a schedule or a refreshed DataSet began, with the retries that are left after their
-- end.
create table triggered_run (
  run_id       varchar(40)  not null primary key references run (id),
  -- The schedule or the DataSet.
  origin       varchar(300) not null,
  attempt      integer      not null,
  retries_left integer      not null,
  retry_every  bigint       not null,
  -- The failed run that this one retries.
  retry_of     varchar(40),
  -- When no follow-up was left.
  over_at      bigint
);

create index triggered_run_open on triggered_run (run_id) where over_at is null;
create unique index triggered_run_retry on triggered_run (retry_of) where retry_of is not null;

-- The alerts that are open: a writeback breaks a rule. It is well again once the row is gone.
create table alert (
  writeback  varchar(200) not null,
  rule       varchar(20)  not null,
  since      bigint       not null,
  -- The last run that broke it, which may have been removed since; null if there was none. Only a
  -- run with the same number or a higher one shows that all is well again.
  run_id     varchar(40),
  run_number bigint       not null,
  message    text         not null,
  primary key (writeback, rule)
);

-- Messages of alerts, one for each channel: each is written in one transaction with the change that
-- it reports, and goes when it is delivered or given up.
create table alert_message (
  number    bigint       not null,
  channel   varchar(20)  not null,
  writeback varchar(200) not null,
  rule      varchar(20)  not null,
  -- 1 if all is well again.
  recovered integer      not null,
  since     bigint       not null,
  at        bigint       not null,
  run_id    varchar(40),
  message   text         not null,
  tries     integer      not null default 0,
  -- When it is tried next; while it is being delivered, when another process takes it over.
  try_at    bigint       not null,
  primary key (channel, number)
);

-- Whether run events are published, and by which process. Without a row, no event is written.
create table outbox (
  name       varchar(20) not null primary key,
  holder     varchar(40),
  held_until bigint      not null
);

-- Run events: each is written in one transaction with the change that it reports.
create table run_event (
  run_id     varchar(40) not null references run (id),
  number     integer     not null,
  state      varchar(30) not null,
  code       varchar(10),
  reason     text,
  -- The request that was accepted, if the event is about one.
  request_id varchar(200),
  at         bigint      not null,
  -- When the broker had it.
  sent_at    bigint,
  primary key (run_id, number)
);

create index run_event_unsent on run_event (at, run_id, number) where sent_at is null;

-- Row messages of a writeback: the group that is being filled, and complete ones until a run has
-- been accepted for them.
create table row_group (
  id        varchar(200) not null primary key,
  writeback varchar(300) not null,
  -- The order of groups, given when one begins.
  number    bigint       not null,
  -- 0 while rows are added.
  complete  integer      not null,
  -- How many rows it has. It only grows: who has seen fewer does not write it.
  row_count integer      not null,
  -- The rows as JSON.
  content   text         not null
);

create unique index row_group_open on row_group (writeback) where complete = 0;

-- The last number of each writeback's groups: it grows, also when the clock is set back.
create table row_group_number (
  writeback   varchar(300) not null primary key,
  last_number bigint       not null
);

-- The last group of writes that each process has committed. When the answer to a commit is lost,
-- this proves whether it took place, before its writes are repeated.
create table ledger_writer (
  id         varchar(60) not null primary key,
  last_group bigint      not null,
  used_at    bigint      not null
);
