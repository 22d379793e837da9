@NullMarked
package org.papertide.notify.account;

import org.jspecify.annotations.NullMarked;
