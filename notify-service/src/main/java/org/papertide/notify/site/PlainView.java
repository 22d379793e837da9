package org.papertide.notify.site;

/**
 * A page that says the same to everybody.
 *
 * @param page what every page needs
 */
public record PlainView(Page page) {}
