@NullMarked
package org.papertide.platform.logging;

import org.jspecify.annotations.NullMarked;
