-- What waits for one webhook: a receiver may have many webhooks, and a million events wait for it.
create index delivery_of_one_webhook on delivery (subscription_id, next_attempt_at, id)
    where phase = 'WAITING' and receiver is not null;
