/**
 * What the three services need alike, written once.
 *
 * <p>No word of the domain is here, and no dependency on the events or on a service; a test holds
 * that. A class belongs here once two services need it.
 */
@NullMarked
package org.papertide.platform;

import org.jspecify.annotations.NullMarked;
