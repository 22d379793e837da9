-- That so many different addresses of one receiver were refused in these words, and none accepted in between, that nobody of them is to blame.
alter table address_failure add column in_a_row boolean not null default false;
create index address_failure_in_a_row on address_failure (refusal) where in_a_row;
