@NullMarked
package org.papertide.notify.theme;

import org.jspecify.annotations.NullMarked;
