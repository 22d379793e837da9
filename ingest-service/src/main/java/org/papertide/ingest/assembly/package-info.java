/**
 * Puts the service together: the topics that it needs, and how large the bodies of its requests may
 * be. Nobody knows this package.
 */
@NullMarked
package org.papertide.ingest.assembly;

import org.jspecify.annotations.NullMarked;
