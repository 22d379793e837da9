/**
 * Signed links: the tokens in mails that confirm, end or change a subscription, and the keys that
 * sign them.
 *
 * <p>Flows in: keys of the settings and of the table {@code token_key}, which this package owns;
 * tokens from links, hostile until they are verified. Flows out: tokens, and whose they are.
 */
@NullMarked
package org.papertide.notify.token;

import org.jspecify.annotations.NullMarked;
