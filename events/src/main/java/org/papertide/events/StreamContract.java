package org.papertide.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The documents of the contract, as they ship with this library. */
public final class StreamContract {

    private static final Pattern SCHEMA = Pattern.compile("'schema/([a-z0-9.-]+\\.json)'");

    /** Which no message has as a whole, and the others refer to. */
    private static final String COMMON = "common.v1.json";

    private StreamContract() {}

    /**
     * The AsyncAPI document, in YAML.
     *
     * @param schemas where its references find the schemas, such as {@code schemas/}
     */
    public static String asyncApi(String schemas) {
        String document = new String(read("asyncapi.yaml"), StandardCharsets.UTF_8);
        return SCHEMA.matcher(document)
                .replaceAll(reference ->
                        Matcher.quoteReplacement("'" + schemas + reference.group(1) + "'"));
    }

    /** Every JSON Schema, by the name of its file, such as {@code paper.v1.json}. */
    public static SequencedMap<String, byte[]> schemas() {
        TreeMap<String, byte[]> schemas = new TreeMap<>();
        schemas.put(COMMON, read("schema/" + COMMON));
        SCHEMA.matcher(new String(read("asyncapi.yaml"), StandardCharsets.UTF_8))
                .results()
                .map(reference -> reference.group(1))
                .forEach(name -> schemas.computeIfAbsent(name, file -> read("schema/" + file)));
        return Collections.unmodifiableSequencedMap(schemas);
    }

    private static byte[] read(String name) {
        try (InputStream file = StreamContract.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("not in the library: " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
