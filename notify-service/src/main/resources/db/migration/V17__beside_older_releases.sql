-- In an upgrade, and after a way back, releases work here that know neither webhooks nor themes. These rules correct what they write.

-- They leave the columns of a theme as they are, but write a key that is without it, and so its reader would get what others get
-- who have none. A key now ends with that of the theme, so that it can be written behind theirs. No release before this one had
-- themes; a key that a build between two of them wrote is right again when its reader saves the preferences.
update subscription set filter_key = filter_key || '-' || theme_key where theme_key is not null;
create function keep_theme_in_filter_key() returns trigger language plpgsql as $$
begin
    new.filter_key := new.filter_key || '-' || new.theme_key;
    return new;
end $$;
create trigger subscription_of_older_release before update of filter_key on subscription for each row
    when (new.theme_key is not null and position(new.theme_key in new.filter_key) = 0)
    execute function keep_theme_in_filter_key();

-- They would plan a mail for a webhook, to the address of its owner. That row is left out. A row without a message mails nobody: it says
-- why a reader of an edition gets none.
create function leave_out_mail_of_webhook() returns trigger language plpgsql as $$
begin
    return null;
end $$;
create trigger delivery_of_older_release before insert on delivery for each row
    when (new.subscriber_id >= (1::bigint << 62) and new.receiver is null and new.content_id is not null)
    execute function leave_out_mail_of_webhook();
