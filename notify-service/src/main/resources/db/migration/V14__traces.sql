-- What hands the trace of an edition on to its mails, which other processes send later. Empty where nobody follows it.
alter table edition add column trace text;
