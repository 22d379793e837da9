package org.papertide.ingest.signal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.events.InstantText;
import org.papertide.platform.http.JsonRequestReader;
import org.papertide.platform.http.JsonRequestReader.Instants;
import org.papertide.platform.http.JsonRequestReader.Item;
import org.papertide.platform.http.JsonRequestReader.Limits;
import org.papertide.platform.http.JsonRequestReader.UnknownFields;
import org.papertide.platform.http.Please;
import org.papertide.platform.http.Problem.FieldError;
import org.papertide.platform.http.ProblemException;
import org.papertide.platform.http.RequestValidator;

/** Reads the body of a push, one event after the other, each with all that is wrong with it. */
final class SignalRequestReader {

    private static final int MAX_DEPTH = 20;

    private static final Instants INSTANTS =
            new Instants(InstantText::parse, Please.GIVE_AN_INSTANT);

    private static final FieldError NEITHER = new FieldError("value", CompleteSignal.NEITHER);

    private final JsonRequestReader<SignalRequest> reader;
    private final int maxEvents;

    SignalRequestReader(RequestValidator validator, int maxBytes, int maxEvents) {
        this.reader =
                new JsonRequestReader<>(
                        SignalRequest.class,
                        validator,
                        UnknownFields.IGNORED,
                        new Limits(maxBytes, MAX_DEPTH),
                        INSTANTS);
        this.maxEvents = maxEvents;
    }

    /**
     * An event of a request.
     *
     * @param place where it is in the body, as {@code [2]} or {@code events[2]}; empty for a lone
     *     event
     * @param request absent if the event is no JSON object
     * @param errors what is wrong with it; empty if it is valid
     */
    record Read(String place, @Nullable SignalRequest request, List<FieldError> errors) {

        Read {
            errors = List.copyOf(errors);
        }

        /** An increment that cannot be read is there, if in vain: no value is missing. */
        private static Read of(Item<SignalRequest> item) {
            boolean hasIncrement =
                    item.errors().stream().anyMatch(error -> error.field().equals("increment"));
            return new Read(
                    item.place(),
                    item.request(),
                    item.errors().stream()
                            .filter(error -> !hasIncrement || !error.equals(NEITHER))
                            .toList());
        }

        /**
         * The same, with what only the request around it can show.
         *
         * @param tokenSource the source that the client may speak for; null: any
         */
        Read checked(@Nullable String tokenSource, Instant now) {
            if (request == null) {
                return this;
            }
            Read checked = this;
            if (tokenSource == null && request.source() == null) {
                checked = checked.refused("source", SignalRequest.MISSING);
            }
            if (tokenSource != null
                    && request.source() != null
                    && !request.source().equals(tokenSource)) {
                checked = checked.refused("source", "This token is for " + tokenSource + ".");
            }
            Instant at = request.observedAt();
            Optional<String> objection =
                    at == null ? Optional.empty() : ObservationTime.objection(at, now);
            return objection.isEmpty() ? checked : checked.refused("observedAt", objection.get());
        }

        /** The same error, with the field's place in the body. */
        FieldError inBody(FieldError error) {
            return place.isEmpty()
                    ? error
                    : new FieldError(place + "." + error.field(), error.detail());
        }

        private Read refused(String field, String detail) {
            if (errors.stream().anyMatch(error -> error.field().equals(field))) {
                return this;
            }
            List<FieldError> all = new ArrayList<>(errors);
            all.add(new FieldError(field, detail));
            return new Read(place, request, all);
        }
    }

    /**
     * Reads one event, an array of them, or an object with such an array named {@code events}.
     *
     * @throws ProblemException if the body is not JSON in UTF-8, or has more bytes or events than
     *     allowed
     */
    List<Read> read(byte[] body) {
        return reader.readEach(body, "events", "event", maxEvents).stream().map(Read::of).toList();
    }
}
