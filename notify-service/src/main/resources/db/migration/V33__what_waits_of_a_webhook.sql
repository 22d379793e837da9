-- What waits to go to one webhook, or is on its way: who asks to send again reads these rows, and not all that it ever had.
create index delivery_held_of_one_webhook on delivery (subscriber_id, content_id)
    where phase in ('WAITING', 'HELD') and receiver is not null;
