/**
 * What a status code, an SMTP reply or a phrase means for an address.
 *
 * <p>Flows in: codes and the words of a server. Flows out: a {@link
 * org.papertide.bounce.rule.Meaning}, if there is one. Phrases are data: one file per meaning
 * beside this package's classes, each with examples that its test reads. A phrase is literal but
 * for a star, which stands for a few characters; matching is a search for substrings, and so
 * linear. Rejected: regular expressions, whose worst case a new rule changes without anybody seeing
 * it.
 */
@NullMarked
package org.papertide.bounce.rule;

import org.jspecify.annotations.NullMarked;
