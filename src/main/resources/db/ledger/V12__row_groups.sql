-- Rows that came one a message, while they are gathered into a group, and then until a run has
-- been accepted for it.
create table row_group (
  id        varchar(200) not null primary key,
  group_key varchar(300) not null,
  -- 0 while rows are added.
  complete  integer      not null,
  -- The rows and what the gathering has to know, as JSON.
  content   text         not null
);

create unique index row_group_open on row_group (group_key) where complete = 0;
