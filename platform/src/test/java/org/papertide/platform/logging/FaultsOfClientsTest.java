package org.papertide.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FaultsOfClientsTest {

    private static final String FRAMEWORK = "io.quarkus.vertx.http.runtime.QuarkusErrorHandler";

    private static boolean isLogged(String logger, @Nullable Throwable thrown) {
        LogRecord logged = new LogRecord(Level.ERROR, "HTTP Request to / failed");
        logged.setLoggerName(logger);
        logged.setThrown(thrown);
        boolean isLogged = new FaultsOfClients().isLoggable(logged);
        assertThat(new KeysAsFields(false).isLoggable(logged)).isEqualTo(isLogged);
        return isLogged;
    }

    @Test
    void isQuietAboutWhatTheClientWasToldWith4xx() {
        assertThat(
                        isLogged(
                                FRAMEWORK,
                                new IllegalStateException(
                                        "For HTTP/1.x requests, the 'Host' header is required")))
                .isFalse();
        assertThat(
                        isLogged(
                                FRAMEWORK,
                                new IllegalStateException(
                                        "For HTTP/2 requests, the ':authority' pseudo-header is"
                                                + " required")))
                .isFalse();
        assertThat(
                        isLogged(
                                FRAMEWORK,
                                new IllegalStateException("Response has already been written")))
                .isFalse();
    }

    @Test
    void logsWhatElseFails() {
        assertThat(isLogged(FRAMEWORK, new IllegalStateException("no such row"))).isTrue();
        assertThat(isLogged(FRAMEWORK, new NullPointerException())).isTrue();
        assertThat(isLogged(FRAMEWORK, null)).isTrue();
        assertThat(
                        isLogged(
                                "org.papertide.notify.site",
                                new IllegalStateException("Response has already been written")))
                .isTrue();
    }

    /** As the framework says it of a handler that fails. */
    @Test
    void tellsNoTokenOfTheAddressOfARequest() {
        String token = "amaqcaaaaaaaaaaaaea7hqi3k5wpyt2mjr4xvb6zgs";
        ExtLogRecord logged =
                new ExtLogRecord(
                        Level.ERROR,
                        "HTTP Request to %s failed, error id: %s",
                        ExtLogRecord.FormatStyle.PRINTF,
                        "QuarkusErrorHandler");
        logged.setLoggerName(FRAMEWORK);
        String id = "0b6a2f7e-5a43-4f4e-9d1e-6c1f4d0a7b11-1";
        logged.setParameters(new Object[] {"/unsubscribe/" + token + "?a=b", id});
        assertThat(new KeysAsFields(false).isLoggable(logged)).isTrue();
        assertThat(new PatternFormatter("%s").format(logged))
                .isEqualTo("HTTP Request to /unsubscribe/{hidden}?a=b failed, error id: " + id);
    }

    /** On the console and in the file: a filter that no setting names filters nothing. */
    @Test
    void isInUseInAllServices() throws IOException {
        Properties settings = new Properties();
        try (InputStream in =
                FaultsOfClients.class.getResourceAsStream(
                        "/META-INF/microprofile-config.properties")) {
            settings.load(in);
        }
        assertThat(settings)
                .containsEntry("quarkus.log.console.filter", name(KeysAsFields.class))
                .containsEntry("quarkus.log.file.filter", name(FaultsOfClients.class));
    }

    private static String name(Class<?> filter) {
        return filter.getAnnotation(LoggingFilter.class).name();
    }
}
