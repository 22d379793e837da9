package org.papertide.notify.account;

/** How many mails a receiver had. */
record ReceiverCount(String receiver, long mails) {}
