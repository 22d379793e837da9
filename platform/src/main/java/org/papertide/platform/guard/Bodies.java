package org.papertide.platform.guard;

import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.vertx.VertxInputStream;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.Refusals;

/**
 * Refuses bodies that their path does not take, before a byte of them is read: larger than its
 * limit, of unknown length where it has to be known, packed, or of what is no type. The framework
 * has one limit for all paths, and answers with the status alone. A body that is not announced is
 * cut off by {@link BoundedBodies}.
 */
@Singleton
class Bodies {

    /** Before the framework's own check, which has -2 where higher goes first. */
    private static final int PRIORITY = 100;

    /** After the framework's own check, which sets its limit for bodies that are not announced. */
    private static final int AFTER_FRAMEWORK = 1;

    private final List<BodyRule> rules;
    private final Refusals refusals;

    Bodies(@All List<BodyRule> rules, Refusals refusals) {
        this.rules =
                rules.stream()
                        .sorted(
                                Comparator.comparingInt((BodyRule each) -> each.path().length())
                                        .reversed())
                        .toList();
        this.refusals = refusals;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
        filters.register(Bodies::leaveToUs, AFTER_FRAMEWORK);
    }

    private void check(RoutingContext context) {
        BodyRule rule = rule(context.normalizedPath());
        HttpServerRequest request = context.request();
        Optional<Problem> refusal =
                refusal(
                        rule,
                        request.getHeader(HttpHeaders.CONTENT_LENGTH),
                        request.getHeader(HttpHeaders.TRANSFER_ENCODING),
                        request.getHeader(HttpHeaders.CONTENT_ENCODING),
                        request.getHeader(HttpHeaders.CONTENT_TYPE));
        if (refusal.isPresent()) {
            refusals.refuse(context, refusal.get());
        } else {
            context.put(BoundedBodies.RULE, rule);
            context.next();
        }
    }

    /** The framework would answer with a status alone. */
    private static void leaveToUs(RoutingContext context) {
        context.put(VertxInputStream.MAX_REQUEST_SIZE_KEY, Long.MAX_VALUE);
        context.next();
    }

    BodyRule rule(String path) {
        return rules.stream().filter(each -> each.matches(path)).findFirst().orElse(BodyRule.USUAL);
    }

    /**
     * Why a body is refused, if it is.
     *
     * @param length as the request says; null if it does not
     * @param transfer how the body is parted; null if it is not, and there is none without a length
     * @param encoding how it is packed; null if it is not
     * @param type what it is; null if nothing is said
     */
    static Optional<Problem> refusal(
            BodyRule rule,
            @Nullable String length,
            @Nullable String transfer,
            @Nullable String encoding,
            @Nullable String type) {
        if (length == null && transfer != null && rule.announced()) {
            return Optional.of(Problem.of(411, "Please say how long the body is: Content-Length."));
        }
        if (length != null && !isWithin(length, rule.mostBytes())) {
            return Optional.of(tooLarge(rule));
        }
        if (isPacked(encoding) && !rule.packed()) {
            return Optional.of(Problem.of(415, "Content-Encoding: please send the body unpacked."));
        }
        return type == null || isType(type)
                ? Optional.empty()
                : Optional.of(Problem.of(415, "Content-Type: that is no media type."));
    }

    static Problem tooLarge(BodyRule rule) {
        return Problem.of(413, "The body has more than %s.".formatted(rule.inWords()));
    }

    private static boolean isWithin(String length, long most) {
        return length.matches("\\d{1,18}") && Long.parseLong(length) <= most;
    }

    /** The framework fails on others, and takes it for a failure of ours. */
    private static boolean isType(String type) {
        try {
            return !MediaType.valueOf(type).getType().isEmpty();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isPacked(@Nullable String encoding) {
        return encoding != null
                && !encoding.isBlank()
                && !encoding.strip().toLowerCase(Locale.ROOT).equals("identity");
    }
}
