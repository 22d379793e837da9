@NullMarked
package org.papertide.notify.http;

import org.jspecify.annotations.NullMarked;
