/**
 * Domains as people write them, and as the DNS has them.
 *
 * <p>Flows in: domains of mail addresses and URLs, from strangers. Flows out: their one ASCII form,
 * or why there is none.
 */
@NullMarked
package org.papertide.bounce.domain;

import org.jspecify.annotations.NullMarked;
