package org.papertide.ingest.source.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An element of a record with all that is in it. Names are local ones: sources have changed their
 * namespaces over the years, never their names.
 */
public final class XmlElement {

    /** What is in an element, in order. */
    private sealed interface Node {
        record Text(String text) implements Node {}

        record Child(XmlElement element) implements Node {}
    }

    private final String name;
    private final String prefix;
    private final Map<String, String> attributes;
    private final List<Node> nodes = new ArrayList<>(2);
    private @Nullable String flaw;

    XmlElement(String name, String prefix, Map<String, String> attributes) {
        this.name = name;
        this.prefix = prefix;
        this.attributes = Map.copyOf(attributes);
    }

    /** Its local name. */
    public String name() {
        return name;
    }

    /** Why the record cannot be taken, though its neighbours can; null if it can. */
    public @Nullable String flaw() {
        return flaw;
    }

    /** An attribute by its local name; null if it is not there. */
    public @Nullable String attribute(String attribute) {
        return attributes.get(attribute);
    }

    /** All text in it, that of its children included, as it stands. */
    public String text() {
        if (nodes.size() == 1 && nodes.getFirst() instanceof Node.Text(String text)) {
            return text;
        }
        StringBuilder all = new StringBuilder();
        collect(all);
        return all.toString();
    }

    /** Its children of this local name. */
    public Stream<XmlElement> children(String childName) {
        return children().filter(child -> child.name.equals(childName));
    }

    /** Its children. */
    public Stream<XmlElement> children() {
        return nodes.stream()
                .<XmlElement>mapMulti((node, out) -> {
                    if (node instanceof Node.Child(XmlElement element)) {
                        out.accept(element);
                    }
                });
    }

    /** The first child of this local name. */
    public Optional<XmlElement> find(String childName) {
        return children(childName).findFirst();
    }

    /** The text of the first child of this local name; null if there is none. */
    public @Nullable String textOf(String childName) {
        return find(childName).map(XmlElement::text).orElse(null);
    }

    /**
     * As {@link #textOf(String)}, of a child without a prefix: {@code link}, not {@code atom:link}.
     */
    public @Nullable String plainTextOf(String childName) {
        return children(childName)
                .filter(child -> child.prefix.isEmpty())
                .findFirst()
                .map(XmlElement::text)
                .orElse(null);
    }

    void add(XmlElement child) {
        nodes.add(new Node.Child(child));
    }

    void add(String text) {
        nodes.add(new Node.Text(text));
    }

    /** The first flaw is kept. */
    void markFlawed(String reason) {
        if (flaw == null) {
            flaw = reason;
        }
    }

    private void collect(StringBuilder all) {
        for (Node node : nodes) {
            switch (node) {
                case Node.Text(String text) -> all.append(text);
                case Node.Child(XmlElement element) -> element.collect(all);
            }
        }
    }
}
