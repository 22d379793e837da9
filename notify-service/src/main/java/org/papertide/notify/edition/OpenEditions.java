package org.papertide.notify.edition;

/** Open editions, and those of them that should have been closed by now. */
public record OpenEditions(long all, long overdue) {}
