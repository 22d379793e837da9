package org.papertide.platform.http;

import jakarta.ws.rs.WebApplicationException;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. */
public final class ProblemException extends WebApplicationException {

    private static final long serialVersionUID = 1L;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    public ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.detail(), cause, problem.response());
    }

    /** What the client receives. */
    public Problem problem() {
        return (Problem) getResponse().getEntity();
    }
}
