-- What an owner of tables lets the statements of other packages read, for those that write a whole
-- edition at once. The planner inlines both; their columns are a contract as a method's are.

create view active_subscription as
    select s.id, s.subscriber_id, s.frequency, s.timezone, s.hour, s.filter_key, s.next_slot,
        p.address_hash
    from subscription s join subscriber p on p.id = s.subscriber_id
    where s.state = 'ACTIVE';

create view suppressed_address as
    select address_hash from suppression;
