package org.papertide.local.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A row of CSV by RFC 4180: cells that need it in quotes, quotes doubled.
 *
 * <p>A text that a spreadsheet would take for a formula begins with an apostrophe: titles are
 * anybody's (OWASP, CSV Injection). What reads the exact text reads JSON lines.
 */
final class CsvRow {

    /** Half-width, and the full-width forms that spreadsheets fold. */
    private static final String BEGINS_FORMULA = "=+-@\t\r\n＝＋－＠";

    private static final Pattern CONTROLS =
            Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f&&[^\\t\\r\\n]]");

    /** RFC 4180, 2.1. */
    static final String END = "\r\n";

    /**
     * A cell.
     *
     * @param isText whether anybody may have written it, else it is a number
     */
    record Cell(String text, boolean isText) {

        static Cell of(JsonNode node) {
            if (node.isMissingNode() || node.isNull()) {
                return new Cell("", false);
            }
            if (node.isArray()) {
                return new Cell(
                        node.valueStream().map(JsonNode::asText).collect(Collectors.joining("; ")),
                        true);
            }
            return new Cell(
                    node.isValueNode() ? node.asText() : node.toString(),
                    !node.isNumber() && !node.isBoolean());
        }
    }

    private CsvRow() {}

    /** The row with its end of line. */
    static String of(List<Cell> cells) {
        return cells.stream().map(CsvRow::written).collect(Collectors.joining(",", "", END));
    }

    private static String written(Cell cell) {
        // Readers of CSV stop at NUL, and a terminal that shows the file obeys others.
        String text = CONTROLS.matcher(cell.text()).replaceAll("\ufffd");
        if (cell.isText() && isFormula(text)) {
            text = "'" + text;
        }
        boolean quoted =
                text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n')
                        || !text.equals(text.strip());
        return quoted ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    /** Spreadsheets pass over blanks in front. */
    private static boolean isFormula(String text) {
        String stripped = text.replaceAll("^[ \u00a0]+", "");
        return !stripped.isEmpty() && BEGINS_FORMULA.indexOf(stripped.charAt(0)) >= 0;
    }
}
