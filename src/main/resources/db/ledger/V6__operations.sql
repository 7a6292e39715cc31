-- Where the destination tells what became of a batch that it has taken and works on.
alter table batch add column operation text;

-- Where a batch goes, if its rows do not say so: a range of a sheet.
alter table batch add column place text;
