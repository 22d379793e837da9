package org.papertide.platform.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Rejects a request without the operator token before its body is read. */
@Provider
@OperatorOnly
@Priority(Priorities.AUTHENTICATION)
class OperatorFilter implements ContainerRequestFilter {

    private final Operators operators;

    OperatorFilter(Operators operators) {
        this.operators = operators;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        operators
                .refusal(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                .ifPresent(request::abortWith);
    }
}
