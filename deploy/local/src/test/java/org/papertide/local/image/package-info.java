@NullMarked
package org.papertide.local.image;

import org.jspecify.annotations.NullMarked;
