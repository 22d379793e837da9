package org.papertide.local.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named lists of words and sentence patterns, read from this package's resources: a line {@code ==
 * name} begins a list, every line after it is an entry, {@code #} begins a remark.
 */
record Vocabulary(Map<String, List<String>> lists) {

    Vocabulary {
        lists = Map.copyOf(lists);
    }

    /**
     * Reads resources; a later one adds lists to those before it.
     *
     * @throws IllegalArgumentException if one is missing
     */
    static Vocabulary read(String... resources) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (String resource : resources) {
            List<String> entries = lists.computeIfAbsent("", _ -> new ArrayList<>());
            for (String line : lines(resource)) {
                if (line.startsWith("== ")) {
                    entries = lists.computeIfAbsent(line.substring(3), _ -> new ArrayList<>());
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    entries.add(line);
                }
            }
        }
        lists.replaceAll((_, entries) -> List.copyOf(entries));
        return new Vocabulary(lists);
    }

    /**
     * The entries of a list.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    List<String> list(String name) {
        List<String> entries = lists.get(name);
        if (entries == null) {
            throw new IllegalArgumentException("no word list " + name);
        }
        return entries;
    }

    boolean has(String name) {
        return lists.containsKey(name);
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Vocabulary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
    }
}
