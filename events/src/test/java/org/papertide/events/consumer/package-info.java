@NullMarked
package org.papertide.events.consumer;

import org.jspecify.annotations.NullMarked;
