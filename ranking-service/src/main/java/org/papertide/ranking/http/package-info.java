/** What all paths over HTTP share: problems (RFC 9457) and who is an operator. */
@NullMarked
package org.papertide.ranking.http;

import org.jspecify.annotations.NullMarked;
