/**
 * What the three services need alike, written once.
 *
 * <p>No word of the domain is here, and no dependency on the events or on a service; a test holds
 * that. A class belongs here when two services need the same of it, and not before.
 */
@NullMarked
package org.papertide.platform;

import org.jspecify.annotations.NullMarked;
