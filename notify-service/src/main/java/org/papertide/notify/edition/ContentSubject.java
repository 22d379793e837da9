package org.papertide.notify.edition;

/** The subject of a message. */
public record ContentSubject(String contentId, String subject) {}
