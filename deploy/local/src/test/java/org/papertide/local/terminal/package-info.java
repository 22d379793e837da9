@NullMarked
package org.papertide.local.terminal;

import org.jspecify.annotations.NullMarked;
