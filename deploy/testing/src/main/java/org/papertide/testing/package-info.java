/**
 * The servers that tests need, in one place: started once per build as a process of its own ({@link
 * org.papertide.testing.TestStack}), embedded or, with {@code -Dpapertide.stack=containers}, as
 * containers, behind the same API. Each test takes databases, topics and addresses of its own in
 * them; a test that takes servers down has servers of its own ({@link
 * org.papertide.testing.PrivateStack}).
 *
 * <p>Rejected: a stack per module or per test class (seconds each, and Kafka's server on the
 * services' class path, where its libraries differ from theirs).
 */
@NullMarked
package org.papertide.testing;

import org.jspecify.annotations.NullMarked;
