-- What a run was asked for: every row although the writeback sends changed ones, and the run whose
-- rejects it sends again.
alter table run add column full_asked integer not null default 0;
alter table run add column parent varchar(40);

-- When the run got its target, and so began to read its rows. Until then, a further request for the
-- same writeback is answered by this run.
alter table run add column begun_at bigint;
update run set begun_at = accepted_at;

create unique index run_waiting on run (writeback)
  where state = 'ACCEPTED' and begun_at is null and parent is null and cancel_asked_at is null;

-- Requests that were answered by a run that had been waiting, each under its own key.
create table run_alias (
  run_key varchar(300) not null primary key,
  run_id  varchar(40)  not null references run (id)
);

-- Who writes to a target now. One run at a time: whoever has the row and still has time left.
create table target_lease (
  target         varchar(500) not null primary key,
  run_id         varchar(40)  not null references run (id),
  -- The process, and until when it may send; it says again and again that it is alive.
  holder         varchar(40)  not null,
  held_until     bigint       not null,
  -- The last request without an answer: it may still be carried out, so no other run writes yet.
  unanswered_at  bigint,
  unanswered_run varchar(40)
);

-- When an open batch was left, if its process lived to say so.
alter table batch add column left_at bigint;

-- Batches in flight, or left so by a process that died.
create index batch_open on batch (run_id) where state = 'OPEN';
create index run_by_target on run (target, accepted_at);
