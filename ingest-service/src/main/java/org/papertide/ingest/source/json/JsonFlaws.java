package org.papertide.ingest.source.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.UnreadableListingException.Flaw;

/** What the JSON parser complains of, in this package's terms. */
public final class JsonFlaws {

    private JsonFlaws() {}

    /** The exception to throw instead. */
    public static RuntimeException of(IOException e) {
        return switch (e) {
            case JsonEOFException json -> flaw(Flaw.TRUNCATED, "ends in the middle", json);
            case StreamConstraintsException json -> flaw(Flaw.HOSTILE, "beyond all limits", json);
            case JsonProcessingException json when isEncoding(json) ->
                    flaw(Flaw.WRONG_ENCODING, "not UTF-8", json);
            case JsonProcessingException json -> flaw(Flaw.MALFORMED, "no JSON", json);
            case CharConversionException _ ->
                    new UnreadableListingException(
                            Flaw.WRONG_ENCODING, "not in a Unicode encoding: " + e.getMessage(), e);
            default -> new UncheckedIOException("reading JSON", e);
        };
    }

    private static boolean isEncoding(JsonProcessingException e) {
        return String.valueOf(e.getOriginalMessage()).startsWith("Invalid UTF-8");
    }

    private static UnreadableListingException flaw(
            Flaw flaw, String what, JsonProcessingException e) {
        String place =
                e.getLocation() == null
                        ? ""
                        : " at line %d, column %d"
                                .formatted(
                                        e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        return new UnreadableListingException(
                flaw, what + place + ": " + e.getOriginalMessage(), e);
    }
}
