@NullMarked
package org.papertide.notify.dkim;

import org.jspecify.annotations.NullMarked;
