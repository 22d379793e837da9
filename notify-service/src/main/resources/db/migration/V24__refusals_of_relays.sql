-- What refusals share that one relay gives in one edition, and whose address was refused; both are hashes.
alter table address_failure add column refusal bigint, add column receiver bigint;
create index address_failure_refused_alike on address_failure (refusal, receiver) where refusal is not null;
