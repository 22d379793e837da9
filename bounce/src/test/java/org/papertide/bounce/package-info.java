@NullMarked
package org.papertide.bounce;

import org.jspecify.annotations.NullMarked;
