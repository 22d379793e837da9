-- In which edition mails came back in the same words: where most of it did, nobody of them is to blame.
alter table address_failure add column edition_id bigint;
create index address_failure_came_back on address_failure (refusal, edition_id, address_hash) where edition_id is not null;
