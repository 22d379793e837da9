package org.papertide.local.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.papertide.local.data.RefusedException;
import org.papertide.local.stream.KafkaAccess;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name a Kafka: that of a local stack, or any other. */
final class KafkaOptions {

    private static final String DEFAULT_PREFIX = "papertide.";

    @Mixin private StackOptions stack = new StackOptions();

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT[,…]",
            description =
                    "A Kafka that is not of a local stack. Default:"
                            + " papertide.kafka.bootstrap-servers, else that of the stack.")
    private Optional<String> bootstrap = Optional.empty();

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            description =
                    "In front of every topic's name. Default: papertide.kafka.topic-prefix, else"
                            + " papertide.")
    private Optional<String> prefix = Optional.empty();

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description =
                    "Settings as the services have them (application.properties), such as"
                            + " papertide.kafka.client.\"security.protocol\". Those of the"
                            + " environment (PAPERTIDE_KAFKA_CLIENT__SECURITY_PROTOCOL_) win."
                            + " Passwords belong there, not into a command line.")
    private Optional<Path> settings = Optional.empty();

    /**
     * What the options name. The stack that is named by its data or ports comes before settings.
     *
     * @param root of the checkout
     * @param environment where settings may be
     */
    KafkaAccess access(Path root, Map<String, String> environment) {
        ServiceSettings given = ServiceSettings.read(settings, environment);
        Optional<String> other = elsewhere(given);
        return new KafkaAccess(
                other.orElseGet(() -> "127.0.0.1:" + StackTarget.find(root, stack).ports().kafka()),
                prefix.or(() -> given.find("papertide.kafka.topic-prefix")).orElse(DEFAULT_PREFIX),
                other.isPresent() ? given.under("papertide.kafka.client") : Map.of());
    }

    /**
     * How far the clock of its services is ahead of the machine's: that of the stack, or as
     * settings say.
     *
     * @throws RefusedException if what says so is no duration
     */
    Duration clockOffset(Path root, Map<String, String> environment) {
        ServiceSettings given = ServiceSettings.read(settings, environment);
        if (elsewhere(given).isEmpty()) {
            return stack.data(root).clockOffset();
        }
        String offset = given.find("papertide.clock.offset").orElse("PT0S");
        try {
            return Duration.parse(offset);
        } catch (DateTimeParseException e) {
            throw new RefusedException(
                    "papertide.clock.offset must be a duration such as PT1H: " + offset, e);
        }
    }

    private Optional<String> elsewhere(ServiceSettings given) {
        return bootstrap.or(() ->
                stack.isNamed()
                        ? Optional.empty()
                        : given.find("papertide.kafka.bootstrap-servers"));
    }
}
