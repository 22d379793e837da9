package org.papertide.notify.signup;

import java.time.Duration;
import java.util.List;
import org.papertide.notify.running.FieldProblem;

/** What became of a request to subscribe. */
public sealed interface SubscribeResult {

    /** Well-formed; says nothing about whether the address is known or mailed. */
    record Accepted() implements SubscribeResult {}

    /** Not well-formed: every bad field with its problem; nothing was done. */
    record Malformed(List<FieldProblem> problems) implements SubscribeResult {
        public Malformed {
            problems = List.copyOf(problems);
        }
    }

    /** The same client has asked too often. */
    record TooMany(Duration retryAfter) implements SubscribeResult {}
}
