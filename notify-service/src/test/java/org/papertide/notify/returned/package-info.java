@NullMarked
package org.papertide.notify.returned;

import org.jspecify.annotations.NullMarked;
