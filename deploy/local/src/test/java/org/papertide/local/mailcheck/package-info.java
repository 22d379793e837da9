/** Against a name server of these tests. */
@NullMarked
package org.papertide.local.mailcheck;

import org.jspecify.annotations.NullMarked;
