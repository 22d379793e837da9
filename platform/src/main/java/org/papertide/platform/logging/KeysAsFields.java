package org.papertide.platform.logging;

import io.quarkus.logging.LoggingFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Takes the keys at the end of a line out of its sentence, and gives them to the JSON formatter as
 * fields. Lines of libraries, which have no such end, stay as they are. What {@link
 * FaultsOfClients} keeps out is kept out here, too.
 */
@LoggingFilter(name = "keys")
public final class KeysAsFields implements Filter {

    /** Where the keys begin: after the end of a sentence. */
    private static final Pattern BEGIN = Pattern.compile("\\.(?= [a-z]+=)");

    /** A key, with a value that is one word, or the first quote of a text. */
    private static final Pattern KEY = Pattern.compile(" ([a-z]+)=(?:([^\\s\"]\\S*)|(\"))");

    /** Where a text may end: before the next key, or with the line. */
    private static final Pattern END_OF_TEXT = Pattern.compile("\"(?= [a-z]+=|\\z)");

    private static final PatternFormatter TEXT = new PatternFormatter("%s");

    /** A handler has one filter. */
    private final Filter faults = new FaultsOfClients();

    private final boolean json;

    /**
     * @param json Writes the log as JSON, one object in each line, with the keys of a line as the
     *     fields of {@code keys}
     */
    public KeysAsFields(
            @ConfigProperty(name = "papertide.log.json", defaultValue = "false") boolean json) {
        this.json = json;
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        if (!faults.isLoggable(line)) {
            return false;
        }
        if (json && line instanceof ExtLogRecord extended) {
            String text = TEXT.format(extended);
            Map<String, String> keys = keys(text);
            if (!keys.isEmpty()) {
                String sentence = text.substring(0, begin(text));
                extended.setMessage(sentence, ExtLogRecord.FormatStyle.NO_FORMAT);
                keys.forEach(extended::putMdc);
            }
        }
        return true;
    }

    /** The keys of a line with their values, in order; empty if it has none. */
    static Map<String, String> keys(String line) {
        Map<String, String> keys = new LinkedHashMap<>();
        int at = begin(line);
        Matcher key = KEY.matcher(line);
        Matcher end = END_OF_TEXT.matcher(line);
        while (at < line.length()) {
            if (!key.find(at) || key.start() != at) {
                return Map.of();
            }
            at = key.end();
            if (key.group(3) == null) {
                keys.put(key.group(1), key.group(2));
            } else {
                if (!end.find(at)) {
                    return Map.of();
                }
                keys.put(key.group(1), line.substring(at, end.start()));
                at = end.end();
            }
        }
        return keys;
    }

    /** Where the sentence ends; the length of a line without keys. */
    private static int begin(String line) {
        Matcher begin = BEGIN.matcher(line);
        return begin.find() ? begin.end() : line.length();
    }
}
