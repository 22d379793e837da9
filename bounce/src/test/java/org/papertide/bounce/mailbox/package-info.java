@NullMarked
package org.papertide.bounce.mailbox;

import org.jspecify.annotations.NullMarked;
