package org.papertide.notify.site;

/**
 * A page that is the same for everybody.
 *
 * @param page what every page needs
 */
public record PlainView(Page page) {}
