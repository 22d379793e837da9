package org.papertide.notify.site;

/**
 * What Papertide does, as the template prints it.
 *
 * @param page what every page needs
 * @param alerts most alerts to one reader in 24 hours
 */
public record AboutView(Page page, int alerts) {}
