package org.papertide.platform.dependency;

import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * One check of {@code /q/health/ready} or of {@code /q/health/group/serving}: its name is the
 * dependency's; when it is down, {@code missing} has the reason.
 *
 * @param name such as {@code database}
 * @param state asked at each request; must not block
 */
public record DependencyCheck(String name, Supplier<Dependency.State> state)
        implements HealthCheck {

    /**
     * The group of checks that say whether the service can answer those who ask it. A server is no
     * part of it whose absence leaves the answers as they are: while it is away, a load balancer
     * that goes by readiness would take every replica away.
     */
    public static final String SERVING = "serving";

    /** The check of a watched dependency. */
    public static DependencyCheck of(Dependency dependency) {
        return new DependencyCheck(dependency.name(), dependency::state);
    }

    /** Whether it has been there since the service started. */
    public static DependencyCheck once(Dependency dependency) {
        return new DependencyCheck(
                dependency.name(),
                () ->
                        dependency.wasPrepared()
                                ? new Dependency.State.Present()
                                : dependency.state());
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named(name);
        return switch (state.get()) {
            case Dependency.State.Present() -> response.up().build();
            case Dependency.State.Missing(String reason) ->
                    response.down().withData("missing", reason).build();
        };
    }
}
