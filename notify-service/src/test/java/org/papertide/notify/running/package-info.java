@NullMarked
package org.papertide.notify.running;

import org.jspecify.annotations.NullMarked;
