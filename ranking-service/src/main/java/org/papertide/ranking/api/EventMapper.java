package org.papertide.ranking.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.papertide.events.EventJson;

/** Answers over HTTP have the events' JSON. */
final class EventMapper {

    private EventMapper() {}

    @Produces
    @Singleton
    static ObjectMapper mapper() {
        return EventJson.mapper();
    }
}
