package org.papertide.platform.dependency;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * One check of {@code /q/health/ready}, or of a group such as {@code /q/health/group/serving}: its
 * name is the dependency's; while it is missing, {@code missing} has the reason. All checks of the
 * services are made by it, so that they answer in one shape.
 *
 * @param name such as {@code database}
 * @param answer asked at each request; must not block
 */
public record DependencyCheck(String name, Supplier<Answer> answer) implements HealthCheck {

    /**
     * The group of checks that say whether the service can answer those who ask it. A server is no
     * part of it whose absence leaves the answers as they are: while it is away, a load balancer
     * that goes by readiness would take every replica away.
     */
    public static final String SERVING = "serving";

    private static final String MISSING = "missing";

    /**
     * What a check says.
     *
     * @param up whether it is well
     * @param data what operators are to know beside it, in this order
     */
    public record Answer(boolean up, Map<String, String> data) {

        public Answer {
            data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        }

        /** Up while it is present; else down, with the reason. */
        public static Answer of(Dependency.State state) {
            return switch (state) {
                case Dependency.State.Present() -> new Answer(true, Map.of());
                case Dependency.State.Missing(String reason) ->
                        new Answer(false, Map.of(MISSING, reason));
            };
        }

        /** As {@link #of}, for what is present unless there is a reason. */
        public static Answer unless(Optional<String> missing) {
            return of(
                    missing.<Dependency.State>map(Dependency.State.Missing::new)
                            .orElseGet(Dependency.State.Present::new));
        }

        /** The same with one more word, before those that it has. */
        public Answer with(String key, Object value) {
            Map<String, String> more = new LinkedHashMap<>();
            more.put(key, value.toString());
            more.putAll(data);
            return new Answer(up, more);
        }

        /**
         * The same, but up: for what nobody waits for. The check names what is missing, and no load
         * balancer removes the replica because of it.
         */
        public Answer alwaysUp() {
            return new Answer(true, data);
        }
    }

    /** The check of what has a state. */
    public static DependencyCheck of(String name, Supplier<Dependency.State> state) {
        return new DependencyCheck(name, () -> Answer.of(state.get()));
    }

    /** The check of a watched dependency. */
    public static DependencyCheck of(Dependency dependency) {
        return of(dependency.name(), dependency::state);
    }

    /** Whether it has been there since the service started. */
    public static DependencyCheck once(Dependency dependency) {
        return of(
                dependency.name(),
                () ->
                        dependency.wasPrepared()
                                ? new Dependency.State.Present()
                                : dependency.state());
    }

    @Override
    public HealthCheckResponse call() {
        Answer said = answer.get();
        var response = HealthCheckResponse.named(name).status(said.up());
        said.data().forEach(response::withData);
        return response.build();
    }
}
