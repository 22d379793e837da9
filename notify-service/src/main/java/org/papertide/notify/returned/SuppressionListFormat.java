package org.papertide.notify.returned;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.http.BoundedJson;

/** The forms in which lists of suppressed addresses go from one mailer to another. */
enum SuppressionListFormat {

    /** RFC 4180, one record a line; the columns in any order, named by the first line. */
    CSV("text/csv") {
        @Override
        LineReader reader() {
            return new CsvReader();
        }

        @Override
        String header() {
            return "address_hash,address,reason,at\r\n";
        }

        @Override
        String line(SuppressionEntry entry) {
            return CSVFormat.RFC4180.format(
                            entry.addressHash(),
                            entry.address(),
                            guarded(entry.reason()),
                            entry.at().toString())
                    + "\r\n";
        }
    },

    /** One JSON object a line. */
    JSON_LINES("application/x-ndjson") {
        @Override
        LineReader reader() {
            return SuppressionListFormat::jsonLine;
        }

        @Override
        String header() {
            return "";
        }

        @Override
        String line(SuppressionEntry entry) {
            ObjectNode node = MAPPER.createObjectNode().put("addressHash", entry.addressHash());
            if (entry.address() != null) {
                node.put("address", entry.address());
            }
            return node.put("reason", entry.reason()).put("at", entry.at().toString()) + "\n";
        }
    };

    /** What the field with the address is called, by us and by others; the address is best. */
    private static final List<String> NAMES =
            List.of("address", "email", "emailaddress", "recipient", "addresshash");

    private static final List<String> REASONS = List.of("reason", "error", "description");
    private static final List<String> TIMES =
            List.of("at", "created", "createdat", "lastupdatetime", "date");

    private static final JsonMapper MAPPER =
            BoundedJson.mapper(
                            StreamReadConstraints.builder()
                                    .maxDocumentLength(SuppressionList.MAX_LINE)
                                    .maxNestingDepth(8)
                                    .build())
                    .build();

    /** What spreadsheets take a field for a formula by; servers write reasons. */
    private static final String FORMULA = "=+-@";

    private static final String GUARD = "'";

    private static final List<Character> DELIMITERS = List.of(',', ';', '\t');

    /** Reads line after line. */
    @FunctionalInterface
    interface LineReader {

        /**
         * Reads a line.
         *
         * @return empty if it says nothing of an address, as the names of columns
         * @throws UnreadableLineException if it cannot be read
         */
        Optional<SuppressionLine> read(String line);

        /** Whether the lines behind it may belong to it: a quote is open at its end. */
        default boolean isOpen(String line) {
            return false;
        }
    }

    private final String mediaType;

    SuppressionListFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** A reader of one list, from its first line on. */
    abstract LineReader reader();

    /** What a list begins with. */
    abstract String header();

    /** A line of a list, with its end. */
    abstract String line(SuppressionEntry entry);

    private static Optional<SuppressionLine> jsonLine(String line) {
        JsonNode json;
        try {
            json = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UnreadableLineException("The line is not JSON.", e);
        }
        if (!(json instanceof ObjectNode object)) {
            throw new UnreadableLineException("The line is not a JSON object.");
        }
        Function<String, @Nullable String> field =
                wanted ->
                        object.propertyStream()
                                .filter(each -> plain(each.getKey()).equals(wanted))
                                .filter(each -> !each.getValue().isNull())
                                .map(each -> each.getValue().asText())
                                .findFirst()
                                .orElse(null);
        return Optional.of(
                SuppressionLine.of(
                        first(NAMES, field), first(REASONS, field), first(TIMES, field)));
    }

    private static @Nullable String first(
            List<String> names, Function<String, @Nullable String> field) {
        for (String name : names) {
            String value = field.apply(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    private static boolean isFormula(String field) {
        return !field.isEmpty() && FORMULA.indexOf(field.charAt(0)) >= 0;
    }

    private static String guarded(String reason) {
        return isFormula(reason) ? GUARD + reason : reason;
    }

    private static @Nullable String unguarded(@Nullable String reason) {
        return reason != null && reason.startsWith(GUARD) && isFormula(reason.substring(1))
                ? reason.substring(1)
                : reason;
    }

    /**
     * {@code Email_Address} and {@code emailAddress} are one name. What has a NUL is none: it is no
     * text, and no line behind it could be read.
     */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z\\x00]", "");
    }

    /**
     * Each line is read for itself: in a list with one quote too many, a reader of whole files
     * would take the rest for one field. Spreadsheets have semicolons or tabs, by their country.
     */
    private static final class CsvReader implements LineReader {

        private CSVFormat format = CSVFormat.RFC4180;
        private List<String> columns = List.of();

        @Override
        public Optional<SuppressionLine> read(String line) {
            if (columns.isEmpty() && isHeader(line)) {
                return Optional.empty();
            }
            List<String> values = values(line, format);
            if (columns.isEmpty()) {
                columns = List.of("address", "reason", "at");
            }
            Function<String, @Nullable String> field =
                    wanted -> {
                        int index = columns.indexOf(wanted);
                        return index >= 0 && index < values.size() ? values.get(index) : null;
                    };
            return Optional.of(
                    SuppressionLine.of(
                            first(NAMES, field),
                            unguarded(first(REASONS, field)),
                            first(TIMES, field)));
        }

        @Override
        public boolean isOpen(String line) {
            return line.chars().filter(c -> c == '"').count() % 2 == 1;
        }

        /** Whether it names the columns, which also shows what is between them. */
        private boolean isHeader(String line) {
            for (char delimiter : DELIMITERS) {
                CSVFormat other = CSVFormat.RFC4180.builder().setDelimiter(delimiter).get();
                List<String> names = names(line, other);
                if (names.stream().anyMatch(NAMES::contains)) {
                    format = other;
                    columns = names;
                    return true;
                }
            }
            return false;
        }

        /** None if it cannot be read so. */
        private static List<String> names(String line, CSVFormat format) {
            try {
                return values(line, format).stream().map(SuppressionListFormat::plain).toList();
            } catch (UnreadableLineException _) {
                return List.of();
            }
        }

        private static List<String> values(String line, CSVFormat format) {
            try (CSVParser parser = CSVParser.parse(line, format)) {
                List<CSVRecord> records = parser.getRecords();
                if (records.size() > 1) {
                    // Quotes within fields, 5" or 6", have joined lines of which each says
                    // something.
                    throw new UnreadableLineException("These are several lines.");
                }
                return records.isEmpty() ? List.of() : records.getFirst().toList();
            } catch (IOException | UncheckedIOException | IllegalStateException e) {
                throw new UnreadableLineException("The line is not CSV.", e);
            }
        }
    }
}
