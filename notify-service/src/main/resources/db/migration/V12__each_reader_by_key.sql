-- The reader of each subscription is looked up by key. As a join, a planner that last saw a table of one
-- reader would read all readers for each of them.
create or replace view active_subscription as
    select s.id, s.subscriber_id, s.frequency, s.timezone, s.hour, s.filter_key, s.next_slot,
        p.address_hash
    from subscription s
        cross join lateral (
            select address_hash from subscriber where id = s.subscriber_id offset 0) p
    where s.state = 'ACTIVE';
