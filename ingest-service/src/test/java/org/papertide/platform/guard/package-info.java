@NullMarked
package org.papertide.platform.guard;

import org.jspecify.annotations.NullMarked;
