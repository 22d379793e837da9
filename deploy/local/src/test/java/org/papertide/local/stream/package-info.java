@NullMarked
package org.papertide.local.stream;

import org.jspecify.annotations.NullMarked;
