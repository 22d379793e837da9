package org.papertide.notify.message;

/**
 * A digest as it goes out, which may have less than its content: what does not fit is left out from
 * the end.
 *
 * @param papers so many papers of {@link DigestContent#all()} are shown, from the first
 */
public record DigestMessage(RenderedMessage message, int papers) {}
