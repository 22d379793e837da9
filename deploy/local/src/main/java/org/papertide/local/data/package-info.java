/**
 * The data directory of a local stack and what can be known of the stack from it: whether it runs,
 * on which ports, and the secrets that its services and its operator share.
 *
 * <p>Flows in: the path of the directory. Flows out: small files in it, written as a whole or not
 * at all; a lock that one stack holds; exceptions whose messages are for people.
 */
@NullMarked
package org.papertide.local.data;

import org.jspecify.annotations.NullMarked;
