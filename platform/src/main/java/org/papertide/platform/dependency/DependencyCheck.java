package org.papertide.platform.dependency;

import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * One check of {@code /q/health/ready}: its name is the dependency's; when it is down, {@code
 * missing} has the reason.
 *
 * @param name such as {@code database}
 * @param state asked at each request; must not block
 */
public record DependencyCheck(String name, Supplier<Dependency.State> state)
        implements HealthCheck {

    /** The check of a watched dependency. */
    public static DependencyCheck of(Dependency dependency) {
        return new DependencyCheck(dependency.name(), dependency::state);
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
