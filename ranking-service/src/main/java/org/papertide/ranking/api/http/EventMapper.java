package org.papertide.ranking.api.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.papertide.events.EventJson;

/** Makes the JSON of HTTP answers that of the events. */
final class EventMapper {

    private EventMapper() {}

    @Produces
    @Singleton
    static ObjectMapper mapper() {
        return EventJson.mapper();
    }
}
