package org.papertide.platform.http;

import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    public ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
    }

    /** What the client receives. */
    public Problem problem() {
        return problem;
    }
}
