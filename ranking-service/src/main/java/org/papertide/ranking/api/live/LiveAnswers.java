package org.papertide.ranking.api.live;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.papertide.platform.guard.ClientAddress;
import org.papertide.platform.guard.Clients;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.ranking.api.http.ApiSettings;
import org.papertide.ranking.api.readmodel.LiveClients;

/** Lets live clients in, and lets go of those that have gone or take nothing. */
@Singleton
class LiveAnswers {

    private static final Logger LOG = Logger.getLogger(LiveAnswers.class);

    private final LiveClients clients;
    private final Clients requests;
    private final ApiSettings settings;

    /** What is sent to a client for as long as it is connected. */
    interface Course {
        void send(LiveAnswer answer)
                throws InterruptedException, ExecutionException, TimeoutException;
    }

    LiveAnswers(LiveClients clients, Clients requests, ApiSettings settings) {
        this.clients = clients;
        this.requests = requests;
        this.settings = settings;
    }

    /**
     * Connects the client of a request, or answers why not.
     *
     * @param key of the changes that it follows
     */
    LiveClients.Connection admit(String key, RoutingContext exchange) {
        return clients.admit(key, ClientAddress.of(requests.of(exchange.request())));
    }

    /** Sends to a client until that ends, or it has gone, or what it follows cannot be read. */
    void serve(
            LiveClients.Connection connection,
            SseEventSink sink,
            Sse sse,
            RoutingContext exchange,
            Course course) {
        try (sink) {
            // Without this, a client's end is noticed only when something is sent to it.
            exchange.addEndHandler(_ -> connection.disconnect());
            course.send(new LiveAnswer(sink, sse, exchange, settings.sendTimeout()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException
                | IllegalStateException
                | KafkaException
                | UnavailableException e) {
            LOG.debug("A live client has gone, or what it follows cannot be read.", e);
        } catch (TimeoutException _) {
            LOG.debug("A live client did not read in time and is disconnected.");
        }
    }
}
