package org.papertide.notify.http;

import java.time.DateTimeException;
import java.time.Instant;
import org.papertide.events.Bounds;
import org.papertide.events.InstantText;
import org.papertide.platform.http.JsonRequestReader.Instants;
import org.papertide.platform.http.Please;

/** The instants that a request may name: those that an event can have, however they are written. */
public final class RequestInstants {

    public static final Instants ALL =
            new Instants(
                    RequestInstants::parse,
                    Please.give("an instant such as 2026-05-04T08:00:00Z, from 1900 to 2199"));

    private RequestInstants() {}

    private static Instant parse(String text) {
        Instant instant = InstantText.parse(text);
        if (!Bounds.contain(instant)) {
            throw new DateTimeException("out of bounds: " + instant);
        }
        return instant;
    }
}
