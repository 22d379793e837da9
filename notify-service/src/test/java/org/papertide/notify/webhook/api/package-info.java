@NullMarked
package org.papertide.notify.webhook.api;

import org.jspecify.annotations.NullMarked;
