-- The complaints of a week are looked for every minute, among all that came back in it.
create index returned_mail_complaint on returned_mail (at) where kind = 'COMPLAINT';
