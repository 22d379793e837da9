package org.papertide.platform.http;

import io.vertx.ext.web.RoutingContext;

/**
 * Answers requests that end before they reach a resource, or after none was found: in the shape
 * that errors have at their address.
 */
public interface Refusals {

    /** Ends a request. Its connection closes behind the answer, for its body may not be read. */
    void refuse(RoutingContext request, Problem problem);
}
