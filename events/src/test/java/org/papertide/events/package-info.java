/** Facts about the contract: wire form, schemas, identities, topics. */
@NullMarked
package org.papertide.events;

import org.jspecify.annotations.NullMarked;
