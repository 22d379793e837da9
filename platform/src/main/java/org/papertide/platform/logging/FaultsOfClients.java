package org.papertide.platform.logging;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.papertide.platform.http.LinkTokens;

/**
 * Keeps faults of clients out of the log. The framework answers them with a status of 4xx, and logs
 * each with a stack trace as if it were ours: clients could fill the log. What else fails in the
 * same place is logged, without the tokens of links.
 */
@LoggingFilter(name = "faults-of-clients")
public final class FaultsOfClients implements Filter {

    private static final Logger LOG = Logger.getLogger(FaultsOfClients.class);

    private static final String FRAMEWORK = "io.quarkus.vertx.http.runtime.QuarkusErrorHandler";

    /** A request of HTTP/1 names no host: answered with 400. */
    private static final String NO_HOST = "the 'Host' header is required";

    /** What a client says first that speaks HTTP/2 alone: answered with 400. */
    private static final String NO_AUTHORITY = "the ':authority' pseudo-header is required";

    /** The body was too large, and was not announced: by then the client has its 413. */
    private static final String ANSWERED = "Response has already been written";

    @Override
    public boolean isLoggable(LogRecord logged) {
        if (!FRAMEWORK.equals(logged.getLoggerName())) {
            return true;
        }
        hideTokens(logged);
        Throwable thrown = logged.getThrown();
        if (thrown == null) {
            return true;
        }
        String message = String.valueOf(thrown.getMessage());
        if (!message.endsWith(NO_HOST)
                && !message.endsWith(NO_AUTHORITY)
                && !message.equals(ANSWERED)) {
            return true;
        }
        LOG.debugf("A request was refused. error=\"%s\"", message);
        return false;
    }

    /** It names the address of the request. */
    private static void hideTokens(LogRecord logged) {
        Object[] parameters = logged.getParameters();
        if (parameters != null) {
            logged.setParameters(
                    Stream.of(parameters)
                            .map(each ->
                                    each instanceof String text && text.startsWith("/")
                                            ? LinkTokens.hide(text)
                                            : each)
                            .toArray());
        }
    }
}
