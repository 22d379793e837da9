package org.papertide.notify.site;

/**
 * A page with the subscription form alone.
 *
 * @param page what every page needs
 * @param heading why the form is shown
 * @param form its fields
 */
public record FormPageView(Page page, String heading, FormView form) {}
