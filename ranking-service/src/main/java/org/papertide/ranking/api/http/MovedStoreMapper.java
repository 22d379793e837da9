package org.papertide.ranking.api.http;

import jakarta.ws.rs.core.Response;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.papertide.platform.http.Problem;

/** A store that was there when it was looked up, and closed or moved while it was read. */
public class MovedStoreMapper {

    /** What a client is told, by whatever protocol it asks. */
    public static final String REASON = "Not ready yet: stream: its stores are moving";

    private static final Logger LOG = Logger.getLogger(MovedStoreMapper.class);

    @ServerExceptionMapper
    Response map(InvalidStateStoreException e) {
        LOG.debug("A store has gone while it was read.", e);
        return Problem.of(503, REASON).response();
    }
}
