package org.papertide.ingest.source.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.UnreadableListingException.Flaw;

/** What the JSON parser complains of, in this package's terms. */
public final class JsonFlaws {

    private JsonFlaws() {}

    /**
     * What is wrong with an input that was read from its beginning.
     *
     * @throws UncheckedIOException if the input failed, not its content
     */
    public static UnreadableListingException of(IOException e) {
        return of(e, true);
    }

    /**
     * What is wrong with an input.
     *
     * @param located whether the exception knows the place
     * @throws UncheckedIOException if the input failed, not its content
     */
    public static UnreadableListingException of(IOException e, boolean located) {
        return switch (e) {
            case JsonEOFException json -> flaw(Flaw.TRUNCATED, "ends in the middle", json, located);
            case StreamConstraintsException json ->
                    flaw(Flaw.HOSTILE, "beyond all limits", json, located);
            case JsonProcessingException json when isEncoding(json) ->
                    flaw(Flaw.WRONG_ENCODING, "not UTF-8", json, located);
            case JsonProcessingException json -> flaw(Flaw.MALFORMED, "no JSON", json, located);
            default -> throw new UncheckedIOException("reading JSON", e);
        };
    }

    /** That is how the parser calls {@link JsonText#SUBSTITUTE}. */
    private static boolean isEncoding(JsonProcessingException e) {
        return String.valueOf(e.getOriginalMessage()).contains("code 26");
    }

    private static UnreadableListingException flaw(
            Flaw flaw, String what, JsonProcessingException e, boolean located) {
        String place =
                !located || e.getLocation() == null
                        ? ""
                        : " at line %d, column %d"
                                .formatted(
                                        e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        return new UnreadableListingException(
                flaw, what + place + ": " + e.getOriginalMessage(), e);
    }
}
