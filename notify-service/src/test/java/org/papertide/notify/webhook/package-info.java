@NullMarked
package org.papertide.notify.webhook;

import org.jspecify.annotations.NullMarked;
