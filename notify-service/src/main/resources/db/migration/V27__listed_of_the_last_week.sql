-- Of papers that may still be chosen; the others are not asked about. Apart from the column, which locks the table out for all.
update candidate set listed = cast(substring(body from '"listed":"([^"]+)"') as timestamptz) where week_top is not null;
create index candidate_listed on candidate (listed);
